//! Control runs: when a control is due, and when it was carried out.

use crate::field::record;
use crate::{Date, Line, Owner, Prose, Ref};

use super::{Control, Evidence};
record! {
    /// One time that a control is, or was, carried out (8.1).
    ControlRun => control_runs, "RUN", "control run", "control runs", clause "8.1", single false,
    "One time that a control is due, and what was done then.";
    title: Line, Form "Title", "What is carried out.";
    control: Option<Ref<Control>>, Form "Control", "The control that is carried out.";
    due: Option<Date>, Form "Due", "The day it is due.";
    done_on: Option<Date>, Form "Done on", "The day it was done.";
    done_by: Option<Owner>, Form "Done by", "Who did it.";
    output: Prose, Form "Output", "What came of it.";
    evidence: Vec<Ref<Evidence>>, Form "Evidence", "What shows it.";
    exceptions: Prose, Form "Exceptions", "What was not as it should be.";
    correction: Prose, Form "Correction", "What was done about the exceptions.";
    withdrawn_on: Option<Date>, Operation "Withdrawn on", "When it was said that it will not take place.";
    withdrawn_because: Prose, Operation "Withdrawn because", "Why it will not take place.";
}

/// Where a run stands on a day; it follows from its dates and is stored nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunStanding {
    /// Its day is to come, or just over.
    Due,
    /// It was done in time.
    Done,
    /// It was done after its day.
    Late,
    /// Its day is over, and it was not done.
    Missed,
}

impl ControlRun {
    /// Returns where it stands on a day, with so many days of grace; nothing where no day was named or it was withdrawn.
    #[must_use]
    pub fn standing(&self, today: Date, grace_days: i32) -> Option<RunStanding> {
        if self.withdrawn_on.is_some() {
            return None;
        }
        let due = self.due.or(self.done_on)?;
        let last = due.checked_add(jiff::Span::new().days(grace_days.clamp(0, 3650))).unwrap_or(Date::MAX);
        Some(match self.done_on {
            Some(done) if done > last => RunStanding::Late,
            Some(_) => RunStanding::Done,
            None if today > last => RunStanding::Missed,
            None => RunStanding::Due,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_late_or_missed_only_after_its_days_of_grace() {
        let day = |day| Date::constant(2026, 3, day);
        let run = |done_on| ControlRun { due: Some(day(1)), done_on, ..ControlRun::default() };
        assert_eq!(run(None).standing(day(8), 7), Some(RunStanding::Due));
        assert_eq!(run(None).standing(day(9), 7), Some(RunStanding::Missed));
        assert_eq!(run(Some(day(8))).standing(day(20), 7), Some(RunStanding::Done));
        assert_eq!(run(Some(day(9))).standing(day(20), 7), Some(RunStanding::Late));
        assert_eq!(ControlRun::default().standing(day(1), 7), None);
        let withdrawn = ControlRun { withdrawn_on: Some(day(1)), ..run(None) };
        assert_eq!(withdrawn.standing(day(9), 7), None);
    }
}
