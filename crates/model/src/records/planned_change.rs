//! Planned changes: of the management system, and of what is run.

use crate::field::record;
use crate::values::words;
use crate::{Date, Line, Owner, Prose, RecordId, Ref, YesNo};

use super::Person;
record! {
    /// A change that is planned before it is made (6.3, 8.1).
    PlannedChange => planned_changes, "CHG", "planned change", "planned changes", clause "6.3", single false,
    "A change of the management system, or of what we run, that is planned before it is made.";
    title: Line, Form "Title", "What changes.";
    kind: Option<ChangeKind>, Form "Kind", "Of the management system, or of what is run.";
    significant: Option<YesNo>, Form "Significant", "Whether risks have to be looked at again because of it (8.2).";
    purpose: Prose, Form "Purpose", "What it is for.";
    consequences: Prose, Form "Consequences", "What it may bring, also unwanted.";
    resources: Prose, Form "Resources", "Who and what it takes.";
    touches: Vec<RecordId>, Form "Touches", "Records that it changes: scope, method, systems, suppliers, sites.";
    owner: Option<Owner>, Form "Owner", "Who sees to it.";
    planned_on: Option<Date>, Operation "Planned on", "When the plan was made.";
    due: Option<Date>, Form "Due", "The day on which it is to take effect.";
    approved_by: Option<Ref<Person>>, Operation "Approved by", "Who allowed it.";
    approved_on: Option<Date>, Operation "Approved on", "When.";
    done_on: Option<Date>, Operation "Done on", "When it took effect.";
    reported_on: Option<Date>, Operation "Reported on", "When the certification body was told.";
    result: Prose, Operation "Result", "What came of it, and what was mended.";
    dropped_because: Prose, Operation "Dropped because", "Why it will not be made.";
}

words! {
    /// What changes.
    ChangeKind {
        /// The management system itself.
        Isms = "management system" | "isms",
        /// What is run.
        Operational = "operational" | "operation",
    }
}
