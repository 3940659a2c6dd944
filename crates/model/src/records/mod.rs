//! The kinds of records: one kind, one file, one line in the list.

mod access_review;
mod account;
mod acknowledgement;
mod agreement;
mod asset;
mod audit;
mod audit_programme;
mod certification;
mod client;
mod comment;
mod context;
mod control;
mod control_run;
mod control_test;
mod crosswalk_edge;
mod crypto_key;
mod disposition;
mod document;
mod engagement;
mod evidence;
mod exception;
mod file_access;
mod finding;
mod gap_analysis;
mod improvement;
mod incident;
mod interface;
mod issue;
mod issued_document;
mod joint_change;
mod kinds;
mod management_review;
mod measure;
mod membership;
mod method;
mod method_function;
mod nonconformity;
mod objective;
mod obligation;
mod organisation;
mod pack;
mod party;
mod person;
mod plan;
mod planned_change;
mod population;
mod process;
mod production_change;
mod recovery_test;
mod request;
mod retention_rule;
mod risk;
mod risk_assessment;
mod role;
mod sample;
mod scenario;
mod scope;
mod setting;
mod share;
mod site;
mod soa;
mod standing;
mod supplier;
mod task;
mod training;
mod treatment_action;
mod treatment_plan;
mod unit;
mod vulnerability;
mod working_paper;

pub use access_review::*;
pub use account::*;
pub use acknowledgement::*;
pub use agreement::*;
pub use asset::*;
pub use audit::*;
pub use audit_programme::*;
pub use certification::*;
pub use client::*;
pub use comment::*;
pub use context::*;
pub use control::*;
pub use control_run::*;
pub use control_test::*;
pub use crosswalk_edge::*;
pub use crypto_key::*;
pub use disposition::*;
pub use document::*;
pub use engagement::*;
pub use evidence::*;
pub use exception::*;
pub use file_access::*;
pub use finding::*;
pub use gap_analysis::*;
pub use improvement::*;
pub use incident::*;
pub use interface::*;
pub use issue::*;
pub use issued_document::*;
pub use joint_change::*;
pub use management_review::*;
pub use measure::*;
pub use membership::*;
pub use method::*;
pub use method_function::*;
pub use nonconformity::*;
pub use objective::*;
pub use obligation::*;
pub use organisation::*;
pub use pack::*;
pub use party::*;
pub use person::*;
pub use plan::*;
pub use planned_change::*;
pub use population::*;
pub use process::*;
pub use production_change::*;
pub use recovery_test::*;
pub use request::*;
pub use retention_rule::*;
pub use risk::*;
pub use risk_assessment::*;
pub use role::*;
pub use sample::*;
pub use scenario::*;
pub use scope::*;
pub use share::*;
pub use site::*;
pub use soa::*;
pub use standing::*;
pub use supplier::*;
pub use task::*;
pub use training::*;
pub use treatment_action::*;
pub use treatment_plan::*;
pub use unit::*;
pub use vulnerability::*;
pub use working_paper::*;

use std::sync::Arc;

use imbl::OrdSet;

use crate::about::{Entry, Stamp, Stored};
use crate::isms::{Linking, Pointing, any};
use crate::stored::Fault;
use crate::{AnyRecord, Kind, Problem, Prose, Record, RecordId, Ref, Shown, Table, Verb};

use kinds::records;
use setting::set_fields;

records! {
    Organisation => organisation,
    Plan => plan,
    Person => people,
    Role => roles,
    Unit => units,
    Site => sites,
    Process => processes,
    Asset => assets,
    Supplier => suppliers,
    Interface => interfaces,
    Scope => scope,
    Issue => issues,
    Context => context,
    Party => parties,
    Obligation => obligations,
    Agreement => agreements,
    Method => method,
    Risk => risks,
    TreatmentAction => treatment_actions,
    TreatmentPlan => treatment_plan,
    Control => controls,
    Soa => soa,
    Evidence => evidence,
    Document => documents,
    Disposition => dispositions,
    AuditProgramme => audit_programmes,
    Audit => audits,
    WorkingPaper => working_papers,
    Finding => findings,
    ManagementReview => management_reviews,
    Nonconformity => nonconformities,
    Certification => certifications,
    Improvement => improvements,
    ControlRun => control_runs,
    ControlTest => control_tests,
    Exception => exceptions,
    Population => populations,
    Sample => samples,
    Objective => objectives,
    Measure => measures,
    PlannedChange => planned_changes,
    RiskAssessment => risk_assessments,
    Incident => incidents,
    AccessReview => access_reviews,
    Vulnerability => vulnerabilities,
    RecoveryTest => recovery_tests,
    GapAnalysis => gap_analyses,
    Training => trainings,
    Acknowledgement => acknowledgements,
    RetentionRule => retention_rules,
    Account => accounts,
    ProductionChange => production_changes,
    CryptoKey => keys,
    CrosswalkEdge => crosswalk_edges,
    Request => requests,
    Pack => packs,
    Scenario => scenarios,
    Membership => memberships,
    Client => clients,
    Engagement => engagements,
    Share => shares,
    FileAccess => file_accesses,
    IssuedDocument => issued_documents,
    JointChange => joint_changes,
    Task => tasks,
    Comment => comments,
}

impl RecordKind {
    /// Returns the kind with this prefix, in any case.
    #[must_use]
    pub fn of_prefix(prefix: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.kind().prefix.eq_ignore_ascii_case(prefix))
    }

    /// Says whether a text is this kind's name in stored metas: its singular with hyphens for blanks.
    #[must_use]
    pub fn is_slug(self, text: &str) -> bool {
        let singular = self.kind().singular;
        singular.len() == text.len()
            && singular
                .bytes()
                .zip(text.bytes())
                .all(|(ours, theirs)| if ours == b' ' { theirs == b'-' } else { ours == theirs })
    }

    /// Returns the kind with this name: singular or plural, with blanks or hyphens.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace(['-', '_'], " ");
        Self::ALL.iter().copied().find(|kind| kind.kind().singular == name || kind.kind().plural == name)
    }
}

/// Returns the verb for the meta line of a change.
#[must_use]
pub fn verb_of(change: &Change, isms: &Isms) -> Verb {
    if let Change::Removed(..) = change {
        return Verb::Delete;
    }
    match change.id() {
        Some(id) if isms.find(id).is_some() => Verb::Update,
        Some(_) | None => Verb::Create,
    }
}

#[cfg(test)]
mod tests;
