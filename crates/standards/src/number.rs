//! Numbers of Annex A: those of 2022 (`A.8.13`) and those of 2013 (`A.12.3.1`).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// The four themes of Annex A, by their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// A.5: what the organization decides and arranges.
    Organizational,
    /// A.6: what concerns people.
    People,
    /// A.7: what concerns places and things.
    Physical,
    /// A.8: what concerns technology.
    Technological,
}

impl Theme {
    /// All themes, in order.
    pub const ALL: [Self; 4] = [Self::Organizational, Self::People, Self::Physical, Self::Technological];

    /// Returns the first number of its controls: 5 for `A.5`.
    pub fn number(self) -> u8 {
        match self {
            Self::Organizational => 5,
            Self::People => 6,
            Self::Physical => 7,
            Self::Technological => 8,
        }
    }

    /// Returns how many controls it has.
    pub fn len(self) -> u8 {
        match self {
            Self::Organizational => 37,
            Self::People => 8,
            Self::Physical => 14,
            Self::Technological => 34,
        }
    }

    /// Returns its official title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Organizational => "Organizational controls",
            Self::People => "People controls",
            Self::Physical => "Physical controls",
            Self::Technological => "Technological controls",
        }
    }

    fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.number() == number)
    }
}

/// The number of one of the 93 controls of Annex A of 2022; ordered as the standard orders them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ControlNumber {
    // INVARIANT: names one of the 93 controls; see `new`.
    theme: u8,
    number: u8,
}

impl ControlNumber {
    /// How many there are.
    pub const COUNT: usize = 93;

    /// Returns the number, if Annex A has it.
    pub fn new(theme: u8, number: u8) -> Option<Self> {
        let known = Theme::of(theme).is_some_and(|theme| (1..=theme.len()).contains(&number));
        known.then_some(Self { theme, number })
    }

    /// Returns the theme it belongs to.
    pub fn theme(self) -> Theme {
        Theme::of(self.theme).expect("only numbers of the four themes are made")
    }

    /// Returns the number of its theme (8 of `A.8.13`).
    pub fn theme_number(self) -> u8 {
        self.theme
    }

    /// Returns the number inside its theme (13 of `A.8.13`).
    pub fn number(self) -> u8 {
        self.number
    }

    /// Returns its place among the 93, from 0.
    pub fn place(self) -> usize {
        let before: u8 = Theme::ALL.iter().filter(|theme| theme.number() < self.theme).map(|t| t.len()).sum();
        usize::from(before + self.number - 1)
    }

    /// Returns all 93 in the order of the standard.
    pub fn all() -> impl Iterator<Item = Self> {
        Theme::ALL
            .into_iter()
            .flat_map(|theme| (1..=theme.len()).map(move |number| Self { theme: theme.number(), number }))
    }
}

impl fmt::Display for ControlNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "A.{}.{}", self.theme, self.number)
    }
}

/// The groups of Annex A of 2013: section, group, number of controls.
const GROUPS_2013: [(u8, u8, u8); 35] = [
    (5, 1, 2),
    (6, 1, 5),
    (6, 2, 2),
    (7, 1, 2),
    (7, 2, 3),
    (7, 3, 1),
    (8, 1, 4),
    (8, 2, 3),
    (8, 3, 3),
    (9, 1, 2),
    (9, 2, 6),
    (9, 3, 1),
    (9, 4, 5),
    (10, 1, 2),
    (11, 1, 6),
    (11, 2, 9),
    (12, 1, 4),
    (12, 2, 1),
    (12, 3, 1),
    (12, 4, 4),
    (12, 5, 1),
    (12, 6, 2),
    (12, 7, 1),
    (13, 1, 3),
    (13, 2, 4),
    (14, 1, 3),
    (14, 2, 9),
    (14, 3, 1),
    (15, 1, 3),
    (15, 2, 2),
    (16, 1, 7),
    (17, 1, 3),
    (17, 2, 1),
    (18, 1, 5),
    (18, 2, 3),
];

/// The number of one of the 114 controls of Annex A of 2013.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OldNumber {
    // INVARIANT: names one of the 114 controls; see `new`.
    section: u8,
    group: u8,
    number: u8,
}

impl OldNumber {
    /// How many there were.
    pub const COUNT: usize = 114;

    /// Returns the number, if Annex A of 2013 had it.
    pub fn new(section: u8, group: u8, number: u8) -> Option<Self> {
        let known = GROUPS_2013
            .iter()
            .any(|&(s, g, count)| s == section && g == group && (1..=count).contains(&number));
        known.then_some(Self { section, group, number })
    }

    /// Returns all 114 in the order of the standard.
    pub fn all() -> impl Iterator<Item = Self> {
        GROUPS_2013.into_iter().flat_map(|(section, group, count)| {
            (1..=count).map(move |number| Self { section, group, number })
        })
    }

    /// Says whether Annex A of 2013 had a group of controls with these two numbers, such as `A.9.2`.
    pub fn has_group(section: u8, group: u8) -> bool {
        GROUPS_2013.iter().any(|&(s, g, _)| s == section && g == group)
    }
}

impl fmt::Display for OldNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "A.{}.{}.{}", self.section, self.group, self.number)
    }
}

/// A text that is not the printed form of a number of Annex A.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected a number of Annex A, such as {expected}")]
pub struct NotANumber {
    expected: &'static str,
}

fn digits(text: &str) -> Option<u8> {
    let plain = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// Reads the printed form only; `spelling::read` takes every other.
impl FromStr for ControlNumber {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let read = || {
            let (theme, number) = text.strip_prefix("A.")?.split_once('.')?;
            Self::new(digits(theme)?, digits(number)?)
        };
        read().ok_or(NotANumber { expected: "A.8.13" })
    }
}

/// Reads the printed form only; `spelling::read` takes every other.
impl FromStr for OldNumber {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let read = || {
            let mut parts = text.strip_prefix("A.")?.splitn(3, '.');
            let mut next = || parts.next().and_then(digits);
            Self::new(next()?, next()?, next()?)
        };
        read().ok_or(NotANumber { expected: "A.12.3.1" })
    }
}

macro_rules! stored_as_printed {
    ($($number:ty),*) => {$(
        impl Serialize for $number {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $number {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
stored_as_printed!(ControlNumber, OldNumber);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_93_numbers_and_each_knows_its_place() {
        let all: Vec<_> = ControlNumber::all().collect();
        assert_eq!(all.len(), ControlNumber::COUNT);
        assert!(all.iter().enumerate().all(|(place, number)| number.place() == place));
        assert!(all.is_sorted());
    }

    #[test]
    fn there_were_114_numbers_in_2013() {
        assert_eq!(OldNumber::all().count(), OldNumber::COUNT);
    }

    #[test]
    fn order_is_by_number_and_not_by_letter() {
        let of = |text: &str| text.parse::<ControlNumber>().expect("a number");
        assert!(of("A.5.2") < of("A.5.10"));
        assert!(of("A.5.37") < of("A.6.1"));
    }

    #[test]
    fn what_is_printed_is_read_back() {
        for number in ControlNumber::all() {
            assert_eq!(number.to_string().parse(), Ok(number));
        }
        for number in OldNumber::all() {
            assert_eq!(number.to_string().parse(), Ok(number));
        }
    }

    #[test]
    fn numbers_beyond_a_theme_do_not_exist() {
        for text in [
            "A.5.38", "A.6.9", "A.7.15", "A.8.35", "A.5.0", "A.4.1", "A.9.1", "A.5.01", "5.1", "A.5.",
            "A.+5.1",
        ] {
            assert!(text.parse::<ControlNumber>().is_err(), "{text}");
        }
        for text in ["A.5.1", "A.5.1.3", "A.9.2.7", "A.18.2.4", "A.9.2.3.1", "A.9.02.3"] {
            assert!(text.parse::<OldNumber>().is_err(), "{text}");
        }
    }
}
