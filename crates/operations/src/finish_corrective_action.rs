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
                let first = [
                    ("was raised", step.record.raised_on),
                    ("had its cause found", step.record.cause_found_on),
                ];
                action.done_on = Some(step.day(on, &first)?);
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
    use crate::testing::{act, breached, check, explain, plan, put, refusal, refusal_of, run, run_as};

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

    #[test]
    fn an_action_follows_the_cause_and_the_look_follows_the_action() {
        let mut isms = breached();
        let day = |day| Some(Date::constant(2026, 3, day));
        put(&mut isms, raised_on(&breached(), day(1)));
        let early = crate::RecordCause { on: Some(Date::constant(2026, 2, 28)), ..explain() };
        assert!(refusal(&isms, early).contains("when NC-1 was raised"));
        run(&mut isms, crate::RecordCause { on: day(2), ..explain() });
        run(&mut isms, plan("Train"));
        let done = |on| {
            let end = ActionEnd::Done { on, by: None, result: "all were told".into() };
            FinishCorrectiveAction { end, ..act(1) }
        };
        assert!(refusal(&isms, done(day(1))).contains("when NC-1 had its cause found"));
        run(&mut isms, done(day(2)));
        let correction = crate::RecordCorrection {
            nonconformity: Ref::number(1),
            correction: "screens locked".into(),
            on: day(3),
        };
        run(&mut isms, correction);
        let look = |on| crate::CheckEffectiveness { on, ..check(model::YesNo::Yes) };
        assert!(refusal_of(&isms, 2, look(day(1))).contains("when NC-1 had its last action done"));
        assert!(refusal_of(&isms, 2, look(day(2))).contains("when NC-1 was corrected"));
        run_as(&mut isms, 2, look(day(3)));
    }

    /// Returns the nonconformity as raised on a day.
    fn raised_on(isms: &Isms, day: Option<Date>) -> (Ref<Nonconformity>, Nonconformity) {
        let breach = Nonconformity::clone(isms.nonconformities.get(&Ref::number(1)).expect("opened"));
        (Ref::number(1), Nonconformity { raised_on: day, ..breach })
    }
}
