//! Set progress: how far an objective is on a day (6.2).

use model::records::{Objective, Person, Progress};
use model::{Date, Decimal, Isms, Line, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say how far an objective is.
#[derive(Debug, Clone)]
pub struct SetProgress {
    /// The objective.
    pub objective: Ref<Objective>,
    /// The number reached, where it is measured.
    pub value: Option<Decimal>,
    /// What explains it.
    pub note: Line,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for SetProgress {
    const NAME: &'static str = "set progress";
    const INTENT: &'static str = "objective.progress";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { objective: id, value, note, on } = self;
        let step = Step::of(isms, id, today)?;
        still_open(&step)?;
        if value.is_none() && note.is_empty() {
            return Err(step.missing("say the number reached, or how far it is"));
        }
        let on = step.day(on, &[("was set", step.record.set_on)])?;
        step.room(&step.record.progress)?;
        let mut set = Objective::clone(step.record);
        // One word a day: the last one holds.
        set.progress.retain(|progress| progress.on != Some(on));
        set.progress.push(Progress { on: Some(on), value, note });
        set.progress.sort_by_key(|progress| progress.on);
        if set.progress == step.record.progress {
            return Err(step.not_now("that far", "the same is on record for that day"));
        }
        Ok(vec![isms.put::<Objective>(id, set)])
    }
}

/// Refuses to change an objective that ended.
pub(crate) fn still_open(step: &Step<'_, Objective>) -> Result<(), StepRefusal> {
    match step.record.outcome {
        None => Ok(()),
        Some(outcome) => Err(step.not_now(outcome.word(), "set a new objective")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{aiming, refusal, run};

    #[test]
    fn progress_stands_in_the_order_of_days_one_word_for_each() {
        let mut isms = aiming();
        let set = |value, on| SetProgress { objective: Ref::number(1), value, note: "".into(), on };
        assert!(refusal(&isms, set(None, None)).ends_with("say the number reached, or how far it is"));
        let (nine, seven) = (Some(Decimal::whole(9)), Some(Decimal::whole(7)));
        run(&mut isms, set(seven, None));
        run(&mut isms, set(nine, Some(Date::constant(2026, 2, 1))));
        run(&mut isms, set(Some(Decimal::whole(6)), None));
        let objective = isms.objectives.get(&Ref::number(1)).expect("there");
        let values: Vec<_> = objective.progress.iter().map(|progress| progress.value).collect();
        assert_eq!(values, [nine, Some(Decimal::whole(6))]);
        assert!(refusal(&isms, set(Some(Decimal::whole(6)), None)).starts_with("OBJ-1 is that far"));
    }
}
