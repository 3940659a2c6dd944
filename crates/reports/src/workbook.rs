//! What a workbook or a CSV file holds, before any format: sheets of typed cells.

use jiff::civil::Date;

use crate::content::{Fact, LedgerHead};

/// A whole workbook: its sheets, and what the sheet "About this file" says.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// What the file is, such as `Statement of Applicability`.
    pub title: String,
    /// The organisation that the file is about.
    pub organisation: String,
    /// The day that the file speaks of; also its creation day in the file's metadata.
    pub as_of: Date,
    /// The end of the ledger that the file was made from.
    pub ledger: LedgerHead,
    /// More facts for "About this file".
    pub about: Vec<Fact>,
    /// The sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// One sheet: columns and rows. Rows have as many values as there are columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    // INVARIANT: every row has `columns.len()` values.
    name: String,
    columns: Vec<SheetColumn>,
    rows: Vec<Vec<Value>>,
}

impl Sheet {
    /// Returns an empty sheet. The name is made fit for Excel when it is written.
    pub fn new(name: impl Into<String>, columns: Vec<SheetColumn>) -> Self {
        Self { name: name.into(), columns, rows: Vec::new() }
    }

    /// Adds a row.
    ///
    /// # Panics
    /// If there are not as many values as columns: the report that made them is wrong.
    pub fn row(&mut self, values: Vec<Value>) {
        assert_eq!(values.len(), self.columns.len(), "a row has a value for each column");
        self.rows.push(values);
    }

    /// Returns the name as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the columns.
    pub fn columns(&self) -> &[SheetColumn] {
        &self.columns
    }

    /// Returns the rows.
    pub fn rows(&self) -> &[Vec<Value>] {
        &self.rows
    }
}

/// One column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetColumn {
    /// The name of the field, stable over versions, as import reads it.
    pub key: String,
    /// The head.
    pub label: String,
    /// How wide, in characters.
    pub width: u16,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// What may be chosen; empty where anything may be typed.
    pub choices: Vec<String>,
    /// A note on the head that says what to write; may be empty.
    pub help: String,
}

impl SheetColumn {
    /// Returns a column without choices and without a note.
    pub fn new(key: impl Into<String>, label: impl Into<String>, width: u16, kind: ColumnKind) -> Self {
        let (key, label) = (key.into(), label.into());
        Self { key, label, width, kind, choices: Vec::new(), help: String::new() }
    }

    /// Returns the same column with a list to choose from.
    #[must_use]
    pub fn choices<S: Into<String>>(self, choices: impl IntoIterator<Item = S>) -> Self {
        Self { choices: choices.into_iter().map(Into::into).collect(), ..self }
    }

    /// Returns the same column with a note on its head.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// An id of ours; leave it as it is.
    Id,
    /// Text of any length, wrapped.
    Text,
    /// A number.
    Number,
    /// A day.
    Date,
    /// Several values in one cell, parted by `; `.
    List,
}

/// What a cell of a sheet holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing was recorded.
    Empty,
    /// Text, as text: never a formula, a link or a number.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
    /// An id of ours.
    Id(String),
    /// Several values, written with `; ` between them.
    List(Vec<String>),
}

impl Value {
    /// Returns text, or nothing where the text is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// Returns what the cell says as plain text, the same in every format.
    pub fn show(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Id(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::List(values) => values.join("; "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "a row has a value for each column")]
    fn a_row_with_a_missing_value_is_our_own_bug() {
        Sheet::new("Risks", vec![SheetColumn::new("id", "Id", 8, ColumnKind::Id)]).row(vec![]);
    }
}
