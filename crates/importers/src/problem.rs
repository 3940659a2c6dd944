//! What is wrong with a file, where exactly, and what was expected there.

use crate::sheet::Column;
use std::fmt;

/// Where in a file something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The file as a whole.
    File,
    /// A line of a text file, counted from one.
    Line(u64),
    /// An entry of a zip.
    Entry(String),
    /// An object of an export, counted from one.
    Object {
        /// The entry of the zip that holds it.
        entry: String,
        /// Its number in the list.
        number: usize,
        /// Its kind and id, as far as they could be read.
        name: String,
    },
    /// A sheet, or the table under a heading.
    Sheet(String),
    /// A row, numbered as its reader sees it.
    Row {
        /// The sheet's name.
        sheet: String,
        /// The row's number.
        row: u32,
    },
    /// A cell.
    Cell {
        /// The sheet's name.
        sheet: String,
        /// The row's number.
        row: u32,
        /// The column's letter.
        column: Column,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("the file"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Entry(entry) => write!(f, "zip entry {entry}"),
            Self::Object { entry, number, name } => write!(f, "{entry}, object {number} ({name})"),
            Self::Sheet(sheet) => write!(f, "sheet {sheet}"),
            Self::Row { sheet, row } => write!(f, "sheet {sheet}, row {row}"),
            Self::Cell { sheet, row, column } => write!(f, "sheet {sheet}, cell {column}{row}"),
        }
    }
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands.
    pub place: Place,
    /// What is the matter.
    pub message: String,
    /// What was expected, or what to do.
    pub expected: String,
}

impl Problem {
    /// Returns a problem at a place.
    pub fn new(place: Place, message: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { place, message: message.into(), expected: expected.into() }
    }

    /// Returns a problem of the whole file.
    pub fn file(message: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::new(Place::File, message, expected)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (expected: {})", self.place, self.message, self.expected)
    }
}

/// The problems of a file that was read all the same: the first of them, and how many more there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Problem>,
    more: usize,
}

/// How many problems are kept in full.
const KEPT_MAX: usize = 1_000;

impl Problems {
    /// Adds a problem, or counts it once there are too many to show.
    pub fn add(&mut self, problem: Problem) {
        if self.list.len() < KEPT_MAX {
            self.list.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// Returns those that were kept.
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// Returns how many there are.
    pub fn count(&self) -> usize {
        self.list.len() + self.more
    }
}

/// Returns a text short enough to be quoted in a message.
pub fn quote(text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    let clean: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN_MAX + 1).collect();
    if clean.chars().count() > SHOWN_MAX {
        format!("\u{201c}{}\u{2026}\u{201d}", clean.chars().take(SHOWN_MAX).collect::<String>())
    } else {
        format!("\u{201c}{clean}\u{201d}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_the_cell_and_what_was_expected() {
        let place = Place::Cell { sheet: "Risks".into(), row: 7, column: Column::of("AB").expect("letters") };
        let problem = Problem::new(place, "the formula has no value", "save it in Excel first");
        assert_eq!(
            problem.to_string(),
            "sheet Risks, cell AB7: the formula has no value (expected: save it in Excel first)"
        );
    }

    #[test]
    fn problems_are_counted_beyond_those_that_are_kept() {
        let mut problems = Problems::default();
        for _ in 0..KEPT_MAX + 5 {
            problems.add(Problem::file("a", "b"));
        }
        assert_eq!((problems.list().len(), problems.count()), (KEPT_MAX, KEPT_MAX + 5));
    }

    #[test]
    fn a_quoted_text_is_short_and_has_no_control_characters() {
        assert_eq!(quote("a\u{1b}[31mb"), "\u{201c}a [31mb\u{201d}");
        assert!(quote(&"x".repeat(10_000)).chars().count() < 70);
    }
}
