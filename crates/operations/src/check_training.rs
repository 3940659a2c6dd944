//! Check training: somebody looked whether a training helped (7.2 c).

use model::records::{Person, Training};
use model::{Date, Isms, Prose, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say whether a training helped.
#[derive(Debug, Clone)]
pub struct CheckTraining {
    /// The training.
    pub training: Ref<Training>,
    /// What was looked at, and what was seen.
    pub effect: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for CheckTraining {
    const NAME: &'static str = "check training";
    const INTENT: &'static str = "training.check";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { training: id, effect, on } = self;
        let step = Step::of(isms, id, today)?;
        let Some(done_on) = step.record.done_on else {
            return Err(step.not_now("to come", "record who took part first"));
        };
        if step.record.effect_checked_on.is_some() {
            return Err(step.not_now("checked", "its effect was looked at before"));
        }
        step.said(&effect, "say what was looked at, and what was seen")?;
        let effect_checked_on = Some(step.day(on, &[("took place", Some(done_on))])?);
        let checked = Training { effect_checked_on, effect, ..Training::clone(step.record) };
        Ok(vec![isms.put::<Training>(id, checked)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{create, edit, refusal, run, small};

    #[test]
    fn the_effect_is_looked_at_after_the_training_and_in_words() {
        let mut isms = small();
        run(&mut isms, create("training", "Passwords"));
        let check =
            |effect: &str| CheckTraining { training: Ref::number(1), effect: effect.into(), on: None };
        assert_eq!(refusal(&isms, check("x")), "TRN-1 is to come; record who took part first");
        run(&mut isms, edit("TRN-1", "done_on", "2026-03-01"));
        assert!(refusal(&isms, check("")).starts_with("TRN-1 needs more: say what was looked at"));
        run(&mut isms, check("ten screens, all locked"));
        assert_eq!(refusal(&isms, check("x")), "TRN-1 is checked; its effect was looked at before");
    }
}
