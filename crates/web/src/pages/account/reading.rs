//! How somebody reads days, times and numbers: chosen by example, and the time zone of the clock.

use app::identity::{Reading, Refusal};
use axum::response::Response;
use jiff::Timestamp;
use maud::{Markup, html};
use model::{Date, Shape};

use super::asked::{Signed, done};
use super::frame::{form, said, signed as framed};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::locale::{KNOWN, Locale, locale, manner, zone_named};
use crate::parts::{Action, Choice, FormView, Input, Widget, section};

/// The address of the form.
const HERE: &str = "/account/reading";

/// Answers with the form.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn page(signed: Signed) -> Answer {
    let chosen = signed.asked.site.accounts().reading(signed.session.account).unwrap_or_default();
    let typed = Fields(vec![
        ("locale".to_owned(), chosen.locale.unwrap_or_default()),
        ("zone".to_owned(), chosen.zone.unwrap_or_default()),
    ]);
    Ok(shown(&signed, &typed, None))
}

/// Keeps what was chosen.
///
/// # Errors
/// Where accounts cannot be written.
pub async fn save(signed: Signed, typed: Fields) -> Answer {
    let reading = match read(&typed) {
        Ok(reading) => reading,
        Err(refusal) => return Ok(shown(&signed, &typed, Some(&refusal))),
    };
    let kept = signed.asked.site.accounts().set_reading(&signed.session, reading).await;
    match done(kept, HERE)? {
        Ok(()) => {
            signed.asked.say("Kept: this is how days, times and numbers are written for you");
            Ok(crate::visit::see_other("/account"))
        }
        Err(refusal) => Ok(shown(&signed, &typed, Some(&refusal))),
    }
}

/// Reads what was chosen: a locale that is known, and a time zone; nothing is as the browser and the organisation say.
fn read(typed: &Fields) -> Result<Reading, Refusal> {
    let given = |name: &str| Some(typed.get(name)).filter(|text| !text.is_empty());
    let refused = |what, expected| Refusal::Expected { what, expected };
    let locale = given("locale").map(|tag| {
        Locale::named(tag).ok_or_else(|| refused("dates and numbers", "one of the examples of the list"))
    });
    let zone = given("zone").map(|name| {
        let found = zone_named(name).and_then(|zone| zone.iana_name().map(str::to_owned));
        found.ok_or_else(|| refused("time zone", "one such as Europe/Prague, or nothing"))
    });
    Ok(Reading { locale: locale.transpose()?.map(|locale| locale.tag.to_owned()), zone: zone.transpose()? })
}

fn shown(signed: &Signed, typed: &Fields, refused: Option<&Refusal>) -> Response {
    let error = |of: &'static str| match refused {
        Some(refusal @ Refusal::Expected { what, .. }) if *what == of => Some(said(refusal)),
        Some(_) | None => None,
    };
    let known = KNOWN.iter().map(|locale| Choice::new(locale.tag, example(locale)));
    let choices = [Choice::new("", "As my browser says, else as each organisation does")]
        .into_iter()
        .chain(known)
        .collect();
    let zones = jiff::tz::db().available().map(|zone| Choice::new(zone.to_string(), "")).collect();
    let view = FormView {
        action: HERE.to_owned(),
        parts: vec![(
            String::new(),
            vec![
                Input::new("locale", "Dates and numbers", Widget::Select(choices))
                    .hint("The words stay English; numbers and days that you type are read in the same way")
                    .value(typed.get("locale"))
                    .error(error("dates and numbers")),
                Input::new("zone", "Time zone", Widget::Ref(zones))
                    .hint("Such as Europe/Prague; left empty, times are those of each organisation. Days on which something is due never move")
                    .value(typed.get("zone"))
                    .error(error("time zone")),
            ],
        )],
        submit: "Save".to_owned(),
        cancel: Some("/account".to_owned()),
        ..FormView::default()
    };
    framed(signed, "Dates and numbers", refused, form(&view, None))
}

/// Returns how a locale writes, by example: `31 Mar 2026 · 12,345.5 · 14:05 · en-GB`.
fn example(locale: &Locale) -> String {
    let at: Timestamp = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_mins(14 * 60 + 5);
    let day = Date::constant(2026, 3, 31);
    let time = locale.time_under(at, &jiff::tz::TimeZone::UTC, Date::constant(1970, 1, 1));
    let number = locale.told(&Shape::Decimal, "12345.5");
    format!("{} · {number} · {time} · {}", locale.short_day(day), locale.tag)
}

/// Returns the section of the account's page: how it is written now, and the way to change it.
pub fn part() -> Markup {
    let zone = manner().zone.and_then(|zone| zone.iana_name().map(str::to_owned));
    section(
        "reading",
        "Dates and numbers",
        "",
        &[Action::link("Change", HERE)],
        html! {
            p { (example(locale())) }
            p.secondary { @match zone { Some(zone) => { "Times are those of " (zone) "." }, None => "Times are those of each organisation." } }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_is_kept() {
        let read = |locale: &str, zone: &str| {
            let pairs = [("locale", locale), ("zone", zone)];
            super::read(&Fields(pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec()))
        };
        let kept = Reading { locale: Some("de-CH".to_owned()), zone: Some("Europe/Zurich".to_owned()) };
        assert_eq!(read("de-CH", "Europe/Zurich"), Ok(kept));
        assert_eq!(read("", ""), Ok(Reading::default()));
        for (locale, zone) in [
            ("de", ""),
            ("xx-XX", ""),
            ("\0", ""),
            ("", "Mars"),
            ("", "../etc/passwd"),
            ("", "Europe/Prague\0"),
        ] {
            assert!(read(locale, zone).is_err(), "{locale:?} {zone:?}");
        }
    }

    #[test]
    fn an_example_shows_all_that_differs() {
        let of = |tag: &str| example(Locale::named(tag).expect("known"));
        assert_eq!(of("en-GB"), "31 Mar 2026 · 12,345.5 · 14:05 · en-GB");
        assert_eq!(of("en-US"), "Mar 31, 2026 · 12,345.5 · 2:05\u{a0}PM · en-US");
        assert_eq!(of("cs-CZ"), "31.3.2026 · 12\u{a0}345,5 · 14:05 · cs-CZ");
    }
}
