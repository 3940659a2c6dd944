//! Approve change: a planned change may be made.

use model::records::{Person, PlannedChange};
use model::{Date, Isms, Ref};

use crate::plan_change::to_come;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Allow a planned change.
#[derive(Debug, Clone)]
pub struct ApproveChange {
    /// The change.
    pub change: Ref<PlannedChange>,
}

impl Operation for ApproveChange {
    const NAME: &'static str = "approve change";
    const INTENT: &'static str = "change.approve";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.change;
        let step = Step::of(isms, id, today)?;
        to_come(&step)?;
        if step.record.planned_on.is_none() {
            return Err(step.not_now("not planned", "complete its plan first"));
        }
        if step.record.approved_on.is_some() {
            return Err(step.not_now("approved", "it was allowed before"));
        }
        step.day(None, &[("was planned", step.record.planned_on)])?;
        let approved = PlannedChange {
            approved_by: Some(actor),
            approved_on: Some(today),
            ..PlannedChange::clone(step.record)
        };
        Ok(vec![isms.put::<PlannedChange>(id, approved)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PlanChange;
    use crate::testing::{aiming, refusal, run};

    #[test]
    fn only_a_change_with_a_complete_plan_is_approved_and_once() {
        let mut isms = aiming();
        let approve = || ApproveChange { change: Ref::number(1) };
        assert_eq!(refusal(&isms, approve()), "CHG-1 is not planned; complete its plan first");
        run(&mut isms, PlanChange { change: Ref::number(1), on: None });
        run(&mut isms, approve());
        assert_eq!(refusal(&isms, approve()), "CHG-1 is approved; it was allowed before");
    }
}
