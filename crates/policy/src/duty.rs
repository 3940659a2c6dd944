//! The duties that are kept apart, SD1 to SD20.

use std::fmt;

/// One rule of the separation of duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duty(u8); // INVARIANT: between 1 and 20.

impl Duty {
    /// All of them, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=20).map(Self)
    }

    /// Returns a duty by its number.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        (1..=20).contains(&number).then_some(Self(number))
    }

    /// Reads a duty as people write it: `SD5`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = text.strip_prefix("SD").or_else(|| text.strip_prefix("sd"))?;
        number.parse().ok().and_then(Self::new)
    }

    /// Returns its number.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// Says whether top management may except somebody from it for a while (SD18).
    #[must_use]
    pub fn can_be_excepted(self) -> bool {
        operations::EXCEPTABLE_DUTIES.contains(&self.to_string().as_str())
    }
}

impl fmt::Display for Duty {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SD{}", self.0)
    }
}
