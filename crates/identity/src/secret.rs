//! Secrets: 256 random bits that are shown once, and the digests under which they are kept.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::seam::Surroundings;

/// The longest secret that is looked at, in bytes.
const SECRET_MAX: usize = 200;

/// A secret that is shown once and kept only as a digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Returns a new secret that nobody can guess, after a word that says what it is for.
    pub(crate) fn new(surroundings: &dyn Surroundings, prefix: &str) -> Self {
        let mut bytes = [0; 32];
        surroundings.fill(&mut bytes);
        Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Returns what somebody says is a secret, to ask with it.
    pub fn said(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Returns the secret itself, to give it to the one person it is for.
    pub fn show(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What a secret is good for; one that was given for one thing opens nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Session,
    Token,
    Link,
    Fleeting,
    Recovery,
}

/// A secret as it is kept. Finding one by its digest takes the same time however much of a guess is right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Digest(String);

impl Digest {
    /// Returns the digest of what somebody says is a secret; what is too long to be one is not read.
    pub(crate) fn of(purpose: Purpose, said: &str) -> Self {
        let said = if said.len() > SECRET_MAX { "" } else { said };
        let hash = Sha256::new()
            .chain_update(format!("plumbline {purpose:?}\0"))
            .chain_update(said.as_bytes())
            .finalize();
        Self(URL_SAFE_NO_PAD.encode(hash))
    }

    /// Returns its text, under which it is kept.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns a random uuid.
pub(crate) fn uuid(surroundings: &dyn Surroundings) -> Uuid {
    let mut bytes = [0; 16];
    surroundings.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Says whether two byte strings are the same, in a time that does not tell where they differ.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |differs, (l, r)| differs | (l ^ r)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seam::Machine;

    #[test]
    fn a_secret_has_256_random_bits_and_does_not_print_itself() {
        let (one, other) = (Secret::new(&Machine, "plumb_"), Secret::new(&Machine, "plumb_"));
        assert_ne!(one, other);
        assert_eq!(URL_SAFE_NO_PAD.decode(&one.show()[6..]).expect("base64").len(), 32);
        assert!(!format!("{one:?}").contains(&one.show()[6..]));
    }

    #[test]
    fn a_secret_for_one_thing_is_another_for_the_next() {
        assert_ne!(Digest::of(Purpose::Session, "x"), Digest::of(Purpose::Token, "x"));
        assert_eq!(Digest::of(Purpose::Token, &"x".repeat(10_240)), Digest::of(Purpose::Token, ""));
    }
}
