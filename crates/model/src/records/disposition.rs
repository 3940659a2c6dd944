//! Dispositions: what people say about a diagnostic.

use serde::{Deserialize, Serialize};

use crate::field::record;
use crate::values::{clip, one_of, tagged};
use crate::{Date, Line, Owner, Problem, Prose, RecordId, Ref, Shape, Value};

use super::Person;
record! {
    /// What a person says about one diagnostic: that it is right, waived, disputed or graded wrong.
    Disposition => dispositions, "DSP", "disposition", "dispositions", clause "10.2", single false,
    "What a person says about a reported problem.";
    title: Line, Operation "Title", "The diagnostic in a few words.";
    rule: Line, Operation "Rule", "The code of the rule.";
    record: Option<RecordId>, Operation "Record", "The record that the diagnostic speaks of; none where it speaks of the whole.";
    verdict: DispositionVerdict, Operation "Verdict", "Confirmed, waived, disputed or regraded.";
    by: Option<Ref<Person>>, Operation "By", "Who said so.";
    on: Option<Date>, Operation "On", "When.";
    owner: Option<Owner>, Form "Owner", "Who sees to it.";
}

/// What a person says about a diagnostic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DispositionVerdict {
    /// It is right.
    #[default]
    #[serde(rename = "confirmed")]
    Confirmed,
    /// It is right, and lived with until a day.
    #[serde(rename = "waived")]
    Waived {
        /// Until when.
        until: Date,
        /// Why.
        because: Prose,
    },
    /// It is wrong.
    #[serde(rename = "disputed")]
    Disputed {
        /// Why.
        because: Prose,
    },
    /// It is right, and graded too high or too low.
    #[serde(rename = "regraded")]
    Regraded {
        /// The grade it should have: error, warning or note.
        grade: Line,
        /// Why.
        because: Prose,
    },
}

impl Value for DispositionVerdict {
    fn text(&self) -> String {
        match self {
            Self::Confirmed => "confirmed".to_owned(),
            Self::Waived { until, because } => format!("waived until {until}: {because}"),
            Self::Disputed { because } => format!("disputed: {because}"),
            Self::Regraded { grade, because } => format!("regraded to {grade}: {because}"),
        }
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn read(text: &str) -> Result<Self, Problem> {
        match text.trim() {
            "" | "confirmed" => Ok(Self::Confirmed),
            other => {
                Err(Problem::new(format!("\"{}\" is said by an operation, with its reason", clip(other))))
            }
        }
    }
    fn shape() -> Shape {
        Shape::Line
    }
    fn schema() -> serde_json::Value {
        let inside = || serde_json::json!({ "type": "object" });
        let mut forms = vec![serde_json::json!({ "enum": ["confirmed"] })];
        forms.extend(["waived", "disputed", "regraded"].map(|form| tagged(form, inside())));
        one_of(forms)
    }
}
