//! Dates that cannot be: a milestone on a weekend, Stage 2 before Stage 1.

use std::fmt;

use model::Date;
use model::records::{Phase, Plan};

use super::days::{friday_before, monday_from};
use super::title;

/// Why dates of a plan cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disorder {
    /// A phase begins on a weekend.
    BeginsOnWeekend {
        /// The phase.
        number: u32,
        /// The day.
        on: Date,
    },
    /// A phase ends on a weekend.
    EndsOnWeekend {
        /// The phase.
        number: u32,
        /// The day.
        on: Date,
    },
    /// A phase begins before the one that it needs is over.
    TooEarly {
        /// The phase.
        number: u32,
        /// Its first day.
        starts: Date,
        /// What it needs.
        needs: u32,
        /// The last day of that.
        ends: Date,
    },
}

impl fmt::Display for Disorder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeginsOnWeekend { number, on } => write!(
                out,
                "{} would begin on {on}, a {}; the Monday after is {}",
                title(*number),
                on.strftime("%A"),
                monday_from(*on)
            ),
            Self::EndsOnWeekend { number, on } => write!(
                out,
                "{} would end on {on}, a {}; the Friday before is {}",
                title(*number),
                on.strftime("%A"),
                friday_before(*on)
            ),
            Self::TooEarly { number, starts, needs, ends } => write!(
                out,
                "{} would begin on {starts}, and {} ends on {ends}; expected a day after that",
                title(*number),
                title(*needs)
            ),
        }
    }
}

/// What cannot begin before what: the audits and the certificate stand in one order.
const NEEDS: [(u32, u32); 3] = [(7, 6), (8, 7), (9, 8)];

/// Says whether a day is a Saturday or a Sunday.
fn is_weekend(day: Date) -> bool {
    day.weekday().to_monday_zero_offset() >= 5
}

/// Returns what is wrong with the days of a phase that a person moves; the years of a certificate end by the calendar.
#[must_use]
pub fn weekend(moved: &Phase) -> Option<Disorder> {
    let number = moved.number;
    let begins = moved.starts_on.filter(|on| is_weekend(*on));
    let ends = moved.ends_on.filter(|on| is_weekend(*on) && number < 9);
    begins
        .map(|on| Disorder::BeginsOnWeekend { number, on })
        .or_else(|| ends.map(|on| Disorder::EndsOnWeekend { number, on }))
}

/// Returns what is out of order in a plan, around the phases that a person moves.
#[must_use]
pub fn disorder(plan: &Plan, moved: &[u32]) -> Option<Disorder> {
    let touched = NEEDS.iter().filter(|(later, earlier)| moved.contains(later) || moved.contains(earlier));
    touched
        .filter_map(|(number, needs)| {
            let starts = plan.phase(*number)?.starts_on?;
            let ends = plan.phase(*needs)?.ends_on?;
            let (number, needs) = (*number, *needs);
            (starts <= ends).then_some(Disorder::TooEarly { number, starts, needs, ends })
        })
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phase(number: u32, starts: &str, ends: &str) -> Phase {
        let day = |text: &str| text.parse().ok();
        Phase { number, starts_on: day(starts), ends_on: day(ends) }
    }

    #[test]
    fn a_milestone_does_not_fall_on_a_weekend() {
        let said = |moved: Phase| weekend(&moved).map(|wrong| wrong.to_string());
        assert_eq!(
            said(phase(7, "2027-05-01", "")).as_deref(),
            Some("Stage 2 would begin on 2027-05-01, a Saturday; the Monday after is 2027-05-03")
        );
        assert_eq!(
            said(phase(7, "2027-05-03", "2027-05-09")).as_deref(),
            Some("Stage 2 would end on 2027-05-09, a Sunday; the Friday before is 2027-05-07")
        );
        assert_eq!(said(phase(7, "2027-05-03", "2027-05-07")), None);
        assert_eq!(said(phase(9, "2027-05-03", "2030-05-04")), None, "a certificate ends by the calendar");
    }

    #[test]
    fn stage_2_does_not_begin_before_stage_1_is_over() {
        let phases = vec![phase(6, "2027-03-01", "2027-03-05"), phase(7, "2027-03-05", "2027-03-12")];
        let mut plan = Plan { phases, ..Plan::default() };
        assert_eq!(
            disorder(&plan, &[7]).map(|wrong| wrong.to_string()).as_deref(),
            Some(
                "Stage 2 would begin on 2027-03-05, and Stage 1 ends on 2027-03-05; expected a day after that"
            )
        );
        assert_eq!(disorder(&plan, &[2]), None, "what nobody moves stays as it was");
        plan.phases[1] = phase(7, "2027-03-08", "2027-03-12");
        assert_eq!(disorder(&plan, &[6, 7]), None);
    }
}
