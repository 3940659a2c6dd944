//! Recovery codes: ten words that each open once, where the phone is lost.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::seam::Surroundings;
use crate::secret::{Digest, Purpose};

/// How many codes an account gets.
pub(crate) const COUNT: usize = 10;
/// Letters and digits that are not taken for each other.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// The codes of an account that were not used yet.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct KeptCodes(Vec<Digest>);

impl KeptCodes {
    /// Returns new codes, as they are kept and as they are shown once. Each holds 80 random bits.
    pub(crate) fn new(account: Uuid, surroundings: &dyn Surroundings) -> (Self, Vec<String>) {
        let shown: Vec<String> = (0..COUNT).map(|_| code(surroundings)).collect();
        let kept = shown.iter().map(|code| digest(account, code)).collect();
        (Self(kept), shown)
    }

    /// Takes a code: says whether it was one of them, and uses it up.
    pub(crate) fn take(&mut self, account: Uuid, said: &str) -> bool {
        let digest = digest(account, said);
        let before = self.0.len();
        self.0.retain(|kept| *kept != digest);
        self.0.len() < before
    }

    /// Returns how many are left.
    pub(crate) fn left(&self) -> usize {
        self.0.len()
    }
}

fn code(surroundings: &dyn Surroundings) -> String {
    let mut bytes = [0; 16];
    surroundings.fill(&mut bytes);
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Returns the digest of a code as somebody types it: without the marks between, in small letters.
fn digest(account: Uuid, said: &str) -> Digest {
    let plain: String = said.chars().take(100).filter(char::is_ascii_alphanumeric).collect();
    Digest::of(Purpose::Recovery, &format!("{account} {}", plain.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seam::Machine;

    #[test]
    fn each_code_opens_once_and_only_its_account() {
        let (account, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (mut kept, shown) = KeptCodes::new(account, &Machine);
        assert_eq!((kept.left(), shown.len()), (COUNT, COUNT));
        assert!(!kept.take(other, &shown[0]));
        assert!(kept.take(account, &shown[0].to_uppercase().replace('-', " ")));
        assert!(!kept.take(account, &shown[0]));
        assert!(!kept.take(account, ""));
        assert_eq!(kept.left(), COUNT - 1);
    }

    #[test]
    fn what_is_kept_does_not_show_a_code() {
        let (kept, shown) = KeptCodes::new(Uuid::from_u128(1), &Machine);
        let body = serde_json::to_string(&kept).expect("json");
        assert!(shown.iter().all(|code| !body.contains(code.as_str())));
        assert!(LETTERS.iter().all(|letter| LETTERS.iter().filter(|other| *other == letter).count() == 1));
    }
}
