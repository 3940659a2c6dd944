//! Value types: what a field can hold. Each brings its parsing, shape, text and references in one trait.

mod clause;
mod decimal;
mod instant;
mod lists;
mod owner;
mod plain;
mod schema;
mod shown;
mod text;
#[macro_use]
mod words;

pub use clause::Clause;
pub use decimal::Decimal;
pub use owner::Owner;
pub(crate) use plain::clip;
pub(crate) use schema::{object, one_of, schema_of, tagged};
pub use shown::Differing;
pub use text::{Line, Prose};
pub(crate) use words::words;
pub use words::{Words, YesNo};

use crate::{RecordId, Shape};

/// What a field can hold: read from text, shown as text, described by a shape.
///
/// The form widget, the JSON schema, the spreadsheet column, the diff and the search text of a field all follow from this
/// one trait; the stored form is serde's.
pub trait Value: 'static {
    /// Returns the text people see in a table, a spreadsheet cell and a diff; `read` takes it back.
    fn text(&self) -> String;

    /// Says whether nothing is recorded.
    fn is_empty(&self) -> bool;

    /// Calls `visit` with each record the value points at.
    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        let _ = visit;
    }

    /// Reads the value from typed text.
    ///
    /// # Errors
    /// Says what was expected, when the text is not of this shape.
    fn read(text: &str) -> Result<Self, Problem>
    where
        Self: Sized;

    /// Describes the value: widget, schema and spreadsheet column follow from it.
    fn shape() -> Shape
    where
        Self: Sized;

    /// Describes the stored form as JSON Schema; what the shape says, unless the stored form is another.
    fn schema() -> serde_json::Value
    where
        Self: Sized,
    {
        schema_of(&Self::shape())
    }

    /// Reads one field of a part, where the value is one.
    ///
    /// # Errors
    /// Says what was expected, or that there is no such field.
    fn read_part(&mut self, name: &str, text: &str) -> Result<(), Problem> {
        let _ = text;
        Err(Problem::new(format!("there is no field \"{}\" inside", clip(name))))
    }

    /// Returns the text of one field of a part, where the value is one.
    fn part_text(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }

    /// Returns what stands between two of them in a list.
    fn separator() -> Separator
    where
        Self: Sized,
    {
        Separator::Comma
    }
}

/// What stands between two values of a list when it is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// A comma and a blank; on reading also a semicolon or a line end.
    Comma,
    /// A line end.
    Line,
}

/// Why a text could not be read as a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is the matter, lower case, without a full stop.
    pub message: String,
    /// What would be right, where that can be said.
    pub expected: Option<String>,
}

impl Problem {
    /// Makes a problem without advice.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), expected: None }
    }

    /// Adds what would be right.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.expected {
            None => out.write_str(&self.message),
            Some(expected) => write!(out, "{}; expected {expected}", self.message),
        }
    }
}

impl std::error::Error for Problem {}
