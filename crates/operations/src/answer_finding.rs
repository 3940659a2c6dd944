//! Answer finding: it is said what is done about it, or why nothing is.

use model::records::{Finding, FindingState, Person};
use model::{Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Answer a finding.
#[derive(Debug, Clone)]
pub struct AnswerFinding {
    /// The finding.
    pub finding: Ref<Finding>,
    /// What is done about it, or why nothing is.
    pub answer: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for AnswerFinding {
    const NAME: &'static str = "answer finding";
    const INTENT: &'static str = "finding.answer";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { finding: id, answer, on } = self;
        let step = Step::of(isms, id, today)?;
        if !step.record.state.is_open() {
            return Err(step.not_now(step.record.state.word(), "there is nothing left to answer"));
        }
        step.said(&answer, "say what is done about it, or why nothing is")?;
        let answered_on = Some(step.day(on, &[("was raised", step.record.raised_on)])?);
        let (state, answered_by) = (FindingState::Answered, Some(actor));
        let answered = Finding { state, answer, answered_by, answered_on, ..Finding::clone(step.record) };
        Ok(vec![isms.put::<Finding>(id, answered)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{audited, refusal, run, run_as};

    #[test]
    fn an_answer_comes_after_the_question_and_may_be_given_anew() {
        let mut isms = audited();
        let answer = |words: &str, on| AnswerFinding { finding: Ref::number(1), answer: words.into(), on };
        assert!(refusal(&isms, answer("", None)).starts_with("F-1 needs more"));
        let early = answer("done", Some(Date::constant(2026, 3, 2)));
        assert!(refusal(&isms, early).starts_with("2026-03-02 is before 2026-03-03, when F-1 was raised"));
        run(&mut isms, answer("soon", None));
        run_as(&mut isms, 2, answer("done", None));
        let finding = isms.findings.get(&Ref::number(1)).expect("there");
        assert_eq!((finding.state, finding.answered_by), (FindingState::Answered, Some(Ref::number(2))));
    }
}
