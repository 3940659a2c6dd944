//! A save on a revision that is over: different fields are merged, the same field is shown side by side.

use std::collections::BTreeMap;

use app::Filter;
use maud::Markup;
use model::{Isms, RecordId};
use operations::Typed;

use crate::address;
use crate::failure::Failure;
use crate::locale::locale;
use crate::parts::conflict::{Conflict, ConflictField, conflict};
use crate::visit::Visit;

/// What becomes of what was typed.
pub enum Merge {
    /// It can be written on this revision: only the fields that the writer changed.
    Write {
        /// The revision.
        revision: u32,
        /// The fields.
        mine: Typed,
    },
    /// Both changed the same fields: the page that asks.
    Conflict(Markup),
}

/// What others did since a revision was read.
struct Since {
    /// What each changed field was when it was read.
    was: BTreeMap<&'static str, String>,
    /// Who changed it last, and when.
    theirs: String,
}

/// Compares what was typed with what was read and with what is there now.
///
/// # Errors
/// Where the history cannot be read.
pub async fn merge(
    visit: &Visit,
    isms: &Isms,
    id: RecordId,
    read: Option<u32>,
    typed: &Typed,
    because: &str,
) -> Result<Merge, Failure> {
    let record = isms.find(id).ok_or_else(|| Failure::unknown(id))?;
    let revision = record.revision();
    let now = |name: &str| record.text(name).unwrap_or_default();
    let read = read.unwrap_or(revision);
    let since = since(visit, id, revision.saturating_sub(read)).await?;
    let was = |name: &str| since.was.get(name).cloned().unwrap_or_else(|| now(name));
    let mine: Typed = typed.iter().filter(|(name, text)| !same(text, &was(name))).cloned().collect();
    let (both, only_mine): (Typed, Typed) =
        mine.into_iter().partition(|(name, text)| !same(&was(name), &now(name)) && !same(text, &now(name)));
    if both.is_empty() {
        return Ok(Merge::Write { revision, mine: only_mine });
    }
    let known = id.kind.fields();
    let of = |name: &str| known.iter().find(|shown| shown.name == name);
    let label = |name: &str| of(name).map_or(name, |shown| shown.label).to_owned();
    // These are posted again, and read as the form's own fields are.
    let text = |name: &str, text: &str| {
        of(name).map_or_else(|| text.to_owned(), |shown| locale().in_form(&shown.shape, text))
    };
    let fields = both.iter().map(|(name, yours)| ConflictField {
        name: name.clone(),
        label: label(name),
        was: text(name, &was(name)),
        theirs: text(name, &now(name)),
        yours: text(name, yours),
    });
    let merged = only_mine.iter().map(|(name, mine)| (name.clone(), label(name), text(name, mine)));
    let why = Some(because).filter(|why| !why.is_empty());
    let merged = merged.chain(why.map(|why| ("because".to_owned(), "why".to_owned(), why.to_owned())));
    Ok(Merge::Conflict(conflict(&Conflict {
        action: visit.at(&format!("{}/edit", address::record(id))),
        revision: u64::from(revision),
        theirs: since.theirs,
        fields: fields.collect(),
        merged: merged.collect(),
        cancel: visit.record_at(id),
    })))
}

/// Returns what the last so many commits did to a record.
async fn since(visit: &Visit, id: RecordId, commits: u32) -> Result<Since, Failure> {
    let mut since = Since { was: BTreeMap::new(), theirs: String::new() };
    if commits == 0 {
        return Ok(since);
    }
    let at_most = usize::try_from(commits).unwrap_or(usize::MAX);
    let filter = Filter { record: Some(id), at_most, ..Filter::default() };
    // Newest first: what an older commit found is what was read.
    for event in visit.books.history(&filter).await? {
        if since.theirs.is_empty() {
            since.theirs = format!("{} saved it, {}", event.who, crate::rail::long_day(event.stamp.on));
        }
        for field in
            event.changes.into_iter().filter(|change| change.id == id).flat_map(|change| change.fields)
        {
            since.was.insert(field.name, field.before);
        }
    }
    Ok(since)
}

/// Says whether two texts mean the same: ends of lines and outer blanks aside.
fn same(one: &str, other: &str) -> bool {
    let lines = |text: &str| text.trim().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    lines(one) == lines(other)
}
