//! What the policies answer: yes, or no with the reason in words.

use std::fmt;

use model::records::Person;
use model::{RecordId, Ref};

use crate::Duty;

/// An answer of the policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may happen.
    Permit,
    /// It may not.
    Deny(Box<Denial>),
}

impl Verdict {
    /// Says whether it may happen.
    #[must_use]
    pub fn is_permit(&self) -> bool {
        *self == Self::Permit
    }

    /// Returns why not, where it may not happen.
    #[must_use]
    pub fn denial(&self) -> Option<&Denial> {
        match self {
            Self::Permit => None,
            Self::Deny(denial) => Some(denial),
        }
    }
}

/// Whether a fresh proof of who one is would change the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepUp {
    /// It would not.
    Useless,
    /// It would: confirm who you are, and it may happen.
    Wanted,
}

/// Why something may not happen, and who could do it instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// The rule that stands against it; none where no role has it.
    pub duty: Option<Duty>,
    /// Why not, in words.
    pub because: String,
    /// Who could do it instead, at most five.
    pub who: Vec<Ref<Person>>,
    /// Their names, in the same order.
    pub names: Vec<String>,
    /// Where nobody else could do it: which role nobody has, and who can give it.
    pub nobody: Option<String>,
    /// The record concerned, where it is one.
    pub record: Option<RecordId>,
    /// Whether a fresh proof would do.
    pub step_up: StepUp,
}

impl Denial {
    /// Says why something may not happen, where no rule speaks of it and nobody else could.
    #[must_use]
    pub fn plain(because: &str) -> Self {
        Self {
            duty: None,
            because: because.to_owned(),
            who: Vec::new(),
            names: Vec::new(),
            nobody: None,
            record: None,
            step_up: StepUp::Useless,
        }
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.because)?;
        if let Some(duty) = self.duty {
            write!(out, " ({duty})")?;
        }
        match self.names.split_last() {
            None => self.nobody.as_ref().map_or(Ok(()), |nobody| write!(out, "; {nobody}")),
            Some((one, [])) => write!(out, "; {one} could"),
            Some((last, first)) => write!(out, "; {} or {last} could", first.join(", ")),
        }
    }
}

impl std::error::Error for Denial {}
