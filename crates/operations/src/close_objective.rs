//! Close objective: it was reached, missed or given up.

use model::records::{Objective, ObjectiveOutcome, Person};
use model::{Date, Isms, Prose, Ref};

use crate::set_progress::still_open;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say what became of an objective.
#[derive(Debug, Clone)]
pub struct CloseObjective {
    /// The objective.
    pub objective: Ref<Objective>,
    /// What became of it.
    pub outcome: ObjectiveOutcome,
    /// What explains it; has to be said where it was not reached.
    pub because: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for CloseObjective {
    const NAME: &'static str = "close objective";
    const INTENT: &'static str = "objective.close";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { objective: id, outcome, because, on } = self;
        let step = Step::of(isms, id, today)?;
        still_open(&step)?;
        match outcome {
            ObjectiveOutcome::Missed | ObjectiveOutcome::Dropped => {
                step.said(&because, "say why it was not reached")?;
            }
            ObjectiveOutcome::Reached => {
                let last = step.record.newest(today).and_then(|progress| progress.value);
                if last.and_then(|value| step.record.is_missed_by(value)) == Some(true) {
                    return Err(step.missing("a last progress that reaches the target"));
                }
            }
        }
        let last = step.record.progress.iter().filter_map(|progress| progress.on).max();
        let first = [("was set", step.record.set_on), ("had its last progress", last)];
        let closed = Objective {
            outcome: Some(outcome),
            closed_on: Some(step.day(on, &first)?),
            outcome_because: because,
            ..Objective::clone(step.record)
        };
        Ok(vec![isms.put::<Objective>(id, closed)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SetProgress;
    use crate::testing::{aiming, refusal, run};
    use model::Decimal;

    #[test]
    fn an_objective_is_reached_by_its_numbers_and_missed_for_a_reason() {
        let mut isms = aiming();
        let value = Some(Decimal::whole(4));
        run(&mut isms, SetProgress { objective: Ref::number(1), value, note: "".into(), on: None });
        let close = |outcome, because: &str| CloseObjective {
            objective: Ref::number(1),
            outcome,
            because: because.into(),
            on: None,
        };
        let short = refusal(&isms, close(ObjectiveOutcome::Reached, ""));
        assert_eq!(short, "OBJ-1 needs more: a last progress that reaches the target");
        let silent = refusal(&isms, close(ObjectiveOutcome::Missed, ""));
        assert_eq!(silent, "OBJ-1 needs more: say why it was not reached");
        run(&mut isms, close(ObjectiveOutcome::Missed, "the tool came late"));
        assert_eq!(
            refusal(&isms, close(ObjectiveOutcome::Reached, "")),
            "OBJ-1 is missed; set a new objective"
        );
    }
}
