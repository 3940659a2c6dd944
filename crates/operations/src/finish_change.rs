//! Finish change: an approved change took effect.

use model::records::{Person, PlannedChange};
use model::{Date, Isms, Prose, Ref};

use crate::plan_change::to_come;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that a change took effect, and what came of it.
#[derive(Debug, Clone)]
pub struct FinishChange {
    /// The change.
    pub change: Ref<PlannedChange>,
    /// What came of it, and what was mended.
    pub result: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for FinishChange {
    const NAME: &'static str = "finish change";
    const INTENT: &'static str = "change.finish";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { change: id, result, on } = self;
        let step = Step::of(isms, id, today)?;
        to_come(&step)?;
        if step.record.approved_on.is_none() {
            return Err(step.not_now("not approved", "have it approved before it is made"));
        }
        step.said(&result, "say what came of it")?;
        let done_on = Some(step.day(on, &[("was approved", step.record.approved_on)])?);
        let finished = PlannedChange { done_on, result, ..PlannedChange::clone(step.record) };
        Ok(vec![isms.put::<PlannedChange>(id, finished)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{aiming, refusal, run};
    use crate::{ApproveChange, PlanChange};

    #[test]
    fn a_change_is_made_after_it_was_allowed() {
        let mut isms = aiming();
        let finish = |on| FinishChange { change: Ref::number(1), result: "moved".into(), on };
        assert_eq!(refusal(&isms, finish(None)), "CHG-1 is not approved; have it approved before it is made");
        run(&mut isms, PlanChange { change: Ref::number(1), on: None });
        run(&mut isms, ApproveChange { change: Ref::number(1) });
        assert!(refusal(&isms, finish(Some(Date::constant(2026, 3, 1)))).contains("when CHG-1 was approved"));
        run(&mut isms, finish(None));
        assert_eq!(refusal(&isms, finish(None)), "CHG-1 is done; plan a new change");
    }
}
