//! Recurrence: on which days something comes round, as calendars write it (RFC 5545, 3.3.10).
//!
//! A subset of our own: whole days, no end, no times, so that no time zone is needed and each day answers for itself.

use std::fmt;

use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

use crate::values::clip;
use crate::{Date, Problem, Shape, Value};

/// Most characters of a rule.
const RULE_MAX: usize = 200;
/// Most days that one answer looks at: some fifty years.
const DAYS_MAX: usize = 20_000;
/// What a rule may look like.
const EXPECTED: &str = "a rule such as FREQ=MONTHLY;BYMONTHDAY=-1 or FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH";

/// On which days something comes round: `FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Recurrence {
    // INVARIANT: only what `read` lets through: an interval of 1 to 366, ordinals only within a month, no BYMONTHDAY in a week.
    frequency: Frequency,
    interval: i32,
    weekdays: Vec<InMonth>,
    month_days: Vec<i8>,
    months: Vec<i8>,
}

/// How long one turn is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A weekday, perhaps the so-many-th of its month; from the end where negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct InMonth {
    ordinal: Option<i8>,
    weekday: Weekday,
}

/// The weekdays as rules write them, Monday first.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

/// The frequencies as rules write them.
const FREQUENCIES: [(&str, Frequency); 4] = [
    ("DAILY", Frequency::Daily),
    ("WEEKLY", Frequency::Weekly),
    ("MONTHLY", Frequency::Monthly),
    ("YEARLY", Frequency::Yearly),
];

impl Recurrence {
    /// Says whether a day is one of those that a rule gives which starts on `start`; the start itself only where it fits.
    #[must_use]
    pub fn falls_on(&self, start: Date, day: Date) -> bool {
        if day < start || (!self.months.is_empty() && !self.months.contains(&day.month())) {
            return false;
        }
        let turns = match self.frequency {
            Frequency::Daily => days_between(start, day),
            Frequency::Weekly => {
                let monday = |date: Date| i32::from(date.weekday().to_monday_zero_offset());
                (days_between(start, day) + monday(start) - monday(day)) / 7
            }
            Frequency::Monthly => {
                12 * (i32::from(day.year()) - i32::from(start.year())) + i32::from(day.month())
                    - i32::from(start.month())
            }
            Frequency::Yearly => i32::from(day.year()) - i32::from(start.year()),
        };
        turns % self.interval == 0 && self.fits_in_turn(start, day)
    }

    /// Says whether a day of a turn that counts is one of its days.
    fn fits_in_turn(&self, start: Date, day: Date) -> bool {
        let by_weekday = self.weekdays.iter().any(|named| named.is(day));
        let by_number = self
            .month_days
            .iter()
            .any(|number| if *number > 0 { *number == day.day() } else { from_the_end(day) == *number });
        match (self.weekdays.is_empty(), self.month_days.is_empty()) {
            (false, false) => by_weekday && by_number,
            (false, true) => by_weekday,
            (true, false) => by_number,
            (true, true) => match self.frequency {
                Frequency::Daily => true,
                Frequency::Weekly => day.weekday() == start.weekday(),
                Frequency::Monthly => day.day() == start.day(),
                Frequency::Yearly => {
                    day.day() == start.day() && (!self.months.is_empty() || day.month() == start.month())
                }
            },
        }
    }

    /// Returns its days from one day to another, both included, oldest first.
    pub fn days(&self, start: Date, from: Date, to: Date) -> impl Iterator<Item = Date> + '_ {
        std::iter::successors(Some(from.max(start)), |day| day.tomorrow().ok())
            .take_while(move |day| *day <= to)
            .take(DAYS_MAX)
            .filter(move |day| self.falls_on(start, *day))
    }
}

impl InMonth {
    /// Says whether a day is this weekday, at this place of its month.
    fn is(self, day: Date) -> bool {
        let place = match self.ordinal {
            None => return day.weekday() == self.weekday,
            Some(ordinal) if ordinal > 0 => (day.day() - 1) / 7 + 1 == ordinal,
            Some(ordinal) => (from_the_end(day) + 1) / 7 - 1 == ordinal,
        };
        place && day.weekday() == self.weekday
    }
}

/// Returns the number of a day from the end of its month: -1 is the last.
fn from_the_end(day: Date) -> i8 {
    day.day() - day.days_in_month() - 1
}

/// Returns how many days lie between two.
fn days_between(start: Date, day: Date) -> i32 {
    (day - start).get_days()
}

impl fmt::Display for Recurrence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let frequency = FREQUENCIES.iter().find(|(_, known)| *known == self.frequency);
        write!(out, "FREQ={}", frequency.map_or("", |(word, _)| word))?;
        if self.interval != 1 {
            write!(out, ";INTERVAL={}", self.interval)?;
        }
        let list = |numbers: &[i8]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        if !self.months.is_empty() {
            write!(out, ";BYMONTH={}", list(&self.months))?;
        }
        if !self.month_days.is_empty() {
            write!(out, ";BYMONTHDAY={}", list(&self.month_days))?;
        }
        if !self.weekdays.is_empty() {
            let named = self.weekdays.iter().map(|day| {
                let word = WEEKDAYS.iter().find(|(_, known)| *known == day.weekday);
                let ordinal = day.ordinal.map(|ordinal| ordinal.to_string()).unwrap_or_default();
                ordinal + word.map_or("", |(word, _)| word)
            });
            write!(out, ";BYDAY={}", named.collect::<Vec<_>>().join(","))?;
        }
        Ok(())
    }
}

impl From<Recurrence> for String {
    fn from(rule: Recurrence) -> Self {
        rule.to_string()
    }
}

impl TryFrom<String> for Recurrence {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::read(&text).map_err(|problem| problem.to_string())
    }
}

impl Value for Recurrence {
    fn text(&self) -> String {
        self.to_string()
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let wrong = |what: String| Problem::new(what).expected(EXPECTED);
        let even: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        if even.len() > RULE_MAX {
            return Err(wrong("the rule is too long".to_owned()));
        }
        let mut frequency = None;
        let mut rule = Self {
            frequency: Frequency::Daily,
            interval: 1,
            weekdays: vec![],
            month_days: vec![],
            months: vec![],
        };
        let mut seen: Vec<&str> = Vec::new();
        let parts = even.strip_prefix("RRULE:").unwrap_or(&even);
        for part in parts.split(';').filter(|part| !part.is_empty()) {
            let Some((name, said)) = part.split_once('=') else {
                return Err(wrong(format!("\"{}\" says nothing", clip(part))));
            };
            if seen.contains(&name) {
                return Err(wrong(format!("{name} is said twice")));
            }
            seen.push(name);
            let unread = || wrong(format!("\"{}\" cannot be read", clip(part)));
            match name {
                "FREQ" => frequency = Some(one_of(&FREQUENCIES, said).ok_or_else(unread)?),
                "INTERVAL" => rule.interval = number(said, 1, 366).ok_or_else(unread)?.into(),
                "BYDAY" => rule.weekdays = list(said, weekday).ok_or_else(unread)?,
                "BYMONTHDAY" => rule.month_days = list(said, |day| small(day, 31)).ok_or_else(unread)?,
                "BYMONTH" => {
                    rule.months =
                        list(said, |month| small(month, 12).filter(|month| *month > 0)).ok_or_else(unread)?;
                }
                "COUNT" | "UNTIL" => {
                    return Err(wrong(format!(
                        "{name} ends the rule; it goes on until its control is retired"
                    )));
                }
                _ => return Err(wrong(format!("{} is not understood", clip(name)))),
            }
        }
        rule.frequency = frequency.ok_or_else(|| wrong("the rule does not say FREQ".to_owned()))?;
        rule.sensible().map_err(|what| wrong(what.to_owned()))
    }
    fn shape() -> Shape {
        Shape::Line
    }
}

impl Recurrence {
    /// Refuses parts that do not go together.
    fn sensible(self) -> Result<Self, &'static str> {
        let counts = self.weekdays.iter().any(|day| day.ordinal.is_some());
        match self.frequency {
            Frequency::Weekly if !self.month_days.is_empty() => {
                Err("BYMONTHDAY does not go with FREQ=WEEKLY")
            }
            Frequency::Daily | Frequency::Weekly if counts => {
                Err("the so-many-th weekday goes with FREQ=MONTHLY or FREQ=YEARLY")
            }
            Frequency::Yearly if !self.weekdays.is_empty() && self.months.is_empty() => {
                Err("BYDAY in a yearly rule needs BYMONTH")
            }
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => Ok(self),
        }
    }
}

/// Reads a list without what comes twice; nothing where one of them cannot be read.
fn list<T: PartialEq>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let mut values = Vec::new();
    for part in text.split(',') {
        let value = read(part)?;
        if !values.contains(&value) {
            values.push(value);
        }
    }
    Some(values)
}

/// Reads one of a few words.
fn one_of<T: Copy>(words: &[(&str, T)], text: &str) -> Option<T> {
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
}

/// Reads a weekday, perhaps with its place in the month: `MO`, `1MO`, `-1FR`.
fn weekday(text: &str) -> Option<InMonth> {
    let (ordinal, word) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let ordinal = if ordinal.is_empty() { None } else { Some(small(ordinal, 5)?) };
    Some(InMonth { ordinal, weekday: one_of(&WEEKDAYS, word)? })
}

/// Reads a number from 1 to `most`, or from the end with a sign before it.
fn small(text: &str, most: u16) -> Option<i8> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    i8::try_from(number(digits, 1, most)?).ok().map(|number| number * sign)
}

/// Reads a whole number without sign between two.
fn number(text: &str, least: u16, most: u16) -> Option<u16> {
    let digits = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let number = if digits { text.parse().ok() } else { None };
    number.filter(|number| (least..=most).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Recurrence {
        Recurrence::read(text).unwrap_or_else(|problem| panic!("{text}: {problem}"))
    }

    fn days(text: &str, start: &str, to: &str) -> String {
        let day = |text: &str| Date::read(text).expect("a day");
        let rule = rule(text);
        let days = rule.days(day(start), Date::MIN, day(to)).map(|day| day.to_string());
        days.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_days_are_those_that_calendars_show() {
        for (text, start, to, expected) in [
            ("FREQ=DAILY;INTERVAL=3", "2026-02-26", "2026-03-05", "2026-02-26 2026-03-01 2026-03-04"),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
                "2026-03-04",
                "2026-03-20",
                "2026-03-05 2026-03-16 2026-03-19",
            ),
            ("FREQ=WEEKLY", "2026-03-04", "2026-03-19", "2026-03-04 2026-03-11 2026-03-18"),
            (
                "FREQ=MONTHLY;BYMONTHDAY=-1",
                "2024-01-31",
                "2024-04-30",
                "2024-01-31 2024-02-29 2024-03-31 2024-04-30",
            ),
            ("FREQ=MONTHLY", "2026-01-31", "2026-05-31", "2026-01-31 2026-03-31 2026-05-31"),
            (
                "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO",
                "2026-01-01",
                "2026-07-31",
                "2026-01-05 2026-04-06 2026-07-06",
            ),
            ("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-01", "2026-03-31", "2026-01-30 2026-02-27 2026-03-27"),
            (
                "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
                "2026-01-01",
                "2026-12-31",
                "2026-02-13 2026-03-13 2026-11-13",
            ),
            ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=15", "2026-03-16", "2027-03-31", "2026-09-15 2027-03-15"),
            ("FREQ=YEARLY", "2024-02-29", "2029-01-01", "2024-02-29 2028-02-29"),
        ] {
            assert_eq!(days(text, start, to), expected, "{text}");
        }
    }

    #[test]
    fn a_rule_reads_back_what_it_shows() {
        for (typed, shown) in [
            ("rrule:freq=monthly; bymonthday=-1,15", "FREQ=MONTHLY;BYMONTHDAY=-1,15"),
            ("INTERVAL=1;FREQ=DAILY;BYDAY=MO,MO,FR", "FREQ=DAILY;BYDAY=MO,FR"),
            ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
        ] {
            assert_eq!(rule(typed).to_string(), shown);
            assert_eq!(rule(shown), rule(typed));
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_in_words() {
        for (bad, what) in [
            ("", "the rule does not say FREQ"),
            ("monthly", "\"MONTHLY\" says nothing"),
            ("FREQ=HOURLY", "\"FREQ=HOURLY\" cannot be read"),
            ("FREQ=DAILY;FREQ=DAILY", "FREQ is said twice"),
            ("FREQ=DAILY;INTERVAL=0", "\"INTERVAL=0\" cannot be read"),
            ("FREQ=DAILY;COUNT=3", "COUNT ends the rule"),
            ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY does not go with FREQ=WEEKLY"),
            ("FREQ=WEEKLY;BYDAY=1MO", "the so-many-th weekday goes with"),
            ("FREQ=YEARLY;BYDAY=MO", "BYDAY in a yearly rule needs BYMONTH"),
            ("FREQ=MONTHLY;BYDAY=ÄÖ", "cannot be read"),
            ("FREQ=MONTHLY;BYMONTHDAY=32", "cannot be read"),
            ("FREQ=MONTHLY;WKST=MO", "WKST is not understood"),
            (&"F".repeat(201), "the rule is too long"),
        ] {
            let problem = Recurrence::read(bad).expect_err(bad).to_string();
            assert!(problem.contains(what), "{bad}: {problem}");
        }
    }

    #[test]
    fn a_rule_that_never_falls_ends_and_gives_nothing() {
        assert_eq!(
            rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").days(Date::MIN, Date::MIN, Date::MAX).next(),
            None
        );
    }
}
