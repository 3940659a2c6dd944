//! Trainings: who learnt what, and whether it helped.

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Line, Owner, Prose, RecordId, Ref};

use super::{Evidence, Person};
record! {
    /// A training and those who took part (7.2, 7.3).
    Training => trainings, "TRN", "training", "trainings", clause "7.2", single false,
    "Something that people were taught, who took part, and whether it helped.";
    title: Line, Form "Title", "What is taught.";
    kind: Option<TrainingKind>, Form "Kind", "Awareness, or other.";
    content: Prose, Form "Content", "What it covers.";
    given_by: Option<Owner>, Form "Given by", "Who teaches.";
    planned_on: Option<Date>, Form "Planned on", "The day planned.";
    done_on: Option<Date>, Form "Done on", "The day it took place.";
    valid_months: Option<u32>, Form "Valid months", "After how many months it has to be repeated.";
    attendance: Vec<Attendance>, Form "Attendance", "Who took part.";
    closes: Vec<RecordId>, Form "Closes", "The roles or people whose lack of knowledge it closes.";
    effect_checked_on: Option<Date>, Form "Effect checked on", "When it was looked whether it helped (7.2 c).";
    effect: Prose, Form "Effect", "What was looked at, and what was seen.";
    evidence: Vec<Ref<Evidence>>, Form "Evidence", "What shows it.";
}

words! {
    /// What a training is for.
    TrainingKind {
        /// That people know what concerns all (7.3).
        Awareness = "awareness",
        /// That people can do their work (7.2).
        Other = "other" | "competence",
    }
}

part! {
    /// Somebody who took part in a training.
    Attendance;
    person: Option<Ref<Person>>, "Person", "Who took part.";
    on: Option<Date>, "On", "When, where it is another day than the training's.";
    result: Line, "Result", "What a test at the end came to.";
}
