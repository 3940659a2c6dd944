//! What is to be told to one account: the inboxes of its seats, as far as they are not muted, done or told already.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::identity::{Account, Url, Uuid};
use app::mail::{Letter, LetterLine, LetterPart, MailTold};
use app::{Books, LogId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::{Date, Isms};
use reports::inbox::Item;

use crate::address;
use crate::failure::Failure;
use crate::pages::naming::counted;
use crate::site::Site;

/// Where an account sits.
struct Place {
    word: String,
    books: Arc<Books>,
    uuid: Uuid,
}

/// An account's places, and the day and hour where the first of them is.
pub(super) struct Moment {
    places: Vec<Place>,
    /// The day there.
    pub day: Date,
    /// The hour there.
    pub hour: i8,
}

impl Moment {
    /// Returns where an account sits, and when it is there; nothing where it sits nowhere.
    pub fn of(account: &Account, all: &[(String, Arc<Books>)], now: i64) -> Option<Self> {
        let places: Vec<Place> = all
            .iter()
            .filter_map(|(word, books)| {
                let uuid = account.seat(books.log().org)?;
                Some(Place { word: word.clone(), books: Arc::clone(books), uuid })
            })
            .collect();
        let first = places.first()?.books.now().isms;
        let name = first.organisation.one().map(|one| one.time_zone.to_string()).unwrap_or_default();
        let zone = TimeZone::get(&name).unwrap_or(TimeZone::UTC);
        let there = Timestamp::from_microsecond(now).ok()?.to_zoned(zone);
        Some(Self { places, day: there.date(), hour: there.hour() })
    }

    /// Returns what would have to change for something new to be told.
    pub fn commits(&self) -> Vec<(LogId, Date, u64)> {
        let one = |place: &Place| (place.books.log(), place.books.today(), place.books.now().commits());
        self.places.iter().map(one).collect()
    }
}

/// One matter.
pub(super) struct Matter {
    /// Its name, with that of its organisation.
    pub key: String,
    organisation: String,
    words: String,
    path: String,
    is_urgent: bool,
}

/// What is in the inboxes of an account.
pub(super) struct Matters {
    told: Vec<Matter>,
    /// The keys of all that is there, told or not.
    pub present: BTreeSet<String>,
}

/// Returns what is in the inboxes of an account. Pages are answered meanwhile.
pub(super) async fn matters(site: &Site, moment: &Moment) -> Result<Matters, Failure> {
    let mut found = Matters { told: Vec::new(), present: BTreeSet::new() };
    for place in &moment.places {
        let (books, uuid, log) = (Arc::clone(&place.books), place.uuid, place.books.log());
        let looked = tokio::task::spawn_blocking(move || {
            let room = books.room_of_person(uuid)?;
            let (isms, items) = room.inbox_told();
            Some((room, isms, items))
        });
        let seen = looked.await.map_err(|problem| app::Failure::Broken(problem.to_string()))?;
        // Who is no member there any more, or sees only what is shared, is told of nothing.
        let Some((room, isms, items)) = seen else { continue };
        found.present.extend(items.iter().map(|item| key(log, item)));
        let marks = site.instance().inbox_marks(log, uuid).await?;
        let today = room.today();
        let one = |item: &Item| matter((&place.word, &room.name(), log), &isms, item, today);
        found.told.extend(marks.told(items).iter().map(one));
    }
    Ok(found)
}

fn key(log: LogId, item: &Item) -> String {
    format!("{}/{}", log.org, item.key)
}

/// Returns a matter in words. Of what only some see, mail says no more than that there is something.
fn matter((word, name, log): (&str, &str, LogId), isms: &Isms, item: &Item, today: Date) -> Matter {
    let is_restricted = isms.find(item.record).is_none_or(|record| record.about().restricted.is_some());
    let words = if is_restricted {
        format!("{}: {}", item.record, item.kind.title())
    } else {
        format!("{} {}: {}", item.record, item.title, item.words)
    };
    let anchor = item.comment.map(|comment| format!("#{comment}")).unwrap_or_default();
    Matter {
        key: key(log, item),
        organisation: name.to_owned(),
        words,
        path: format!("/o/{word}{}{anchor}", address::record(item.record)),
        is_urgent: item.is_urgent(today),
    }
}

impl Matters {
    /// Returns what was not told yet: all of it for the digest, else what cannot wait.
    pub fn untold(&self, told: &MailTold, is_due: bool) -> Vec<&Matter> {
        let is_new = |matter: &&Matter| (is_due || matter.is_urgent) && !told.knows(&matter.key);
        self.told.iter().filter(is_new).collect()
    }

    /// Returns the message that tells some of them.
    pub fn letter(&self, account: &Account, new: &[&Matter], is_due: bool, origin: &Url) -> Letter {
        let at = |path: &str| format!("{}{path}", origin.as_str().trim_end_matches('/'));
        let mut parts: Vec<LetterPart> = Vec::new();
        for matter in new {
            let line = LetterLine { words: matter.words.clone(), href: at(&matter.path) };
            match parts.last_mut().filter(|part| part.heading == matter.organisation) {
                Some(part) => part.lines.push(line),
                None => {
                    parts.push(LetterPart { heading: matter.organisation.clone(), lines: vec![line] });
                }
            }
        }
        let whole = counted(new.len(), "thing waits for you", "things wait for you");
        let (subject, opening) = if is_due {
            (whole.clone(), format!("Good morning {}, {whole}.", account.name))
        } else {
            (format!("{whole} today"), format!("{}, this does not wait for tomorrow.", account.name))
        };
        Letter {
            name: account.name.clone(),
            to: account.email.to_string(),
            subject,
            opening,
            parts,
            closing: Some(LetterLine { words: "All of it".to_owned(), href: at("/inbox") }),
            unsubscribe: at("/inbox/digest"),
        }
    }
}
