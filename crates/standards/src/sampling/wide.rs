//! Positive numbers of any size with 64 bits of precision, in integers, each step rounded down.

use std::cmp::Ordering;

/// A positive number: its digits, with the highest bit set, and the power of two that they are multiplied by.
///
/// Each step rounds down and loses at most 2^-62 of the value, so after a million steps the true value lies between the
/// number itself and the number widened ([`Wide::widened`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wide {
    // INVARIANT: the order of fields is the order of size, and the highest bit of `digits` is set.
    exponent: i64,
    digits: u64,
}

/// The margin, as a power of two: larger than all that eight million steps can lose.
const MARGIN_BITS: u32 = 36;

impl Wide {
    /// Returns one.
    pub(super) fn one() -> Self {
        Self { exponent: -63, digits: 1 << 63 }
    }

    /// Returns it multiplied by one number above zero and divided by another.
    pub(super) fn scaled(self, by: u64, over: u64) -> Self {
        let product = u128::from(self.digits) * u128::from(by);
        let free = product.leading_zeros();
        let quotient = (product << free) / u128::from(over);
        normal(quotient, self.exponent - i64::from(free))
    }

    /// Returns the product of two.
    pub(super) fn product(self, other: Self) -> Self {
        normal(u128::from(self.digits) * u128::from(other.digits), self.exponent + other.exponent)
    }

    /// Returns the sum of two.
    pub(super) fn sum(self, other: Self) -> Self {
        let (large, small) = if self < other { (other, self) } else { (self, other) };
        let apart = u32::try_from(large.exponent - small.exponent).unwrap_or(u32::MAX);
        let addend = small.digits.checked_shr(apart).unwrap_or(0);
        normal(u128::from(large.digits) + u128::from(addend), large.exponent)
    }

    /// Returns it multiplied by itself so many times.
    pub(super) fn power(self, times: u32) -> Self {
        let (mut base, mut left, mut power) = (self, times, Self::one());
        while left > 0 {
            if left & 1 == 1 {
                power = power.product(base);
            }
            base = base.product(base);
            left >>= 1;
        }
        power
    }

    /// Returns how it compares with another number, where the margin of error leaves no doubt.
    pub(super) fn compared(self, other: Self) -> Option<Ordering> {
        if self.widened() < other {
            Some(Ordering::Less)
        } else if self > other.widened() {
            Some(Ordering::Greater)
        } else {
            None
        }
    }

    /// Returns it as billionths of one, rounded to the nearest; none where it is above two.
    pub(super) fn billionths(self) -> Option<u64> {
        if self.exponent > -63 {
            return None;
        }
        let apart = u32::try_from(-self.exponent).unwrap_or(u32::MAX);
        let product = u128::from(self.digits) * 1_000_000_000;
        let half = 1_u128.checked_shl(apart - 1).unwrap_or(0);
        if apart > 100 {
            return Some(0);
        }
        u64::try_from((product + half) >> apart).ok()
    }

    /// Returns it with the margin of error added.
    fn widened(self) -> Self {
        self.scaled((1 << MARGIN_BITS) + 1, 1 << MARGIN_BITS)
    }
}

/// Returns the number with its highest bit set; the digits are above zero wherever it is called.
fn normal(digits: u128, exponent: i64) -> Wide {
    let bits = 128 - digits.leading_zeros();
    let surplus = bits.saturating_sub(64);
    let missing = 64_u32.saturating_sub(bits);
    let digits = ((digits >> surplus) as u64) << missing;
    Wide { exponent: exponent + i64::from(surplus) - i64::from(missing), digits }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Wide {
    fn cmp(&self, other: &Self) -> Ordering {
        self.exponent.cmp(&other.exponent).then(self.digits.cmp(&other.digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_far_below_any_float_keep_their_digits() {
        let tiny = Wide::one().scaled(1, 10).power(1_000_000);
        let back = (0..1_000_000).fold(tiny, |number, _| number.scaled(10, 1));
        assert_eq!(back.compared(Wide::one()), None);
        assert_eq!(back.billionths(), Some(1_000_000_000));
        assert_eq!(tiny.billionths(), Some(0));
        assert_eq!(tiny.sum(Wide::one()), Wide::one());
    }

    #[test]
    fn what_is_clear_is_told_apart_and_what_is_not_stays_open() {
        let third = Wide::one().scaled(1, 3);
        let almost = third.scaled(999_999_999, 1_000_000_000);
        assert_eq!(almost.compared(third), Some(Ordering::Less));
        assert_eq!(third.compared(almost), Some(Ordering::Greater));
        assert_eq!(third.sum(third).sum(third).compared(Wide::one()), None);
        assert_eq!(third.billionths(), Some(333_333_333));
    }
}
