//! The scope: what the management system covers.

use serde::{Deserialize, Serialize};

use crate::approval::{Approval, in_force};
use crate::field::{part, record};
use crate::{Date, Isms, Line, Prose, RecordId, YesNo};
record! {
    /// What the management system covers; which elements are inside is said on each of them.
    Scope => scope, "SCO", "scope", "scope", clause "4.3", single true,
    "The boundary of the management system: what is inside, what is outside, and why.";
    title: Line, Form "Title", "What the scope is called.";
    version: u32, Operation "Version", "The version that the draft would become.";
    statement: Prose, Form "Statement", "The scope in a few sentences.";
    mentions: Vec<Mention>, Form "Mentions", "Names in the statement, each with the record that it means.";
    services: Vec<Line>, Form "Services", "Services and products that the scope covers.";
    exclusions: Vec<Exclusion>, Form "Exclusions", "What is left out and stands in no register, each with its reason.";
    fully_remote: Option<YesNo>, Form "Fully remote", "Whether there is no site at all.";
    certificate_wording: Prose, Form "Wording for the certificate", "The sentence that the certificate is to carry.";
    approvals: Vec<Approval<ScopeContent>>, Operation "Approvals", "Versions that were approved.";
}

part! {
    /// A name that a text uses, and the record that it means.
    Mention;
    name: Line, "Name", "The name as it stands in the text.";
    record: Option<RecordId>, "Record", "The record that it means.";
}

part! {
    /// Something left out of the scope.
    Exclusion;
    title: Line, "What", "What is left out.";
    because: Prose, "Because", "Why it is left out.";
}

/// What an approval of the scope freezes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeContent {
    /// The statement.
    pub statement: Prose,
    /// Services and products.
    pub services: Vec<Line>,
    /// What is left out and stands in no register.
    pub exclusions: Vec<Exclusion>,
    /// Whether there is no site.
    pub fully_remote: Option<YesNo>,
    /// The wording for the certificate.
    pub certificate_wording: Prose,
    /// The elements inside.
    pub elements: Vec<FrozenElement>,
}

/// An element as it stood in the scope approved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenElement {
    /// Its id.
    pub id: RecordId,
    /// Its name then.
    pub title: Line,
}

impl Scope {
    /// Returns the approval in force on a day.
    #[must_use]
    pub fn in_force(&self, today: Date) -> Option<&Approval<ScopeContent>> {
        in_force(&self.approvals, today)
    }

    /// Returns what an approval would freeze now.
    #[must_use]
    pub fn content(&self, isms: &Isms) -> ScopeContent {
        let elements = isms
            .elements()
            .filter(|(_, element)| element.in_scope().is_in())
            .map(|(id, element)| FrozenElement { id, title: Line::new(element.name()) })
            .collect();
        ScopeContent {
            statement: self.statement.clone(),
            services: self.services.clone(),
            exclusions: self.exclusions.clone(),
            fully_remote: self.fully_remote,
            certificate_wording: self.certificate_wording.clone(),
            elements,
        }
    }
}
