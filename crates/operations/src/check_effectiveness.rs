//! Check effectiveness: somebody who did not act looks whether the actions work.

use model::records::{Nonconformity, NonconformityState, Person, Reopening};
use model::{Date, Isms, Prose, Ref, Words, YesNo};
use thiserror::Error;

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say whether the actions on a nonconformity work.
#[derive(Debug, Clone)]
pub struct CheckEffectiveness {
    /// The nonconformity.
    pub nonconformity: Ref<Nonconformity>,
    /// Whether they do; a no takes it up again.
    pub effective: YesNo,
    /// What was looked at, and what was seen.
    pub effect: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

/// Why an effect cannot be checked.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CheckEffectivenessRefusal {
    /// The step does not fit.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// Who looks has acted.
    #[error("{by} did or owns action {number} of {nonconformity}; somebody else looks whether it works")]
    ByDoer {
        /// Who looks.
        by: Ref<Person>,
        /// The nonconformity.
        nonconformity: Ref<Nonconformity>,
        /// The action.
        number: u32,
    },
}

impl Operation for CheckEffectiveness {
    const NAME: &'static str = "check effectiveness";
    const INTENT: &'static str = "nonconformity.check";
    type Refusal = CheckEffectivenessRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { nonconformity: id, effective, effect, on } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            NonconformityState::Acted => {}
            NonconformityState::Open
            | NonconformityState::Corrected
            | NonconformityState::CauseFound
            | NonconformityState::Reopened => {
                return Err(step
                    .not_now(step.record.state.word(), "finish its corrective actions first")
                    .into());
            }
            NonconformityState::Effective | NonconformityState::Closed => {
                return Err(step.not_now(step.record.state.word(), "its effect was checked").into());
            }
        }
        step.said(&effect, "say what was looked at, and what was seen")?;
        for action in &step.record.actions {
            let owns = action.owner.as_ref().and_then(|owner| owner.person(isms)) == Some(actor);
            if owns || action.done_by == Some(actor) {
                return Err(CheckEffectivenessRefusal::ByDoer {
                    by: actor,
                    nonconformity: id,
                    number: action.number,
                });
            }
        }
        let last = step.record.actions.iter().filter_map(|action| action.done_on).max();
        let first = [
            ("had its last action done", last),
            ("had its cause found", step.record.cause_found_on),
            ("was corrected", step.record.corrected_on),
        ];
        let on = step.day(on, &first)?;
        let mut checked = Nonconformity::clone(step.record);
        checked.state = match effective {
            YesNo::Yes => NonconformityState::Effective,
            YesNo::No => NonconformityState::Reopened,
        };
        if effective == YesNo::No {
            checked.reopenings.push(Reopening { on: Some(on), by: Some(actor), because: effect.clone() });
        }
        (checked.effect_checked_by, checked.effect_checked_on) = (Some(actor), Some(on));
        (checked.effective, checked.effect) = (Some(effective), effect);
        Ok(vec![isms.put::<Nonconformity>(id, checked)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{acted, breached, check, refusal, refusal_of, run_as};

    #[test]
    fn nobody_checks_the_own_action() {
        let mut isms = acted();
        assert!(refusal(&breached(), check(YesNo::Yes)).ends_with("finish its corrective actions first"));
        let own = "PER-1 did or owns action 1 of NC-1; somebody else looks whether it works";
        assert_eq!(refusal_of(&isms, 1, check(YesNo::Yes)), own);
        run_as(&mut isms, 2, check(YesNo::No));
        let found = isms.nonconformities.get(&Ref::number(1)).expect("there");
        assert_eq!((found.state, found.reopenings.len()), (NonconformityState::Reopened, 1));
        let mut isms = acted();
        run_as(&mut isms, 2, check(YesNo::Yes));
        let found = isms.nonconformities.get(&Ref::number(1)).expect("there");
        assert_eq!(
            (found.state, found.effect_checked_by),
            (NonconformityState::Effective, Some(Ref::number(2)))
        );
    }
}
