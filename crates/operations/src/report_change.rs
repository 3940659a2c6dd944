//! Report change: the certification body was told of a change.

use model::records::{Person, PlannedChange};
use model::{Date, Isms, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Record that the certification body was told of a change.
#[derive(Debug, Clone)]
pub struct ReportChange {
    /// The change.
    pub change: Ref<PlannedChange>,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for ReportChange {
    const NAME: &'static str = "report change";
    const INTENT: &'static str = "change.report";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { change: id, on } = self;
        let step = Step::of(isms, id, today)?;
        if !step.record.dropped_because.is_empty() {
            return Err(step.not_now("dropped", "there is nothing to tell the body"));
        }
        if step.record.planned_on.is_none() {
            return Err(step.not_now("not planned", "complete its plan first"));
        }
        if step.record.reported_on.is_some() {
            return Err(step.not_now("reported", "the body was told before"));
        }
        let reported_on = Some(step.day(on, &[("was planned", step.record.planned_on)])?);
        let reported = PlannedChange { reported_on, ..PlannedChange::clone(step.record) };
        Ok(vec![isms.put::<PlannedChange>(id, reported)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PlanChange;
    use crate::testing::{TODAY, aiming, refusal, run};

    #[test]
    fn the_body_is_told_once_of_what_was_planned() {
        let mut isms = aiming();
        let report = || ReportChange { change: Ref::number(1), on: None };
        assert_eq!(refusal(&isms, report()), "CHG-1 is not planned; complete its plan first");
        run(&mut isms, PlanChange { change: Ref::number(1), on: None });
        run(&mut isms, report());
        assert_eq!(isms.planned_changes.get(&Ref::number(1)).expect("there").reported_on, Some(TODAY));
        assert_eq!(refusal(&isms, report()), "CHG-1 is reported; the body was told before");
    }
}
