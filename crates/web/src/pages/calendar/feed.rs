//! The calendar as a file, and as a feed under a secret address that other programs read again and again.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::Room;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use model::{Date, Isms, Span};
use reports::dates::{Dated, dates};
use reports::formats::ics::{IcsCalendar, IcsEvent, ics};

use crate::address;
use crate::failure::{Answer, Failure};
use crate::session::Who;
use crate::site::Site;
use crate::visit::Visit;

/// The only scope that a token in an address may have.
pub const SCOPE: &str = "read:calendar";
/// The longest secret.
const SECRET_BYTES_MAX: usize = 200;
/// How many days back and ahead the calendar tells.
const DAYS_BACK: i64 = 90;
const DAYS_AHEAD: i64 = 550;

/// Answers with the calendar as a file, for who is signed in.
///
/// # Errors
/// None of its own.
pub async fn file(visit: Visit) -> Answer {
    let made = visit.books.micros().div_euclid(1_000_000);
    let origin = visit.site.sessions().origin().to_string();
    let text = written(&visit.books, visit.isms(), visit.today, (&origin, &visit.org), made);
    let name = format!("{}-calendar.ics", visit.org);
    let mut answer = sent(text);
    if let Ok(value) = format!("attachment; filename=\"{name}\"").parse() {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(answer)
}

/// Answers with the calendar of the token in the address. Whatever is wrong with it, the answer is the same.
///
/// # Errors
/// Where the address is none, or an organisation cannot be read.
pub async fn feed(State(site): State<Site>, Path(file): Path<String>) -> Answer {
    let unknown = || Failure::unknown("such calendar");
    let secret = file.strip_suffix(".ics").filter(|secret| secret.len() <= SECRET_BYTES_MAX);
    let used = secret.and_then(|secret| site.accounts().token(secret)).ok_or_else(unknown)?;
    // A token that reaches further has no place in an address, which is written down in many places.
    if used.token.scopes.to_string() != SCOPE {
        return Err(unknown());
    }
    let session = site.sessions().of(Who::Token(Arc::new(used)));
    let (word, room) = site.rooms(&session).await?.into_iter().next().ok_or_else(unknown)?;
    let (snapshot, made) = (room.now(), room.micros().div_euclid(1_000_000));
    let origin = site.sessions().origin().to_string();
    Ok(sent(written(&room, &snapshot.isms, room.today(), (&origin, &word), made)))
}

fn sent(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response()
}

/// Writes the calendar; `at` is the origin of the server and the organisation's word.
fn written(room: &Room, isms: &Isms, today: Date, at: (&str, &str), made: i64) -> String {
    let days = |days: i64| today.saturating_add(Span::new().days(days));
    let all = dates(isms, today, days(-DAYS_BACK), days(DAYS_AHEAD));
    let org = room.log().org.to_string();
    let mut events: Vec<IcsEvent> = all.iter().map(|one| event(isms, one, &org, at)).collect();
    tell_apart(&mut events);
    ics(&IcsCalendar { name: format!("{} · Plumbline", room.name()), made, events })
}

/// Gives events that would be called the same a number, in the order of their days.
fn tell_apart(events: &mut [IcsEvent]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for event in events {
        let count = seen.entry(event.uid.clone()).or_default();
        *count += 1;
        if *count > 1 {
            event.uid = format!("{count}-{}", event.uid);
        }
    }
}

fn event(isms: &Isms, one: &Dated, org: &str, (origin, word): (&str, &str)) -> IcsEvent {
    let part = one.part.map(|part| format!(".{part}")).unwrap_or_default();
    // Of the same record and kind there may be several dates: those of a certificate are told apart by what they are called.
    let which = if one.what == "certificate" { format!("-{}", slug(&one.title)) } else { String::new() };
    let names: Vec<String> = one.on_whom.iter().map(|person| isms.name_of(person.id())).collect();
    let who = if names.is_empty() { String::new() } else { format!("\n{}", names.join(", ")) };
    IcsEvent {
        uid: format!("{}{part}-{}{which}@{org}", one.record, slug(one.what)),
        on: one.on,
        summary: format!("{}: {}", one.what, one.title),
        description: format!("{} {}{who}", one.record, one.standing.word()),
        url: format!("{origin}o/{word}{}", address::record(one.record)),
        category: one.kind.word().to_owned(),
    }
}

/// Returns words as a part of a name.
fn slug(words: &str) -> String {
    words
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() { sign.to_ascii_lowercase() } else { '-' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_events_are_called_the_same() {
        let named = |uid: &str| IcsEvent { uid: uid.to_owned(), ..IcsEvent::default() };
        let mut events = [named("a"), named("b"), named("a"), named("a")];
        tell_apart(&mut events);
        assert_eq!(events.map(|event| event.uid), ["a", "b", "2-a", "3-a"]);
    }
}
