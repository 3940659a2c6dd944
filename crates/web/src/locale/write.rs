//! Days, times and numbers as they are written.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::{Date, Decimal, Shape};

use super::known::{Locale, PLAIN};

/// How many bytes a day has as programs write it.
const DAY_BYTES: usize = 10;

impl Locale {
    /// Returns a day in few words: `31 Mar 2026`, `31.03.2026`.
    #[must_use]
    pub fn short_day(&self, day: Date) -> String {
        day.strftime(self.day).to_string()
    }

    /// Returns a day with its weekday: `Tue 31 Mar 2026`.
    #[must_use]
    pub fn long_day(&self, day: Date) -> String {
        format!("{}{} {}", day.strftime("%a"), self.after_weekday(), self.short_day(day))
    }

    /// Returns a day without its year: `31 Mar`.
    #[must_use]
    pub fn brief_day(&self, day: Date) -> String {
        day.strftime(self.brief).to_string()
    }

    /// Returns a day as it may be typed, for an example: `31 Mar`, or in numbers with its year.
    #[must_use]
    pub fn example_day(&self, day: Date) -> String {
        if self.brief.contains("%b") { self.brief_day(day) } else { self.short_day(day) }
    }

    /// Returns a day with its weekday and without its year: `Tue 31 Mar`.
    #[must_use]
    pub fn brief_weekday(&self, day: Date) -> String {
        format!("{}{} {}", day.strftime("%a"), self.after_weekday(), self.brief_day(day))
    }

    fn after_weekday(&self) -> &'static str {
        if self.day.starts_with("%b") { "," } else { "" }
    }

    /// Returns a moment as a clock in a zone shows it, with the zone: `31 Mar 2026, 14:05 CEST`.
    #[must_use]
    pub fn moment(&self, at: Timestamp, zone: &TimeZone) -> String {
        let there = at.to_zoned(zone.clone());
        format!("{}, {} {}", self.short_day(there.date()), there.strftime(self.time), there.strftime("%Z"))
    }

    /// Returns the time of a moment that is told under a day, with its day where the clock shows another one.
    #[must_use]
    pub fn time_under(&self, at: Timestamp, zone: &TimeZone, day: Date) -> String {
        let there = at.to_zoned(zone.clone());
        let time = there.strftime(self.time).to_string();
        if there.date() == day { time } else { format!("{}, {time}", self.brief_day(there.date())) }
    }

    /// Returns a whole number: `1,234`.
    #[must_use]
    pub fn whole(&self, number: impl std::fmt::Display) -> String {
        self.spelled(&number.to_string(), self.group)
    }

    /// Returns a number: `1,234.5`.
    #[must_use]
    pub fn decimal(&self, number: Decimal) -> String {
        self.spelled(&number.to_string(), self.group)
    }

    /// Returns the text of a value as it is read on a page: days and numbers as they are written here, all else as it is.
    #[must_use]
    pub fn told(&self, shape: &Shape, text: &str) -> String {
        if *self == PLAIN {
            return text.to_owned();
        }
        let day = || text.parse::<Date>().ok().map(|day| self.short_day(day));
        match shape.bare() {
            Shape::Date => day().unwrap_or_else(|| text.to_owned()),
            Shape::Number | Shape::Decimal if is_plain(text) => self.spelled(text, self.group),
            Shape::Number
            | Shape::Decimal
            | Shape::Line
            | Shape::Prose
            | Shape::Choice(_)
            | Shape::Reference(_)
            | Shape::Owner
            | Shape::Optional(_)
            | Shape::List(_)
            | Shape::Parts(_) => text.to_owned(),
        }
    }

    /// Returns a sentence of the program with the days in it as they are written here: `2026-03-31` stands for itself in other words.
    #[must_use]
    pub fn days_in(&self, text: &str) -> String {
        if *self == PLAIN {
            return text.to_owned();
        }
        let is_part =
            |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        let (bytes, mut out, mut from, mut at) = (text.as_bytes(), String::with_capacity(text.len()), 0, 0);
        while at + DAY_BYTES <= bytes.len() {
            let day = text.get(at..at + DAY_BYTES).filter(|_| bytes[at].is_ascii_digit());
            let day = day.filter(|_| !is_part(at.checked_sub(1).and_then(|before| bytes.get(before))));
            let day = day.filter(|_| !is_part(bytes.get(at + DAY_BYTES)));
            if let Some(day) = day.and_then(|day| day.parse::<Date>().ok()) {
                out.push_str(&text[from..at]);
                out.push_str(&self.short_day(day));
                at += DAY_BYTES;
                from = at;
            } else {
                at += 1;
            }
        }
        out.push_str(&text[from..]);
        out
    }

    /// Returns the text of a value as it stands in a form: what is read again as the same value.
    #[must_use]
    pub fn in_form(&self, shape: &Shape, text: &str) -> String {
        match shape.bare() {
            Shape::Number | Shape::Decimal if is_plain(text) => self.spelled(text, ""),
            Shape::Number
            | Shape::Decimal
            | Shape::Date
            | Shape::Line
            | Shape::Prose
            | Shape::Choice(_)
            | Shape::Reference(_)
            | Shape::Owner
            | Shape::Optional(_)
            | Shape::List(_)
            | Shape::Parts(_) => text.to_owned(),
        }
    }

    /// Writes a number of digits and one point in the signs of the locale.
    fn spelled(&self, plain: &str, group: &str) -> String {
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut out = sign.to_owned();
        let parted = whole.len() >= self.group_from && !group.is_empty();
        for (at, digit) in whole.chars().enumerate() {
            if parted && at > 0 && (whole.len() - at).is_multiple_of(3) {
                out.push_str(group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(self.point);
            out.push_str(fraction);
        }
        out
    }
}

/// Says whether a text is a number in its stored form: digits, at most one point among them.
pub(super) fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|sign| sign.is_ascii_digit());
    text.len() <= 40 && is_digits(whole) && is_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::super::known::KNOWN;
    use super::*;

    fn example(tag: &str) -> String {
        let locale = Locale::named(tag).expect("known");
        let number = Decimal::parse("-12345.5").expect("a number");
        let day = Date::constant(2026, 3, 5);
        format!("{} · {} · {}", locale.long_day(day), locale.brief_day(day), locale.decimal(number))
    }

    #[test]
    fn each_country_writes_in_its_way() {
        for (tag, is) in [
            ("en-GB", "Thu 5 Mar 2026 · 5 Mar · -12,345.5"),
            ("en-US", "Thu, Mar 5, 2026 · Mar 5 · -12,345.5"),
            ("de-DE", "Thu 05.03.2026 · 05.03. · -12.345,5"),
            ("de-CH", "Thu 05.03.2026 · 05.03. · -12’345.5"),
            ("fr-FR", "Thu 05/03/2026 · 05/03 · -12\u{202f}345,5"),
            ("cs-CZ", "Thu 5.3.2026 · 5.3. · -12\u{a0}345,5"),
            ("es-ES", "Thu 5/3/2026 · 5/3 · -12.345,5"),
            ("it-IT", "Thu 05/03/2026 · 05/03 · -12.345,5"),
            ("nl-NL", "Thu 05-03-2026 · 05-03 · -12.345,5"),
            ("pl-PL", "Thu 05.03.2026 · 05.03 · -12\u{a0}345,5"),
            ("sv-SE", "Thu 2026-03-05 · 5/3 · -12\u{a0}345,5"),
            ("pt-PT", "Thu 05/03/2026 · 05/03 · -12\u{a0}345,5"),
        ] {
            assert_eq!(example(tag), is, "{tag}");
        }
        assert_eq!(Locale::named("es-ES").expect("known").whole(1234), "1234", "four digits stand together");
        assert_eq!(Locale::named("en-GB").expect("known").whole(999), "999");
        assert_eq!(Locale::named("en-GB").expect("known").whole(1_234_567), "1,234,567");
    }

    #[test]
    fn a_moment_stands_in_the_zone_and_names_it() {
        let prague = TimeZone::get("Europe/Prague").expect("a zone");
        let at: Timestamp = "2026-03-31T22:30:00Z".parse().expect("a moment");
        assert_eq!(KNOWN[0].moment(at, &prague), "1 Apr 2026, 00:30 CEST");
        assert_eq!(KNOWN[1].moment(at, &TimeZone::UTC), "Mar 31, 2026, 10:30\u{a0}PM UTC");
        assert_eq!(KNOWN[0].time_under(at, &prague, Date::constant(2026, 4, 1)), "00:30");
        assert_eq!(KNOWN[0].time_under(at, &prague, Date::constant(2026, 3, 31)), "1 Apr, 00:30");
    }

    #[test]
    fn only_days_and_numbers_are_written_anew_and_nothing_for_programs() {
        let german = Locale::named("de-DE").expect("known");
        for (shape, text, is) in [
            (Shape::Date, "2026-03-31", "31.03.2026"),
            (Shape::Optional(Box::new(Shape::Decimal)), "1234.5", "1.234,5"),
            (Shape::Number, "1234", "1.234"),
            (Shape::Number, "x", "x"),
            (Shape::Date, "soon", "soon"),
            (Shape::Line, "1234.5", "1234.5"),
        ] {
            assert_eq!(german.told(&shape, text), is);
            assert_eq!(PLAIN.told(&shape, text), text);
        }
        assert_eq!(german.in_form(&Shape::Decimal, "1234.5"), "1234,5");
        assert_eq!(german.in_form(&Shape::Date, "2026-03-31"), "2026-03-31");
    }

    #[test]
    fn days_inside_a_sentence_are_written_as_the_reader_does_and_nothing_else_changes() {
        let german = Locale::named("de-DE").expect("known");
        for (text, told) in [
            ("late since 2026-03-31, due 2026-01-02.", "late since 31.03.2026, due 02.01.2026."),
            ("2026-03-31", "31.03.2026"),
            ("2026-03-31T10:00", "2026-03-31T10:00"),
            (
                "ISO/IEC 17021-1:2015 9.4.9; A-2026-03-31; 2026-02-30",
                "ISO/IEC 17021-1:2015 9.4.9; A-2026-03-31; 2026-02-30",
            ),
            ("ž2026-03-31ž – 2026-03", "ž31.03.2026ž – 2026-03"),
            ("", ""),
        ] {
            assert_eq!(german.days_in(text), told);
            assert_eq!(PLAIN.days_in(text), text);
        }
    }
}
