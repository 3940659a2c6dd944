//! Ask request: an auditor wants to see something, by a day.

use model::records::{Audit, Person, Request};
use model::{Date, Isms, Line, Owner, Prose, RecordId, Ref};

use crate::absent::once_each;
use crate::stepping::{StepRefusal, near, past_day, pointed_at};
use crate::{Decided, Operation};

/// Ask to see something, or note what an auditor of the body asked.
#[derive(Debug, Clone)]
pub struct AskRequest {
    /// What is asked for, in a few words.
    pub title: Line,
    /// The audit that needs it.
    pub audit: Option<Ref<Audit>>,
    /// The auditor; nobody where it is somebody who is not on record.
    pub asked_by: Option<Ref<Person>>,
    /// Controls, documents and processes that it concerns.
    pub about: Vec<RecordId>,
    /// What exactly is to be shown, and for which period.
    pub description: Prose,
    /// Who answers it.
    pub owner: Option<Owner>,
    /// By when.
    pub due: Option<Date>,
    /// When it was asked; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for AskRequest {
    const NAME: &'static str = "ask request";
    const INTENT: &'static str = "request.ask";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { title, audit, asked_by, about, description, owner, due, on } = self;
        if title.is_empty() {
            return Err(StepRefusal::Unsaid("say in a few words what is asked for"));
        }
        let id = isms.requests.next();
        let asked_on = past_day(id.id(), today, on, &[])?;
        if near(today, due)?.is_some_and(|due| due < asked_on) {
            return Err(StepRefusal::Unsaid("say a day for the answer after the request"));
        }
        pointed_at(isms, &audit)?;
        pointed_at(isms, &asked_by)?;
        pointed_at(isms, &about)?;
        pointed_at(isms, &owner)?;
        let request = Request {
            title,
            audit,
            asked_by,
            asked_on: Some(asked_on),
            about: once_each(about),
            description,
            owner,
            due,
            ..Request::default()
        };
        Ok(vec![isms.put::<Request>(id, request)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, ask_for, engaged, id, refusal, run};
    use model::records::RequestState;

    #[test]
    fn a_request_has_a_name_and_an_answer_is_due_after_it() {
        let mut isms = engaged();
        for (asked, words) in [
            (AskRequest { title: "".into(), ..ask_for() }, "say in a few words what is asked for"),
            (
                AskRequest { due: Some(Date::constant(2026, 3, 2)), ..ask_for() },
                "say a day for the answer after the request",
            ),
            (AskRequest { about: vec![id("C-99")], ..ask_for() }, "there is no C-99"),
            (AskRequest { audit: Some(Ref::number(9)), ..ask_for() }, "there is no AUD-9"),
        ] {
            assert_eq!(refusal(&isms, asked), words);
        }
        let far = AskRequest { due: Some(Date::MAX), ..ask_for() };
        assert!(refusal(&isms, far).starts_with("9999-12-31 is more than 50 years away"));
        run(&mut isms, AskRequest { about: vec![id("C-1"), id("C-1")], ..ask_for() });
        let request = isms.requests.get(&Ref::number(1)).expect("asked");
        assert_eq!((request.state, request.asked_on), (RequestState::Open, Some(TODAY)));
        assert_eq!(request.about, [id("C-1")]);
    }
}
