//! Return request: the auditor needs more than was shown.

use model::records::{Person, Request, RequestState};
use model::{Date, Isms, Prose, Ref};

use crate::accept_request::{answered, by_the_asker};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say what is missing in an answer.
#[derive(Debug, Clone)]
pub struct ReturnRequest {
    /// The request.
    pub request: Ref<Request>,
    /// What is missing.
    pub because: Prose,
}

impl Operation for ReturnRequest {
    const NAME: &'static str = "return request";
    const INTENT: &'static str = "request.return";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { request: id, because } = self;
        let step = Step::of(isms, id, today)?;
        answered(&step)?;
        step.said(&because, "say what is missing in the answer")?;
        by_the_asker(isms, &step, actor)?;
        let returned = Request {
            state: RequestState::Returned,
            returned_because: because,
            ..Request::clone(step.record)
        };
        Ok(vec![isms.put::<Request>(id, returned)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{answer_with, asked, refusal, refusal_of, run, run_as};

    #[test]
    fn an_answer_is_returned_by_somebody_else_who_says_what_is_missing() {
        let mut isms = asked();
        let back = |because: &str| ReturnRequest { request: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, back("x")), "REQ-1 is open; it waits for an answer");
        run(&mut isms, answer_with("EV-1"));
        assert_eq!(refusal_of(&isms, 2, back("")), "REQ-1 needs more: say what is missing in the answer");
        assert!(refusal(&isms, back("x")).starts_with("PER-1 answered REQ-1"));
        run_as(&mut isms, 2, back("of the whole year"));
        let request = isms.requests.get(&Ref::number(1)).expect("there");
        assert_eq!(request.returned_because, "of the whole year");
        assert!(request.state.is_open() && !request.shown.is_empty(), "what was shown stays");
    }
}
