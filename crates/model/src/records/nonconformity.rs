//! Nonconformities: a requirement is not met; what is put right, why it happened, and what keeps it from happening again.

use crate::field::{part, record};
use crate::values::words;
use crate::{Clause, Date, Line, Owner, Prose, RecordId, Ref, YesNo};

use super::{Control, Evidence, Person, Process};
record! {
    /// A requirement that is not met, and all that is done about it (10.2).
    Nonconformity => nonconformities, "NC", "nonconformity", "nonconformities", clause "10.2", single false,
    "A requirement that is not met, and all that is done so that it does not come back.";
    title: Line, Form "Title", "What is not met, in a few words.";
    source: Option<NonconformitySource>, Form "Source", "Who or what brought it up.";
    grade: Option<NonconformityGrade>, Form "Grade", "Major or minor.";
    clause: Option<Clause>, Form "Clause", "The requirement that is not met.";
    process: Option<Ref<Process>>, Form "Process", "The process that it happened in.";
    control: Option<Ref<Control>>, Form "Control", "The control that failed.";
    about: Vec<RecordId>, Form "About", "Incidents, tests, documents or systems concerned.";
    owner: Option<Owner>, Form "Owner", "Who sees to it.";
    raised_on: Option<Date>, Form "Raised on", "When it was brought up.";
    statement: Prose, Form "Statement", "What is asked, what is the case, and what shows it.";
    evidence: Vec<Ref<Evidence>>, Form "Evidence", "What shows it, and what shows that it was put right.";
    similar_checked: Prose, Form "Similar cases", "Where else it happens or could happen (10.2 b).";
    isms_change_checked: Prose, Form "Change of the system", "Whether the management system has to change (10.2 e).";
    no_action_because: Prose, Form "No action because", "Why nothing needs to be done against the cause.";
    effect_due: Option<Date>, Form "Effect check due", "By when it is looked whether the actions work.";
    plan_sent_on: Option<Date>, Form "Plan sent on", "Of the body's: when the plan was sent.";
    plan_accepted_on: Option<Date>, Form "Plan accepted on", "Of the body's: when it accepted the plan.";
    verified_on: Option<Date>, Form "Verified on", "Of the body's: when it saw that it is put right.";
    state: NonconformityState, Operation "State", "Open, corrected, cause found, acted, effective, reopened or closed.";
    correction: Prose, Operation "Correction", "What was done to put it right.";
    corrected_on: Option<Date>, Operation "Corrected on", "When.";
    cause: Prose, Operation "Cause", "Why it happened.";
    cause_found_on: Option<Date>, Operation "Cause found on", "When that was clear.";
    actions: Vec<CorrectiveAction>, Operation "Corrective actions", "What keeps it from happening again.";
    effect_checked_by: Option<Ref<Person>>, Operation "Effect checked by", "Who looked whether the actions work.";
    effect_checked_on: Option<Date>, Operation "Effect checked on", "When.";
    effective: Option<YesNo>, Operation "Effective", "Whether they do.";
    effect: Prose, Operation "Effect", "What was looked at, and what was seen.";
    closed_on: Option<Date>, Operation "Closed on", "When nothing was left to do.";
    closed_by: Option<Ref<Person>>, Operation "Closed by", "Who said so.";
    reopenings: Vec<Reopening>, Operation "Reopened", "When and why it was taken up again.";
}

words! {
    /// Who or what brought a nonconformity up.
    NonconformitySource {
        /// An internal audit.
        Internal = "internal" | "internal audit",
        /// The certification body.
        Body = "body" | "certification body" | "external audit",
        /// An incident.
        Incident = "incident",
        /// A complaint of a customer or another party.
        Complaint = "complaint" | "customer",
        /// A test of a control, or a measure.
        Monitoring = "monitoring" | "test" | "measure",
        /// The management review.
        Review = "review" | "management review",
        /// Somebody noticed it at work.
        Own = "own" | "employee" | "self",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// How grave a nonconformity is.
    NonconformityGrade {
        /// The system fails to do what it is for.
        Major = "major",
        /// A requirement is not met, and the system as a whole still works.
        Minor = "minor",
    }
}

words! {
    /// How far a nonconformity is.
    NonconformityState default Open {
        /// Nothing was done yet.
        Open = "open" | "",
        /// It is put right.
        Corrected = "corrected",
        /// It is known why it happened.
        CauseFound = "cause found" | "cause_found",
        /// All that was planned against the cause is done.
        Acted = "acted",
        /// Somebody looked, and it works.
        Effective = "effective",
        /// It came back, or what was done does not work.
        Reopened = "reopened",
        /// Nothing is left to do.
        Closed = "closed",
    }
}

part! {
    /// What is done so that it does not happen again; quoted as `CA-4.2`, the second of `NC-4`.
    CorrectiveAction;
    number: u32, "Number", "Its number within the nonconformity.";
    title: Line, "Action", "What is to be done.";
    owner: Option<Owner>, "Owner", "Who sees to it.";
    due: Option<Date>, "Due", "By when.";
    done_on: Option<Date>, "Done on", "When it was done.";
    done_by: Option<Ref<Person>>, "Done by", "Who did it.";
    result: Prose, "Result", "What came of it.";
    dropped_because: Prose, "Dropped because", "Why it will not be done.";
    owned_before: Vec<Ref<Person>>, "Owned before", "Who owned it before it was handed on.";
}

impl CorrectiveAction {
    /// Says whether it still waits to be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.done_on.is_none() && self.dropped_because.is_empty()
    }
}

part! {
    /// A nonconformity that was taken up again.
    Reopening;
    on: Option<Date>, "On", "When.";
    by: Option<Ref<Person>>, "By", "Who said so.";
    because: Prose, "Because", "Why.";
}
