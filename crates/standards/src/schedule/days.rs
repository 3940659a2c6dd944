//! Days of a plan: phases begin on a Monday and end on a Friday.

use model::{Date, Span};

/// Returns the first Monday from a day on.
pub(super) fn monday_from(day: Date) -> Date {
    let past = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_add(Span::new().days((7 - past) % 7))
}

/// Returns the first day on which work can begin: the day itself, or the Monday after a weekend.
pub(super) fn workday_from(day: Date) -> Date {
    if day.weekday().to_monday_zero_offset() >= 5 { monday_from(day) } else { day }
}

/// Returns the first Monday after a day.
pub(super) fn monday_after(day: Date) -> Date {
    monday_from(day.saturating_add(Span::new().days(1)))
}

/// Returns the Friday at the end of so many weeks; a week that begins on Thursday or Friday is not counted.
pub(super) fn friday_of(starts: Date, weeks: u32) -> Date {
    let past = i64::from(starts.weekday().to_monday_zero_offset());
    let monday = if past <= 2 { starts.saturating_add(Span::new().days(-past)) } else { monday_from(starts) };
    monday.saturating_add(Span::new().days(i64::from(weeks.max(1)) * 7 - 3))
}

/// Returns the last Friday before a day.
pub(super) fn friday_before(day: Date) -> Date {
    let past = i64::from(day.weekday().to_monday_zero_offset());
    let back = if past <= 4 { past + 3 } else { past - 4 };
    day.saturating_add(Span::new().days(-back))
}

/// Returns the day so many weeks later.
pub(super) fn after_weeks(day: Date, weeks: u32) -> Date {
    day.saturating_add(Span::new().days(i64::from(weeks) * 7))
}

/// Returns the day so many months later, by the calendar.
pub(super) fn after_months(day: Date, months: i32) -> Date {
    day.saturating_add(Span::new().months(months))
}

/// Returns how many days lie between; negative where the second is earlier.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Returns how many whole weeks lie between; 0 where the second is earlier.
pub(super) fn whole_weeks(from: Date, to: Date) -> u32 {
    u32::try_from(days_between(from, to)).unwrap_or(0) / 7
}
