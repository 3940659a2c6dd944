//! The number of a control of Annex A: `A.8.13`.

use std::fmt;

/// The number of one of the 93 controls of Annex A of 2022; ordered as the standard orders them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ControlNumber {
    // INVARIANT: theme and number name one of the 93 controls; see `new`.
    theme: u8,
    number: u8,
}

impl ControlNumber {
    /// How many controls each theme has: 5 organizational, 6 people, 7 physical, 8 technological.
    pub const THEMES: [(u8, u8); 4] = [(5, 37), (6, 8), (7, 14), (8, 34)];

    /// Returns the number, or nothing where Annex A has no such number.
    pub fn new(theme: u8, number: u8) -> Option<Self> {
        let known = Self::THEMES.iter().any(|(t, count)| *t == theme && (1..=*count).contains(&number));
        known.then_some(Self { theme, number })
    }

    /// Returns the number of its theme: 8 of `A.8.13`.
    pub fn theme(self) -> u8 {
        self.theme
    }

    /// Returns the number inside its theme: 13 of `A.8.13`.
    pub fn number(self) -> u8 {
        self.number
    }

    /// Returns all 93 in the order of the standard.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::THEMES
            .iter()
            .flat_map(|(theme, count)| (1..=*count).map(|number| Self { theme: *theme, number }))
    }
}

impl fmt::Display for ControlNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "A.{}.{}", self.theme, self.number)
    }
}
