//! Requirements as data: clauses, Annex A, documents, crosswalks.

mod annex_a;
mod cadence;
pub mod certification;
mod clauses;
mod column;
mod documents;
pub mod frameworks;
pub mod kept;
mod old_number;
mod printed;
mod requirement;
pub mod sampling;
pub mod schedule;
pub mod spelling;
pub mod starters;
mod terms;
mod theme;

pub use annex_a::{
    Capability, Concept, Control, ControlType, Domain, EvidenceHint, EvidenceKind, Property, annex_a,
    cadences, control, correspondence,
};
pub use cadence::{Cadence, CadenceLimits};
pub use certification::{
    AuditTime, AuditTimeRow, CertificationRule, audit_time, certification_rule, certification_rule_named,
    certification_rules,
};
pub use clauses::{
    Clause, DocumentedInformation, KeptThing, Stage, clause, clauses, clauses_under, kept_things,
};
pub use column::{Column, Edition};
pub use documents::{AnnexADocument, DocumentKind, Documents, MandatoryDocument, documents, title_of_kind};
pub use old_number::OldNumber;
pub use printed::{printed, printed_2013};
pub use requirement::{Requirement, requirement};
pub use spelling::{Doubt, Spelled};
pub use terms::{Term, term, terms};
pub use theme::{Theme, place};

use model::AnnexA;

/// What a rule may ask about the standard: one handle, nothing read before it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standards {
    name: &'static str,
}

impl Standards {
    /// Returns ISO/IEC 27001:2022 with its amendment of 2024.
    pub fn iso27001() -> &'static Self {
        &Self { name: "ISO/IEC 27001:2022" }
    }

    /// Returns the standard's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the 93 controls of Annex A.
    pub fn annex_a(&self) -> &'static [Control] {
        annex_a()
    }

    /// Returns one control of Annex A.
    pub fn control(&self, number: AnnexA) -> &'static Control {
        control(number)
    }

    /// Returns the controls that a control of 2013 went into.
    pub fn correspondence(&self, old: OldNumber) -> &'static [AnnexA] {
        correspondence(old)
    }

    /// Returns all clauses and their items.
    pub fn clauses(&self) -> &'static [Clause] {
        clauses()
    }

    /// Returns the clause with this number, however its letters are written.
    pub fn clause(&self, text: &str) -> Option<&'static Clause> {
        clause(text)
    }

    /// Returns what a diagnostic, a rule or a record refers to, by any of the three kinds of number.
    pub fn requirement(&self, reference: &str) -> Option<Requirement> {
        requirement(reference)
    }

    /// Returns what has to be in writing.
    pub fn documents(&self) -> &'static Documents {
        documents()
    }

    /// Returns the suggested limits of age for each cadence.
    pub fn cadences(&self) -> &'static [CadenceLimits] {
        cadences()
    }

    /// Returns the words of the standard, each explained.
    pub fn terms(&self) -> &'static [Term] {
        terms()
    }

    /// Returns the table of audit time.
    pub fn audit_time(&self) -> &'static AuditTime {
        audit_time()
    }
}
