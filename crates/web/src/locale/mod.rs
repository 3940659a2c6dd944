//! How days, times and numbers are written for who reads, and read from what they type; the words of the pages stay English.

mod asked;
mod known;
mod read;
mod write;

use app::identity::Reading;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use model::{Date, Isms, Words as _};
use std::cell::RefCell;
use std::sync::Arc;

use crate::api::is_api;
use crate::data;
use crate::session::Session;
use crate::site::Site;
use crate::visit::Visit;

pub use known::{KNOWN, Locale, Order, PLAIN};

/// Ends of addresses that are files for programs: what they say does not depend on who looks.
const FILES: [&str; 6] = [".json", ".csv", ".ics", ".pdf", ".xlsx", ".zip"];
/// The longest name of a time zone, in bytes.
const ZONE_MAX: usize = 64;

/// How one reader reads: the locale, and the time zone where one was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Manner {
    /// How days and numbers are written.
    pub locale: &'static Locale,
    /// Where the clock stands that moments are told by; nothing: where the organisation is.
    pub zone: Option<TimeZone>,
}

impl Default for Manner {
    /// Returns how it is written for programs, and where nobody in particular reads.
    fn default() -> Self {
        Self { locale: &PLAIN, zone: None }
    }
}

impl Manner {
    /// Returns how somebody reads, as far as they say: the account, else the browser.
    fn of(chosen: &Reading, headers: &HeaderMap) -> Reader {
        let asked = || {
            let said = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            said.and_then(asked::wanted)
        };
        let said = chosen.locale.as_deref().and_then(Locale::named).or_else(asked);
        let zone = chosen.zone.as_deref().and_then(zone_named);
        let manner = Self { locale: said.unwrap_or(&KNOWN[0]), zone };
        Reader { manner: RefCell::new(manner), says: said.is_some() }
    }
}

/// Who sent the present request.
struct Reader {
    manner: RefCell<Manner>,
    /// Whether the account or the browser says how they read; where not, the organisation does.
    says: bool,
}

tokio::task_local! {
    /// How who sent the present request reads; each request is answered in a task of its own.
    static READER: Reader;
}

/// Returns how who asks reads; outside of a page as it is written for programs.
#[must_use]
pub fn manner() -> Manner {
    READER.try_with(|reader| reader.manner.borrow().clone()).unwrap_or_default()
}

/// Returns the locale of who asks.
#[must_use]
pub fn locale() -> &'static Locale {
    READER.try_with(|reader| reader.manner.borrow().locale).unwrap_or(&PLAIN)
}

/// Reads as the organisation does, where who asks says nothing about it.
pub(crate) fn at_home(isms: &Isms) {
    let home = isms.organisation.one().and_then(|one| one.locale);
    let Some(home) = home.and_then(|home| Locale::named(home.word())) else { return };
    let read = |reader: &Reader| {
        if !reader.says {
            reader.manner.borrow_mut().locale = home;
        }
    };
    // Programs are no readers.
    READER.try_with(read).unwrap_or_default();
}

/// Answers in the manner of who asks; programs are answered in the plain one.
pub async fn of_reader(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_file = FILES.iter().any(|end| path.ends_with(end)) || path.contains("/json/");
    if is_api(path) || is_file || data::is_asked(&request) {
        return next.run(request).await;
    }
    let session = request.extensions().get::<Arc<Session>>();
    let account = session.and_then(|session| session.account());
    let chosen = account.and_then(|account| site.accounts().reading(account)).unwrap_or_default();
    let reader = Manner::of(&chosen, request.headers());
    READER.scope(reader, next.run(request)).await
}

/// Returns a time zone by its name, such as `Europe/Prague`.
#[must_use]
pub fn zone_named(name: &str) -> Option<TimeZone> {
    if name.is_empty() || name.len() > ZONE_MAX || !name.is_ascii() {
        return None;
    }
    TimeZone::get(name).ok()
}

/// Returns the time zone that moments are told in: that of who reads, else that of the organisation.
#[must_use]
pub fn zone(visit: &Visit) -> TimeZone {
    let here = || visit.isms().organisation.one().and_then(|one| zone_named(&one.time_zone));
    manner().zone.or_else(here).unwrap_or(TimeZone::UTC)
}

/// Returns a moment in the zone of a page: `31 Mar 2026, 14:05 CEST`.
#[must_use]
pub fn moment(visit: &Visit, at: Timestamp) -> String {
    locale().moment(at, &zone(visit))
}

/// Returns the time of a commit that is told under its day, in the zone of a page.
#[must_use]
pub fn time_under(visit: &Visit, micros: i64, day: Date) -> String {
    let at = Timestamp::from_microsecond(micros).unwrap_or_default();
    locale().time_under(at, &zone(visit), day)
}

/// Says in which zone the times of a page are told.
#[must_use]
pub fn zone_line(visit: &Visit) -> Markup {
    let zone = zone(visit);
    html! { p.secondary.small { "Times are those of " (zone.iana_name().unwrap_or("UTC")) "." } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(locale: Option<&str>, zone: Option<&str>, said: &str) -> (&'static str, Option<String>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, said.parse().expect("a header"));
        let chosen = Reading { locale: locale.map(str::to_owned), zone: zone.map(str::to_owned) };
        let manner = Manner::of(&chosen, &headers).manner.into_inner();
        (manner.locale.tag, manner.zone.and_then(|zone| zone.iana_name().map(str::to_owned)))
    }

    #[test]
    fn what_the_account_says_goes_before_the_browser() {
        assert_eq!(of(None, None, "de"), ("de-DE", None));
        assert_eq!(
            of(Some("cs-CZ"), Some("Europe/Prague"), "de"),
            ("cs-CZ", Some("Europe/Prague".to_owned()))
        );
        assert_eq!(of(Some("xx-XX"), Some("../../etc/passwd"), "ja"), ("en-GB", None));
    }

    #[test]
    fn an_organisation_can_say_each_locale_that_is_known_and_no_other() {
        let said: Vec<&str> = model::records::LocaleName::WORDS.to_vec();
        let known: Vec<&str> = KNOWN.iter().map(|locale| locale.tag).collect();
        assert_eq!(said, known);
    }

    #[test]
    fn where_nobody_in_particular_reads_nothing_is_written_anew() {
        assert_eq!(locale().tag, "en");
        assert_eq!(locale().whole(12_345), "12345");
        assert_eq!(manner(), Manner::default());
    }

    #[test]
    fn a_zone_is_one_that_is_known() {
        for name in ["", "Mars/Olympus", "/etc/localtime", "Europe/Prague\0", &"x".repeat(10_000), "Žižkov"]
        {
            assert!(zone_named(name).is_none(), "{name:?}");
        }
        assert!(zone_named("Europe/Prague").is_some());
    }
}
