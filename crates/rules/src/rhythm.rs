//! Rhythms by the calendar: how long one period is, and the whole periods between two days.

use model::records::Cadence;
use model::{Date, Span};

/// A period of a rhythm: its first and its last day.
pub(crate) type Days = (Date, Date);

/// Returns how long one period of a rhythm is; nothing where only events count.
pub(crate) fn span(cadence: Cadence) -> Option<Span> {
    match cadence {
        Cadence::Continuous | Cadence::Daily => Some(Span::new().days(1)),
        Cadence::Weekly => Some(Span::new().weeks(1)),
        Cadence::Monthly => Some(Span::new().months(1)),
        Cadence::Quarterly => Some(Span::new().months(3)),
        Cadence::Semiannual => Some(Span::new().months(6)),
        Cadence::Annual => Some(Span::new().years(1)),
        Cadence::Biennial => Some(Span::new().years(2)),
        Cadence::OnEvent => None,
    }
}

/// Says whether a rhythm is quarterly or shorter.
pub(crate) fn is_quick(cadence: Cadence) -> bool {
    match cadence {
        Cadence::Continuous | Cadence::Daily | Cadence::Weekly | Cadence::Monthly | Cadence::Quarterly => {
            true
        }
        Cadence::Semiannual | Cadence::Annual | Cadence::Biennial | Cadence::OnEvent => false,
    }
}

/// Years of which periods are listed at most.
const YEARS_MAX: i32 = 4;

/// Returns the whole periods of a quick rhythm between two days: days, weeks from Monday, months or quarters.
pub(crate) fn periods(cadence: Cadence, from: Date, to: Date) -> Vec<Days> {
    let Some(span) = span(cadence).filter(|_| is_quick(cadence)) else { return Vec::new() };
    let earliest = to.checked_sub(Span::new().years(YEARS_MAX)).unwrap_or(from);
    let mut periods = Vec::new();
    let mut first = begin(cadence, from.max(earliest));
    while let Ok(next) = first.checked_add(span) {
        let Ok(last) = next.yesterday() else { break };
        if last > to {
            break;
        }
        if first >= from {
            periods.push((first, last));
        }
        first = next;
    }
    periods
}

/// Returns the first day of the period that a day lies in.
fn begin(cadence: Cadence, day: Date) -> Date {
    let first = match cadence {
        Cadence::Weekly => {
            let past = i64::from(day.weekday().to_monday_zero_offset());
            return day.checked_sub(Span::new().days(past)).unwrap_or(day);
        }
        Cadence::Monthly => Date::new(day.year(), day.month(), 1),
        Cadence::Quarterly => Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1),
        Cadence::Continuous
        | Cadence::Daily
        | Cadence::Semiannual
        | Cadence::Annual
        | Cadence::Biennial
        | Cadence::OnEvent => return day,
    };
    first.unwrap_or(day)
}

/// Returns a period in a word: `2026-08`, or its days.
pub(crate) fn label(cadence: Cadence, (first, last): Days) -> String {
    if first == last {
        return first.to_string();
    }
    if cadence == Cadence::Monthly {
        return format!("{:04}-{:02}", first.year(), first.month());
    }
    format!("{first} to {last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(cadence: Cadence, from: (i16, i8, i8), to: (i16, i8, i8)) -> Vec<String> {
        let day = |(year, month, day)| Date::constant(year, month, day);
        periods(cadence, day(from), day(to)).into_iter().map(|days| label(cadence, days)).collect()
    }

    #[test]
    fn only_whole_periods_count() {
        assert_eq!(labels(Cadence::Monthly, (2026, 1, 2), (2026, 4, 29)), ["2026-02", "2026-03"]);
        assert_eq!(labels(Cadence::Monthly, (2026, 12, 1), (2026, 12, 31)), ["2026-12"]);
        assert_eq!(
            labels(Cadence::Quarterly, (2026, 1, 1), (2026, 8, 1)),
            ["2026-01-01 to 2026-03-31", "2026-04-01 to 2026-06-30"]
        );
        assert_eq!(labels(Cadence::Weekly, (2026, 6, 2), (2026, 6, 21)).len(), 2);
        assert_eq!(labels(Cadence::Weekly, (2026, 6, 1), (2026, 6, 7)), ["2026-06-01 to 2026-06-07"]);
        assert_eq!(labels(Cadence::Daily, (2026, 6, 1), (2026, 6, 2)), ["2026-06-01", "2026-06-02"]);
        assert!(labels(Cadence::Annual, (2020, 1, 1), (2026, 1, 1)).is_empty());
        assert!(labels(Cadence::Monthly, (2026, 3, 1), (2026, 2, 1)).is_empty());
    }

    #[test]
    fn a_long_time_is_cut_to_its_last_years() {
        assert!(labels(Cadence::Daily, (1900, 1, 1), (2026, 1, 1)).len() < 1500);
    }
}
