//! Withdraw run: a run that was scheduled will not take place, for a reason.

use model::records::{ControlRun, Person};
use model::{Date, Isms, Prose, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that a scheduled run will not take place.
#[derive(Debug, Clone)]
pub struct WithdrawRun {
    /// The run.
    pub run: Ref<ControlRun>,
    /// Why.
    pub because: Prose,
}

impl Operation for WithdrawRun {
    const NAME: &'static str = "withdraw run";
    const INTENT: &'static str = "run.withdraw";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { run: id, because } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.done_on.is_some() {
            return Err(step.not_now("done", "what took place stays on record"));
        }
        if step.record.withdrawn_on.is_some() {
            return Err(step.not_now("withdrawn", "that was said before"));
        }
        // A run whose day is over was missed, and stays so.
        if step.record.due.is_some_and(|due| due < today) {
            return Err(step.not_now("past its day", "as it was missed, record it late or let it stand"));
        }
        step.said(&because, "say why it will not take place")?;
        let withdrawn_on = Some(today);
        let withdrawn =
            ControlRun { withdrawn_on, withdrawn_because: because, ..ControlRun::clone(step.record) };
        Ok(vec![isms.put::<ControlRun>(id, withdrawn)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ScheduleRuns;
    use crate::testing::{TODAY, edit, ran, refusal, run};

    #[test]
    fn a_run_to_come_is_withdrawn_for_a_reason_and_not_scheduled_again() {
        let mut isms = ran();
        let withdraw =
            |number, because: &str| WithdrawRun { run: Ref::number(number), because: because.into() };
        assert_eq!(refusal(&isms, withdraw(1, "x")), "RUN-1 is done; what took place stays on record");
        assert_eq!(refusal(&isms, withdraw(2, "")), "RUN-2 needs more: say why it will not take place");
        run(&mut isms, withdraw(2, "the office is closed"));
        assert!(refusal(&isms, withdraw(2, "x")).starts_with("RUN-2 is withdrawn"));
        let due = isms.control_runs.get(&Ref::number(2)).and_then(|run| run.due).expect("has a day");
        let again = ScheduleRuns { control: Ref::number(1), first: None, until: due };
        assert!(refusal(&isms, again).ends_with("all its runs up to then are there"));
    }

    #[test]
    fn a_missed_run_stays_missed() {
        let mut isms = ran();
        run(&mut isms, edit("RUN-2", "due", &TODAY.yesterday().expect("there is one").to_string()));
        let refused = refusal(&isms, WithdrawRun { run: Ref::number(2), because: "forgotten".into() });
        assert_eq!(refused, "RUN-2 is past its day; as it was missed, record it late or let it stand");
    }
}
