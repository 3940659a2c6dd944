//! Every spelling of a number of Annex A: `A.5.1`, `A5.1`, `5.01`, `27001:2022-5.01`, `ISO/IEC 27001:2013 A.9.2.3`.

use model::AnnexA;

use crate::{OldNumber, correspondence};

/// What a text in the place of a control's number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spelled {
    /// A control of 2022.
    Of2022(AnnexA),
    /// A control of 2013.
    Of2013(OldNumber),
    /// The number above a group of controls, such as `A.5` or `A.9.2`.
    Heading,
    /// A clause of 4 to 10, and no control.
    Clause,
    /// One of two things; only its neighbours can tell which.
    Ambiguous(Doubt),
    /// None of these.
    Unknown,
}

/// The two things that a text may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// A clause, or this control of 2013: `9.2.2` without a letter.
    ClauseOrOld(OldNumber),
    /// This control of 2022, or the group of 2013 with the same number: `A.5.1` where both editions are mixed.
    ControlOrGroup(AnnexA),
}

impl Spelled {
    /// Returns the controls of 2022 that are meant; those of 2013 become their successors.
    pub fn numbers(self) -> Vec<AnnexA> {
        match self {
            Self::Of2022(number) => vec![number],
            Self::Of2013(old) => correspondence(old).to_vec(),
            Self::Heading | Self::Clause | Self::Ambiguous(_) | Self::Unknown => Vec::new(),
        }
    }
}

/// A part of a longer text, and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The part as it stands there.
    pub text: &'a str,
    /// What it means.
    pub spelled: Spelled,
}

/// Reads a text that is one number and nothing else.
pub fn read(text: &str) -> Spelled {
    read_whole(text).spelled
}

/// Reads the number at the beginning of a text and returns the rest, without what stood between: `A.5.1 Policies`.
pub fn read_start(text: &str) -> (Spelled, &str) {
    let (reading, rest) = start(text);
    if reading.spelled == Spelled::Unknown {
        (Spelled::Unknown, text)
    } else {
        (reading.spelled, between(rest))
    }
}

/// Reads a cell that holds one number, a list of them, or ranges: `A.5.1; A.5.19-A.5.23`.
///
/// What is not understood is among the pieces as `Unknown`; a title behind a number is passed over.
pub fn read_all(text: &str) -> Vec<Piece<'_>> {
    let whole = read(text);
    if whole != Spelled::Unknown {
        return vec![Piece { text: text.trim(), spelled: whole }];
    }
    let mut pieces = Vec::new();
    for part in
        text.split([';', ',', '\n', '\r', '|', '&', '+']).map(str::trim).filter(|part| !part.is_empty())
    {
        let found = numbers_in(part);
        if found.is_empty() {
            pieces.push(Piece { text: part, spelled: Spelled::Unknown });
        }
        pieces.extend(found.into_iter().map(|spelled| Piece { text: part, spelled }));
    }
    pieces
}

/// Finds the controls that a prose text names, each once; a number counts only with its letter.
pub fn find(text: &str) -> Vec<Spelled> {
    let mut found = Vec::new();
    let mut before = ' ';
    let mut read_until = 0;
    for (place, now) in text.char_indices() {
        // A control's number begins with its letter, "Annex", "ISO", "IEC" or "27001".
        let begins = matches!(now, 'A' | 'a' | 'I' | 'i' | '2') && !before.is_alphanumeric() && before != '.';
        before = now;
        if !begins || place < read_until {
            continue;
        }
        let here = &text[place..];
        let (reading, rest) = start(here);
        read_until = text.len() - rest.len();
        // "a 5.1 TB disk" is an article, and "ISO 27001 5.1" a clause.
        let article = here[1..].starts_with(' ');
        let control = matches!(reading.spelled, Spelled::Of2022(_) | Spelled::Of2013(_));
        let named = reading.mark.letter == Some(Letter::AnnexA) && !article;
        if control && named && !found.contains(&reading.spelled) {
            found.push(reading.spelled);
        }
    }
    found
}

/// What was read, and what stood before the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) spelled: Spelled,
    pub(crate) mark: Mark,
}

/// What stood before a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) letter: Option<Letter>,
    pub(crate) standard: Option<Standard>,
}

/// The letter before the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letter {
    AnnexA,
    Clause,
}

/// The standard before the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standard {
    NoYear,
    Old,
    New,
}

pub(crate) fn read_whole(text: &str) -> Reading {
    let (reading, rest) = start(text);
    if text.contains(OF_AMOUNTS)
        || text.trim_start().starts_with(['-', '+']) && reading.mark == Mark::default()
    {
        return Reading { spelled: Spelled::Unknown, ..reading };
    }
    if rest.chars().all(|c| !c.is_alphanumeric()) {
        return reading;
    }
    // A clause has items with letters, a control has not.
    let clause = reading.spelled != Spelled::Unknown && reading.mark.letter != Some(Letter::AnnexA);
    let is_item = clause && crate::clause(text).is_some();
    Reading { spelled: if is_item { Spelled::Clause } else { Spelled::Unknown }, ..reading }
}

/// Signs that stand beside amounts, and never beside the number of a control.
const OF_AMOUNTS: [char; 9] = ['%', '€', '$', '£', '°', '<', '>', '=', '~'];

/// How many words may stand before a number; `ISO/IEC 27001:2022 Annex A control` has five.
const WORDS_MOST: usize = 8;

const BETWEEN: [char; 10] = [' ', '.', ':', '-', '_', '/', '#', '\u{a0}', '\u{2013}', '\u{2014}'];

fn between(text: &str) -> &str {
    text.trim_start_matches(|c: char| {
        BETWEEN.contains(&c) || c.is_whitespace() || matches!(c, ')' | ']' | '*' | '|')
    })
}

/// Reads marks and numbers from the beginning; the rest begins right behind the last digit.
fn start(text: &str) -> (Reading, &str) {
    let mut rest = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut mark = Mark::default();
    let unknown = |mark| Reading { spelled: Spelled::Unknown, mark };
    let mut words = 0;
    while words < WORDS_MOST {
        words += 1;
        let (word, behind) = split_while(rest, |c| c.is_alphabetic());
        if word.is_empty() {
            let (digits, behind) = split_while(rest, |c| c.is_ascii_digit());
            if !matches!(digits, "27001" | "27002") || mark.standard.is_some() {
                break;
            }
            let (standard, behind) = year(behind);
            mark.standard = Some(standard);
            rest = between(behind);
            continue;
        }
        match word.to_ascii_lowercase().as_str() {
            "a" if mark.letter.is_none() => mark.letter = Some(Letter::AnnexA),
            "clause" | "cl" if mark.letter.is_none() => mark.letter = Some(Letter::Clause),
            "iso" | "iec" | "isoiec" | "bs" | "en" | "din" | "annex" | "control" | "ref" | "no" => {}
            _ => return (unknown(mark), text),
        }
        rest = between(behind);
    }
    let Some((numbers, rest)) = numbers(rest, mark) else { return (unknown(mark), text) };
    let spelled = if rest.starts_with(|c: char| c.is_alphanumeric()) && mark.letter == Some(Letter::AnnexA) {
        Spelled::Unknown
    } else {
        meaning(&numbers, mark)
    };
    (Reading { spelled, mark }, rest)
}

/// Reads the year behind the standard's number, if one stands there.
fn year(text: &str) -> (Standard, &str) {
    let (digits, behind) = split_while(between(text), |c| c.is_ascii_digit());
    let behind = behind.trim_start_matches(',');
    match digits {
        "2022" | "2023" => (Standard::New, behind),
        "2013" | "2017" => (Standard::Old, behind),
        _ => (Standard::NoYear, text),
    }
}

/// Reads up to four numbers with one and the same sign between them.
fn numbers(text: &str, mark: Mark) -> Option<(Vec<u8>, &str)> {
    const MOST: usize = 4;
    let mut numbers = Vec::with_capacity(MOST);
    let (first, mut rest) = number(text)?;
    numbers.push(first);
    let mut sign = None;
    while numbers.len() < MOST {
        let Some(next) = rest.chars().next() else { break };
        // Without a letter `5-1` is a date; and `5,1` is how some countries write the number 5.1.
        let joins = match next {
            '.' => true,
            '-' | '_' => mark.letter.is_some(),
            ',' => !mark_any(mark) && numbers.len() == 1,
            _ => false,
        };
        let behind = rest[next.len_utf8()..].trim_start_matches(' ');
        let spaced = next != '.' && behind.len() + 1 != rest.len();
        if !joins
            || spaced
            || sign.is_some_and(|sign| sign != next)
            || !behind.starts_with(|c: char| c.is_ascii_digit())
        {
            break;
        }
        let (value, behind) = number(behind)?;
        numbers.push(value);
        sign = Some(next);
        rest = behind;
    }
    Some((numbers, rest))
}

fn mark_any(mark: Mark) -> bool {
    mark != Mark::default()
}

/// Reads one number of one or two digits.
fn number(text: &str) -> Option<(u8, &str)> {
    let (digits, rest) = split_while(text, |c| c.is_ascii_digit());
    let short = (1..=2).contains(&digits.len());
    if short { Some((digits.parse().ok()?, rest)) } else { None }
}

fn meaning(numbers: &[u8], mark: Mark) -> Spelled {
    if mark.letter == Some(Letter::Clause) {
        return if is_clause(numbers) { Spelled::Clause } else { Spelled::Unknown };
    }
    let bare = mark.letter.is_none();
    match *numbers {
        [section] if !bare && (5..=18).contains(&section) => Spelled::Heading,
        [theme, number] => {
            let group = OldNumber::has_group(theme, number);
            match (mark.standard, AnnexA::new(theme, number)) {
                (Some(Standard::Old), _) if group => Spelled::Heading,
                (Some(Standard::New | Standard::NoYear) | None, Some(number)) => Spelled::Of2022(number),
                _ if bare && is_clause(numbers) => Spelled::Clause,
                (Some(Standard::NoYear) | None, None) if group => Spelled::Heading,
                _ => Spelled::Unknown,
            }
        }
        [section, group, number] => {
            let clause = bare && is_clause(numbers);
            match (mark.standard, OldNumber::new(section, group, number)) {
                (Some(Standard::NoYear) | None, Some(old)) if clause => {
                    Spelled::Ambiguous(Doubt::ClauseOrOld(old))
                }
                (Some(Standard::NoYear | Standard::Old) | None, Some(old)) => Spelled::Of2013(old),
                _ if clause => Spelled::Clause,
                _ => Spelled::Unknown,
            }
        }
        _ => Spelled::Unknown,
    }
}

/// Says whether a clause of 4 to 10 has this number.
pub(crate) fn is_clause(numbers: &[u8]) -> bool {
    match *numbers {
        [first] => (4..=10).contains(&first),
        [first, second] => {
            matches!((first, second), (4, 1..=4) | (5 | 6 | 8 | 9, 1..=3) | (7, 1..=5) | (10, 1..=2))
        }
        [6, 1, third] | [7, 5, third] | [9, 3, third] => (1..=3).contains(&third),
        [9, 2, third] => (1..=2).contains(&third),
        _ => false,
    }
}

/// Reads the numbers and ranges that follow one another in one part of a list.
fn numbers_in(part: &str) -> Vec<Spelled> {
    let mut found = Vec::new();
    let mut rest = part;
    loop {
        let (reading, behind) = start(rest);
        if reading.spelled == Spelled::Unknown {
            return found;
        }
        found.push(reading.spelled);
        rest = behind;
        if let (Spelled::Of2022(first), Some((last, behind))) =
            (reading.spelled, range_end(behind, reading.spelled))
        {
            found.extend(
                AnnexA::all().filter(|number| *number > first && *number <= last).map(Spelled::Of2022),
            );
            rest = behind;
        }
        let word = rest.trim_start();
        rest = ["and ", "und ", "et "].iter().find_map(|and| word.strip_prefix(and)).unwrap_or(rest);
    }
}

/// Reads the other end of a range inside one theme: `-A.5.23`, `-5.23`, `-23`, ` to A.5.23`.
fn range_end(behind: &str, first: Spelled) -> Option<(AnnexA, &str)> {
    let Spelled::Of2022(first) = first else { return None };
    let behind = behind.trim_start();
    let signs = ["-", "\u{2013}", "\u{2014}", "..", "to ", "through ", "bis "];
    let end = signs.iter().find_map(|sign| behind.strip_prefix(sign))?.trim_start();
    let (reading, rest) = start(end);
    let (last, rest) = if let Spelled::Of2022(last) = reading.spelled {
        (last, rest)
    } else {
        let (last, rest) = number(end)?;
        if rest.starts_with(|c: char| c.is_alphanumeric() || c == '.')
            && !rest.starts_with(". ")
            && rest != "."
        {
            return None;
        }
        (AnnexA::new(first.theme(), last)?, rest)
    };
    (last > first && last.theme() == first.theme()).then_some((last, rest))
}

fn split_while(text: &str, keep: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !keep(c)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests;
