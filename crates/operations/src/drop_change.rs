//! Drop change: a planned change will not be made.

use model::records::{Person, PlannedChange};
use model::{Date, Isms, Prose, Ref};

use crate::plan_change::to_come;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that a change will not be made.
#[derive(Debug, Clone)]
pub struct DropChange {
    /// The change.
    pub change: Ref<PlannedChange>,
    /// Why.
    pub because: Prose,
}

impl Operation for DropChange {
    const NAME: &'static str = "drop change";
    const INTENT: &'static str = "change.drop";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { change: id, because } = self;
        let step = Step::of(isms, id, today)?;
        to_come(&step)?;
        step.said(&because, "say why it will not be made")?;
        let dropped = PlannedChange { dropped_because: because, ..PlannedChange::clone(step.record) };
        Ok(vec![isms.put::<PlannedChange>(id, dropped)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PlanChange;
    use crate::testing::{aiming, refusal, run};

    #[test]
    fn a_dropped_change_says_why_and_goes_no_further() {
        let mut isms = aiming();
        let drop = |because: &str| DropChange { change: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, drop(" ")), "CHG-1 needs more: say why it will not be made");
        run(&mut isms, drop("too dear"));
        let plan = PlanChange { change: Ref::number(1), on: None };
        assert_eq!(refusal(&isms, plan), "CHG-1 is dropped; plan a new change");
    }
}
