//! SHA-256 values, and how leaves and nodes of a tree are hashed (RFC 6962).

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// A SHA-256 value, written as base64.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// A text that is not a hash.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected 32 bytes in base64 (44 characters)")]
pub struct HashFault;

impl Hash {
    /// Returns the plain SHA-256 of the bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Returns the hash of a leaf: SHA-256 of a zero byte and the bytes.
    pub fn leaf(bytes: &[u8]) -> Self {
        Self(Sha256::new().chain_update([0]).chain_update(bytes).finalize().into())
    }

    /// Returns the hash of a node: SHA-256 of a one byte and both children.
    pub fn node(left: &Self, right: &Self) -> Self {
        let mut bytes = [1; 65];
        bytes[1..33].copy_from_slice(&left.0);
        bytes[33..].copy_from_slice(&right.0);
        Self::of(&bytes)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 44];
        f.write_str(encode(&self.0, &mut text))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hash {
    type Err = HashFault;

    fn from_str(text: &str) -> Result<Self, HashFault> {
        decode(text).map(Self).ok_or(HashFault)
    }
}

/// Writes bytes as base64 into a space that is large enough.
pub(crate) fn encode<'a>(bytes: &[u8], into: &'a mut [u8]) -> &'a str {
    let length = STANDARD.encode_slice(bytes, into).expect("the space was chosen for these bytes");
    std::str::from_utf8(&into[..length]).expect("base64 is ascii")
}

/// Returns exactly `N` bytes from their one encoding in base64.
pub(crate) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N.div_ceil(3) * 4 {
        return None;
    }
    let mut space = [0; 64];
    let length = STANDARD.decode_slice(text, &mut space).ok()?;
    space[..length].try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_leaf_has_its_published_hash() {
        assert_eq!(Hash::leaf(b"").to_string(), "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=");
    }

    #[test]
    fn a_hash_has_one_spelling() {
        let text = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=";
        assert_eq!(text.parse::<Hash>().map(|hash| hash.to_string()).as_deref(), Ok(text));
        for other in [
            "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB1=", // bits beyond the last byte
            "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0",
            "bjQLnP-zepicpUTmu3gKLHiQHT-zNzh2hRGjBhevoB0=",
            " bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB=",
            "",
        ] {
            assert_eq!(other.parse::<Hash>(), Err(HashFault), "{other}");
        }
    }
}
