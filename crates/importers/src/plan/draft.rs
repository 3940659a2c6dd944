//! A row in our terms: which record it speaks of, what it says of it, and what its operations are.

use crate::problem::quote;
use model::records::{ControlState, Treatment};
use model::{Decimal, Line, Owner, Prose, RecordId, RecordKind, YesNo};
use operations::Typed;

/// Why a row is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The heading of the column; empty where it is the row.
    pub column: String,
    /// What is the matter.
    pub reason: String,
    /// What would be taken.
    pub expected: String,
}

impl Refusal {
    pub(crate) fn new(
        column: impl Into<String>,
        reason: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self { column: column.into(), reason: reason.into(), expected: expected.into() }
    }
}

/// Where a row stands, and how it stood there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spot {
    /// The sheet, or the sort of object.
    pub sheet: String,
    /// Its number.
    pub row: u32,
    /// Headings and cells as they stand.
    pub original: Vec<(String, String)>,
}

/// Which record a row speaks of.
#[derive(Debug, Clone)]
pub(crate) enum Which {
    /// This one, as our own ids say; it is made where it is not there.
    Ours(RecordId),
    /// This control, as its number in somebody else's file says.
    Control(RecordId),
    /// The one that came from the same row of such a file before, else one with that number and title, else one with that
    /// title, else a new one, with that number where it is free.
    Theirs {
        /// The id in the file.
        foreign: String,
        /// Our id, where the file's has our shape.
        number: Option<RecordId>,
    },
}

/// A row in our terms.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// Where it stands.
    pub spot: Spot,
    /// The kind of record.
    pub kind: RecordKind,
    /// Which record.
    pub which: Which,
    /// What people call it.
    pub title: String,
    /// Form fields by name.
    pub typed: Typed,
    /// Fields with the headings of their columns, for refusals.
    pub headings: Vec<(&'static str, String)>,
    /// What is kept beside: heading and text.
    pub columns: Vec<(String, String)>,
    /// What operations of their own say.
    pub says: Vec<Says>,
}

/// What is said by an operation of its own.
#[derive(Debug, Clone)]
pub(crate) enum Says {
    /// A rating, as the file has it.
    Rated(Rated),
    /// A treatment, and the controls that the file lists for it.
    Treated {
        /// What was decided, where the file says so.
        treatment: Option<Treatment>,
        /// The controls.
        controls: Vec<RecordId>,
    },
    /// A row of the statement of applicability.
    Stated(Stated),
    /// A file, and what it supports.
    Shows {
        /// The file.
        file: Option<model::records::StoredFile>,
        /// The records that it supports.
        targets: Vec<RecordId>,
    },
    /// An action that somebody has begun.
    Begun,
    /// A field that only its own operation writes, as our own export showed it.
    Shown {
        /// The field, and perhaps its part.
        name: String,
        /// Its heading.
        heading: String,
        /// Its text.
        text: String,
    },
}

/// A rating as a file has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rated {
    /// Whether it is the one after treatment.
    pub after: Option<model::records::ResidualState>,
    pub likelihood: Option<Decimal>,
    pub consequence: Option<Decimal>,
    pub score: Option<Decimal>,
    pub level: Option<Line>,
    pub by: Option<Owner>,
    pub on: Option<model::Date>,
    pub rationale: Prose,
}

impl Rated {
    pub(crate) fn is_blank(&self) -> bool {
        self.likelihood.is_none()
            && self.consequence.is_none()
            && self.score.is_none()
            && self.level.is_none()
    }
}

/// A row of the statement of applicability as a file has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Stated {
    /// Whether it is included; nothing where the file does not say.
    pub included: Option<YesNo>,
    /// Ids, and baselines, that the file gives as reasons.
    pub reasons: Vec<model::records::Reason>,
    /// Why, in the file's words.
    pub justification: String,
    /// How far it is.
    pub state: Option<ControlState>,
}

/// The most characters of a field of one line.
const LINE_MAX: usize = 500;

impl Draft {
    /// Begins a draft.
    pub(crate) fn new(spot: Spot, kind: RecordKind, which: Which, title: &str) -> Self {
        let (columns, headings) = (Vec::new(), Vec::new());
        let title = title.trim().to_owned();
        let mut draft =
            Self { spot, kind, which, title, typed: Vec::new(), headings, columns, says: Vec::new() };
        if !draft.title.is_empty() {
            let title = draft.title.clone();
            draft.line("title", "Title", &title);
        }
        draft
    }

    /// Says a field of several lines; an empty text says nothing.
    pub(crate) fn prose(&mut self, field: &'static str, heading: &str, text: &str) {
        if !text.trim().is_empty() {
            self.headings.push((field, heading.to_owned()));
            self.typed.push((field.to_owned(), text.to_owned()));
        }
    }

    /// Says a field of one line; what does not fit is kept whole beside the record.
    pub(crate) fn line(&mut self, field: &'static str, heading: &str, text: &str) {
        if text.chars().count() > LINE_MAX {
            self.keep(heading, text);
            let short: String = text.chars().take(LINE_MAX - 1).collect();
            self.prose(field, heading, &format!("{}\u{2026}", short.trim_end()));
        } else {
            self.prose(field, heading, text);
        }
    }

    /// Says a field that may not understand the text; what it does not understand is kept beside the record.
    pub(crate) fn word<V: model::Value>(&mut self, field: &'static str, heading: &str, text: &str) {
        match V::read(text) {
            Ok(value) if !value.is_empty() => self.prose(field, heading, &value.text()),
            Ok(_) => {}
            Err(_) => self.keep(heading, text),
        }
    }

    /// Keeps a text beside the record, under its heading; an empty text is not kept.
    pub(crate) fn keep(&mut self, heading: &str, text: &str) {
        let heading = if heading.trim().is_empty() { "(no heading)" } else { heading };
        if text.trim().is_empty() {
            return;
        }
        match self.columns.iter_mut().find(|(known, _)| known == heading) {
            Some((_, kept)) if kept == text => {}
            Some((_, kept)) => {
                kept.push('\n');
                kept.push_str(text);
            }
            None => self.columns.push((heading.to_owned(), text.to_owned())),
        }
    }

    /// Says which column a refusal of a field speaks of.
    pub(crate) fn column_of(&self, field: &str) -> Option<&str> {
        self.headings.iter().find(|(name, _)| *name == field).map(|(_, heading)| heading.as_str())
    }

    /// Returns what tells the row apart in its kind of file: its id, else its title.
    pub(crate) fn foreign(&self) -> String {
        match &self.which {
            Which::Ours(id) | Which::Control(id) => id.to_string(),
            Which::Theirs { foreign, .. } if foreign.is_empty() => self.title.clone(),
            Which::Theirs { foreign, .. } => foreign.clone(),
        }
    }

    /// Returns what people call the row in a message.
    pub(crate) fn shown(&self) -> String {
        if self.title.is_empty() { self.foreign() } else { self.title.clone() }
    }
}

/// Returns our id for the number in a file: of our shape, or the bare number.
pub(crate) fn number(kind: RecordKind, foreign: &str) -> Option<RecordId> {
    const NUMBER_MAX: u32 = 99_999;
    let bare = foreign.trim().trim_start_matches('#');
    let id = match bare.parse::<u32>() {
        Ok(number) if bare.bytes().all(|byte| byte.is_ascii_digit()) => {
            RecordId { kind, key: model::Key::Number(number) }
        }
        Ok(_) | Err(_) => RecordId::parse(foreign)?,
    };
    let small = match id.key {
        model::Key::Number(number) => (1..=NUMBER_MAX).contains(&number),
        model::Key::One | model::Key::AnnexA(_) => false,
    };
    (id.kind == kind && small && !kind.kind().single).then_some(id)
}

/// Turns what an operation says into a refusal of the row, with the column that it speaks of.
pub(crate) fn refusal(draft: &Draft, message: &str) -> Refusal {
    let (field, rest) = message.split_once(": ").unwrap_or(("", message));
    let column = draft.column_of(field.split('.').next().unwrap_or_default());
    let (reason, expected) = match (column, rest.split_once("; expected ")) {
        (Some(_), Some((reason, expected))) => (reason, expected),
        (Some(_), None) => (rest, "another value"),
        (None, _) => (message, "a row without this"),
    };
    Refusal::new(column.unwrap_or_default(), reason, expected)
}

/// Returns a refusal that a field of the model gives.
pub(crate) fn refused(column: &str, text: &str, problem: model::Problem) -> Refusal {
    let expected = problem.expected.unwrap_or_else(|| "another value".to_owned());
    Refusal::new(column, format!("{}: {}", quote(text), problem.message), expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_our_shape_is_kept_and_another_is_not() {
        let kept = |text: &str| number(RecordKind::Risk, text).map(|id| id.to_string());
        for (text, id) in [("R-012", "R-12"), ("r-7", "R-7"), ("5", "R-5"), ("#5", "R-5")] {
            assert_eq!(kept(text).as_deref(), Some(id), "{text}");
        }
        for text in ["RISK-007", "R.1", "AST-3", "0", "R-0", "R-999999999", "", "A.5.1", "+5"] {
            assert_eq!(kept(text), None, "{text}");
        }
    }
}
