//! Digests: what an approval or a file is bound to.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{Problem, Shape, Value};

/// A SHA-256 digest in lower-case hexadecimal digits; empty where nothing is bound.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(Box<str>);

impl Digest {
    /// Returns the digest of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut text = String::with_capacity(64);
        for byte in Sha256::digest(bytes) {
            text.push(char::from_digit(u32::from(byte >> 4), 16).expect("four bits"));
            text.push(char::from_digit(u32::from(byte & 15), 16).expect("four bits"));
        }
        Self(text.into_boxed_str())
    }

    /// Returns the digest of the stored form of a content.
    #[must_use]
    pub fn of_content(content: &impl Serialize) -> Self {
        Self::of(&crate::stored::bytes(content))
    }

    /// Returns the digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the first digits, enough to tell digests apart by eye.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.get(..12).unwrap_or(&self.0)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

impl Value for Digest {
    fn text(&self) -> String {
        self.0.to_string()
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let text = text.trim().to_ascii_lowercase();
        let hex = text.bytes().all(|b| b.is_ascii_hexdigit());
        if text.is_empty() || (text.len() == 64 && hex) {
            return Ok(Self(text.into_boxed_str()));
        }
        Err(Problem::new("this is not a digest").expected("64 hexadecimal digits of SHA-256"))
    }
    fn shape() -> Shape {
        Shape::Line
    }
}
