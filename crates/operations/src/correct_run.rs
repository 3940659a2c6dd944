//! Correct run: what was done about exceptions, found at the run or afterwards.

use model::records::{ControlRun, Person};
use model::{Date, Isms, Prose, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say what was done about the exceptions of a run.
#[derive(Debug, Clone)]
pub struct CorrectRun {
    /// The run.
    pub run: Ref<ControlRun>,
    /// What was found afterwards not to be as it should be; nothing where the run said it.
    pub exceptions: Prose,
    /// What was done about it.
    pub correction: Prose,
}

impl Operation for CorrectRun {
    const NAME: &'static str = "correct run";
    const INTENT: &'static str = "run.correct";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { run: id, exceptions, correction } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.done_on.is_none() {
            return Err(step.not_now("not done", "record the run first"));
        }
        if !step.record.correction.is_empty() {
            return Err(step.not_now("corrected", "what was done about it stands there"));
        }
        let exceptions = match (step.record.exceptions.is_empty(), exceptions.is_empty()) {
            (true, true) => return Err(step.missing("say what was not as it should be")),
            (true, false) => exceptions,
            (false, true) => step.record.exceptions.clone(),
            (false, false) => Prose::new(&format!("{}\n{exceptions}", step.record.exceptions)),
        };
        step.said(&correction, "say what was done about it")?;
        let corrected = ControlRun { exceptions, correction, ..ControlRun::clone(step.record) };
        Ok(vec![isms.put::<ControlRun>(id, corrected)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ran, refusal, run};

    #[test]
    fn only_what_a_run_found_is_corrected_and_once() {
        let mut isms = ran();
        let correct = |number, exceptions: &str| CorrectRun {
            run: Ref::number(number),
            exceptions: exceptions.into(),
            correction: "the lock was mended".into(),
        };
        assert_eq!(refusal(&isms, correct(2, "x")), "RUN-2 is not done; record the run first");
        assert_eq!(refusal(&isms, correct(1, "")), "RUN-1 needs more: say what was not as it should be");
        run(&mut isms, correct(1, "one lock was open"));
        let corrected = isms.control_runs.get(&Ref::number(1)).expect("there");
        assert_eq!(corrected.exceptions, "one lock was open");
        assert!(refusal(&isms, correct(1, "")).starts_with("RUN-1 is corrected"));
    }
}
