//! Finish corrective action: it is done, or will not be done.

use model::records::{Nonconformity, NonconformityState, Person};
use model::{Date, Isms, PartId, Prose, Ref};

use crate::stepping::{Step, StepRefusal, people};
use crate::{Decided, Operation};

/// Say that a corrective action is done, or dropped for a reason.
#[derive(Debug, Clone)]
pub struct FinishCorrectiveAction {
    /// The action: `CA-4.2`.
    pub action: PartId,
    /// How it ended.
    pub end: ActionEnd,
}

/// How a corrective action ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionEnd {
    /// It is done.
    Done {
        /// When; today where nothing is said.
        on: Option<Date>,
        /// Who did it; the actor where nothing is said.
        by: Option<Ref<Person>>,
        /// What came of it.
        result: Prose,
    },
    /// It will not be done.
    Dropped {
        /// Why.
        because: Prose,
    },
}

impl Operation for FinishCorrectiveAction {
    const NAME: &'static str = "finish corrective action";
    const INTENT: &'static str = "nonconformity.act";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { action, end } = self;
        let (id, number) = match action {
            PartId::CorrectiveAction(nonconformity, number) => (nonconformity, number),
            PartId::Decision(..) | PartId::GapEntry(..) => {
                let expected = "a corrective action such as CA-4.2";
                return Err(StepRefusal::OtherPart { part: Box::new(action), expected });
            }
        };
        let step = Step::of(isms, id, today)?;
        let mut acted = Nonconformity::clone(step.record);
        let what = "corrective action";
        let Some(action) = acted.actions.iter_mut().find(|action| action.number == number) else {
            return Err(StepRefusal::NoPart { id: step.id, what, number });
        };
        if !action.is_open() {
            return Err(step.not_now("past that action", "it was done or dropped before"));
        }
        match end {
            ActionEnd::Done { on, by, result } => {
                step.said(&result, "say what came of the action")?;
                people(isms, by.as_slice())?;
                action.done_on = Some(step.day(on, &[("was raised", step.record.raised_on)])?);
                action.done_by = by.or(Some(actor));
                action.result = result;
            }
            ActionEnd::Dropped { because } => {
                step.said(&because, "say why the action is dropped")?;
                action.dropped_because = because;
            }
        }
        let done = acted.actions.iter().any(|action| action.done_on.is_some());
        if done && acted.actions.iter().all(|action| !action.is_open()) {
            acted.state = match acted.state {
                NonconformityState::Open
                | NonconformityState::Corrected
                | NonconformityState::CauseFound
                | NonconformityState::Acted
                | NonconformityState::Reopened => NonconformityState::Acted,
                NonconformityState::Effective => NonconformityState::Effective,
                NonconformityState::Closed => NonconformityState::Closed,
            };
        }
        Ok(vec![isms.put::<Nonconformity>(id, acted)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, breached, explain, plan, refusal, run};

    #[test]
    fn all_actions_ended_with_one_done_is_acted() {
        let mut isms = breached();
        run(&mut isms, explain());
        run(&mut isms, plan("Train"));
        run(&mut isms, plan("Remind"));
        assert_eq!(refusal(&isms, act(3)), "NC-1 has no corrective action 3");
        let drop = |because: &str| FinishCorrectiveAction {
            end: ActionEnd::Dropped { because: because.into() },
            ..act(2)
        };
        assert_eq!(refusal(&isms, drop("")), "NC-1 needs more: say why the action is dropped");
        run(&mut isms, drop("not needed"));
        let state = |isms: &Isms| isms.nonconformities.get(&Ref::number(1)).map(|found| found.state);
        assert_eq!(state(&isms), Some(NonconformityState::CauseFound));
        run(&mut isms, act(1));
        assert_eq!(state(&isms), Some(NonconformityState::Acted));
        assert!(refusal(&isms, act(1)).ends_with("it was done or dropped before"));
    }
}
