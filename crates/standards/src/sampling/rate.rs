//! Rates as exact fractions, and the limits that come out.

use std::fmt;

use model::Decimal;

/// One, in millionths.
const ONE: u32 = 1_000_000;

/// A share between nothing and all, in whole millionths: 5 % is 50,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(u32); // INVARIANT: at most one million

impl Rate {
    /// Returns so many percent; none above 100.
    #[must_use]
    pub const fn percent(percent: u32) -> Option<Self> {
        if percent > 100 { None } else { Some(Self(percent * (ONE / 100))) }
    }

    /// Returns a share such as 0.95; none outside nothing to all, and none with more than six digits behind the point.
    #[must_use]
    pub fn of(share: Decimal) -> Option<Self> {
        let millionths = share.times(Decimal::whole(i32::try_from(ONE).ok()?))?.as_whole()?;
        u32::try_from(millionths).ok().filter(|millionths| *millionths <= ONE).map(Self)
    }

    /// Returns it in millionths.
    #[must_use]
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// Returns what is left to all.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(ONE - self.0)
    }

    /// Says whether it is above nothing and below all.
    #[must_use]
    pub const fn is_between(self) -> bool {
        0 < self.0 && self.0 < ONE
    }

    /// Returns the fraction as numerator and denominator.
    pub(super) const fn fraction(self) -> Fraction {
        Fraction { of: self.0, over: ONE }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / (ONE / 100), self.0 % (ONE / 100));
        if part == 0 {
            return write!(out, "{whole} %");
        }
        let digits = format!("{part:04}");
        write!(out, "{whole}.{} %", digits.trim_end_matches('0'))
    }
}

/// An exact fraction between nothing and one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fraction {
    pub(super) of: u32,
    pub(super) over: u32,
}

/// A limit of the rate of deviations, in billionths, rounded up in the last digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Limit(u32); // INVARIANT: at most a billion

impl Limit {
    /// Billionths in one.
    pub(super) const ONE: u32 = 1_000_000_000;

    /// Makes a limit; more than all is all.
    pub(super) fn of(billionths: u32) -> Self {
        Self(billionths.min(Self::ONE))
    }

    /// Returns it in billionths.
    #[must_use]
    pub const fn billionths(self) -> u32 {
        self.0
    }

    /// Returns it as a share such as 0.088008953.
    #[must_use]
    pub fn share(self) -> Decimal {
        let text = format!("{}.{:09}", self.0 / Self::ONE, self.0 % Self::ONE);
        Decimal::parse(&text).expect("one digit before the point and nine behind it")
    }

    /// Returns what is left to all.
    pub(super) fn rest(self) -> Self {
        Self(Self::ONE - self.0)
    }
}

impl fmt::Display for Limit {
    /// Writes percent with two digits, to the nearest: `8.80 %`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = (self.0 + 50_000) / 100_000;
        write!(out, "{}.{:02} %", hundredths / 100, hundredths % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(text: &str) -> Option<Rate> {
        Rate::of(Decimal::parse(text).expect("a number"))
    }

    #[test]
    fn a_rate_is_read_exactly_or_not_at_all() {
        assert_eq!(share("0.05"), Rate::percent(5));
        assert_eq!(share("0.0625").map(|rate| rate.to_string()), Some("6.25 %".into()));
        assert_eq!(share("0.000001").map(Rate::millionths), Some(1));
        assert_eq!(share("1"), Rate::percent(100));
        for wrong in ["-0.1", "1.000001", "0.0000001", "95"] {
            assert_eq!(share(wrong), None, "{wrong}");
        }
        assert_eq!(Rate::percent(101), None);
        assert_eq!(Rate::percent(90).map(Rate::rest), Rate::percent(10));
    }

    #[test]
    fn a_limit_is_shown_as_people_print_it() {
        let limit = Limit::of(88_008_953);
        assert_eq!(limit.to_string(), "8.80 %");
        assert_eq!(limit.share().to_string(), "0.088008953");
        assert_eq!(Limit::of(u32::MAX).to_string(), "100.00 %");
        assert_eq!(Limit::of(u32::MAX).share(), Decimal::whole(1));
    }
}
