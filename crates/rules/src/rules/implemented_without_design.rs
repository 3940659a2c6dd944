//! A control that works, and nobody wrote how.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::ControlState;
use model::{RecordId, RecordKind, Ref, Value};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0616",
    name: "implemented without design",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d", "8.1"],
    what: "Finds controls that are called implemented without a word on how they work here.",
    why: "an auditor compares what is done with what was meant, and here nothing was written down",
    fix: "write in two or three sentences who does what, when and with which tool",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "the design is empty",
        given: |s| s.edit_control("A.8.13", |control| control.design = "".into()),
        says: &["A.8.13 is called implemented, and nothing says how it works here"],
    }],
    good: &[
        Good { title: "each control that works is described", given: |_| {} },
        Good {
            title: "a control that is not there yet needs no description",
            given: |s| s.edit_control("A.8.12", |control| control.design = "".into()),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = ask.isms.controls.get(&Ref::of(id.key)) else { return };
    if control.state != ControlState::Implemented || !control.design.is_empty() {
        return;
    }
    report
        .add(
            Place::field(id, "design"),
            format!("{id} is called implemented, and nothing says how it works here"),
        )
        .proof("state", control.state)
        .proof("implemented on", control.implemented_on.text())
        .proof("how it works here", "")
        .remark("nobody can check it against anything")
        .proof("documents", control.documents.text())
        .command(format!("plumb set {id} design=\"WHO DOES WHAT, WHEN, WITH WHICH TOOL\""));
}
