//! What becomes of a row.

use model::{AnyRecord, Isms, RecordId};
use std::ops::Range;

/// A row of the file, and what becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedRow {
    /// Its sheet, or the sort of object.
    pub sheet: String,
    /// Its number as a reader of the file sees it.
    pub row: u32,
    /// The kind of record it speaks of, in the plural.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Which of the plan's operations do it.
    pub(crate) operations: Range<usize>,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It becomes a new record.
    New(RecordId),
    /// It changes a record.
    Changed(RecordId, Vec<FieldChange>),
    /// The record says the same already.
    Same(RecordId),
    /// It cannot be taken.
    Refused {
        /// The column that is in the way; empty where it is the row.
        column: String,
        /// What is the matter.
        reason: String,
        /// What would be taken.
        expected: String,
    },
    /// It is of a sort that is not taken.
    NotTaken {
        /// Why.
        reason: String,
    },
}

impl Outcome {
    /// Says whether the row brings something: one that says what is recorded already does not.
    pub(crate) fn brings(&self) -> bool {
        match self {
            Self::New(_) | Self::Changed(..) => true,
            Self::Same(_) | Self::Refused { .. } | Self::NotTaken { .. } => false,
        }
    }
}

/// A field that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name for people.
    pub label: String,
    /// What it says now.
    pub before: String,
    /// What it would say.
    pub after: String,
}

/// How many rows become what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// New records.
    pub new: usize,
    /// Records that change.
    pub changed: usize,
    /// Records that say the same.
    pub same: usize,
    /// Rows that are refused.
    pub refused: usize,
    /// Rows that are not taken.
    pub not_taken: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, other: &Self) {
        self.new += other.new;
        self.changed += other.changed;
        self.same += other.same;
        self.refused += other.refused;
        self.not_taken += other.not_taken;
    }

    fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::New(_) => self.new += 1,
            Outcome::Changed(..) => self.changed += 1,
            Outcome::Same(_) => self.same += 1,
            Outcome::Refused { .. } => self.refused += 1,
            Outcome::NotTaken { .. } => self.not_taken += 1,
        }
    }
}

/// The rows of one sheet that speak of one kind of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The sheet, or the sort of object.
    pub sheet: String,
    /// The kind of record, in the plural.
    pub kind: &'static str,
    /// What becomes of its rows.
    pub counts: Counts,
}

/// Something that a file holds and that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    /// What it is: `clauses of ISO/IEC 27001`.
    pub what: String,
    /// How many.
    pub count: usize,
    /// Why.
    pub why: String,
}

/// Gathers rows to sections, in the order in which they come.
pub(crate) fn sections(rows: &[PlannedRow]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for row in rows {
        let place = *places.entry((row.sheet.as_str(), row.kind)).or_insert_with(|| {
            sections.push(Section { sheet: row.sheet.clone(), kind: row.kind, counts: Counts::default() });
            sections.len() - 1
        });
        if let Some(section) = sections.get_mut(place) {
            section.counts.count(&row.outcome);
        }
    }
    sections
}

/// Returns what the plan does to a record.
pub(crate) fn compare(before: &Isms, after: &Isms, id: RecordId) -> Outcome {
    match (before.find(id), after.find(id)) {
        (None, _) => Outcome::New(id),
        (Some(_), None) => Outcome::Same(id),
        (Some(was), Some(is)) => {
            if was.revision() == is.revision() {
                return Outcome::Same(id);
            }
            let changes = differences(was, is);
            if changes.is_empty() { Outcome::Same(id) } else { Outcome::Changed(id, changes) }
        }
    }
}

/// Returns the fields in which two states of a record differ, and what is kept beside them; where they came from is no difference.
fn differences(was: &dyn AnyRecord, is: &dyn AnyRecord) -> Vec<FieldChange> {
    let mut changes: Vec<FieldChange> = was
        .fields()
        .into_iter()
        .zip(is.fields())
        .filter(|(was, is)| was.text != is.text)
        .map(|(was, is)| {
            let shown = |text: &str| is.shape.shown(text, &|id| id.to_string());
            FieldChange { label: was.label.to_owned(), before: shown(&was.text), after: shown(&is.text) }
        })
        .collect();
    let (old, new) = (was.about(), is.about());
    for column in new.columns.iter().filter(|column| !old.columns.contains(column)) {
        let known = old.columns.iter().find(|known| known.heading == column.heading);
        changes.push(FieldChange {
            label: column.heading.to_string(),
            before: known.map(|known| known.text.to_string()).unwrap_or_default(),
            after: column.text.to_string(),
        });
    }
    changes
}

/// How many rows name what is not linked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Unlinked {
    /// Risks with assets that are not on record.
    pub assets: usize,
    /// Actions with a risk that is in no row of the file.
    pub actions: usize,
    /// Rows of the statement with numbers of risks, obligations or agreements.
    pub reasons: usize,
}

impl Unlinked {
    /// Returns a note for each sort.
    pub(crate) fn notes(self) -> impl Iterator<Item = String> {
        let assets = "name assets that are not on record; the names are kept with the risks, and an import of this file after one of \
                      the assets links them";
        let actions = "name a risk that was not taken from such a file; its number is kept with the action, and nothing is linked";
        let reasons = "give a number as reason that was not taken from such a file; it stays in words, and nothing is linked";
        let all = [(self.assets, assets), (self.actions, actions), (self.reasons, reasons)];
        all.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} rows {what}"))
    }
}
