//! Record cause: why it happened.

use model::records::{Nonconformity, NonconformityState, Person};
use model::{Date, Isms, Prose, Ref, Words};

use crate::record_correction::since;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say why a nonconformity happened.
#[derive(Debug, Clone)]
pub struct RecordCause {
    /// The nonconformity.
    pub nonconformity: Ref<Nonconformity>,
    /// Why it happened; more than what happened.
    pub cause: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for RecordCause {
    const NAME: &'static str = "record cause";
    const INTENT: &'static str = "nonconformity.explain";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { nonconformity: id, cause, on } = self;
        let step = Step::of(isms, id, today)?;
        let state = match step.record.state {
            NonconformityState::Open | NonconformityState::Corrected | NonconformityState::Reopened => {
                NonconformityState::CauseFound
            }
            NonconformityState::CauseFound | NonconformityState::Acted => step.record.state,
            NonconformityState::Effective | NonconformityState::Closed => {
                return Err(step.not_now(step.record.state.word(), "reopen it first"));
            }
        };
        step.said(&cause, "say why it happened")?;
        if same_text(&cause, &step.record.statement) || same_text(&cause, &step.record.title) {
            return Err(step.missing("say why it happened, not again what happened"));
        }
        let cause_found_on = Some(step.day(on, &since(step.record))?);
        let explained = Nonconformity { state, cause, cause_found_on, ..Nonconformity::clone(step.record) };
        Ok(vec![isms.put::<Nonconformity>(id, explained)])
    }
}

/// Says whether two texts are the same after case, blanks and punctuation are evened out.
fn same_text(one: &str, other: &str) -> bool {
    let even = |text: &str| -> String {
        text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    even(one) == even(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{breached, refusal, run};

    #[test]
    fn what_happened_is_not_why_it_happened() {
        let mut isms = breached();
        let explain =
            |words: &str| RecordCause { nonconformity: Ref::number(1), cause: words.into(), on: None };
        let again = explain("No screen was LOCKED.");
        assert_eq!(refusal(&isms, again), "NC-1 needs more: say why it happened, not again what happened");
        run(&mut isms, explain("nobody was told"));
        let found = isms.nonconformities.get(&Ref::number(1)).expect("there");
        assert_eq!(found.state, NonconformityState::CauseFound);
    }
}
