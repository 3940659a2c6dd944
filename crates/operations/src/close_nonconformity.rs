//! Close nonconformity: nothing is left to do.

use model::records::{Nonconformity, NonconformityState, Person};
use model::{Date, Isms, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Close a nonconformity whose actions work, or that needs none for a reason.
#[derive(Debug, Clone)]
pub struct CloseNonconformity {
    /// The nonconformity.
    pub nonconformity: Ref<Nonconformity>,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for CloseNonconformity {
    const NAME: &'static str = "close nonconformity";
    const INTENT: &'static str = "nonconformity.close";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { nonconformity: id, on } = self;
        let step = Step::of(isms, id, today)?;
        let found = step.record;
        match found.state {
            NonconformityState::Effective => {}
            NonconformityState::CauseFound
                if !found.no_action_because.is_empty() && found.actions.is_empty() =>
            {
                step.said(&found.correction, "say what was done to put it right")?;
            }
            NonconformityState::Open
            | NonconformityState::Corrected
            | NonconformityState::CauseFound
            | NonconformityState::Reopened => {
                return Err(
                    step.not_now(found.state.word(), "act on its cause, or say why nothing needs to be done")
                );
            }
            NonconformityState::Acted => {
                return Err(step.not_now("acted", "somebody else has to look whether the actions work"));
            }
            NonconformityState::Closed => return Err(step.not_now("closed", "it was closed before")),
        }
        let first = [
            ("was raised", found.raised_on),
            ("was corrected", found.corrected_on),
            ("had its cause found", found.cause_found_on),
            ("was checked", found.effect_checked_on),
        ];
        let closed_on = Some(step.day(on, &first)?);
        let (state, closed_by) = (NonconformityState::Closed, Some(actor));
        let closed = Nonconformity { state, closed_by, closed_on, ..Nonconformity::clone(found) };
        Ok(vec![isms.put::<Nonconformity>(id, closed)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecordCorrection;
    use crate::testing::{acted, breached, check, edit, explain, refusal, run, run_as};
    use model::YesNo;

    const CLOSE: CloseNonconformity = CloseNonconformity { nonconformity: Ref::number(1), on: None };

    #[test]
    fn it_is_closed_when_somebody_saw_that_the_actions_work() {
        let mut isms = acted();
        let unseen = "NC-1 is acted; somebody else has to look whether the actions work";
        assert_eq!(refusal(&isms, CLOSE), unseen);
        run_as(&mut isms, 2, check(YesNo::Yes));
        run(&mut isms, CLOSE);
        assert_eq!(refusal(&isms, CLOSE), "NC-1 is closed; it was closed before");
    }

    #[test]
    fn it_is_closed_without_action_for_a_reason_once_it_is_put_right() {
        let mut isms = breached();
        run(&mut isms, explain());
        assert!(refusal(&isms, CLOSE).starts_with("NC-1 is cause found; act on its cause"));
        run(&mut isms, edit("NC-1", "no_action_because", "it cannot happen again"));
        assert_eq!(refusal(&isms, CLOSE), "NC-1 needs more: say what was done to put it right");
        let correction = "restored".into();
        run(&mut isms, RecordCorrection { nonconformity: Ref::number(1), correction, on: None });
        run(&mut isms, CLOSE);
    }
}
