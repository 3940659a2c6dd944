//! Start audit: the auditors begin their work.

use model::records::{Audit, AuditState, Person};
use model::{Date, Isms, Ref, Words};

use crate::stepping::{Step, StepRefusal, people};
use crate::{Decided, Operation};

/// Start an audit that was planned.
#[derive(Debug, Clone)]
pub struct StartAudit {
    /// The audit.
    pub audit: Ref<Audit>,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for StartAudit {
    const NAME: &'static str = "start audit";
    const INTENT: &'static str = "audit.start";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { audit: id, on } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            AuditState::Planned => {}
            AuditState::Running | AuditState::Done | AuditState::Concluded | AuditState::Reported => {
                return Err(step.not_now(step.record.state.word(), "it was started before"));
            }
            AuditState::Cancelled => {
                return Err(step.not_now(step.record.state.word(), "plan a new audit instead"));
            }
        }
        if step.record.auditors.is_empty() {
            return Err(step.missing("name who audits"));
        }
        people(isms, &step.record.auditors)?;
        let started_on = Some(step.day(on, &[])?);
        let started = Audit { state: AuditState::Running, started_on, ..Audit::clone(step.record) };
        Ok(vec![isms.put::<Audit>(id, started)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, engaged, refusal, run};

    #[test]
    fn an_audit_is_started_once_and_by_somebody() {
        let mut isms = engaged();
        let start = |on| StartAudit { audit: Ref::number(1), on };
        run(&mut isms, edit("AUD-1", "auditors", ""));
        assert_eq!(refusal(&isms, start(None)), "AUD-1 needs more: name who audits");
        run(&mut isms, edit("AUD-1", "auditors", "PER-2"));
        let ahead = start(Some(Date::constant(2026, 3, 4)));
        assert_eq!(refusal(&isms, ahead), "2026-03-04 is a day to come; record AUD-1 when it has happened");
        run(&mut isms, start(None));
        assert_eq!(refusal(&isms, start(None)), "AUD-1 is running; it was started before");
    }
}
