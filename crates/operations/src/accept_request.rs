//! Accept request: the auditor has what was needed.

use model::records::{AuditKind, Person, Request, RequestState};
use model::{Date, Isms, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that an answer is enough; not said by who answered, unless an auditor of the body asked.
#[derive(Debug, Clone)]
pub struct AcceptRequest {
    /// The request.
    pub request: Ref<Request>,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for AcceptRequest {
    const NAME: &'static str = "accept request";
    const INTENT: &'static str = "request.accept";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { request: id, on } = self;
        let step = Step::of(isms, id, today)?;
        answered(&step)?;
        by_the_asker(isms, &step, actor)?;
        let accepted_on = Some(step.day(on, &[("was answered", step.record.answered_on)])?);
        let accepted = Request {
            state: RequestState::Accepted,
            accepted_by: Some(actor),
            accepted_on,
            ..Request::clone(step.record)
        };
        Ok(vec![isms.put::<Request>(id, accepted)])
    }
}

/// Refuses to judge an answer that is not there.
pub(crate) fn answered(step: &Step<'_, Request>) -> Result<(), StepRefusal> {
    match step.record.state {
        RequestState::Answered => Ok(()),
        RequestState::Open | RequestState::Returned => {
            Err(step.not_now(step.record.state.word(), "it waits for an answer"))
        }
        RequestState::Accepted | RequestState::Withdrawn => {
            Err(step.not_now(step.record.state.word(), "reopen it where more is needed"))
        }
    }
}

/// Refuses whoever answered to judge the answer; what an auditor of the body says is noted by anybody.
pub(crate) fn by_the_asker(
    isms: &Isms,
    step: &Step<'_, Request>,
    actor: Ref<Person>,
) -> Result<(), StepRefusal> {
    let audit = step.record.audit.and_then(|audit| isms.audits.get(&audit));
    let is_the_bodys = audit.and_then(|audit| audit.kind).is_some_and(AuditKind::is_certification);
    if is_the_bodys {
        return Ok(());
    }
    step.by_another(actor, step.record.answered_by, "answered")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{
        TODAY, answer_with, ask_for, asked, engaged, receive_plan, refusal, refusal_of, run, run_as,
    };
    use crate::{AskRequest, ReturnRequest};

    #[test]
    fn nobody_accepts_the_own_answer() {
        let mut isms = asked();
        let accept = AcceptRequest { request: Ref::number(1), on: None };
        assert_eq!(refusal(&isms, accept.clone()), "REQ-1 is open; it waits for an answer");
        run(&mut isms, answer_with("EV-1"));
        assert_eq!(refusal(&isms, accept.clone()), "PER-1 answered REQ-1; somebody else decides about it");
        run_as(&mut isms, 2, accept.clone());
        let request = isms.requests.get(&Ref::number(1)).expect("there");
        assert_eq!((request.accepted_by, request.accepted_on), (Some(Ref::number(2)), Some(TODAY)));
        assert!(refusal_of(&isms, 2, accept).starts_with("REQ-1 is accepted; reopen it"));
    }

    #[test]
    fn what_an_auditor_of_the_body_said_is_noted_by_who_answered() {
        let mut isms = engaged();
        run(&mut isms, receive_plan());
        run(&mut isms, AskRequest { audit: Some(Ref::number(2)), asked_by: None, ..ask_for() });
        run(&mut isms, answer_with("EV-1"));
        let back = ReturnRequest { request: Ref::number(1), because: "too old".into() };
        run(&mut isms, back);
        run(&mut isms, answer_with("EV-1"));
        run(&mut isms, AcceptRequest { request: Ref::number(1), on: None });
    }
}
