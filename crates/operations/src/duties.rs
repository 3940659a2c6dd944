//! The duties from which top management may except somebody for a while, and the limits by which they are kept apart.

use model::{Date, Span};

/// A limit by which duties are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyLimit {
    /// Its name among the limits of the organisation.
    pub name: &'static str,
    /// What it is where nobody set it.
    pub usual: i32,
    /// The least that can be meant.
    pub least: i32,
    /// The most that can be meant.
    pub most: i32,
    /// What it is counted in.
    pub unit: &'static str,
    /// What can be meant, in words.
    pub expected: &'static str,
}

/// The limits by which duties are kept apart.
pub const DUTY_LIMITS: &[DutyLimit] = &[DutyLimit {
    name: "independence_months",
    usual: 24,
    least: 12,
    most: 120,
    unit: "months",
    expected: "months from 12 to 120",
}];

impl DutyLimit {
    /// Finds the limit of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        DUTY_LIMITS.iter().find(|limit| limit.name == name)
    }
}

/// Numbers of the duties that can be excepted; all others hold without exception.
pub const EXCEPTABLE_DUTIES: [&str; 6] = ["SD4", "SD5", "SD6", "SD7", "SD8", "SD10"];

/// Months that an exception from a duty holds at most, each time it is given.
pub const DUTY_EXCEPTION_MONTHS_MAX: i32 = 12;

/// What is said of a duty that knows no exception.
pub(crate) const NO_EXCEPTION: &str =
    "that duty knows no exception; expected one of SD4, SD5, SD6, SD7, SD8 and SD10";

/// Says whether a text names a duty that knows no exception, or none of ours.
#[must_use]
pub fn is_barred(duty: &str) -> bool {
    !duty.is_empty() && !EXCEPTABLE_DUTIES.contains(&duty)
}

/// Returns the last day until which an exception from a duty that is given today may hold.
#[must_use]
pub fn duty_exception_last_day(today: Date) -> Date {
    today.checked_add(Span::new().months(DUTY_EXCEPTION_MONTHS_MAX)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_expected_of_a_limit_is_what_can_be_meant() {
        for limit in DUTY_LIMITS {
            let expected = format!("{} from {} to {}", limit.unit, limit.least, limit.most);
            assert_eq!(limit.expected, expected, "{}", limit.name);
            assert!((limit.least..=limit.most).contains(&limit.usual), "{}", limit.name);
        }
    }
}
