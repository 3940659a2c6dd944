//! Instants with microseconds in UTC, and their one spelling.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

const DAY_SECONDS: i64 = 86_400;
const SECOND_MICROS: i64 = 1_000_000;
const FIRST: i64 = -62_167_219_200 * SECOND_MICROS; // 0000-01-01T00:00:00Z
const LAST: i64 = 253_402_300_800 * SECOND_MICROS - 1; // 9999-12-31T23:59:59.999999Z

/// An instant: microseconds since 1970 in UTC, in the years 0000 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64); // INVARIANT: FIRST..=LAST

/// A text or number that is not an instant.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected an instant such as 2026-11-21T19:14:10.000000Z")]
pub struct TimeFault;

impl Time {
    /// Returns the instant so many microseconds after 1970.
    ///
    /// # Errors
    /// When its year would not have four digits.
    pub fn from_micros(micros: i64) -> Result<Self, TimeFault> {
        if (FIRST..=LAST).contains(&micros) { Ok(Self(micros)) } else { Err(TimeFault) }
    }

    /// Returns the microseconds since 1970.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// Returns the given instant, or the one just after `self` where that is later.
    pub fn not_before_next(self, wanted: Self) -> Self {
        wanted.max(Self((self.0 + 1).min(LAST)))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, micros) = (self.0.div_euclid(SECOND_MICROS), self.0.rem_euclid(SECOND_MICROS));
        let (days, second) = (seconds.div_euclid(DAY_SECONDS), seconds.rem_euclid(DAY_SECONDS));
        let (year, month, day) = civil(days);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z")
    }
}

impl FromStr for Time {
    type Err = TimeFault;

    fn from_str(text: &str) -> Result<Self, TimeFault> {
        let bytes: &[u8; 27] = text.as_bytes().try_into().map_err(|_| TimeFault)?;
        for (at, mark) in [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (26, b'Z')] {
            if bytes[at] != mark {
                return Err(TimeFault);
            }
        }
        let [year, month, day] = [number(&bytes[..4])?, number(&bytes[5..7])?, number(&bytes[8..10])?];
        let [hour, minute, second] =
            [number(&bytes[11..13])?, number(&bytes[14..16])?, number(&bytes[17..19])?];
        if hour > 23 || minute > 59 || second > 59 || !(1..=12).contains(&month) {
            return Err(TimeFault);
        }
        let days = days(year, month, day);
        if civil(days) != (year, month, day) {
            return Err(TimeFault); // the month has no such day
        }
        let seconds = days * DAY_SECONDS + hour * 3600 + minute * 60 + second;
        Ok(Self(seconds * SECOND_MICROS + number(&bytes[20..26])?))
    }
}

fn number(digits: &[u8]) -> Result<i64, TimeFault> {
    digits.iter().try_fold(0, |sum, digit| match digit {
        b'0'..=b'9' => Ok(sum * 10 + i64::from(digit - b'0')),
        _ => Err(TimeFault),
    })
}

/// Returns the days from 1970-01-01 to a date of the Gregorian calendar; years begin in March here.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_era = year.rem_euclid(400) * 365 + year.rem_euclid(400) / 4 - year.rem_euclid(400) / 100 + of_year;
    year.div_euclid(400) * 146_097 + of_era - 719_468
}

/// Returns the date so many days after 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = shifted.div_euclid(146_097) * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_instants_have_their_known_numbers() {
        for (text, micros) in [
            ("1970-01-01T00:00:00.000000Z", 0),
            ("2026-11-21T19:14:10.000006Z", 1_795_288_450_000_006),
            ("2000-02-29T23:59:59.999999Z", 951_868_799_999_999),
            ("1969-12-31T23:59:59.999999Z", -1),
            ("0000-01-01T00:00:00.000000Z", FIRST),
            ("9999-12-31T23:59:59.999999Z", LAST),
        ] {
            assert_eq!(text.parse::<Time>().map(Time::micros), Ok(micros), "{text}");
            assert_eq!(Time::from_micros(micros).map(|time| time.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn any_other_spelling_is_refused() {
        for text in [
            "2026-11-21T19:14:10.00000Z",
            "2026-11-21T19:14:10.0000000Z",
            "2026-11-21 19:14:10.000000Z",
            "2026-11-21t19:14:10.000000z",
            "2026-11-21T19:14:60.000000Z",
            "2026-11-21T24:00:00.000000Z",
            "2026-02-29T00:00:00.000000Z",
            "2026-13-01T00:00:00.000000Z",
            "2026-00-01T00:00:00.000000Z",
            "2026-01-00T00:00:00.000000Z",
            "+026-01-01T00:00:00.000000Z",
            "2026-11-21T19:14:10.00000éZ",
            "",
        ] {
            assert_eq!(text.parse::<Time>(), Err(TimeFault), "{text}");
        }
        assert_eq!(Time::from_micros(LAST + 1), Err(TimeFault));
        assert_eq!(Time::from_micros(i64::MIN), Err(TimeFault));
    }

    #[test]
    fn a_clock_that_steps_back_does_not_make_time_step_back() {
        let (earlier, later) = (Time(5), Time(9));
        assert_eq!(earlier.not_before_next(later), later);
        assert_eq!(later.not_before_next(earlier), Time(10));
        assert_eq!(later.not_before_next(later), Time(10));
    }

    proptest! {
        #[test]
        fn every_instant_is_read_back(micros in FIRST..=LAST) {
            prop_assert_eq!(Time(micros).to_string().parse::<Time>(), Ok(Time(micros)));
        }
    }
}
