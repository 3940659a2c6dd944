//! Dates as people write them.
//!
//! - `2026-03-31`, `2026/03/31` and `20260331` are read as they stand; a time behind them is dropped.
//! - `31.03.2026` has the day first, everywhere.
//! - `31/03/2026` and `31-03-2026` are read when only one order makes a day. `03/04/2026` is read in the order that the
//!   other dates of its column show, or that the map names, and else refused.
//! - `31 Mar 2026`, `31-Mar-26`, `Mar 31, 2026` and `31 März 2026` are read by the month's name.
//! - `May-24`, `2024-05` and `Q1 2025` are no days but stretches of time, and stay that.
//! - Two digits of a year are 2000 to 2079, or 1980 to 1999.
//! - A number in a cell of a workbook counts days as Excel does, between 1980 and 2099.

use super::{Read, Unread, is_blank};
use jiff::civil::Date;

/// Which comes first in `03/04/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The day.
    DayFirst,
    /// The month.
    MonthFirst,
    /// Nobody said.
    Unknown,
}

/// A day, or a stretch of time that is written in place of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day.
    Day(Date),
    /// From one day to another, both in it: a month, a quarter, a year.
    Between(Date, Date),
}

impl When {
    /// Returns the last day, which is the careful reading of something due or expiring within a month.
    pub fn last(self) -> Date {
        match self {
            Self::Day(day) | Self::Between(_, day) => day,
        }
    }

    /// Returns the first day.
    pub fn first(self) -> Date {
        match self {
            Self::Day(day) | Self::Between(day, _) => day,
        }
    }
}

const EXPECTED: &str = "a date such as 2026-03-31 or 31 Mar 2026";

/// Reads a date.
pub fn date(text: &str, order: Order) -> Result<Read<When>, Unread> {
    let text = text.trim();
    if is_blank(text) || text.eq_ignore_ascii_case("n/a") {
        return Ok(Read::Blank);
    }
    match parts(text) {
        Some(parts) => understood(text, &parts, order).map(Read::Is),
        None => Err(Unread::new(text, "is no date", EXPECTED)),
    }
}

/// Finds the order that a column's dates show: one of them must have a number above twelve.
pub fn order_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Order {
    let (mut day_first, mut month_first) = (false, false);
    for text in texts {
        let Some(parts) = parts(text.trim()) else { continue };
        if let [Part::Number(a, 1 | 2), Part::Number(b, _), Part::Number(_, _)] = parts.as_slice() {
            day_first |= (13..=31).contains(a);
            month_first |= (13..=31).contains(b);
        }
    }
    match (day_first, month_first) {
        (true, false) => Order::DayFirst,
        (false, true) => Order::MonthFirst,
        (true, true) | (false, false) => Order::Unknown,
    }
}

/// Reads a number that counts days as Excel does.
pub fn of_serial(serial: f64) -> Result<Date, Unread> {
    let refused = || Unread::new(&serial.to_string(), "is no date", EXPECTED);
    // 1980-01-01 to 2099-12-31; the count begins at 1899-12-30 for all days after February 1900.
    if !(29_221.0..73_051.0).contains(&serial) {
        return Err(refused());
    }
    let start = Date::new(1899, 12, 30).map_err(|_| refused())?;
    start.checked_add(jiff::Span::new().days(serial.floor() as i64)).map_err(|_| refused())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A number and how many digits it was written with.
    Number(u32, usize),
    /// A month's name.
    Month(u32),
    /// A quarter, `Q1`.
    Quarter(u32),
    /// A dot between the first two numbers.
    Dotted,
}

/// Cuts a text into the parts of a date; a time of day behind it is dropped. Anything else makes it no date.
fn parts(text: &str) -> Option<Vec<Part>> {
    let text = without_time(text);
    let mut parts = Vec::new();
    let pieces = text.split(|c: char| {
        matches!(c, '-' | '/' | '.' | ',' | ' ' | '\u{a0}' | '\u{2010}' | '\u{2011}' | '\u{2013}')
    });
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        if piece.bytes().all(|byte| byte.is_ascii_digit()) && piece.len() <= 8 {
            parts.push(Part::Number(piece.parse().ok()?, piece.len()));
        } else if let Some(quarter) = piece.strip_prefix(['Q', 'q']).and_then(|rest| rest.parse().ok()) {
            parts.push(Part::Quarter(quarter));
        } else if let Some(month) = month_of(piece) {
            parts.push(Part::Month(month));
        } else if let Some(day) = ordinal(piece) {
            parts.push(Part::Number(day, 2));
        } else {
            return None;
        }
    }
    if parts.len() == 3 && text.contains('.') && !text.contains(['/', '-']) {
        parts.push(Part::Dotted);
    }
    (!parts.is_empty() && parts.len() <= 4).then_some(parts)
}

/// Takes a time of day off: `2026-11-02T07:12:31Z`, `12/Mar/26 9:41 AM`, `2026/11/02 07:12:31`.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text };
    let before = text.get(..colon).unwrap_or(text);
    match before.rfind(['T', ' ']) {
        Some(at) if before.get(at + 1..).is_some_and(|hour| !hour.is_empty() && hour.len() <= 2) => {
            text.get(..at).unwrap_or(text).trim_end()
        }
        _ => text,
    }
}

fn ordinal(piece: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| piece.strip_suffix(end))?;
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn month_of(piece: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "january", "januar", "janvier", "enero", "j\u{e4}nner"],
        &["feb", "february", "februar", "f\u{e9}vrier", "f\u{e9}vr", "febrero"],
        &["mar", "march", "m\u{e4}rz", "m\u{e4}r", "mrz", "mars", "marzo"],
        &["apr", "april", "avril", "avr", "abril", "abr"],
        &["may", "mai", "mayo"],
        &["jun", "june", "juni", "juin", "junio"],
        &["jul", "july", "juli", "juillet", "juil", "julio"],
        &["aug", "august", "ao\u{fb}t", "agosto", "ago"],
        &["sep", "sept", "september", "septembre", "septiembre"],
        &["oct", "october", "okt", "oktober", "octobre", "octubre"],
        &["nov", "november", "novembre", "noviembre"],
        &["dec", "december", "dez", "dezember", "d\u{e9}cembre", "d\u{e9}c", "diciembre", "dic"],
    ];
    let piece = piece.to_lowercase();
    let found = MONTHS.iter().position(|names| names.contains(&piece.as_str()))?;
    u32::try_from(found + 1).ok()
}

fn understood(text: &str, parts: &[Part], order: Order) -> Result<When, Unread> {
    use Part::{Dotted, Month, Number, Quarter};
    let no_day = || Unread::new(text, "is no day of the calendar", EXPECTED);
    let when = match *parts {
        [Number(year, 4), Number(month, 1 | 2), Number(day, 1 | 2)] => day_of(year, month, day),
        [Number(day, 1 | 2), Number(month, 1 | 2), Number(year, 2 | 4), Dotted] => {
            day_of(full(year), month, day)
        }
        [Number(day, 1 | 2), Month(month), Number(year, 2 | 4)]
        | [Month(month), Number(day, 1 | 2), Number(year, 2 | 4)]
        | [Number(day, 1 | 2), Month(month), Number(year, 2 | 4), Dotted] => day_of(full(year), month, day),
        [Number(year, 4), Month(month), Number(day, 1 | 2)] => day_of(year, month, day),
        [Number(a, 1 | 2), Number(b, 1 | 2), Number(year, 2 | 4)] => {
            return slashed(text, a, b, full(year), order);
        }
        [Number(whole, 8)] => day_of(whole / 10_000, whole / 100 % 100, whole % 100),
        [Month(month), Number(year, 2 | 4)] => stretch(full(year), month, 1),
        [Number(year, 4), Month(month)] => stretch(year, month, 1),
        [Number(year, 4), Number(month, 2)] | [Number(month, 1 | 2), Number(year, 4)] => {
            stretch(year, month, 1)
        }
        [Quarter(quarter @ 1..=4), Number(year, 2 | 4)] | [Number(year, 2 | 4), Quarter(quarter @ 1..=4)] => {
            stretch(full(year), quarter * 3 - 2, 3)
        }
        [Number(year @ 1980..=2099, 4)] => stretch(year, 1, 12),
        _ => return Err(Unread::new(text, "is no date", EXPECTED)),
    };
    when.ok_or_else(no_day)
}

fn slashed(text: &str, a: u32, b: u32, year: u32, order: Order) -> Result<When, Unread> {
    let (day_first, month_first) = (day_of(year, b, a), day_of(year, a, b));
    match (day_first, month_first, order) {
        (Some(day), None, _) | (Some(day), Some(_), Order::DayFirst) => Ok(day),
        (None, Some(day), _) | (Some(_), Some(day), Order::MonthFirst) => Ok(day),
        (Some(one), Some(other), Order::Unknown) if one == other => Ok(one),
        (Some(_), Some(_), Order::Unknown) => Err(Unread::new(
            text,
            "can be two days",
            "dates such as 2026-03-31, or dates = \"day-first\" or \"month-first\" in the map",
        )),
        (None, None, _) => Err(Unread::new(text, "is no day of the calendar", EXPECTED)),
    }
}

fn full(year: u32) -> u32 {
    match year {
        0..=79 => 2_000 + year,
        80..=99 => 1_900 + year,
        _ => year,
    }
}

fn day_of(year: u32, month: u32, day: u32) -> Option<When> {
    date_of(year, month, day).map(When::Day)
}

fn date_of(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (1900..=2199).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn stretch(year: u32, month: u32, months: u32) -> Option<When> {
    let first = date_of(year, month, 1)?;
    let last = date_of(year, month + months - 1, 1)?.last_of_month();
    Some(When::Between(first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    fn read(text: &str, order: Order) -> When {
        date(text, order).unwrap_or_else(|unread| panic!("{unread:?}")).value().expect("a date")
    }

    #[test]
    fn one_day_is_read_in_many_spellings() {
        for text in [
            "2026-03-31",
            "2026/03/31",
            "20260331",
            "31.03.2026",
            "31.3.26",
            "31/03/2026",
            "03/31/2026",
            "31 Mar 2026",
            "31-Mar-26",
            "Mar 31, 2026",
            "31. M\u{e4}rz 2026",
            "31st March 2026",
            "2026-03-31T07:12:31.000Z",
            "31/Mar/26 9:41 AM",
            "2026/03/31 07:12:31",
        ] {
            assert_eq!(read(text, Order::Unknown), When::Day(day(2026, 3, 31)), "{text}");
        }
    }

    #[test]
    fn a_date_that_can_be_two_days_is_refused_unless_its_column_shows_the_order() {
        assert!(date("03/04/2026", Order::Unknown).is_err());
        assert_eq!(read("03/04/2026", Order::DayFirst), When::Day(day(2026, 4, 3)));
        assert_eq!(read("03/04/2026", Order::MonthFirst), When::Day(day(2026, 3, 4)));
        assert_eq!(read("04/04/2026", Order::Unknown), When::Day(day(2026, 4, 4)));
        assert_eq!(order_of(["03/04/2026", "15/01/2024"]), Order::DayFirst);
        assert_eq!(order_of(["03/04/2026", "01/15/2024"]), Order::MonthFirst);
        assert_eq!(order_of(["15/01/2024", "01/15/2024"]), Order::Unknown);
        assert_eq!(order_of(["2026-12-31", "tbd"]), Order::Unknown);
    }

    #[test]
    fn a_month_or_quarter_stays_a_stretch() {
        assert_eq!(read("May-24", Order::Unknown), When::Between(day(2024, 5, 1), day(2024, 5, 31)));
        assert_eq!(read("2024-02", Order::Unknown), When::Between(day(2024, 2, 1), day(2024, 2, 29)));
        assert_eq!(read("Q1 2025", Order::Unknown).last(), day(2025, 3, 31));
        assert_eq!(read("Nov 2024", Order::Unknown).first(), day(2024, 11, 1));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "Never logged in",
            "31.02.2026",
            "2026-13-01",
            "12",
            "45943",
            "1.5",
            "next year",
            "2026-03-31 and later",
            "99/99/9999",
            "20261399",
            "1/2/3/4/5",
            "0.7",
            "32 Mar 2026",
            "-1",
        ] {
            assert!(date(text, Order::Unknown).is_err(), "{text}: {:?}", date(text, Order::Unknown));
        }
        for text in ["", "-", "TBD", "n/a"] {
            assert_eq!(date(text, Order::Unknown), Ok(Read::Blank), "{text}");
        }
    }

    #[test]
    fn a_serial_counts_days_as_excel_does() {
        assert_eq!(of_serial(45_943.5), Ok(day(2025, 10, 13)));
        assert!(of_serial(5.0).is_err());
        assert!(of_serial(f64::NAN).is_err());
        assert!(of_serial(1e300).is_err());
    }
}
