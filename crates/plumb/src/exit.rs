//! How a command ends: the exit code, what is the matter, and what to do.

use std::error::Error;

use app::{Failure, OpenFailure};
use operations::EditRecordRefusal;

/// The exit codes, each with one meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Problems at or above what was asked to be denied.
    Problems = 1,
    /// The command was not understood.
    Usage = 2,
    /// There is no such thing.
    NotFound = 3,
    /// Somebody else changed it meanwhile.
    Changed = 4,
    /// What is stored does not verify.
    Integrity = 5,
    /// It is not allowed, or another process writes.
    NotAllowed = 6,
    /// The input was refused.
    Refused = 7,
    /// The server, the disk or the network did not answer.
    Unreachable = 8,
}

/// Why a command stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The exit code.
    pub exit: Exit,
    /// What is the matter; empty where the output says it.
    pub words: String,
    /// What to do.
    pub help: Vec<String>,
}

impl Stop {
    /// Stops with an exit code and what is the matter.
    pub fn new(exit: Exit, words: impl Into<String>) -> Self {
        Self { exit, words: words.into(), help: Vec::new() }
    }

    /// Stops with an exit code; the output has said why.
    pub fn quiet(exit: Exit) -> Self {
        Self::new(exit, "")
    }

    /// Stops because the command was not understood.
    pub fn usage(words: impl Into<String>) -> Self {
        Self::new(Exit::Usage, words)
    }

    /// Stops because there is no such thing.
    pub fn not_found(words: impl Into<String>) -> Self {
        Self::new(Exit::NotFound, words)
    }

    /// Adds what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Stops because an operation was refused.
    pub fn refusal(refusal: &(dyn Error + 'static)) -> Self {
        let exit = match refusal.downcast_ref::<EditRecordRefusal>() {
            Some(EditRecordRefusal::Stale { .. }) => Exit::Changed,
            Some(EditRecordRefusal::Unknown(_)) => Exit::NotFound,
            Some(EditRecordRefusal::Fields(_) | EditRecordRefusal::Untitled(_)) | None => {
                let words = refusal.to_string();
                if words.contains("changed meanwhile") {
                    Exit::Changed
                } else if words.starts_with("there is no ") {
                    Exit::NotFound
                } else {
                    Exit::Refused
                }
            }
        };
        Self::new(exit, refusal.to_string())
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        let words = failure.to_string();
        match failure {
            Failure::Busy | Failure::Cancelled | Failure::TooMany(_) => Self::new(Exit::Changed, words),
            Failure::Full => Self::new(Exit::Unreachable, words),
            Failure::ReadOnly(_) | Failure::NotAllowed(_) => Self::new(Exit::NotAllowed, words),
            Failure::Broken(_) => Self::new(Exit::Integrity, words)
                .help("restore the data folder from a backup, or keep it as it is and ask for help"),
            Failure::Unknown(_) => Self::not_found(words),
            Failure::TooLarge(_) | Failure::NotTaken(_) => Self::new(Exit::Refused, words),
        }
    }
}

impl From<OpenFailure> for Stop {
    fn from(failure: OpenFailure) -> Self {
        let words = failure.to_string();
        match failure {
            OpenFailure::Missing(_) => Self::not_found(words),
            OpenFailure::Exists(_) => Self::new(Exit::Refused, words),
            OpenFailure::InUse(_) => Self::new(Exit::NotAllowed, words),
            OpenFailure::Broken(_) => Self::new(Exit::Integrity, words).help(
                "nothing was changed; keep this folder as it is, and restore a backup beside it to compare",
            ),
        }
    }
}
