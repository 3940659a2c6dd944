//! Finish audit: the work of the auditors is done.

use model::records::{Audit, AuditState, Person};
use model::{Date, Isms, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Finish the work of an audit; what it comes to is said after.
#[derive(Debug, Clone)]
pub struct FinishAudit {
    /// The audit.
    pub audit: Ref<Audit>,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for FinishAudit {
    const NAME: &'static str = "finish audit";
    const INTENT: &'static str = "audit.finish";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { audit: id, on } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            AuditState::Running => {}
            AuditState::Planned => return Err(step.not_now("planned", "start it first")),
            AuditState::Done | AuditState::Concluded | AuditState::Reported | AuditState::Cancelled => {
                return Err(step.not_now(step.record.state.word(), "there is no work left to finish"));
            }
        }
        let done_on = Some(step.day(on, &[("was started", step.record.started_on)])?);
        let done = Audit { state: AuditState::Done, done_on, ..Audit::clone(step.record) };
        Ok(vec![isms.put::<Audit>(id, done)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StartAudit;
    use crate::testing::{engaged, refusal, run};

    #[test]
    fn an_audit_ends_after_it_began() {
        let mut isms = engaged();
        let finish = |on| FinishAudit { audit: Ref::number(1), on };
        assert_eq!(refusal(&isms, finish(None)), "AUD-1 is planned; start it first");
        run(&mut isms, StartAudit { audit: Ref::number(1), on: Some(Date::constant(2026, 3, 2)) });
        let early = finish(Some(Date::constant(2026, 3, 1)));
        let words = "2026-03-01 is before 2026-03-02, when AUD-1 was started; expected a day from then on";
        assert_eq!(refusal(&isms, early), words);
        run(&mut isms, finish(None));
        assert_eq!(isms.audits.get(&Ref::number(1)).map(|audit| audit.state), Some(AuditState::Done));
    }
}
