//! Scales and level functions: the arithmetic of a risk method.

use serde::{Deserialize, Serialize};

use crate::field::part;
use crate::values::{Separator, clip, one_of, tagged};
use crate::{Decimal, Line, Problem, Prose, Shape, Value};
part! {
    /// One step of a scale.
    Step;
    value: Decimal, "Value", "Its number.";
    word: Line, "Word", "Its name.";
    definition: Prose, "Definition", "So that two people choose the same step.";
}

/// How likely or how bad: worded steps, or any number between two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Scale {
    /// Steps, lowest first; none while nothing is decided.
    #[serde(rename = "steps")]
    Steps(Vec<Step>),
    /// Any number from the first to the second.
    #[serde(rename = "range")]
    Range(Decimal, Decimal),
}

impl Default for Scale {
    fn default() -> Self {
        Self::Steps(Vec::new())
    }
}

impl Scale {
    /// Returns the place of a value among the steps, lowest is 0; a range has none.
    #[must_use]
    pub fn place(&self, value: Decimal) -> Option<usize> {
        self.steps().iter().position(|step| step.value == value)
    }

    /// Returns the steps; a range has none.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        match self {
            Self::Steps(steps) => steps,
            Self::Range(..) => &[],
        }
    }

    /// Says whether a value lies on the scale.
    #[must_use]
    pub fn holds(&self, value: Decimal) -> bool {
        match self {
            Self::Steps(steps) => steps.iter().any(|step| step.value == value),
            Self::Range(from, to) => *from <= value && value <= *to,
        }
    }

    /// Reads a value as people type it: its number, or the word of its step.
    ///
    /// # Errors
    /// Says which values the scale has.
    pub fn value(&self, text: &str) -> Result<Decimal, Problem> {
        let typed = text.trim();
        let by_word =
            self.steps().iter().find(|step| step.word.eq_ignore_ascii_case(typed)).map(|step| step.value);
        by_word.or_else(|| Decimal::parse(typed).filter(|value| self.holds(*value))).ok_or_else(|| {
            Problem::new(format!("\"{}\" is not on the scale", clip(typed))).expected(self.choices())
        })
    }

    /// Returns what may be chosen, in words.
    #[must_use]
    pub fn choices(&self) -> String {
        match self {
            Self::Steps(steps) => {
                let steps: Vec<String> =
                    steps.iter().map(|step| format!("{} {}", step.value, step.word)).collect();
                steps.join(", ")
            }
            Self::Range(from, to) => format!("a number from {from} to {to}"),
        }
    }
}

impl Value for Scale {
    fn text(&self) -> String {
        match self {
            Self::Steps(steps) => steps.text(),
            Self::Range(from, to) => format!("from {from} to {to}"),
        }
    }
    fn is_empty(&self) -> bool {
        match self {
            Self::Steps(steps) => steps.is_empty(),
            Self::Range(..) => false,
        }
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let range = text.trim().strip_prefix("from ").and_then(|rest| rest.split_once(" to "));
        match range {
            Some((from, to)) => Ok(Self::Range(Decimal::read(from)?, Decimal::read(to)?)),
            None => Vec::read(text).map(Self::Steps),
        }
    }
    fn shape() -> Shape {
        Vec::<Step>::shape()
    }
    fn schema() -> serde_json::Value {
        let range = serde_json::json!({ "type": "array", "items": Decimal::schema() });
        one_of([tagged("steps", Vec::<Step>::schema()), tagged("range", range)])
    }
    fn separator() -> Separator {
        Separator::Line
    }
}

/// How a level follows from likelihood and consequence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LevelFunction {
    /// Nothing is decided; levels are recorded as found.
    #[default]
    #[serde(rename = "undecided")]
    Undecided,
    /// The place of the level (lowest 0) for each step of likelihood (rows) and of consequence (columns), low to high.
    #[serde(rename = "matrix")]
    Matrix(Vec<Vec<u32>>),
    /// Likelihood times consequence, then the bands of the levels.
    #[serde(rename = "product")]
    Product,
    /// Likelihood plus consequence, then the bands of the levels.
    #[serde(rename = "sum")]
    Sum,
    /// The higher of the two, then the bands of the levels.
    #[serde(rename = "highest")]
    Highest,
}

impl Value for LevelFunction {
    fn text(&self) -> String {
        match self {
            Self::Undecided => String::new(),
            Self::Product => "product".to_owned(),
            Self::Sum => "sum".to_owned(),
            Self::Highest => "highest".to_owned(),
            Self::Matrix(rows) => {
                let rows: Vec<String> = rows
                    .iter()
                    .map(|row| row.iter().map(|level| (level + 1).to_string()).collect::<Vec<_>>().join(" "))
                    .collect();
                rows.join("\n")
            }
        }
    }
    fn is_empty(&self) -> bool {
        *self == Self::Undecided
    }
    fn read(text: &str) -> Result<Self, Problem> {
        match text.trim().to_lowercase().as_str() {
            "" => return Ok(Self::Undecided),
            "product" => return Ok(Self::Product),
            "sum" => return Ok(Self::Sum),
            "highest" => return Ok(Self::Highest),
            _ => {}
        }
        let problem = || {
            Problem::new(format!("\"{}\" does not say how a level follows", clip(text))).expected(
                "product, sum, highest, or the rows of a matrix such as 1 1 2 3 (1 is the lowest level)",
            )
        };
        let cell =
            |cell: &str| cell.parse::<u32>().ok().and_then(|level| level.checked_sub(1)).ok_or_else(problem);
        let rows: Result<Vec<Vec<u32>>, Problem> =
            text.trim().lines().map(|row| row.split_whitespace().map(cell).collect()).collect();
        let rows = rows?;
        let even = rows.iter().all(|row| row.len() == rows[0].len());
        if even && rows.len() <= 20 && rows[0].len() <= 20 { Ok(Self::Matrix(rows)) } else { Err(problem()) }
    }
    fn shape() -> Shape {
        Shape::Prose
    }
    fn schema() -> serde_json::Value {
        let row = serde_json::json!({ "type": "array", "items": { "type": "integer" } });
        let matrix = serde_json::json!({ "type": "array", "items": row });
        let words = serde_json::json!({ "enum": ["undecided", "product", "sum", "highest"] });
        one_of([words, tagged("matrix", matrix)])
    }
    fn separator() -> Separator {
        Separator::Line
    }
}
