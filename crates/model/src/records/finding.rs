//! Findings: what an auditor found.

use crate::field::record;
use crate::values::words;
use crate::{Clause, Date, Line, Prose, RecordId, Ref};

use super::{Audit, Control, Evidence, Nonconformity, Person, WorkingPaper};
record! {
    /// What an auditor found.
    Finding => findings, "F", "finding", "findings", clause "9.2.2", single false,
    "What an auditor found: that something does not conform, could be better, or is as it should be.";
    title: Line, Form "Title", "What was found, in a few words.";
    audit: Option<Ref<Audit>>, Form "Audit", "The audit that found it.";
    paper: Option<Ref<WorkingPaper>>, Form "Working paper", "The working paper behind it.";
    grade: Option<FindingGrade>, Form "Grade", "Major, minor, opportunity, concern or conformity.";
    clause: Option<Clause>, Form "Clause", "The requirement.";
    control: Option<Ref<Control>>, Form "Control", "The control concerned.";
    about: Vec<RecordId>, Form "About", "Processes, sites, systems or documents concerned.";
    statement: Prose, Form "Statement", "What is asked, what was found, and what shows it.";
    evidence: Vec<Ref<Evidence>>, Form "Evidence", "What shows it.";
    reference: Line, Form "Reference", "The number that the auditor's report gives it.";
    raised_by: Option<Ref<Person>>, Form "Raised by", "Who found it.";
    raised_on: Option<Date>, Form "Raised on", "When.";
    answer_due: Option<Date>, Form "Answer due", "By when an answer is wanted.";
    state: FindingState, Operation "State", "Open, answered, closed or superseded.";
    nonconformity: Option<Ref<Nonconformity>>, Operation "Nonconformity", "The nonconformity that deals with it.";
    answer: Prose, Operation "Answer", "What is done about it, or why nothing is.";
    answered_by: Option<Ref<Person>>, Operation "Answered by", "Who answered.";
    answered_on: Option<Date>, Operation "Answered on", "When.";
    closed_by: Option<Ref<Person>>, Operation "Closed by", "Who closed it.";
    closed_on: Option<Date>, Operation "Closed on", "When.";
    closed_because: Prose, Operation "Closed because", "What shows that nothing is left of it.";
    superseded_by: Option<Ref<Finding>>, Operation "Superseded by", "The finding that took its place.";
}

words! {
    /// How grave a finding is.
    FindingGrade {
        /// The system fails to do what it is for.
        Major = "major" | "major nonconformity" | "major nc",
        /// A requirement is not met, and the system as a whole still works.
        Minor = "minor" | "minor nonconformity" | "minor nc",
        /// It conforms and could be better.
        Opportunity = "opportunity" | "opportunity for improvement" | "ofi" | "observation",
        /// Of Stage 1: it could become a nonconformity at Stage 2.
        Concern = "concern" | "area of concern",
        /// It is as it should be.
        Conformity = "conformity" | "strength" | "positive",
    }
}

impl FindingGrade {
    /// Says whether a nonconformity has to be opened for it.
    #[must_use]
    pub fn is_nonconformity(self) -> bool {
        match self {
            Self::Major | Self::Minor => true,
            Self::Opportunity | Self::Concern | Self::Conformity => false,
        }
    }
}

words! {
    /// Where a finding stands.
    FindingState default Open {
        /// Nobody has answered yet.
        Open = "open" | "",
        /// It was said what is done about it.
        Answered = "answered",
        /// Nothing is left of it.
        Closed = "closed",
        /// Another finding took its place.
        Superseded = "superseded",
    }
}

impl FindingState {
    /// Says whether something is still to be done about it.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Answered => true,
            Self::Closed | Self::Superseded => false,
        }
    }
}
