//! Somebody has left, and still answers for records.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{
    Control, ControlState, Document, DocumentStatus, Duty, Person, Risk, Role, TreatmentAction,
};
use model::{Owner, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0504",
    name: "leaver still responsible",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["5.3", "A.5.2", "A.6.5"],
    what: "Finds people who have left and are still holder or owner of something open.",
    why: "a record whose owner has gone is watched by nobody",
    fix: "hand over all records of this person in one step",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Person], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    waits_for: "owners of objectives and corrective actions",
    bad: &[Bad {
        title: "the owner of a document left yesterday",
        given: |s| {
            let left = s.days_ago(1);
            s.edit(4, |person: &mut Person| person.left_on = Some(left));
        },
        says: &["PER-4 left on 2026-05-31 and is still responsible for 1 record"],
    }],
    good: &[
        Good { title: "all are here", given: |_| {} },
        Good {
            title: "handed over before leaving",
            given: |s| {
                let left = s.days_ago(1);
                s.edit(4, |person: &mut Person| person.left_on = Some(left));
                s.edit(5, |document: &mut Document| document.owner = Some(Owner::Person(Ref::number(2))));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(person) = facts::get::<Person>(ask.isms, id) else { return };
    let Some(left) = person.left_on.filter(|left| *left <= ask.today) else { return };
    let records: Vec<RecordId> =
        ask.isms.all_sources(id).filter(|record| is_responsible(ask, Ref::of(id.key), *record)).collect();
    if records.is_empty() {
        return;
    }
    let count = match records.len() {
        1 => "1 record".to_owned(),
        more => format!("{more} records"),
    };
    let found = report.add(
        Place::field(id, "left_on"),
        format!("{id} left on {left} and is still responsible for {count}"),
    );
    found.proof("left on", left);
    for kind in RecordKind::ALL {
        let of_kind: Vec<RecordId> = records.iter().copied().filter(|record| record.kind == *kind).collect();
        if !of_kind.is_empty() {
            found.proof(kind.kind().plural, facts::text(&of_kind));
        }
    }
    found.command(format!("plumb hand-over {id} --to PERSON --because WHY"));
    if records.iter().any(|record| weighs_more(ask, *record)) {
        found.worse();
    }
}

/// Says whether a person answers for an open or current record.
fn is_responsible(ask: &Ask, person: Ref<Person>, record: RecordId) -> bool {
    let owns = |owner: Option<&Owner>| owner == Some(&Owner::Person(person));
    let isms = ask.isms;
    match record.kind {
        RecordKind::Role => facts::get::<Role>(isms, record).is_some_and(|role| role.holder == Some(person)),
        RecordKind::Risk => facts::get::<Risk>(isms, record)
            .is_some_and(|risk| risk.status.is_open() && owns(risk.owner.as_ref())),
        RecordKind::TreatmentAction => facts::get::<TreatmentAction>(isms, record)
            .is_some_and(|action| action.state.is_open() && owns(action.owner.as_ref())),
        RecordKind::Control => facts::get::<Control>(isms, record)
            .is_some_and(|control| control.state != ControlState::Retired && owns(control.owner.as_ref())),
        RecordKind::Document => facts::get::<Document>(isms, record).is_some_and(|document| {
            let gone = matches!(document.status, DocumentStatus::Superseded | DocumentStatus::Withdrawn);
            !gone && owns(document.owner.as_ref())
        }),
        RecordKind::Unit
        | RecordKind::Site
        | RecordKind::Process
        | RecordKind::Asset
        | RecordKind::Supplier => isms
            .element(record)
            .is_some_and(|element| !facts::is_retired(element, ask.today) && owns(element.owner())),
        RecordKind::Organisation
        | RecordKind::Plan
        | RecordKind::Person
        | RecordKind::Interface
        | RecordKind::Scope
        | RecordKind::Issue
        | RecordKind::Context
        | RecordKind::Party
        | RecordKind::Obligation
        | RecordKind::Agreement
        | RecordKind::Method
        | RecordKind::TreatmentPlan
        | RecordKind::Soa
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
        | RecordKind::Scenario => false,
    }
}

/// Says whether a record is a risk above the acceptance level, or a role that the standard itself asks for.
fn weighs_more(ask: &Ask, record: RecordId) -> bool {
    if record.kind == RecordKind::Risk {
        let level = facts::get::<Risk>(ask.isms, record).and_then(|risk| ask.method.level(&risk.now));
        return level.zip(ask.method.acceptance()).is_some_and(|(level, accepted)| level > accepted);
    }
    let role = if record.kind == RecordKind::Role { facts::get::<Role>(ask.isms, record) } else { None };
    role.is_some_and(|role| role.duties.iter().any(|duty| matches!(duty, Duty::Conformity | Duty::Reporting)))
}
