//! Somebody else runs a process for us, and no control watches over it.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Criticality, Process};
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0805",
    name: "outsourced process without control",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 external provision"],
    what: "Finds processes in scope that are run by a supplier and governed by no control.",
    why: "work can be given away, and answering for it cannot",
    fix: "name the controls by which you steer the supplier",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Process], reads: &[RecordKind::Scope], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "no control is named",
        given: |s| s.edit(2, |process: &mut Process| process.controls.clear()),
        says: &["PRC-2 is run by SUP-1, and no control watches over it"],
    }],
    good: &[Good { title: "a control watches", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(process) = facts::get::<Process>(ask.isms, id).filter(|_| ask.in_scope(id)) else { return };
    if process.outsourced_to.is_empty() || !process.controls.is_empty() {
        return;
    }
    let suppliers = facts::text(&process.outsourced_to);
    let found = report
        .add(
            Place::field(id, "controls"),
            format!("{id} is run by {suppliers}, and no control watches over it"),
        )
        .proof("outsourced to", &suppliers)
        .proof("controls", "")
        .proof("criticality", facts::text(&process.criticality))
        .command(format!("plumb set {id} controls=A.5.22"));
    if process.criticality == Some(Criticality::High) {
        found.worse();
    }
}
