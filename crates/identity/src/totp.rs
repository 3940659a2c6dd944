//! Codes that change every 30 seconds (RFC 6238): each is good once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Totp};

use crate::seam::Surroundings;

/// What makes the codes of an account.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct KeptTotp {
    secret: [u8; 20],
    /// The newest step of which a code was taken; it and all before are used up.
    last: u64,
}

impl std::fmt::Debug for KeptTotp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeptTotp(…)")
    }
}

impl KeptTotp {
    /// Returns a new one that nobody can guess.
    pub(crate) fn new(surroundings: &dyn Surroundings) -> Self {
        let mut secret = [0; 20];
        surroundings.fill(&mut secret);
        Self { secret, last: 0 }
    }

    /// Takes a code: says whether it is right and was not used before.
    pub(crate) fn take(&mut self, code: &str, now: Timestamp) -> bool {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).take(7).collect();
        let now = u64::try_from(now.as_second()).unwrap_or(0);
        match self.maker("", "").check(&code, now) {
            Some(step) if step > self.last => {
                self.last = step;
                true
            }
            Some(_) | None => false,
        }
    }

    /// Returns the secret in the letters that people can type.
    pub(crate) fn letters(&self) -> String {
        self.maker("", "").secret().to_base32()
    }

    /// Returns the address that an authenticator app reads.
    pub(crate) fn address(&self, product: &str, email: &str) -> String {
        let plain = |text: &str| text.replace(':', " ");
        self.maker(&plain(product), &plain(email)).to_url().expect("names without colons")
    }

    /// Returns the code of a moment.
    #[cfg(test)]
    pub(crate) fn code(&self, at: Timestamp) -> String {
        self.maker("", "").generate(u64::try_from(at.as_second()).expect("after 1970")).to_string()
    }

    fn maker(&self, product: &str, email: &str) -> Totp {
        let named = (!product.is_empty()).then(|| product.to_owned());
        Builder::new()
            .with_secret(self.secret)
            .with_issuer(named)
            .with_account_name(email)
            .build_noncompliant()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rfc() -> KeptTotp {
        KeptTotp { secret: *b"12345678901234567890", last: 0 }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert!(rfc().take(code, at(second)), "{code}");
        }
    }

    #[test]
    fn one_step_of_a_slow_or_fast_clock_is_taken_and_no_more() {
        for (off, taken) in [(-61, false), (-30, true), (0, true), (30, true), (61, false)] {
            let code = rfc().code(at(1_200_000_000 + off));
            assert_eq!(rfc().take(&code, at(1_200_000_000)), taken, "{off}");
        }
    }

    #[test]
    fn a7_a_code_is_good_once_and_those_before_it_no_more() {
        let (mut kept, now) = (rfc(), at(1_200_000_000));
        let before = kept.code(at(1_200_000_000 - 30));
        let code = kept.code(now);
        assert!(kept.take(&code, now));
        assert!(!kept.take(&code, now));
        assert!(!kept.take(&before, now));
    }

    #[test]
    fn what_is_no_code_is_not_taken() {
        for code in ["", "28708", "2870821", "+28708", "٢٨٧٠٨٢", "287 083", "x".repeat(10_000).as_str()]
        {
            assert!(!rfc().take(code, at(59)), "{code:?}");
        }
        assert!(rfc().take(" 287 082 ", at(59)));
    }

    #[test]
    fn the_address_names_product_and_account_and_no_more() {
        let address = rfc().address("Plumb: line", "kim@example.org");
        assert!(address.starts_with("otpauth://totp/Plumb%20%20line:kim%40example.org?secret="), "{address}");
    }
}
