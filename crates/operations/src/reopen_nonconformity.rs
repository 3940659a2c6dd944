//! Reopen nonconformity: it came back, or what was done does not work.

use model::records::{Nonconformity, NonconformityState, Person, Reopening};
use model::{Date, Isms, Prose, Ref, Words};

use crate::absent::LIST_MAX;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Take a nonconformity up again.
#[derive(Debug, Clone)]
pub struct ReopenNonconformity {
    /// The nonconformity.
    pub nonconformity: Ref<Nonconformity>,
    /// Why.
    pub because: Prose,
}

impl Operation for ReopenNonconformity {
    const NAME: &'static str = "reopen nonconformity";
    const INTENT: &'static str = "nonconformity.reopen";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { nonconformity: id, because } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            NonconformityState::Acted | NonconformityState::Effective | NonconformityState::Closed => {}
            NonconformityState::Open
            | NonconformityState::Corrected
            | NonconformityState::CauseFound
            | NonconformityState::Reopened => {
                return Err(step.not_now(step.record.state.word(), "there is nothing to take up again"));
            }
        }
        step.said(&because, "say why it is taken up again")?;
        let mut reopened = Nonconformity::clone(step.record);
        if reopened.reopenings.len() >= LIST_MAX {
            return Err(step.missing("a new nonconformity; this one was reopened too often"));
        }
        reopened.state = NonconformityState::Reopened;
        reopened.reopenings.push(Reopening { on: Some(today), by: Some(actor), because });
        (reopened.closed_on, reopened.closed_by) = (None, None);
        (reopened.effect_checked_on, reopened.effect_checked_by) = (None, None);
        (reopened.effective, reopened.effect) = (None, Prose::default());
        Ok(vec![isms.put::<Nonconformity>(id, reopened)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{acted, breached, refusal, run};

    #[test]
    fn what_is_taken_up_again_has_no_checked_effect() {
        let mut isms = acted();
        let reopen =
            |because: &str| ReopenNonconformity { nonconformity: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&breached(), reopen("x")), "NC-1 is open; there is nothing to take up again");
        assert_eq!(refusal(&isms, reopen("")), "NC-1 needs more: say why it is taken up again");
        run(&mut isms, reopen("it came back"));
        let found = isms.nonconformities.get(&Ref::number(1)).expect("there");
        assert_eq!((found.state, found.effective), (NonconformityState::Reopened, None));
        assert_eq!(found.reopenings[0].because, "it came back");
    }
}
