//! The printed form of the numbers of Annex A, as our own files hold them; `spelling` takes every other form.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use model::AnnexA;

use crate::OldNumber;

/// Returns the control whose number is printed so: `A.8.13`, and nothing else.
pub fn printed(text: &str) -> Option<AnnexA> {
    let (theme, number) = text.strip_prefix("A.")?.split_once('.')?;
    AnnexA::new(digits(theme)?, digits(number)?)
}

/// Returns the control of 2013 whose number is printed so: `A.12.3.1`, and nothing else.
pub fn printed_2013(text: &str) -> Option<OldNumber> {
    let mut parts = text.strip_prefix("A.")?.splitn(3, '.');
    let mut next = || parts.next().and_then(digits);
    OldNumber::new(next()?, next()?, next()?)
}

fn digits(text: &str) -> Option<u8> {
    let plain = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// Reads a control's number from a file.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AnnexA, D::Error> {
    let text = String::deserialize(deserializer)?;
    printed(&text).ok_or_else(|| D::Error::custom(format!("expected a number such as A.8.13, found {text}")))
}

/// Reads controls' numbers from a file.
pub(crate) fn numbers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<AnnexA>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let read = texts.iter().map(|text| printed(text)).collect::<Option<_>>();
    read.ok_or_else(|| D::Error::custom(format!("expected numbers such as A.8.13, found {texts:?}")))
}

/// Reads the numbers of controls of 2013 from a file.
pub(crate) fn numbers_2013<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<OldNumber>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let read = texts.iter().map(|text| printed_2013(text)).collect::<Option<_>>();
    read.ok_or_else(|| D::Error::custom(format!("expected numbers such as A.12.3.1, found {texts:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        assert!(AnnexA::all().all(|number| printed(&number.to_string()) == Some(number)));
        assert!(OldNumber::all().all(|number| printed_2013(&number.to_string()) == Some(number)));
    }

    #[test]
    fn any_other_form_is_not_taken() {
        for text in [
            "A.5.38", "A.6.9", "A.5.0", "A.4.1", "A.9.1", "A.5.01", "5.1", "A.5.", "A.+5.1", "a.5.1",
            "A.5.1.1",
        ] {
            assert_eq!(printed(text), None, "{text}");
        }
        for text in ["A.5.1", "A.5.1.3", "A.9.2.7", "A.9.2.3.1", "A.9.02.3", "9.2.3"] {
            assert_eq!(printed_2013(text), None, "{text}");
        }
    }
}
