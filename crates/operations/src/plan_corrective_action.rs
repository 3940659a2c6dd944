//! Plan corrective action: what keeps a nonconformity from happening again.

use model::records::{CorrectiveAction, Nonconformity, NonconformityState, Person};
use model::{Date, Isms, Line, Owner, Ref, Value, Words};

use crate::absent::{LIST_MAX, all_there};
use crate::stepping::{Step, StepRefusal, near};
use crate::{Decided, Operation};

/// Plan an action against the cause of a nonconformity.
#[derive(Debug, Clone)]
pub struct PlanCorrectiveAction {
    /// The nonconformity.
    pub nonconformity: Ref<Nonconformity>,
    /// What is to be done.
    pub title: Line,
    /// Who sees to it.
    pub owner: Option<Owner>,
    /// By when.
    pub due: Option<Date>,
}

impl Operation for PlanCorrectiveAction {
    const NAME: &'static str = "plan corrective action";
    const INTENT: &'static str = "nonconformity.plan";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { nonconformity: id, title, owner, due } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            NonconformityState::CauseFound | NonconformityState::Acted => {}
            NonconformityState::Open | NonconformityState::Corrected | NonconformityState::Reopened => {
                return Err(step.not_now(step.record.state.word(), "say first why it happened"));
            }
            NonconformityState::Effective | NonconformityState::Closed => {
                return Err(step.not_now(step.record.state.word(), "reopen it first"));
            }
        }
        step.said(&title, "say what is to be done")?;
        let due = near(today, due)?;
        let mut targets = Vec::new();
        owner.references(&mut |target| targets.push(target));
        all_there(isms, targets).map_err(StepRefusal::Absent)?;
        let mut planned = Nonconformity::clone(step.record);
        if planned.actions.len() >= LIST_MAX {
            return Err(step.missing("fewer actions"));
        }
        let highest = planned.actions.iter().map(|action| action.number).max().unwrap_or(0);
        let number = highest.saturating_add(1);
        planned.actions.push(CorrectiveAction { number, title, owner, due, ..CorrectiveAction::default() });
        planned.state = NonconformityState::CauseFound;
        Ok(vec![isms.put::<Nonconformity>(id, planned)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{breached, plan, refusal, run};

    #[test]
    fn an_action_waits_for_the_cause_and_has_the_next_number() {
        let mut isms = breached();
        assert_eq!(refusal(&isms, plan("Train")), "NC-1 is open; say first why it happened");
        run(&mut isms, crate::testing::explain());
        run(&mut isms, plan("Train"));
        run(&mut isms, plan("Remind"));
        let found = isms.nonconformities.get(&Ref::number(1)).expect("there");
        let numbers: Vec<u32> = found.actions.iter().map(|action| action.number).collect();
        assert_eq!(numbers, [1, 2]);
    }
}
