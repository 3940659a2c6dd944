//! A draft as it is kept: bounded in size, number and age.

use app::{Instance, LogId, Room};
use model::Ref;
use model::records::Person;
use serde::{Deserialize, Serialize};

use super::place;
use crate::failure::Failure;
use crate::fields::Fields;

/// The largest draft, in bytes of what was typed.
pub(super) const BYTES_MAX: usize = 200 * 1024;
/// How many drafts of a person an organisation keeps; the oldest makes room.
pub(super) const DRAFTS_MAX: usize = 40;
/// How long a draft is kept, in microseconds: thirty days.
const KEPT_MICROS: i64 = 30 * 86_400_000_000;
/// Fields that belong to one showing of a form.
const PASSING: [&str; 5] = ["once", "seen", "do", "draft", "file"];

/// What somebody typed into a form and did not save.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// When it was kept, in microseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// The fields, as they would have been posted.
    pub fields: Vec<(String, String)>,
}

/// A draft of the form that a page shows.
#[derive(Debug, Clone)]
pub enum OnPage {
    /// It is there, and the form shows what is on record.
    Offered(Draft),
    /// It was taken up: the form shows it.
    TakenUp(Fields, i64),
}

impl Draft {
    /// Returns what was typed as a draft; what belongs to one showing of the form is left out, and files are no text.
    #[must_use]
    pub fn of(typed: &Fields, at: i64) -> Self {
        let fields = typed.0.iter().filter(|(name, _)| !PASSING.contains(&name.as_str()));
        Self { at, fields: fields.cloned().collect() }
    }

    /// Returns how many bytes were typed.
    pub(super) fn bytes(&self) -> usize {
        self.fields.iter().map(|(name, value)| name.len() + value.len()).sum()
    }

    /// Says whether it is over at a moment.
    fn is_over(&self, now: i64) -> bool {
        now - self.at > KEPT_MICROS
    }
}

/// Where the drafts of one person in one organisation lie.
pub(super) struct Drawer<'a> {
    pub(super) instance: &'a Instance,
    pub(super) log: LogId,
    pub(super) person: Ref<Person>,
    pub(super) now: i64,
}

impl<'a> Drawer<'a> {
    /// Returns the drawer of a person.
    pub(super) fn of(instance: &'a Instance, books: &Room, person: Ref<Person>) -> Self {
        Self { instance, log: books.log(), person, now: books.micros() }
    }

    fn prefix(&self) -> String {
        format!("draft/{}", self.person)
    }

    fn key(&self, place: &str) -> String {
        format!("{}{place}", self.prefix())
    }

    /// Returns the draft of a form, unless it is over.
    ///
    /// # Errors
    /// Where the store does not answer.
    pub(super) async fn find(&self, place: &str) -> Result<Option<Draft>, Failure> {
        let found = self.instance.aside(self.log, &self.key(place)).await?;
        let draft = found.and_then(|bytes| serde_json::from_slice::<Draft>(&bytes).ok());
        Ok(draft.filter(|draft| !draft.is_over(self.now)))
    }

    /// Returns the drafts that are not over, the newest first; the others are forgotten.
    ///
    /// # Errors
    /// Where the store does not answer.
    pub(super) async fn current(&self) -> Result<Vec<(String, Draft)>, Failure> {
        let (over, current): (Vec<_>, Vec<_>) =
            self.all().await?.into_iter().partition(|(_, draft)| draft.is_over(self.now));
        for (place, _) in &over {
            self.drop_draft(place).await?;
        }
        Ok(current)
    }

    /// Returns all drafts with the addresses of their forms, the newest first.
    ///
    /// # Errors
    /// Where the store does not answer.
    async fn all(&self) -> Result<Vec<(String, Draft)>, Failure> {
        let prefix = self.prefix();
        let found = self.instance.asides(self.log, &format!("{prefix}/")).await?;
        let read = |(key, bytes): (String, Vec<u8>)| {
            let draft = serde_json::from_slice::<Draft>(&bytes).ok()?;
            Some((key.strip_prefix(&prefix)?.to_owned(), draft))
        };
        let mut all: Vec<(String, Draft)> = found.into_iter().filter_map(read).collect();
        all.sort_by_key(|(_, draft)| std::cmp::Reverse(draft.at));
        Ok(all)
    }

    /// Keeps a draft in the place of one before; those that are over go, and the oldest makes room.
    ///
    /// # Errors
    /// Where it is too large, or the store does not take it.
    pub(super) async fn keep(&self, place: &str, draft: &Draft) -> Result<(), Failure> {
        if draft.bytes() > BYTES_MAX {
            return Err(Failure::TooLarge(format!(
                "what is kept of a form holds at most {BYTES_MAX} bytes; save the form, or make it shorter"
            )));
        }
        if self.find(place).await?.is_none() {
            for (old, _) in self.current().await?.iter().skip(DRAFTS_MAX - 1) {
                self.drop_draft(old).await?;
            }
        }
        let bytes = serde_json::to_vec(draft).map_err(|_| Failure::Bug)?;
        Ok(self.instance.put_aside(self.log, &self.key(place), Some(bytes)).await?)
    }

    /// Forgets the draft of a form.
    ///
    /// # Errors
    /// Where the store does not take it.
    pub(super) async fn drop_draft(&self, place: &str) -> Result<(), Failure> {
        Ok(self.instance.put_aside(self.log, &self.key(place), None).await?)
    }

    /// Says how old a draft is.
    pub(super) fn age(&self, at: i64) -> String {
        age(self.now - at)
    }
}

/// Returns the draft of the form that a page shows: offered, or taken up where the query says so.
///
/// # Errors
/// Where the store does not answer.
pub async fn of_page(
    instance: &Instance,
    books: &Room,
    person: Ref<Person>,
    path: &str,
    query: &Fields,
) -> Result<Option<OnPage>, Failure> {
    let Some(place) = place(path) else { return Ok(None) };
    let Some(draft) = Drawer::of(instance, books, person).find(place).await? else { return Ok(None) };
    if query.get("draft") == "take" {
        return Ok(Some(OnPage::TakenUp(Fields(draft.fields), draft.at)));
    }
    Ok(Some(OnPage::Offered(draft)))
}

/// Says how long ago something was.
pub(super) fn age(micros: i64) -> String {
    let minutes = micros / 60_000_000;
    let count = |count: i64, one: &str, more: &str| {
        if count == 1 { format!("1 {one} ago") } else { format!("{count} {more} ago") }
    };
    match minutes {
        ..1 => "just now".to_owned(),
        1..60 => count(minutes, "minute", "minutes"),
        60..1440 => count(minutes / 60, "hour", "hours"),
        _ => count(minutes / 1440, "day", "days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_one_showing_of_a_form_is_not_kept() {
        let draft = Draft::of(&Fields::read("once=x&title=A&seen=y&revision=3&do=preview&text="), 5);
        let names: Vec<&str> = draft.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["title", "revision", "text"]);
        assert_eq!(draft.bytes(), "titleArevision3text".len());
        assert!(!draft.is_over(5 + KEPT_MICROS) && draft.is_over(6 + KEPT_MICROS));
    }

    #[test]
    fn an_age_is_said_in_the_largest_whole_unit() {
        let minute = 60_000_000;
        for (minutes, words) in [
            (0, "just now"),
            (1, "1 minute ago"),
            (12, "12 minutes ago"),
            (60, "1 hour ago"),
            (2_900, "2 days ago"),
        ] {
            assert_eq!(age(minutes * minute), words);
        }
    }
}
