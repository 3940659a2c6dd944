//! Management reviews: top management looks at the whole and decides.

use serde::{Deserialize, Serialize};

use crate::field::{part, record};
use crate::values::words;
use crate::{Approval, Date, Line, Owner, Prose, RecordId, Ref, YesNo};

use super::Person;
record! {
    /// Top management looks at the management system and decides (9.3).
    ManagementReview => management_reviews, "MR", "management review", "management reviews", clause "9.3", single false,
    "Top management looks at the whole management system and decides what is to change.";
    title: Line, Form "Title", "What the review is called.";
    planned_on: Option<Date>, Form "Planned on", "The day planned.";
    chair: Option<Owner>, Form "Chair", "Who leads it.";
    invited: Vec<Ref<Person>>, Form "Invited", "Who is asked to come.";
    inputs: Vec<ReviewInput>, Form "Inputs", "What was looked at, by the letters of 9.3.2.";
    minutes: Prose, Form "Minutes", "What was said.";
    state: ReviewState, Operation "State", "Planned, held or cancelled.";
    held_on: Option<Date>, Operation "Held on", "The day it took place.";
    attendees: Vec<Ref<Person>>, Operation "Attendees", "Who took part.";
    evaluation: Option<Evaluation>, Operation "Evaluation", "Whether the management system is suitable, adequate and effective.";
    decisions: Vec<Decision>, Operation "Decisions", "What was decided, with owner and date.";
    packs: Vec<Approval<ReviewPack>>, Operation "Inputs as seen", "The inputs as they lay on the table, bound to their content.";
    cancelled_because: Prose, Operation "Cancelled because", "Why it did not take place.";
}

words! {
    /// Whether a review took place.
    ReviewState default Planned {
        /// It is to come.
        Planned = "planned" | "",
        /// It took place.
        Held = "held" | "done",
        /// It will not take place.
        Cancelled = "cancelled" | "canceled",
    }
}

words! {
    /// The inputs that 9.3.2 asks for.
    InputLetter {
        /// What became of earlier decisions.
        A = "a",
        /// Changes in external and internal issues.
        B = "b",
        /// Changes in what interested parties need and expect.
        C = "c",
        /// Nonconformities and corrective actions.
        D1 = "d1" | "d) 1)" | "d 1",
        /// Results of monitoring and measurement.
        D2 = "d2" | "d) 2)" | "d 2",
        /// Audit results.
        D3 = "d3" | "d) 3)" | "d 3",
        /// How far the objectives were reached.
        D4 = "d4" | "d) 4)" | "d 4",
        /// Feedback from interested parties.
        E = "e",
        /// Results of risk assessment and state of the treatment plan.
        F = "f",
        /// Opportunities to improve.
        G = "g",
    }
}

impl InputLetter {
    /// Returns what it asks to look at.
    #[must_use]
    pub fn asks(self) -> &'static str {
        match self {
            Self::A => "what became of earlier decisions",
            Self::B => "changes in external and internal issues",
            Self::C => "changes in what interested parties need and expect",
            Self::D1 => "nonconformities and corrective actions",
            Self::D2 => "results of monitoring and measurement",
            Self::D3 => "audit results",
            Self::D4 => "how far the objectives were reached",
            Self::E => "feedback from interested parties",
            Self::F => "results of risk assessment and state of the treatment plan",
            Self::G => "opportunities to improve",
        }
    }
}

part! {
    /// One thing that a review looks at.
    ReviewInput;
    letter: Option<InputLetter>, "Letter", "The letter of 9.3.2: a, b, c, d1 to d4, e, f, g.";
    text: Prose, "Input", "What is to be known about it.";
    references: Vec<RecordId>, "Records", "The records behind it.";
}

part! {
    /// What a review concluded about the management system as a whole.
    Evaluation;
    on: Option<Date>, "On", "When.";
    conclusion: Prose, "Conclusion", "Whether it is suitable, adequate and effective, and why.";
    by: Option<Ref<Person>>, "By", "Who said so.";
}

part! {
    /// What a review decided; quoted as `DEC-2.1`, the first of the second review.
    Decision;
    number: u32, "Number", "Its number within the review.";
    title: Line, "Decision", "What was decided.";
    change: Option<YesNo>, "Changes something", "Whether the management system is to change; also a no is a decision.";
    about: Vec<RecordId>, "About", "The records that it concerns.";
    owner: Option<Owner>, "Owner", "Who sees to it.";
    due: Option<Date>, "Due", "By when.";
    done_on: Option<Date>, "Done on", "When it was done.";
    result: Prose, "Result", "What came of it.";
}

/// What a held review freezes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewPack {
    /// The inputs as they lay on the table.
    pub inputs: Vec<ReviewInput>,
    /// Who took part.
    pub attendees: Vec<Ref<Person>>,
}
