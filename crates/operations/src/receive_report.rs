//! Receive report: the body wrote what its audit came to.

use model::records::{Audit, AuditKind, AuditState, Evidence, Person, ReceivedKind};
use model::{Date, Isms, Prose, Ref};

use crate::absent::counted;
use crate::receive_paper::{Paper, received};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Record the report of an audit that the body sent.
#[derive(Debug, Clone)]
pub struct ReceiveReport {
    /// The audit of the body.
    pub audit: Ref<Audit>,
    /// The last day of the work.
    pub done_on: Date,
    /// What the body says that it comes to.
    pub conclusion: Prose,
    /// What the body wrote.
    pub letter: Ref<Evidence>,
    /// When it came; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for ReceiveReport {
    const NAME: &'static str = "receive report";
    const INTENT: &'static str = "certification.receive_report";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { audit: id, done_on, conclusion, letter, on } = self;
        let step = Step::of(isms, id, today)?;
        if !step.record.kind.is_some_and(AuditKind::is_certification) {
            return Err(step.not_now("no audit of the body", "report it from here"));
        }
        match step.record.state {
            AuditState::Planned | AuditState::Running | AuditState::Done | AuditState::Concluded => {}
            AuditState::Reported => return Err(step.not_now("reported", "its report is on record")),
            AuditState::Cancelled => return Err(step.not_now("cancelled", "there is nothing to report")),
        }
        step.said(&conclusion, "say what it comes to, as the body says it")?;
        counted(isms, letter)?;
        let done_on = step.day(Some(done_on), &[("was started", step.record.started_on)])?;
        let on = step.day(on, &[("was done", Some(done_on))])?;
        step.room(&step.record.letters)?;
        let mut told = Audit::clone(step.record);
        told.state = AuditState::Reported;
        told.started_on = told.started_on.or(told.planned_on.filter(|planned| *planned <= done_on));
        told.done_on = Some(done_on);
        told.conclusion = conclusion;
        (told.concluded_on, told.reported_on) = (Some(on), Some(on));
        told.letters.push(letter);
        let what = told.title.clone();
        let mut changes = vec![isms.put::<Audit>(id, told)];
        if let Some(certification) = step.record.certification {
            let about = vec![step.id];
            let paper = Paper { kind: ReceivedKind::Report, what, letter, about, on: Some(on) };
            changes.push(received(isms, certification, paper, today)?);
        }
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, engaged, receive_plan, refusal, run};

    #[test]
    fn a_report_that_came_ends_an_audit_of_the_body() {
        let mut isms = engaged();
        run(&mut isms, receive_plan());
        let told = |number, conclusion: &str| ReceiveReport {
            audit: Ref::number(number),
            done_on: Date::constant(2026, 3, 2),
            conclusion: conclusion.into(),
            letter: Ref::number(1),
            on: None,
        };
        assert_eq!(refusal(&isms, told(1, "x")), "AUD-1 is no audit of the body; report it from here");
        assert!(refusal(&isms, told(2, "")).ends_with("as the body says it"));
        run(&mut isms, told(2, "recommended"));
        let audit = isms.audits.get(&Ref::number(2)).expect("there");
        assert_eq!(
            (audit.state, audit.reported_on, audit.letters.len()),
            (AuditState::Reported, Some(TODAY), 2)
        );
        assert!(audit.reports.is_empty(), "nothing is frozen in the body's name");
        assert_eq!(refusal(&isms, told(2, "x")), "AUD-2 is reported; its report is on record");
    }
}
