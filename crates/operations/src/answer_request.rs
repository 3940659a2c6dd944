//! Answer request: what an auditor asked for is shown, or it is said why it comes later.

use model::records::{Person, Request, RequestState};
use model::{Date, Isms, Prose, RecordId, Ref, Words};

use crate::absent::once_each;
use crate::stepping::{Step, StepRefusal, pointed_at};
use crate::{Decided, Operation};

/// Answer a request with records and evidence.
#[derive(Debug, Clone)]
pub struct AnswerRequest {
    /// The request.
    pub request: Ref<Request>,
    /// What is shown, or why it comes later.
    pub answer: Prose,
    /// The records and evidence shown.
    pub shown: Vec<RecordId>,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for AnswerRequest {
    const NAME: &'static str = "answer request";
    const INTENT: &'static str = "request.answer";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { request: id, answer, shown, on } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            RequestState::Open | RequestState::Returned => {}
            RequestState::Answered => {
                return Err(step.not_now("answered", "have it returned before you answer again"));
            }
            RequestState::Accepted | RequestState::Withdrawn => {
                return Err(step.not_now(step.record.state.word(), "nothing more is needed"));
            }
        }
        if answer.is_empty() && shown.is_empty() {
            return Err(step.missing("name what is shown, or say why it comes later"));
        }
        pointed_at(isms, &shown)?;
        if let Some(proposed) = shown.iter().find(|record| isms.get(**record).is_none()) {
            return Err(crate::Absent::Proposed(*proposed).into());
        }
        let answered_on = Some(step.day(on, &[("was asked", step.record.asked_on)])?);
        let answered = Request {
            state: RequestState::Answered,
            answer,
            shown: once_each(shown),
            answered_by: Some(actor),
            answered_on,
            ..Request::clone(step.record)
        };
        Ok(vec![isms.put::<Request>(id, answered)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{answer_with, asked, create_proposed, id, refusal, run};
    use crate::{AcceptRequest, ReturnRequest, WithdrawRequest};

    #[test]
    fn an_answer_shows_records_that_count_and_stands_until_it_is_returned() {
        let mut isms = asked();
        run(&mut isms, create_proposed("document", "Draft"));
        assert_eq!(
            refusal(&isms, AnswerRequest { answer: "".into(), ..answer_with("") }),
            "REQ-1 needs more: name what is shown, or say why it comes later"
        );
        assert_eq!(refusal(&isms, answer_with("EV-9")), "there is no EV-9");
        assert_eq!(refusal(&isms, answer_with("DOC-2")), "DOC-2 is only proposed; take the proposal first");
        let early = AnswerRequest { on: Some(Date::constant(2026, 3, 2)), ..answer_with("EV-1") };
        assert!(refusal(&isms, early).contains("when REQ-1 was asked"));
        run(&mut isms, answer_with("EV-1, EV-1"));
        let request = isms.requests.get(&Ref::number(1)).expect("there");
        assert_eq!((request.state, &request.shown[..]), (RequestState::Answered, &[id("EV-1")][..]));
        assert_eq!(request.answered_by, Some(Ref::number(1)));
        assert!(refusal(&isms, answer_with("EV-1")).starts_with("REQ-1 is answered; have it returned"));
        let back = ReturnRequest { request: Ref::number(1), because: "of the whole year".into() };
        crate::testing::run_as(&mut isms, 2, back);
        run(&mut isms, answer_with("EV-1, DOC-1"));
        crate::testing::run_as(&mut isms, 2, AcceptRequest { request: Ref::number(1), on: None });
        assert!(refusal(&isms, answer_with("EV-1")).starts_with("REQ-1 is accepted; nothing more is needed"));
        let late = WithdrawRequest { request: Ref::number(1), because: "x".into() };
        assert!(refusal(&isms, late).starts_with("REQ-1 is accepted"));
    }
}
