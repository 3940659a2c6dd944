//! What was approved is not what stands there now.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Document;
use model::{Approval, Digest, RecordId, RecordKind};
use serde::Serialize;

pub static RULE: Rule = Rule {
    code: "PB1204",
    name: "approved content changed",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["7.5.3 b", "7.5.2 a-c"],
    what: "Finds versions in force whose frozen content no longer has the digest that the approval names.",
    why: "an approval is bound to what was read, so a changed word undoes it",
    fix: "take the change out, or send it for approval as a new version",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[
            RecordKind::Document,
            RecordKind::Scope,
            RecordKind::Method,
            RecordKind::Soa,
            RecordKind::TreatmentPlan,
        ],
        reads: &[],
        through: &[],
        check,
    },
    escalate: Escalate::MoreThan(1),
    holds: &[],
    waits_for: "audit reports and minutes of reviews",
    bad: &[Bad {
        title: "a word was added to a procedure",
        given: |s| {
            s.edit(10, |document: &mut Document| document.approvals[0].content.text = "Another text.".into())
        },
        says: &["DOC-10 version 1 was changed after PER-1 approved it"],
    }],
    good: &[
        Good { title: "all as approved", given: |_| {} },
        Good {
            title: "a draft of the next version",
            given: |s| s.edit(10, |document: &mut Document| document.text = "Another text.".into()),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let (isms, today) = (ask.isms, ask.today);
    match id.kind {
        RecordKind::Document => {
            let document = facts::get::<Document>(isms, id);
            compare(id, document.and_then(|document| document.in_force(today)), report);
        }
        RecordKind::Scope => compare(id, isms.scope.one().and_then(|scope| scope.in_force(today)), report),
        RecordKind::Method => {
            compare(id, isms.method.one().and_then(|method| method.in_force(today)), report)
        }
        RecordKind::Soa => compare(id, isms.soa.one().and_then(|soa| soa.in_force(today)), report),
        RecordKind::TreatmentPlan => {
            let plan = isms.treatment_plan.one();
            let newest = plan.map_or(0, |plan| plan.version);
            let approvals = plan.map(|plan| plan.approvals.as_slice()).unwrap_or_default();
            for approval in approvals.iter().filter(|approval| approval.version == newest) {
                compare(id, Some(approval), report);
            }
        }
        RecordKind::Organisation
        | RecordKind::Plan
        | RecordKind::Person
        | RecordKind::Role
        | RecordKind::Unit
        | RecordKind::Site
        | RecordKind::Process
        | RecordKind::Asset
        | RecordKind::Supplier
        | RecordKind::Interface
        | RecordKind::Issue
        | RecordKind::Context
        | RecordKind::Party
        | RecordKind::Obligation
        | RecordKind::Agreement
        | RecordKind::Risk
        | RecordKind::TreatmentAction
        | RecordKind::Control
        | RecordKind::Evidence
        | RecordKind::Disposition
        | RecordKind::AuditProgramme
        | RecordKind::Audit
        | RecordKind::WorkingPaper
        | RecordKind::Finding
        | RecordKind::ManagementReview
        | RecordKind::Nonconformity
        | RecordKind::Certification
        | RecordKind::Improvement
        | RecordKind::ControlRun
        | RecordKind::ControlTest
        | RecordKind::Exception
        | RecordKind::Population
        | RecordKind::Sample
        | RecordKind::Objective
        | RecordKind::Measure
        | RecordKind::PlannedChange
        | RecordKind::RiskAssessment
        | RecordKind::Incident
        | RecordKind::AccessReview
        | RecordKind::Vulnerability
        | RecordKind::RecoveryTest
        | RecordKind::GapAnalysis
        | RecordKind::Training
        | RecordKind::Acknowledgement
        | RecordKind::RetentionRule
        | RecordKind::Account
        | RecordKind::ProductionChange
        | RecordKind::CryptoKey
        | RecordKind::CrosswalkEdge
        | RecordKind::Request
        | RecordKind::Pack
        | RecordKind::Scenario => {}
    }
}

/// Compares an approval with what it froze.
fn compare<C: Serialize>(id: RecordId, approval: Option<&Approval<C>>, report: &mut Report) {
    let Some(approval) = approval else { return };
    let now = Digest::of_content(&approval.content);
    if now == approval.digest {
        return;
    }
    let (version, person) = (approval.version, approval.by);
    report
        .add(
            Place::field(id, "approvals"),
            format!("{id} version {version} was changed after {person} approved it"),
        )
        .proof("approved by", person)
        .proof("approved on", approval.on)
        .proof("digest approved", &approval.digest)
        .proof("digest now", now)
        .command(format!("plumb approve {id}"));
}
