//! The short words of a header: what was intended, and how a person was recognised.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A text that is not such a word.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected {0}")]
pub struct WordFault(&'static str);

/// What a commit was meant to do, such as `risk.accept`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Intent(String); // INVARIANT: words joined by dots, at most 128 bytes

/// How the actor was recognised, such as `passkey` or `local`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Method(String); // INVARIANT: one word, at most 64 bytes

impl Intent {
    /// Returns its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Method {
    /// Returns its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Intent {
    type Err = WordFault;

    fn from_str(text: &str) -> Result<Self, WordFault> {
        if text.len() <= 128 && text.split('.').all(is_word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(WordFault("a dotted verb such as risk.accept"))
        }
    }
}

impl FromStr for Method {
    type Err = WordFault;

    fn from_str(text: &str) -> Result<Self, WordFault> {
        if text.len() <= 64 && is_word(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(WordFault("one lower-case word such as passkey"))
        }
    }
}

impl fmt::Display for Intent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Says whether the text is a lower-case letter followed by lower-case letters, digits, `-` and `_`.
pub(crate) fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_intent_is_words_joined_by_dots() {
        for good in ["risk.accept", "import", "log.key.add", "soa.mark-applicable"] {
            assert_eq!(good.parse::<Intent>().map(|intent| intent.to_string()).as_deref(), Ok(good));
        }
        let long = "a".repeat(129);
        for bad in
            ["", ".", "risk.", ".accept", "Risk.accept", "risk accept", "risk..accept", "1.a", "é", &long]
        {
            assert!(bad.parse::<Intent>().is_err(), "{bad}");
        }
        assert!("pass key".parse::<Method>().is_err());
        assert!("a.b".parse::<Method>().is_err());
    }
}
