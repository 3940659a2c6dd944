//! The Statement of Applicability (6.1.3 d): as a document to approve and print, and as the workbook that auditors know.

mod changes;
mod document;
mod reasons;
mod sheets;

use model::records::{Soa, SoaContent, SoaRow};
use model::{AnnexA, Approval, Digest, Key, YesNo};

use crate::basis::Basis;

pub use document::content;
pub use sheets::workbook;

/// Which rows the document shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edition {
    /// The rows as they are recorded on the day; a draft where they differ from what was approved.
    Now,
    /// The rows as they were approved: the version in force on the day. Without one, the same as `Now`.
    InForce,
}

/// Returns the statement's version in words: `version 3`.
fn version_words(version: u32) -> String {
    format!("version {version}")
}

/// The statement on a day: its rows, its version, and where it stands.
struct Statement<'a> {
    content: SoaContent,
    version: u32,
    standing: Standing<'a>,
}

/// Where the rows stand.
enum Standing<'a> {
    /// Exactly so they were approved.
    Approved(&'a Approval<SoaContent>),
    /// Nothing was ever approved, or nothing is in force.
    Draft,
    /// They differ from what is in force.
    Differs(&'a Approval<SoaContent>),
}

impl<'a> Statement<'a> {
    fn of(basis: &Basis<'a>, edition: Edition) -> Self {
        let soa = basis.isms.soa.one();
        let now = Soa::content(basis.isms, basis.as_of);
        let drafted = soa.map_or(1, |soa| soa.version.max(1));
        let Some(approved) = soa.and_then(|soa| soa.in_force(basis.as_of)) else {
            return Self { content: now, version: drafted, standing: Standing::Draft };
        };
        if edition == Edition::InForce || Digest::of_content(&now) == approved.digest {
            let content = approved.content.clone();
            return Self { content, version: approved.version, standing: Standing::Approved(approved) };
        }
        let version = drafted.max(approved.version.saturating_add(1));
        Self { content: now, version, standing: Standing::Differs(approved) }
    }

    fn state(&self) -> String {
        match self.standing {
            Standing::Approved(_) => "approved".to_owned(),
            Standing::Draft => "draft, not approved".to_owned(),
            Standing::Differs(approved) => format!("draft, differs from version {}", approved.version),
        }
    }

    /// Returns the rows of Annex A that are there, in its order.
    fn annex_a(&self) -> impl Iterator<Item = (AnnexA, &SoaRow)> {
        self.content.rows.iter().filter_map(|row| match row.control.key {
            Key::AnnexA(number) => Some((number, row)),
            Key::Number(_) | Key::One => None,
        })
    }

    /// Returns the rows of own controls.
    fn own(&self) -> impl Iterator<Item = &SoaRow> {
        self.content.rows.iter().filter(|row| !matches!(row.control.key, Key::AnnexA(_)))
    }

    fn counts(&self) -> Counts {
        Counts::of(self.annex_a().map(|(_, row)| row))
    }
}

/// How many rows were decided, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts {
    included: usize,
    excluded: usize,
    undecided: usize,
}

impl Counts {
    fn of<'a>(rows: impl Iterator<Item = &'a SoaRow>) -> Self {
        rows.fold(Self::default(), |mut counts, row| {
            match row.included {
                Some(YesNo::Yes) => counts.included += 1,
                Some(YesNo::No) => counts.excluded += 1,
                None => counts.undecided += 1,
            }
            counts
        })
    }

    fn decided(self) -> usize {
        self.included + self.excluded
    }

    fn all(self) -> usize {
        self.decided() + self.undecided
    }
}

/// Returns a control's title: as recorded, else as Annex A has it.
fn title(basis: &Basis, row: &SoaRow) -> String {
    match row.control.key {
        Key::AnnexA(number) if row.title.is_empty() => basis.standards.control(number).title.clone(),
        Key::AnnexA(_) | Key::Number(_) | Key::One => row.title.to_string(),
    }
}

#[cfg(test)]
mod tests;
