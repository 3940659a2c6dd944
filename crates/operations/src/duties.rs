//! The duties from which top management may except somebody for a while.

use model::{Date, Span};

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
