//! Improvements: what is made better without anything being wrong.

use crate::field::record;
use crate::values::words;
use crate::{Date, Line, Owner, Prose, RecordId};
record! {
    /// Something that is made better (10.1).
    Improvement => improvements, "IMP", "improvement", "improvements", clause "10.1", single false,
    "Something that is made better, though no requirement was missed.";
    title: Line, Form "Title", "What is to be better.";
    from: Vec<RecordId>, Form "Comes from", "The finding, review, measure or incident that gave the idea.";
    description: Prose, Form "Description", "What is done, and what for.";
    owner: Option<Owner>, Form "Owner", "Who sees to it.";
    due: Option<Date>, Form "Due", "By when.";
    state: ImprovementState, Form "State", "Idea, planned, done or dropped.";
    on: Option<Date>, Form "On", "When it was done.";
    result: Prose, Form "Result", "What came of it.";
}

words! {
    /// How far an improvement is.
    ImprovementState default Idea {
        /// Somebody thought of it.
        Idea = "idea" | "",
        /// It is to be done.
        Planned = "planned",
        /// It is done.
        Done = "done",
        /// It will not be done.
        Dropped = "dropped",
    }
}
