//! Measures: what is measured again and again, and its readings.

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Decimal, Line, Owner, Prose, RecordId, Ref, Span};

use super::Control;
record! {
    /// What is monitored and measured, how, by whom, and what came of it (9.1).
    Measure => measures, "MEA", "measure", "measures", clause "9.1", single false,
    "Something that is measured again and again to see whether security works.";
    title: Line, Form "Title", "What the measure is called.";
    object: Line, Form "Object", "What is measured (9.1 a).";
    about: Vec<RecordId>, Form "About", "The controls, processes, objectives or risks that it says something about.";
    controls: Vec<Ref<Control>>, Form "Controls", "The controls whose effect it shows.";
    method: Prose, Form "Method", "How it is measured, so that others get the same (9.1 b).";
    frequency_days: Option<u32>, Form "Each … days", "How often it is measured (9.1 c).";
    measured_by: Option<Owner>, Form "Measured by", "Who measures (9.1 d).";
    analysed_at: Line, Form "Analysed when", "When the results are analysed (9.1 e).";
    analysed_by: Option<Owner>, Form "Analysed by", "Who analyses them (9.1 f).";
    unit: Line, Form "Unit", "What the numbers count: percent, days, cases.";
    target: Option<Decimal>, Form "Target", "The number to be reached.";
    better: Option<Direction>, Form "Better is", "Whether more or less is better; more where nothing is said.";
    set_on: Option<Date>, Form "Set on", "Since when it is measured.";
    ended_on: Option<Date>, Form "Ended on", "Since when it is measured no longer.";
    readings: Vec<Reading>, Form "Readings", "What was measured, day by day.";
    evaluations: Vec<super::Evaluation>, Form "Evaluations", "What the readings say about the management system.";
}

words! {
    /// Whether more or less of a number is better.
    Direction {
        /// More is better.
        More = "more" | "higher" | "at least",
        /// Less is better.
        Less = "less" | "lower" | "at most",
    }
}

impl Direction {
    /// Says whether a value misses a target.
    #[must_use]
    pub fn is_missed(self, target: Decimal, value: Decimal) -> bool {
        match self {
            Self::More => value < target,
            Self::Less => value > target,
        }
    }
}

part! {
    /// What was measured on a day.
    Reading;
    on: Option<Date>, "On", "The day.";
    value: Option<Decimal>, "Value", "The number.";
    analysed_on: Option<Date>, "Analysed on", "When somebody looked what it means.";
    note: Line, "Note", "What it means.";
    action: Option<RecordId>, "Action", "What was begun because of it.";
}

impl Measure {
    /// Returns the newest reading on a day.
    #[must_use]
    pub fn newest(&self, today: Date) -> Option<&Reading> {
        self.readings.iter().filter(|one| one.on.is_some_and(|on| on <= today)).max_by_key(|one| one.on)
    }

    /// Returns the day from which the next reading is due, where a rhythm is recorded and it is still measured.
    #[must_use]
    pub fn next_reading(&self, today: Date) -> Option<Date> {
        self.after(today, 2)
    }

    /// Returns the last day on which the next reading is in time: one and a half intervals after the newest one.
    #[must_use]
    pub fn last_day(&self, today: Date) -> Option<Date> {
        self.after(today, 3)
    }

    /// Says whether it was not measured for more than one and a half times its interval.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.last_day(today).is_some_and(|last| last < today)
    }

    /// Returns the day so many half intervals after the newest reading, or after the day it was set.
    fn after(&self, today: Date, halves: i64) -> Option<Date> {
        if self.ended_on.is_some_and(|on| on <= today) {
            return None;
        }
        let since = self.newest(today).and_then(|one| one.on).or(self.set_on)?;
        let days = i64::from(self.frequency_days.filter(|days| *days > 0)?) * halves / 2;
        since.checked_add(Span::new().try_days(days).ok()?).ok()
    }

    /// Says whether a value misses the target; unknown where there is none.
    #[must_use]
    pub fn is_missed_by(&self, value: Decimal) -> Option<bool> {
        self.target.map(|target| self.better.unwrap_or(Direction::More).is_missed(target, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_overdue_only_after_one_and_a_half_intervals() {
        let day = |day| Date::constant(2026, 3, day);
        let read = Reading { on: Some(day(1)), ..Reading::default() };
        let measure = Measure {
            frequency_days: Some(7),
            readings: vec![read],
            set_on: Some(day(1)),
            ..Measure::default()
        };
        assert_eq!((measure.next_reading(day(2)), measure.last_day(day(2))), (Some(day(8)), Some(day(11))));
        assert!(!measure.is_overdue(day(11)) && measure.is_overdue(day(12)));
        let ended = Measure { ended_on: Some(day(12)), ..measure.clone() };
        assert!(!ended.is_overdue(day(12)) && ended.next_reading(day(12)).is_none());
        assert_eq!(Measure { frequency_days: Some(0), ..measure }.next_reading(day(2)), None);
    }

    #[test]
    fn a_target_is_missed_on_the_wrong_side_only() {
        let measure = |better| Measure { target: Some(Decimal::whole(5)), better, ..Measure::default() };
        assert_eq!(measure(None).is_missed_by(Decimal::whole(4)), Some(true));
        assert_eq!(measure(Some(Direction::Less)).is_missed_by(Decimal::whole(4)), Some(false));
        assert_eq!(measure(Some(Direction::Less)).is_missed_by(Decimal::whole(5)), Some(false));
        assert_eq!(Measure::default().is_missed_by(Decimal::whole(4)), None);
    }
}
