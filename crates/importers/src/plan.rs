//! What a file would change: every row with what becomes of it, and the operations that do it.
//!
//! A plan is made on a copy of the ISMS, so that each row is judged on what the rows before it leave. What cannot be done is a
//! refused row with its column and reason; it hides no other row. A file that cannot be read at all is refused as a whole.

mod assets;
mod cells;
mod controls;
mod domain;
mod draft;
mod index;
mod method;
mod others;
mod outcome;
mod own;
mod planner;
mod rating;
mod refused;
mod replaced;
mod risks;
mod shown;
mod soa;
mod tables;
#[cfg(test)]
mod tests;
mod watch;

pub use method::{Becomes, FoundMethod};
pub use outcome::{Counts, FieldChange, NotTaken, Outcome, PlannedRow, Section};
pub use refused::RefusedRows;
pub use watch::Watch;

use std::collections::BTreeSet;

use crate::headings::Kind;
use crate::limits::Limits;
use crate::map::Map;
use crate::open::{Source, open};
use crate::problem::Problem;
use model::records::StoredFile;
use model::{Date, Isms, RecordId};
use operations::AnyOperation;

/// What an import is told beside the file.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the columns and words of the file mean, where they are not recognised.
    pub map: Option<Map>,
    /// What the tables list, where their headings do not tell.
    pub kind: Option<Kind>,
    /// The organisation that takes it in, by the id that no other has; empty where nobody knows.
    pub organisation: String,
    /// The day of the import.
    pub today: Date,
    /// How much of a file is read.
    pub limits: Limits,
}

impl Options {
    /// Returns the usual options on a day.
    #[must_use]
    pub fn on(today: Date) -> Self {
        Self { map: None, kind: None, organisation: String::new(), today, limits: Limits::usual() }
    }
}

/// A file inside the imported one that is to be kept as evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// Its name in the zip; `content` finds it by this.
    pub entry: String,
    /// What the record of evidence will say of it.
    pub file: StoredFile,
}

impl Attachment {
    /// Unpacks the file; `bytes` is the whole imported file again.
    ///
    /// # Errors
    /// Where the zip is another than the one that was planned.
    pub fn content(&self, bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Problem> {
        crate::ciso_assistant::attachment(bytes, &self.entry, limits)
    }
}

/// What a file would change.
pub struct Plan {
    /// What the file is, in a few words: `Markdown`, `export of CISO Assistant`.
    pub file: &'static str,
    /// What becomes of the rows, by sheet and kind of record.
    pub sections: Vec<Section>,
    /// Every row that was looked at, in the order in which it is done.
    pub rows: Vec<PlannedRow>,
    /// What the file holds and no row was made of, counted.
    pub not_taken: Vec<NotTaken>,
    /// Files to be kept before the commit: the evidence that the operations add names them by digest.
    pub attachments: Vec<Attachment>,
    /// The risk method that the file describes.
    pub method: Option<FoundMethod>,
    /// What a person should know before saying yes.
    pub notes: Vec<String>,
    /// The refused rows as they stood.
    pub refused: RefusedRows,
    operations: Vec<Box<dyn AnyOperation>>,
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Plan")
            .field("file", &self.file)
            .field("sections", &self.sections)
            .field("not_taken", &self.not_taken)
            .field("notes", &self.notes)
            .finish_non_exhaustive()
    }
}

impl Plan {
    /// Returns all operations in order: one batch, one commit, one undo.
    #[must_use]
    pub fn operations(&self) -> &[Box<dyn AnyOperation>] {
        &self.operations
    }

    /// Returns the operations of one row.
    #[must_use]
    pub fn operations_of(&self, row: &PlannedRow) -> &[Box<dyn AnyOperation>] {
        self.operations.get(row.operations.clone()).unwrap_or_default()
    }

    /// Returns what becomes of all rows together.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut sum = Counts::default();
        for section in &self.sections {
            sum.add(&section.counts);
        }
        sum
    }

    /// Returns how many rows are new and changed where only these records were written, and how many were left out.
    #[must_use]
    pub fn counts_of(&self, written: &BTreeSet<RecordId>) -> (Counts, usize) {
        let mut counts = self.counts();
        let mut left_out = 0;
        for row in &self.rows {
            let (id, of) = match &row.outcome {
                Outcome::New(id) => (id, &mut counts.new),
                Outcome::Changed(id, _) => (id, &mut counts.changed),
                Outcome::Same(_) | Outcome::Refused { .. } | Outcome::NotTaken { .. } => continue,
            };
            if !written.contains(id) {
                *of = of.saturating_sub(1);
                left_out += 1;
            }
        }
        (counts, left_out)
    }

    /// Says whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }
}

/// Plans the import of a file. The name decides between texts, and tells our own registers apart; it is never opened.
///
/// # Errors
/// Where the file cannot be read, or nothing in it is known.
pub fn plan(isms: &Isms, name: &str, bytes: &[u8], options: &Options) -> Result<Plan, Problem> {
    let plan = plan_watched(isms, name, bytes, options, None)?;
    Ok(plan.expect("nobody watches who could want no more"))
}

/// The same for somebody who hears how far it is; nothing where they want no more.
///
/// # Errors
/// Where the file cannot be read, or nothing in it is known.
pub fn plan_watched(
    isms: &Isms,
    name: &str,
    bytes: &[u8],
    options: &Options,
    watch: Option<&dyn Watch>,
) -> Result<Option<Plan>, Problem> {
    let watched = watch::Watched::by(watch);
    match open(name, bytes, &options.limits)? {
        Source::Tables(book) => tables::plan(isms, name, &book, options, watched),
        Source::Domain(domain) => Ok(domain::plan(isms, &domain, options, watched)),
    }
}
