//! Withdraw request: what was asked for is not needed any more.

use model::records::{Person, Request, RequestState};
use model::{Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that a request needs no answer any more.
#[derive(Debug, Clone)]
pub struct WithdrawRequest {
    /// The request.
    pub request: Ref<Request>,
    /// Why.
    pub because: Prose,
}

impl Operation for WithdrawRequest {
    const NAME: &'static str = "withdraw request";
    const INTENT: &'static str = "request.withdraw";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { request: id, because } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            RequestState::Open | RequestState::Returned | RequestState::Answered => {}
            RequestState::Accepted | RequestState::Withdrawn => {
                return Err(step.not_now(step.record.state.word(), "it is over"));
            }
        }
        step.said(&because, "say why it is not needed any more")?;
        let withdrawn = Request {
            state: RequestState::Withdrawn,
            withdrawn_because: because,
            ..Request::clone(step.record)
        };
        Ok(vec![isms.put::<Request>(id, withdrawn)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{answer_with, asked, refusal, run};

    #[test]
    fn a_request_is_withdrawn_once_for_a_reason() {
        let mut isms = asked();
        let withdraw = |because: &str| WithdrawRequest { request: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, withdraw(" ")), "REQ-1 needs more: say why it is not needed any more");
        run(&mut isms, withdraw("seen on site"));
        assert_eq!(refusal(&isms, withdraw("x")), "REQ-1 is withdrawn; it is over");
        assert!(refusal(&isms, answer_with("EV-1")).starts_with("REQ-1 is withdrawn"));
    }
}
