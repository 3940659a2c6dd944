//! Exact decimal numbers: scores such as 0.7 × 0.9 = 0.63 must come out as a person computes them.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::plain::clip;
use super::{Problem, Shape, Value};

/// Digits behind the point that are kept.
const DIGITS: u32 = 9;
/// One, in the smallest unit.
const ONE: i128 = 10_i128.pow(DIGITS);

/// An exact decimal number with up to nine digits behind the point; stored as a string, as the ledger knows no fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

impl Decimal {
    /// Makes a decimal from a whole number.
    #[must_use]
    pub fn whole(number: i32) -> Self {
        Self(i64::from(number) * ONE as i64)
    }

    /// Returns the product, or nothing where it is out of range.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let product = i128::from(self.0) * i128::from(other.0);
        i64::try_from(product / ONE).ok().map(Self)
    }

    /// Returns the sum, or nothing where it is out of range.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Returns the whole number, where it is one.
    #[must_use]
    pub fn as_whole(self) -> Option<i64> {
        (i128::from(self.0) % ONE == 0).then(|| self.0 / ONE as i64)
    }

    /// Parses `12`, `0.63`, `0,63` or `-1.5`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let only_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        // Ten digits: a product can be longer than what was typed, and what is stored has to be read again.
        if whole.is_empty() || whole.len() > 10 || fraction.len() > DIGITS as usize {
            return None;
        }
        if !only_digits(whole) || !only_digits(fraction) {
            return None;
        }
        let mut units = whole.parse::<i128>().ok()? * ONE;
        if !fraction.is_empty() {
            let scale = 10_i128.pow(DIGITS - u32::try_from(fraction.len()).ok()?);
            units += fraction.parse::<i128>().ok()? * scale;
        }
        i64::try_from(if negative { -units } else { units }).ok().map(Self)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = i128::from(self.0);
        let sign = if units.cmp(&0) == Ordering::Less { "-" } else { "" };
        let (whole, fraction) = (units.abs() / ONE, units.abs() % ONE);
        if fraction == 0 {
            return write!(out, "{sign}{whole}");
        }
        let digits = format!("{fraction:09}");
        write!(out, "{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a decimal"))
    }
}

impl Value for Decimal {
    fn text(&self) -> String {
        self.to_string()
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn read(text: &str) -> Result<Self, Problem> {
        Self::parse(text).ok_or_else(|| {
            Problem::new(format!("\"{}\" is not a number", clip(text))).expected("a number such as 4 or 0.63")
        })
    }
    fn shape() -> Shape {
        Shape::Decimal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_what_a_person_computes() {
        let score = Decimal::parse("0.7").and_then(|l| l.times(Decimal::parse("0,9")?)).expect("in range");
        assert_eq!(score.to_string(), "0.63");
    }

    #[test]
    fn text_and_number_agree_both_ways() {
        for text in ["0", "12", "-1.5", "0.000000001", "999999999"] {
            assert_eq!(Decimal::parse(text).expect(text).to_string(), text);
        }
        let farthest =
            [Decimal(i64::MAX), Decimal(i64::MIN), Decimal::whole(i32::MAX), Decimal::whole(i32::MIN)];
        for number in farthest {
            assert_eq!(Decimal::parse(&number.to_string()), Some(number), "what is stored is read again");
        }
        for bad in ["", ".", "1e3", "NaN", "1 2", "9999999999", "0.1234567891", "--1"] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
    }
}
