//! Withdraw a joint change: what was proposed is taken back, by who proposed it or by the second person; nothing changes.

use model::records::{JointChange, JointState, Person};
use model::{Date, Isms, Prose, Ref};

use crate::stepping::Step;
use crate::{Decided, JointRefusal, Operation};

/// Take back, or refuse, what was proposed.
#[derive(Debug, Clone)]
pub struct WithdrawJointChange {
    /// What was proposed.
    pub change: Ref<JointChange>,
    /// Why.
    pub because: Prose,
}

impl Operation for WithdrawJointChange {
    const NAME: &'static str = "withdraw joint change";
    const INTENT: &'static str = "joint.withdraw";
    type Refusal = JointRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { change: id, because } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.state != JointState::Open {
            return Err(step.not_now("decided", "propose another").into());
        }
        step.said(&because, "say why it is withdrawn")?;
        let withdrawn = JointChange {
            state: JointState::Withdrawn,
            decided_by: Some(actor),
            decided_on: Some(today),
            decided_because: because,
            ..JointChange::clone(step.record)
        };
        Ok(vec![isms.put::<JointChange>(id, withdrawn)])
    }
}
