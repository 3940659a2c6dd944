//! Record correction: what was wrong is put right.

use model::records::{Nonconformity, NonconformityState, Person};
use model::{Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say how a nonconformity was put right.
#[derive(Debug, Clone)]
pub struct RecordCorrection {
    /// The nonconformity.
    pub nonconformity: Ref<Nonconformity>,
    /// What was done to put it right.
    pub correction: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for RecordCorrection {
    const NAME: &'static str = "record correction";
    const INTENT: &'static str = "nonconformity.correct";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { nonconformity: id, correction, on } = self;
        let step = Step::of(isms, id, today)?;
        let state = match step.record.state {
            NonconformityState::Open | NonconformityState::Reopened => NonconformityState::Corrected,
            NonconformityState::Corrected | NonconformityState::CauseFound | NonconformityState::Acted => {
                step.record.state
            }
            NonconformityState::Effective | NonconformityState::Closed => {
                return Err(step.not_now(step.record.state.word(), "reopen it first"));
            }
        };
        step.said(&correction, "say what was done to put it right")?;
        let corrected_on = Some(step.day(on, &since(step.record))?);
        let corrected =
            Nonconformity { state, correction, corrected_on, ..Nonconformity::clone(step.record) };
        Ok(vec![isms.put::<Nonconformity>(id, corrected)])
    }
}

/// Returns what comes before all work on a nonconformity: that it was raised, and the last time taken up again.
pub(crate) fn since(breach: &Nonconformity) -> [(&'static str, Option<Date>); 2] {
    let reopened = breach.reopenings.iter().filter_map(|reopening| reopening.on).max();
    let is_again = breach.state == NonconformityState::Reopened;
    [("was raised", breach.raised_on), ("was last reopened", reopened.filter(|_| is_again))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{breached, refusal, run};

    #[test]
    fn a_correction_says_what_was_done_after_it_was_raised() {
        let mut isms = breached();
        let correct = |words: &str, on| RecordCorrection {
            nonconformity: Ref::number(1),
            correction: words.into(),
            on,
        };
        assert_eq!(refusal(&isms, correct("", None)), "NC-1 needs more: say what was done to put it right");
        let early = correct("restored", Some(Date::constant(2025, 1, 1)));
        assert!(refusal(&isms, early).contains("when NC-1 was raised"));
        run(&mut isms, correct("restored", None));
        let state = isms.nonconformities.get(&Ref::number(1)).map(|found| found.state);
        assert_eq!(state, Some(NonconformityState::Corrected));
    }
}
