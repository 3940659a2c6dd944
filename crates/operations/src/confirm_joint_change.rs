//! Confirm a joint change: the second of two persons says yes, and it holds from this moment.

use model::records::{JointChange, JointState, Person};
use model::{Date, Isms, Prose, Ref};

use crate::propose_joint_change::changed;
use crate::stepping::Step;
use crate::{Decided, JointRefusal, Operation, StepRefusal};

/// Confirm what another person proposed.
#[derive(Debug, Clone)]
pub struct ConfirmJointChange {
    /// What was proposed.
    pub change: Ref<JointChange>,
    /// Why; may be left out.
    pub because: Prose,
}

impl Operation for ConfirmJointChange {
    const NAME: &'static str = "confirm joint change";
    const INTENT: &'static str = "joint.confirm";
    type Refusal = JointRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { change: id, because } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            JointState::Open => {}
            JointState::Confirmed => return Err(step.not_now("confirmed", "propose another").into()),
            JointState::Withdrawn => return Err(step.not_now("withdrawn", "propose another").into()),
        }
        step.by_another(actor, step.record.proposed_by, "proposed")?;
        if !step.record.is_open(today) {
            return Err(step.not_now("out of date", "it waits seven days; propose it anew").into());
        }
        if step
            .record
            .record
            .is_some_and(|record| crate::propose_joint_change::is_kept_from(isms, record, actor))
        {
            return Err(StepRefusal::Unsaid(
                "its record is restricted, and not to you; who sees it confirms it",
            )
            .into());
        }
        let now = step.record.record.map(|record| isms.revision(record));
        if now != step.record.stored.record.revision {
            return Err(step
                .not_now("overtaken: its record changed", "withdraw it and propose it anew")
                .into());
        }
        let confirmed = JointChange {
            state: JointState::Confirmed,
            decided_by: Some(actor),
            decided_on: Some(today),
            decided_because: because,
            ..JointChange::clone(step.record)
        };
        let change = changed(isms, &confirmed, today)?;
        Ok([isms.put::<JointChange>(id, confirmed)].into_iter().chain(change).collect())
    }
}
