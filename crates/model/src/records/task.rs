//! Tasks that people give each other by hand, beside those that follow from the records.

use crate::field::record;
use crate::values::words;
use crate::{Date, Line, Owner, Prose, RecordId, Ref};

use super::Person;
record! {
    /// Something that somebody is to do, written by hand.
    Task => tasks, "T", "task", "tasks", clause "8.1", single false,
    "Something that somebody is to do and that no other record asks for.";
    title: Line, Form "Title", "What is to be done.";
    why: Prose, Form "Why", "What it is good for.";
    owner: Option<Owner>, Form "Owner", "Who does it: a person, or whoever holds a role.";
    due: Option<Date>, Form "Due", "By when.";
    about: Option<RecordId>, Form "About", "The record that it is about.";
    state: TaskState, Operation "State", "Open, done or dropped.";
    finished_by: Option<Ref<Person>>, Operation "Finished by", "Who said that it is done, or dropped.";
    finished_on: Option<Date>, Operation "Finished on", "When it was done or dropped.";
    result: Prose, Operation "Result", "What came of it.";
    dropped_because: Prose, Operation "Dropped because", "Why it will not be done.";
}

words! {
    /// How far a task is.
    TaskState default Open {
        /// It is to be done.
        Open = "open" | "",
        /// It is done.
        Done = "done",
        /// It will not be done.
        Dropped = "dropped",
    }
}
