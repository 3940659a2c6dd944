//! Numbers with either decimal mark, groups of thousands, currencies and percent.

use super::{Read, Unread, is_blank};
use crate::sheet::{Cell, Value};

/// Which mark stands before the fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `0,7`.
    Comma,
    /// `0.7`.
    Point,
    /// Nobody said.
    Unknown,
}

const EXPECTED: &str = "a number such as 0.7 or 1800";

/// Reads a number from a cell: as the format gives it, or from the text.
pub fn of_cell(cell: &Cell, mark: Mark) -> Result<Read<f64>, Unread> {
    match &cell.value {
        Value::Number(number) => Ok(Read::Is(*number)),
        Value::Text => number(&cell.text, mark),
        Value::Moment(_) => Err(Unread::new(
            &cell.text,
            "is a date where a number belongs",
            "a number; spreadsheet programs turn 1/2 into a date",
        )),
        Value::Truth(_) => Err(Unread::new(&cell.text, "is no number", EXPECTED)),
        Value::Refused(why) => {
            let (message, expected) = why.words();
            Err(Unread { message: message.into(), expected: expected.into() })
        }
    }
}

/// Reads a number. `1,234` and `1.234` are refused where nobody said which mark is which.
pub fn number(text: &str, mark: Mark) -> Result<Read<f64>, Unread> {
    if is_blank(text) || text.trim().eq_ignore_ascii_case("n/a") {
        return Ok(Read::Blank);
    }
    let refused = |message: &str| Unread::new(text, message, EXPECTED);
    let bare = undressed(text);
    let (negative, digits) = match bare.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, bare.strip_prefix('+').unwrap_or(&bare)),
    };
    let well_formed = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\''))
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.len() <= 30;
    if !well_formed {
        return Err(refused("is no number"));
    }
    let decimal = match decimal_at(digits, mark) {
        Ok(decimal) => decimal,
        Err(()) => {
            return Err(Unread::new(
                text,
                "can be two numbers",
                "decimals = \"comma\" or \"point\" in the map, or a number without thousands marks",
            ));
        }
    };
    let (whole, fraction) = match decimal {
        Some(at) => (digits.get(..at).unwrap_or_default(), digits.get(at + 1..).unwrap_or_default()),
        None => (digits, ""),
    };
    if !grouped(whole) || !fraction.chars().all(|c| c.is_ascii_digit()) {
        return Err(refused("is no number"));
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let value: f64 = format!("{whole}.{fraction}0").parse().map_err(|_| refused("is no number"))?;
    Ok(Read::Is(if negative { -value } else { value }))
}

/// Reads a share of one: `60%`, `60 %`, or a number that a workbook holds, such as 0.6.
pub fn percent(cell: &Cell, mark: Mark) -> Result<Read<f64>, Unread> {
    let refused = || Unread::new(&cell.text, "is no share of a hundred", "a share such as 60%");
    let share = match (&cell.value, cell.text.trim().strip_suffix('%')) {
        (Value::Text, Some(hundredths)) => match number(hundredths, mark)? {
            Read::Is(number) => number / 100.0,
            Read::Blank => return Err(refused()),
        },
        (Value::Number(number), _) => *number,
        (Value::Text, None) if is_blank(&cell.text) => return Ok(Read::Blank),
        (Value::Text | Value::Moment(_) | Value::Truth(_) | Value::Refused(_), _) => return Err(refused()),
    };
    if (0.0..=1.0).contains(&share) { Ok(Read::Is(share)) } else { Err(refused()) }
}

/// Finds the mark that a column's numbers show.
pub fn mark_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Mark {
    let (mut comma, mut point) = (false, false);
    for text in texts {
        let bare = undressed(text);
        if bare.is_empty() || !bare.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-')) {
            continue;
        }
        if let Ok(Some(at)) = decimal_at(bare.trim_start_matches('-'), Mark::Unknown) {
            let sign = bare.len() - bare.trim_start_matches('-').len();
            comma |= bare.as_bytes().get(at + sign) == Some(&b',');
            point |= bare.as_bytes().get(at + sign) == Some(&b'.');
        }
    }
    match (comma, point) {
        (true, false) => Mark::Comma,
        (false, true) => Mark::Point,
        (true, true) | (false, false) => Mark::Unknown,
    }
}

/// Takes off spaces around and inside groups, and a currency before or behind.
fn undressed(text: &str) -> String {
    let text: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
            '\u{2019}' => '\'',
            other => other,
        })
        .collect();
    const CURRENCIES: &[&str] =
        &["\u{20ac}", "$", "\u{a3}", "EUR", "USD", "GBP", "CHF", "RM", "MYR", "\u{a5}"];
    let mut bare = text.as_str();
    for currency in CURRENCIES {
        if let Some(rest) = bare.strip_prefix(currency).or_else(|| bare.strip_suffix(currency)) {
            bare = rest.trim();
            break;
        }
    }
    bare.to_owned()
}

/// Returns where the decimal mark stands, `None` for a whole number, or an error where two readings are possible.
fn decimal_at(digits: &str, mark: Mark) -> Result<Option<usize>, ()> {
    let commas = digits.matches(',').count();
    let points = digits.matches('.').count();
    let (last_comma, last_point) = (digits.rfind(','), digits.rfind('.'));
    match (commas, points) {
        (0, 0) => Ok(None),
        (1.., 1..) if commas == 1 || points == 1 => {
            let later_is_comma = last_comma > last_point;
            let single = if later_is_comma { commas } else { points };
            if single != 1 { Err(()) } else { Ok(if later_is_comma { last_comma } else { last_point }) }
        }
        (1, 0) | (0, 1) => {
            let (at, this) = if commas == 1 { (last_comma, Mark::Comma) } else { (last_point, Mark::Point) };
            let behind = digits.len() - at.map_or(0, |at| at + 1);
            let before = at.unwrap_or(0);
            let could_group = behind == 3 && (1..=3).contains(&before) && !digits.starts_with('0');
            match (could_group, mark) {
                (false, _) => Ok(at),
                (true, Mark::Unknown) => Err(()),
                (true, given) => Ok(if given == this { at } else { None }),
            }
        }
        (_, 0) | (0, _) => Ok(None),
        _ => Err(()),
    }
}

/// Says whether a whole number is plain, or in groups of three.
fn grouped(whole: &str) -> bool {
    let groups: Vec<&str> = whole.split([',', '.', ' ', '\'']).collect();
    let marks: std::collections::BTreeSet<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    match groups.as_slice() {
        [only] => !only.is_empty(),
        [first, rest @ ..] => {
            marks.len() == 1 && (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Column;

    fn is(text: &str, mark: Mark) -> f64 {
        number(text, mark).unwrap_or_else(|unread| panic!("{unread:?}")).value().expect("a number")
    }

    #[test]
    fn numbers_are_read_with_either_mark() {
        for (text, expected) in [
            ("0,7", 0.7),
            ("0.7", 0.7),
            ("1.234,56", 1234.56),
            ("1,234.56", 1234.56),
            ("1 234,5", 1234.5),
            ("1'234", 1234.0),
            ("\u{20ac} 1.800,00", 1800.0),
            ("\u{a3}1,800.00", 1800.0),
            ("-3", -3.0),
            ("12", 12.0),
            ("1,234,567", 1_234_567.0),
            ("0.125", 0.125),
            ("0,250", 0.25),
            ("25", 25.0),
            ("RM 15000", 15_000.0),
        ] {
            assert!((is(text, Mark::Unknown) - expected).abs() < 1e-9, "{text}");
        }
    }

    #[test]
    fn one_mark_before_three_digits_is_refused_unless_the_mark_is_known() {
        assert!(number("1,234", Mark::Unknown).is_err());
        assert!((is("1,234", Mark::Comma) - 1.234).abs() < 1e-9);
        assert!((is("1,234", Mark::Point) - 1234.0).abs() < 1e-9);
        assert_eq!(mark_of(["1.234", "0,7"]), Mark::Comma);
        assert_eq!(mark_of(["0.63", "high"]), Mark::Point);
        assert_eq!(mark_of(["0.63", "0,7"]), Mark::Unknown);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "high",
            "4-5",
            "3/5",
            "<0.25",
            "~5",
            "NaN",
            "inf",
            "1e400",
            "1e3",
            "0x10",
            "1,23,4",
            "1.2.3",
            "5 (high)",
            "..",
            ",5,",
            "12 34",
            "99999999999999999999999999999999999",
        ] {
            assert!(number(text, Mark::Unknown).is_err(), "{text}: {:?}", number(text, Mark::Unknown));
        }
        assert_eq!(number("--", Mark::Unknown), Ok(Read::Blank));
    }

    #[test]
    fn a_share_is_a_share_of_one() {
        let cell = |text: &str, value| Cell { column: Column::at(0), text: text.into(), value };
        assert_eq!(percent(&cell("60%", Value::Text), Mark::Unknown), Ok(Read::Is(0.6)));
        assert_eq!(percent(&cell("0.6", Value::Number(0.6)), Mark::Unknown), Ok(Read::Is(0.6)));
        for text in ["60", "160%", "%", "done"] {
            assert!(percent(&cell(text, Value::Text), Mark::Unknown).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_or_a_refused_cell_is_no_number() {
        let value = Value::Refused(crate::sheet::Refused::FormulaWithoutValue);
        let cell = Cell { column: Column::at(0), text: String::new(), value };
        assert!(of_cell(&cell, Mark::Unknown).is_err());
        let moment = Value::Moment(jiff::civil::date(2026, 2, 1).at(0, 0, 0, 0));
        let cell = Cell { column: Column::at(0), text: "2026-02-01".into(), value: moment };
        assert!(of_cell(&cell, Mark::Unknown).is_err());
    }
}
