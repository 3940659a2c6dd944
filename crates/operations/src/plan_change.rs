//! Plan change: a change is thought through before it is made (6.3).

use model::records::{Person, PlannedChange};
use model::{Date, Isms, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that the plan of a change is complete.
#[derive(Debug, Clone)]
pub struct PlanChange {
    /// The change.
    pub change: Ref<PlannedChange>,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for PlanChange {
    const NAME: &'static str = "plan change";
    const INTENT: &'static str = "change.plan";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { change: id, on } = self;
        let step = Step::of(isms, id, today)?;
        to_come(&step)?;
        if step.record.planned_on.is_some() {
            return Err(step.not_now("planned", "have it approved"));
        }
        step.said(&step.record.purpose, "say what it is for")?;
        step.said(&step.record.consequences, "say what it may bring, also unwanted")?;
        step.said(&step.record.resources, "say who and what it takes")?;
        if step.record.owner.is_none() {
            return Err(step.missing("say who sees to it"));
        }
        if step.record.due.is_none() {
            return Err(step.missing("say on which day it is to take effect"));
        }
        let planned_on = Some(step.day(on, &[])?);
        Ok(vec![
            isms.put::<PlannedChange>(id, PlannedChange { planned_on, ..PlannedChange::clone(step.record) }),
        ])
    }
}

/// Refuses to go on with a change that was made or dropped.
pub(crate) fn to_come(step: &Step<'_, PlannedChange>) -> Result<(), StepRefusal> {
    if step.record.done_on.is_some() {
        return Err(step.not_now("done", "plan a new change"));
    }
    if !step.record.dropped_because.is_empty() {
        return Err(step.not_now("dropped", "plan a new change"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, aiming, create, edit, refusal, run};

    #[test]
    fn a_plan_says_what_for_with_what_effect_by_whom_and_when() {
        let mut isms = aiming();
        run(&mut isms, create("planned change", "New name"));
        let plan = |number| PlanChange { change: Ref::number(number), on: None };
        for (field, text, asks) in [
            ("purpose", "a shorter one", "say what it is for"),
            ("consequences", "new papers", "say what it may bring, also unwanted"),
            ("resources", "a day", "say who and what it takes"),
            ("owner", "PER-1", "say who sees to it"),
            ("due", "2026-06-01", "say on which day it is to take effect"),
        ] {
            assert_eq!(refusal(&isms, plan(2)), format!("CHG-2 needs more: {asks}"));
            run(&mut isms, edit("CHG-2", field, text));
        }
        run(&mut isms, plan(2));
        assert_eq!(isms.planned_changes.get(&Ref::number(2)).expect("there").planned_on, Some(TODAY));
        assert_eq!(refusal(&isms, plan(2)), "CHG-2 is planned; have it approved");
    }
}
