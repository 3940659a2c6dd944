//! Requests: what an auditor asks to see.

use crate::field::record;
use crate::values::words;
use crate::{Date, Line, Owner, Prose, RecordId, Ref};

use super::{Audit, Person};
record! {
    /// Something that an auditor asks to see, and what was shown.
    Request => requests, "REQ", "request", "requests", clause "9.2.2", single false,
    "Something that an auditor asks to see, by a day, and what was shown.";
    title: Line, Form "Title", "What is asked for, in a few words.";
    audit: Option<Ref<Audit>>, Form "Audit", "The audit that needs it.";
    asked_by: Option<Ref<Person>>, Form "Asked by", "The auditor.";
    asked_on: Option<Date>, Form "Asked on", "When.";
    about: Vec<RecordId>, Form "About", "Controls, documents and processes that it concerns.";
    description: Prose, Form "Request", "What exactly is to be shown, and for which period.";
    owner: Option<Owner>, Form "Owner", "Who answers it.";
    due: Option<Date>, Form "Due", "By when.";
    state: RequestState, Operation "State", "Open, answered, accepted, returned or withdrawn.";
    answer: Prose, Operation "Answer", "What was shown, or why it comes later.";
    shown: Vec<RecordId>, Operation "Shown", "The records and evidence shown.";
    answered_by: Option<Ref<Person>>, Operation "Answered by", "Who answered.";
    answered_on: Option<Date>, Operation "Answered on", "When.";
    returned_because: Prose, Operation "Returned because", "What was missing in the answer.";
    accepted_by: Option<Ref<Person>>, Operation "Accepted by", "Who said that nothing more is needed.";
    accepted_on: Option<Date>, Operation "Accepted on", "When.";
    withdrawn_because: Prose, Operation "Withdrawn because", "Why it is not needed any more.";
}

words! {
    /// Where a request stands.
    RequestState default Open {
        /// Nobody has answered yet.
        Open = "open" | "",
        /// Something was shown.
        Answered = "answered",
        /// The auditor has what was needed.
        Accepted = "accepted",
        /// The auditor needs more.
        Returned = "returned",
        /// It is not needed any more.
        Withdrawn = "withdrawn",
    }
}

impl RequestState {
    /// Says whether an answer is still wanted.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Returned => true,
            Self::Answered | Self::Accepted | Self::Withdrawn => false,
        }
    }
}
