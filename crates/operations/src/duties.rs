//! The duties from which top management may except somebody for a while.

/// Numbers of the duties that can be excepted; all others hold without exception.
pub const EXCEPTABLE_DUTIES: [&str; 6] = ["SD4", "SD5", "SD6", "SD7", "SD8", "SD10"];

/// Months that an exception from a duty holds at most.
pub const DUTY_EXCEPTION_MONTHS_MAX: i32 = 12;
