//! The plan: the date wanted, and when each phase starts and ends.

use crate::field::{part, record};
use crate::{Date, Decimal, Line, Prose};
record! {
    /// The plan of the engagement; what rules call *ahead* reads it.
    Plan => plan, "PLAN", "plan", "plan", clause "6.2", single true,
    "The phases of the way to the certificate, with dates.";
    title: Line, Form "Title", "What the plan is called.";
    wanted_on: Option<Date>, Form "Wanted by", "The date by which the certificate is wanted.";
    phases: Vec<Phase>, Form "Phases", "The nine phases, each with start and end.";
    audit_days: Option<Decimal>, Form "Audit days", "Auditor days of the first audit, both stages, where the body has named them; else they follow from the people in scope.";
    audit_persons: Option<u32>, Form "Persons for the audit", "How many persons the body counts in the scope, where that differs from the people of the organisation.";
    worked_out: Vec<Phase>, Operation "Phases as worked out", "The dates that were worked out last; a phase that differs was moved by a person and keeps its dates.";
    notes: Prose, Form "Notes", "What the dates rest on.";
}

part! {
    /// One phase of the plan.
    Phase;
    number: u32, "Phase", "1 scope, 2 risk, 3 treatment and SoA, 4 operate, 5 check, 6 Stage 1, 7 Stage 2, 8 certificate, 9 surveillance.";
    starts_on: Option<Date>, "Starts on", "Its first day.";
    ends_on: Option<Date>, "Ends on", "Its last day.";
}

impl Plan {
    /// Says whether a person gave this phase other dates than were worked out.
    #[must_use]
    pub fn was_moved(&self, number: u32) -> bool {
        let worked_out = self.worked_out.iter().find(|phase| phase.number == number);
        self.phase(number).is_some_and(|phase| worked_out != Some(phase))
    }

    /// Returns the phase of this number.
    #[must_use]
    pub fn phase(&self, number: u32) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.number == number)
    }
}
