//! Auditor days as exact numbers: halves, percents of percents and thirds come out without a rounding on the way.

use std::fmt;

use model::Decimal;

/// One day in the unit that is counted in: two times three times a hundred to the power of three.
const DAY: u64 = 6_000_000;

/// The most days that are taken from outside.
const DAYS_MOST: u64 = 1_000_000;

/// Auditor days of eight hours, exact to a six-millionth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Days(u64);

impl Days {
    /// Returns so many half days.
    #[must_use]
    pub const fn halves(halves: u32) -> Self {
        Self(halves as u64 * (DAY / 2))
    }

    /// Returns days that somebody entered; none below zero or above a million.
    #[must_use]
    pub fn of(days: Decimal) -> Option<Self> {
        let text = days.to_string();
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let whole: u64 = whole.parse().ok().filter(|days| *days <= DAYS_MOST)?;
        let billionths: u64 = format!("{part:0<9}").parse().ok()?;
        Some(Self(whole * DAY + billionths * DAY / 1_000_000_000))
    }

    /// Returns them as a number, nine digits, the rest cut off.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        let billionths = u128::from(self.0 % DAY) * 1_000_000_000 / u128::from(DAY);
        Decimal::parse(&format!("{}.{billionths:09}", self.0 / DAY)).unwrap_or_default()
    }

    /// Returns so many percent of them.
    #[must_use]
    pub const fn percent(self, percent: u32) -> Self {
        Self(self.0.saturating_mul(percent as u64) / 100)
    }

    /// Returns a part of them; all where the part is of nothing.
    #[must_use]
    pub fn part(self, (of, over): (u32, u32)) -> Self {
        if over == 0 { self } else { Self(self.0.saturating_mul(of.into()) / u64::from(over)) }
    }

    /// Returns the nearest half days, the greater where both are as near, and never less than one half.
    #[must_use]
    pub const fn rounded(self) -> Self {
        let halves = (self.0 + DAY / 4) / (DAY / 2);
        Self(if halves == 0 { DAY / 2 } else { halves * (DAY / 2) })
    }

    /// Returns both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Returns what is left, at least nothing.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Days {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decimal().fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Option<Days> {
        Days::of(Decimal::parse(text).expect("a number"))
    }

    #[test]
    fn a_third_of_a_percent_of_a_percent_is_exact() {
        let days = Days::halves(17).percent(70).percent(50).percent(80).part((1, 3));
        assert_eq!(days.part((3, 1)), Days::halves(17).percent(28));
        assert_eq!(Days::halves(33).percent(70).to_string(), "11.55");
    }

    #[test]
    fn what_is_entered_comes_back() {
        assert_eq!(days("9.25").map(|days| days.to_string()), Some("9.25".into()));
        assert_eq!(days("12"), Some(Days::halves(24)));
        assert!(days("-1").is_none() && days("1000001").is_none());
    }

    #[test]
    fn days_round_to_the_nearest_half() {
        for (exact, rounded) in [("9.24", "9"), ("9.25", "9.5"), ("9.75", "10"), ("0.1", "0.5"), ("0", "0.5")]
        {
            assert_eq!(days(exact).map(|days| days.rounded().to_string()), Some(rounded.into()), "{exact}");
        }
    }
}
