//! React to objective: what dealt with an objective that was missed.

use model::records::{NonconformitySource, Objective, ObjectiveOutcome, Person};
use model::{Date, Isms, Ref};

use crate::follow_up::Origin;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, FollowUp, Operation};

/// Say what dealt with a missed objective, or begin it.
#[derive(Debug, Clone)]
pub struct ReactToObjective {
    /// The objective.
    pub objective: Ref<Objective>,
    /// The review, nonconformity, action or improvement.
    pub reaction: FollowUp,
}

impl Operation for ReactToObjective {
    const NAME: &'static str = "react to objective";
    const INTENT: &'static str = "objective.react";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { objective: id, reaction } = self;
        let step = Step::of(isms, id, today)?;
        let behind = step.record.newest(today).and_then(|progress| progress.value);
        match step.record.outcome {
            Some(ObjectiveOutcome::Missed | ObjectiveOutcome::Dropped) => {}
            Some(ObjectiveOutcome::Reached) => {
                return Err(step.not_now("reached", "there is nothing to react to"));
            }
            None if behind.and_then(|value| step.record.is_missed_by(value)) == Some(true) => {}
            None => return Err(step.not_now("open", "it is neither missed nor behind its target")),
        }
        step.room(&step.record.reaction)?;
        let origin = Origin {
            id: step.id,
            source: NonconformitySource::Monitoring,
            control: None,
            evidence: Vec::new(),
        };
        let (begun, change) = reaction.begin(isms, origin, today)?;
        if step.record.reaction.contains(&begun) {
            return Err(step.not_now("dealt with by that", "it is linked there"));
        }
        let mut reacted = Objective::clone(step.record);
        reacted.reaction.push(begun);
        Ok(change.into_iter().chain([isms.put::<Objective>(id, reacted)]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SetProgress;
    use crate::testing::{aiming, breach, id, refusal, run};
    use model::Decimal;

    #[test]
    fn a_reaction_needs_an_objective_that_is_behind() {
        let mut isms = aiming();
        let react = |reaction| ReactToObjective { objective: Ref::number(1), reaction };
        assert!(refusal(&isms, react(breach("Behind"))).ends_with("neither missed nor behind its target"));
        let value = Some(Decimal::whole(4));
        run(&mut isms, SetProgress { objective: Ref::number(1), value, note: "".into(), on: None });
        run(&mut isms, react(breach("Behind")));
        assert_eq!(isms.objectives.get(&Ref::number(1)).expect("there").reaction, [id("NC-1")]);
        assert!(
            refusal(&isms, react(FollowUp::Begun(id("NC-1")))).starts_with("OBJ-1 is dealt with by that")
        );
    }
}
