//! API tokens: keys of a seat, with a scope and an end.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::refusal::Refusal;

/// The longest life of a token, in days.
pub const DAYS_MAX: i64 = 365;
/// What every token begins with, so that it is known where it is found.
pub const PREFIX: &str = "plumb_";
/// The most kinds that a scope names.
const KINDS_MAX: usize = 100;

/// A key that belongs to a seat. It never does more than its person may, and never what needs a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Which one, as it is listed and as the ledger names it.
    pub id: Uuid,
    /// Whose it is.
    pub account: Uuid,
    /// In which organisation, by the uuid of its log.
    pub org: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// What it may at most.
    pub scopes: Scopes,
    /// When it was made.
    pub since: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
}

/// Whether something is looked at or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It is looked at.
    Read,
    /// It is changed.
    Write,
}

/// What a token may at most: `read`, `write`, `read:risk`, `write:risk`. Who may write may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scopes(Vec<(Reach, Option<String>)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Read,
    Write,
}

impl Scopes {
    /// Reads scopes with commas or spaces between them.
    ///
    /// # Errors
    /// When one is not a scope, or there is none.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let refused = || {
            Refusal::expected(
                "scopes",
                "read, write, or one of them with a kind such as read:risk, at most 100",
            )
        };
        let mut scopes = Vec::new();
        for word in text.split([',', ' ']).filter(|word| !word.is_empty()).take(KINDS_MAX + 1) {
            let (reach, kind) =
                word.split_once(':').map_or((word, None), |(reach, kind)| (reach, Some(kind)));
            let reach = match reach {
                "read" => Reach::Read,
                "write" => Reach::Write,
                _ => return Err(refused()),
            };
            let is_kind = |kind: &str| {
                (1..=60).contains(&kind.len())
                    && kind.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '_')
            };
            if !kind.is_none_or(is_kind) {
                return Err(refused());
            }
            scopes.push((reach, kind.map(str::to_owned)));
        }
        if scopes.is_empty() || scopes.len() > KINDS_MAX {
            return Err(refused());
        }
        scopes.sort();
        scopes.dedup();
        Ok(Self(scopes))
    }

    /// Says whether they reach so far; what is of no kind is reached by a scope without one.
    pub fn reach(&self, access: Access, kind: Option<&str>) -> bool {
        self.0.iter().any(|(reach, of)| {
            let far = match access {
                Access::Read => true,
                Access::Write => *reach == Reach::Write,
            };
            far && of.as_deref().is_none_or(|of| kind == Some(of))
        })
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (number, (reach, kind)) in self.0.iter().enumerate() {
            let between = if number == 0 { "" } else { ", " };
            let reach = match reach {
                Reach::Read => "read",
                Reach::Write => "write",
            };
            let (colon, kind) = kind.as_deref().map_or(("", ""), |kind| (":", kind));
            write!(f, "{between}{reach}{colon}{kind}")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for Scopes {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::read(&text)
    }
}

impl From<Scopes> for String {
    fn from(scopes: Scopes) -> Self {
        scopes.to_string()
    }
}

/// A token as it is held: its last use moves without writing it down each time.
#[derive(Debug)]
pub(crate) struct LiveToken {
    token: Token,
    used: AtomicI64,
}

impl LiveToken {
    pub(crate) fn new(token: Token) -> Self {
        let used = AtomicI64::new(token.used.map_or(0, Timestamp::as_second));
        Self { token, used }
    }

    /// Returns the token as it is now.
    pub(crate) fn token(&self) -> Token {
        let used = match self.used.load(Ordering::Relaxed) {
            0 => None,
            second => Timestamp::from_second(second).ok(),
        };
        Token { used, ..self.token.clone() }
    }

    /// Notes that it was used.
    pub(crate) fn touch(&self, now: Timestamp) {
        self.used.fetch_max(now.as_second(), Ordering::Relaxed);
    }

    /// Says whether it was used a minute or more after what is written down.
    pub(crate) fn is_behind(&self) -> bool {
        self.used.load(Ordering::Relaxed) - self.token.used.map_or(0, Timestamp::as_second) >= 60
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_reaches_its_kind_and_no_other() {
        let scopes = Scopes::read("write:risk read:asset").expect("scopes");
        assert!(scopes.reach(Access::Write, Some("risk")) && scopes.reach(Access::Read, Some("risk")));
        assert!(scopes.reach(Access::Read, Some("asset")) && !scopes.reach(Access::Write, Some("asset")));
        assert!(!scopes.reach(Access::Read, Some("person")) && !scopes.reach(Access::Read, None));
        assert!(Scopes::read("read").expect("scopes").reach(Access::Read, None));
        assert!(!Scopes::read("read").expect("scopes").reach(Access::Write, None));
    }

    #[test]
    fn scopes_are_written_as_they_are_read() {
        for text in ["read", "read:asset, write:risk", "read, write"] {
            assert_eq!(Scopes::read(text).map(|scopes| scopes.to_string()), Ok(text.to_owned()));
        }
        let many: Vec<String> = (0..101).map(|n| format!("read:k{}", "x".repeat(n % 50))).collect();
        for text in ["", "all", "read:", "read:Risk", "write:risk:x", &many.join(",")] {
            assert!(Scopes::read(text).is_err(), "{text}");
        }
    }
}
