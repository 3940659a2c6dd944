//! Reopen request: something that was settled is needed after all.

use model::records::{Person, Request, RequestState};
use model::{Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Take a request up again that was accepted or withdrawn.
#[derive(Debug, Clone)]
pub struct ReopenRequest {
    /// The request.
    pub request: Ref<Request>,
    /// Why.
    pub because: Prose,
}

impl Operation for ReopenRequest {
    const NAME: &'static str = "reopen request";
    const INTENT: &'static str = "request.reopen";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { request: id, because } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            RequestState::Accepted | RequestState::Withdrawn => {}
            RequestState::Open | RequestState::Returned | RequestState::Answered => {
                return Err(step.not_now(step.record.state.word(), "there is nothing to take up again"));
            }
        }
        step.said(&because, "say why it is taken up again")?;
        let mut reopened = Request::clone(step.record);
        reopened.state = match reopened.answered_on {
            Some(_) => RequestState::Returned,
            None => RequestState::Open,
        };
        reopened.returned_because = because;
        (reopened.accepted_by, reopened.accepted_on) = (None, None);
        reopened.withdrawn_because = Prose::default();
        Ok(vec![isms.put::<Request>(id, reopened)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{answer_with, asked, refusal, run, run_as};
    use crate::{AcceptRequest, WithdrawRequest};

    #[test]
    fn a_settled_request_waits_for_an_answer_again() {
        let reopen = |because: &str| ReopenRequest { request: Ref::number(1), because: because.into() };
        let mut isms = asked();
        assert_eq!(refusal(&isms, reopen("x")), "REQ-1 is open; there is nothing to take up again");
        run(&mut isms, WithdrawRequest { request: Ref::number(1), because: "seen".into() });
        run(&mut isms, reopen("not seen after all"));
        let state = |isms: &Isms| isms.requests.get(&Ref::number(1)).expect("there").state;
        assert_eq!(state(&isms), RequestState::Open);
        run(&mut isms, answer_with("EV-1"));
        run_as(&mut isms, 2, AcceptRequest { request: Ref::number(1), on: None });
        assert_eq!(refusal(&isms, reopen("")), "REQ-1 needs more: say why it is taken up again");
        run(&mut isms, reopen("the year before too"));
        assert_eq!(state(&isms), RequestState::Returned);
        assert_eq!(isms.requests.get(&Ref::number(1)).expect("there").accepted_on, None);
        run(&mut isms, answer_with("EV-1"));
    }
}
