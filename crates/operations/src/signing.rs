//! Signatures of certification bodies: the key by which their papers are known, as people compare and programs check it.

use ed25519_dalek::{Signature, VerifyingKey};
use model::{Digest, Line};

/// What the text of a key begins with.
const PREFIX: &str = "ed25519:";

/// How many digits of its hash people compare.
const FINGERPRINT_DIGITS: usize = 32;

/// The public key of a certification body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyKey {
    // INVARIANT: a point of the curve that only one secret belongs to.
    bytes: [u8; 32],
}

impl BodyKey {
    /// Returns the key of these bytes; nothing where they are none, or one that anybody could sign for.
    #[must_use]
    pub fn of(bytes: [u8; 32]) -> Option<Self> {
        let key = VerifyingKey::from_bytes(&bytes).ok()?;
        (!key.is_weak()).then_some(Self { bytes })
    }

    /// Reads a key: `ed25519:` and 64 hexadecimal digits.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix(PREFIX)?;
        Self::of(unhex(digits)?.try_into().ok()?)
    }

    /// Returns it as it is read.
    #[must_use]
    pub fn text(&self) -> Line {
        Line::new(&format!("{PREFIX}{}", hex(&self.bytes)))
    }

    /// Returns what people compare, over the telephone or on paper.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = Digest::of(&self.bytes);
        let digits: Vec<char> = digest.as_str().chars().take(FINGERPRINT_DIGITS).collect();
        digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// Says whether a signature is that of this key over these bytes.
    #[must_use]
    pub fn has_signed(&self, bytes: &[u8], signature: &str) -> bool {
        let read: Option<[u8; 64]> = unhex(signature.trim()).and_then(|read| read.try_into().ok());
        let Some(read) = read else { return false };
        let key = VerifyingKey::from_bytes(&self.bytes);
        key.is_ok_and(|key| key.verify_strict(bytes, &Signature::from_bytes(&read)).is_ok())
    }
}

/// Returns bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads hexadecimal digits.
fn unhex(digits: &str) -> Option<Vec<u8>> {
    let is_hex = digits.len().is_multiple_of(2) && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let byte = |place: usize| u8::from_str_radix(digits.get(place..place + 2)?, 16).ok();
    is_hex.then(|| (0..digits.len()).step_by(2).map(byte).collect()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::body_secret;
    use ed25519_dalek::Signer;

    #[test]
    fn a_key_is_read_as_it_is_written_and_nothing_else_is_one() {
        let key = BodyKey::of(body_secret(7).verifying_key().to_bytes()).expect("a key");
        assert_eq!(BodyKey::read(&key.text()), Some(key));
        assert_eq!(
            BodyKey::read(&format!(" {} ", key.text().to_uppercase().replace("ED25519", "ed25519"))),
            Some(key)
        );
        assert_eq!(key.fingerprint().len(), 39, "{}", key.fingerprint());
        let text = key.text().to_string();
        let weak = format!("ed25519:01{}", "00".repeat(31));
        for bad in ["", "ed25519:", &text[8..], &text[..70], &format!("{text}00"), "ed25519:żż", &weak] {
            assert_eq!(BodyKey::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_the_secret_of_a_key_signs_for_it_and_only_these_bytes() {
        let key = BodyKey::of(body_secret(7).verifying_key().to_bytes()).expect("a key");
        let signed = hex(&body_secret(7).sign(b"a paper").to_bytes());
        assert!(key.has_signed(b"a paper", &signed));
        assert!(!key.has_signed(b"a paper.", &signed));
        assert!(!key.has_signed(b"a paper", &hex(&body_secret(8).sign(b"a paper").to_bytes())));
        for bad in ["", "00", &signed[..126], &format!("{signed}00"), &"0".repeat(128), "é"] {
            assert!(!key.has_signed(b"a paper", bad), "{bad}");
        }
    }
}
