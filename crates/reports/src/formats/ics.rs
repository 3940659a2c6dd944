//! Dates as a calendar that other programs subscribe to (RFC 5545).

use model::{Date, Span};

/// The most octets of a line, without its end.
const LINE_OCTETS_MAX: usize = 75;

/// A whole calendar.
#[derive(Debug, Clone, Default)]
pub struct IcsCalendar {
    /// What it is called.
    pub name: String,
    /// When it was made, in seconds since 1970.
    pub made: i64,
    /// What stands in it.
    pub events: Vec<IcsEvent>,
}

/// Something that takes a whole day.
#[derive(Debug, Clone, Default)]
pub struct IcsEvent {
    /// What it is called for ever, also when it moves.
    pub uid: String,
    /// Its day.
    pub on: Date,
    /// What it is.
    pub summary: String,
    /// More about it.
    pub description: String,
    /// The page about it.
    pub url: String,
    /// What sort it is.
    pub category: String,
}

/// Returns the calendar as text, each line ended by CR LF.
#[must_use]
pub fn ics(calendar: &IcsCalendar) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Plumbline//plumb//EN");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    line(&mut out, &format!("NAME:{}", text(&calendar.name)));
    line(&mut out, &format!("X-WR-CALNAME:{}", text(&calendar.name)));
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:PT12H");
    line(&mut out, "X-PUBLISHED-TTL:PT12H");
    for event in &calendar.events {
        one(&mut out, event, calendar.made);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn one(out: &mut String, event: &IcsEvent, made: i64) {
    let next = event.on.checked_add(Span::new().days(1)).unwrap_or(event.on);
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}", text(&event.uid)));
    line(out, &format!("DTSTAMP:{}", moment(made)));
    line(out, &format!("DTSTART;VALUE=DATE:{}", event.on.strftime("%Y%m%d")));
    if next > event.on {
        line(out, &format!("DTEND;VALUE=DATE:{}", next.strftime("%Y%m%d")));
    }
    line(out, &format!("SUMMARY:{}", text(&event.summary)));
    if !event.description.is_empty() {
        line(out, &format!("DESCRIPTION:{}", text(&event.description)));
    }
    if !event.url.is_empty() {
        // An address is no text: nothing in it is escaped, and nothing that ends a line can stand in it.
        line(out, &format!("URL:{}", event.url.replace(|sign: char| sign.is_control(), "")));
    }
    line(out, &format!("CATEGORIES:{}", text(&event.category)));
    line(out, "TRANSP:TRANSPARENT");
    line(out, "END:VEVENT");
}

/// Returns a moment in UTC.
fn moment(seconds: i64) -> String {
    let moment = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Writes a text so that it stays one value: RFC 5545, 3.3.11.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for sign in words.chars() {
        match sign {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// Adds a line, folded so that none has more than 75 octets: RFC 5545, 3.1. No sign is cut in two.
fn line(out: &mut String, words: &str) {
    let mut octets = 0;
    for sign in words.chars() {
        if octets + sign.len_utf8() > LINE_OCTETS_MAX {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(sign);
        octets += sign.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(summary: &str) -> String {
        let event = IcsEvent {
            uid: "TRT-1-due@acme".to_owned(),
            on: Date::constant(2026, 12, 31),
            summary: summary.to_owned(),
            url: "https://plumb.example/o/acme/R-1\r\nBEGIN:VEVENT".to_owned(),
            category: "due".to_owned(),
            ..IcsEvent::default()
        };
        ics(&IcsCalendar { name: "Acme".to_owned(), made: 1_795_262_400, events: vec![event] })
    }

    #[test]
    fn no_line_has_more_than_75_octets_and_unfolded_the_text_is_whole() {
        let long = "Řízení přístupů ".repeat(20);
        let calendar = of(&long);
        for line in calendar.split("\r\n") {
            assert!(line.len() <= LINE_OCTETS_MAX, "{line}");
        }
        assert!(calendar.replace("\r\n ", "").contains(&format!("SUMMARY:{long}\r\n")));
        assert!(!calendar.replace("\r\n", "").contains(['\r', '\n']), "lines end in CR LF only");
    }

    #[test]
    fn what_has_a_meaning_is_escaped_and_a_hostile_title_adds_no_line() {
        let calendar = of("a;b,c\\d\nEND:VEVENT\r\nBEGIN:VALARM\u{7}");
        assert!(calendar.contains("SUMMARY:a\\;b\\,c\\\\d\\nEND:VEVENT\\nBEGIN:VALARM\r\n"), "{calendar}");
        assert_eq!(calendar.matches("\r\nEND:VEVENT\r\n").count(), 1);
        assert_eq!(calendar.matches("\r\nBEGIN:VEVENT\r\n").count(), 1);
    }

    #[test]
    fn a_day_ends_with_the_next_one_and_the_stamp_is_in_utc() {
        let calendar = of("x");
        assert!(calendar.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(calendar.contains("DTSTAMP:20261121T120000Z\r\n"), "{calendar}");
        assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
        assert!(calendar.ends_with("END:VCALENDAR\r\n"));
    }
}
