//! Exceptions: a rule does not hold for something or somebody, for a while.

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Line, Owner, Prose, RecordId, Ref};

use super::{Audit, Person};
record! {
    /// A rule that does not hold for something or somebody, for a while, for a reason.
    Exception => exceptions, "EXC", "exception", "exceptions", clause "8.1", single false,
    "A rule of ours that does not hold for something or somebody, for a while, for a reason.";
    title: Line, Form "Title", "What is allowed.";
    kind: Option<ExceptionKind>, Form "Kind", "From a control, or from the separation of duties.";
    target: Option<RecordId>, Form "From", "The control, document or system whose rule does not hold.";
    duty: Line, Form "Duty", "Of a duty: the number of the rule that does not hold, such as SD5.";
    person: Option<Ref<Person>>, Form "Person", "For whom, where it is one person.";
    audit: Option<Ref<Audit>>, Form "Audit", "Of a duty: the audit that the person may do all the same.";
    asked_by: Option<Owner>, Form "Asked by", "Who asks for it.";
    asked_on: Option<Date>, Form "Asked on", "When.";
    reason: Prose, Form "Reason", "Why it is needed.";
    compensating: Prose, Form "Instead", "What lowers the risk meanwhile.";
    until: Option<Date>, Form "Until", "The last day on which it holds.";
    state: ExceptionState, Operation "State", "Asked, approved, refused or closed.";
    approved_by: Option<Ref<Person>>, Operation "Decided by", "Who approved or refused it.";
    approved_on: Option<Date>, Operation "Decided on", "When.";
    closed_on: Option<Date>, Operation "Closed on", "When it ended.";
    decided_because: Prose, Operation "Decided because", "Why it was approved or refused.";
    closed_because: Prose, Operation "Closed because", "Why it ended.";
    extensions: Vec<ExceptionExtension>, Operation "Extended", "How its last day was moved, each time with an approval.";
}

part! {
    /// A longer time for an exception, approved anew.
    ExceptionExtension;
    from: Option<Date>, "From", "The last day before.";
    until: Option<Date>, "Until", "The last day since.";
    because: Prose, "Because", "Why it is needed longer.";
    asked_by: Option<Owner>, "Asked by", "Who asked for it.";
    approved_by: Option<Ref<Person>>, "Approved by", "Who allowed it.";
    approved_on: Option<Date>, "Approved on", "When.";
}

words! {
    /// What an exception is from.
    ExceptionKind {
        /// A control or a rule.
        Control = "control" | "rule",
        /// The separation of duties.
        Duty = "duty" | "duties",
    }
}

words! {
    /// Where an exception stands.
    ExceptionState default Asked {
        /// Somebody asks for it.
        Asked = "asked" | "requested" | "",
        /// It was allowed.
        Approved = "approved",
        /// It was not allowed.
        Refused = "refused" | "rejected",
        /// It is over.
        Closed = "closed",
    }
}

impl Exception {
    /// Says whether it holds on a day: allowed by then, not closed, not over.
    #[must_use]
    pub fn is_in_force(&self, today: Date) -> bool {
        self.state == ExceptionState::Approved
            && self.approved_on.is_none_or(|on| on <= today)
            && self.closed_on.is_none_or(|on| on > today)
            && self.until.is_none_or(|until| until >= today)
    }
}
