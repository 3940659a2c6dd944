//! Cancel audit: it will not take place, for a reason.

use model::records::{Audit, AuditState, Person};
use model::{Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Cancel an audit that is planned or running.
#[derive(Debug, Clone)]
pub struct CancelAudit {
    /// The audit.
    pub audit: Ref<Audit>,
    /// Why.
    pub because: Prose,
}

impl Operation for CancelAudit {
    const NAME: &'static str = "cancel audit";
    const INTENT: &'static str = "audit.cancel";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { audit: id, because } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            AuditState::Planned | AuditState::Running => {}
            AuditState::Done | AuditState::Concluded | AuditState::Reported | AuditState::Cancelled => {
                return Err(step.not_now(step.record.state.word(), "only what is to come can be cancelled"));
            }
        }
        step.said(&because, "say why it will not take place")?;
        let state = AuditState::Cancelled;
        let cancelled = Audit { state, cancelled_because: because, ..Audit::clone(step.record) };
        Ok(vec![isms.put::<Audit>(id, cancelled)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StartAudit;
    use crate::testing::{engaged, refusal, run};

    #[test]
    fn an_audit_is_cancelled_once_for_a_reason_and_does_not_start_again() {
        let mut isms = engaged();
        let cancel = |because: &str| CancelAudit { audit: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, cancel("")), "AUD-1 needs more: say why it will not take place");
        run(&mut isms, cancel("the site is closed"));
        assert_eq!(refusal(&isms, cancel("x")), "AUD-1 is cancelled; only what is to come can be cancelled");
        let start = StartAudit { audit: Ref::number(1), on: None };
        assert_eq!(refusal(&isms, start), "AUD-1 is cancelled; plan a new audit instead");
    }
}
