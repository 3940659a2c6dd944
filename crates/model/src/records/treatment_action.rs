//! Treatment actions: who does what by when about a risk.

use serde::{Deserialize, Serialize};

use crate::field::{part, record};
use crate::values::{one_of, tagged};
use crate::{Date, Line, Owner, Problem, Prose, Ref, Shape, Value};

use super::{Control, Evidence, Person, Risk};
record! {
    /// Something that is to be done about a risk.
    TreatmentAction => treatment_actions, "TRT", "treatment action", "treatment actions", clause "6.1.3 e", single false,
    "A piece of work that puts a control in place: who, what, by when.";
    title: Line, Form "Title", "What is to be done.";
    risk: Option<Ref<Risk>>, Form "Risk", "The risk that it lowers.";
    control: Option<Ref<Control>>, Form "Control", "The control that it puts in place.";
    owner: Option<Owner>, Form "Owner", "Who does it.";
    due: Option<Date>, Form "Due", "By when.";
    means: Prose, Form "Means", "Money, people and tools that it takes.";
    blocked_by: Line, Form "Blocked by", "What stands in its way.";
    evidence: Vec<Ref<Evidence>>, Form "Evidence", "What shows the result.";
    moves: Vec<DueMove>, Operation "Moves", "How the date was moved.";
    state: ActionState, Operation "State", "To do, doing, done, verified or dropped.";
    owned_before: Vec<Ref<Person>>, Operation "Owned before", "Who owned it before it was handed on.";
}

part! {
    /// A date that was moved.
    DueMove;
    from: Option<Date>, "From", "The date before.";
    to: Option<Date>, "To", "The date after.";
    by: Option<Ref<Person>>, "By", "Who moved it.";
    because: Prose, "Because", "Why.";
}

/// How far an action is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActionState {
    /// Nothing was done yet.
    #[default]
    #[serde(rename = "to do")]
    ToDo,
    /// Somebody is at it.
    #[serde(rename = "doing")]
    Doing,
    /// It is done, with this result.
    #[serde(rename = "done")]
    Done {
        /// When.
        on: Date,
        /// What came of it.
        result: Prose,
    },
    /// Somebody looked whether it works.
    #[serde(rename = "verified")]
    Verified {
        /// When it was done.
        on: Date,
        /// What came of it.
        result: Prose,
        /// Who looked.
        by: Ref<Person>,
        /// When that was.
        verified_on: Date,
    },
    /// It will not be done.
    #[serde(rename = "dropped")]
    Dropped {
        /// Why.
        because: Prose,
    },
}

impl ActionState {
    /// Returns when it was done.
    #[must_use]
    pub fn done_on(&self) -> Option<Date> {
        match self {
            Self::ToDo | Self::Doing | Self::Dropped { .. } => None,
            Self::Done { on, .. } | Self::Verified { on, .. } => Some(*on),
        }
    }

    /// Says whether it still waits to be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self {
            Self::ToDo | Self::Doing => true,
            Self::Done { .. } | Self::Verified { .. } | Self::Dropped { .. } => false,
        }
    }
}

impl Value for ActionState {
    fn text(&self) -> String {
        match self {
            Self::ToDo => "to do".to_owned(),
            Self::Doing => "doing".to_owned(),
            Self::Done { on, result } => format!("done on {on}: {result}"),
            Self::Verified { on, by, verified_on, .. } => {
                format!("done on {on}, verified by {by} on {verified_on}")
            }
            Self::Dropped { because } => format!("dropped: {because}"),
        }
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn read(text: &str) -> Result<Self, Problem> {
        match text.trim().to_lowercase().as_str() {
            "" | "to do" | "todo" => Ok(Self::ToDo),
            "doing" | "in progress" => Ok(Self::Doing),
            _ => Err(Problem::new("an action is finished with a date and a result, not by a word")),
        }
    }
    fn shape() -> Shape {
        Shape::Line
    }
    fn schema() -> serde_json::Value {
        let inside = || serde_json::json!({ "type": "object" });
        let mut forms = vec![serde_json::json!({ "enum": ["to do", "doing"] })];
        forms.extend(["done", "verified", "dropped"].map(|form| tagged(form, inside())));
        one_of(forms)
    }
}
