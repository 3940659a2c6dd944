//! A statement of applicability that calls a control something else than it is.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ControlState, Soa};
use model::sample::Sample;
use model::{Approval, RecordKind, Ref, Value, YesNo};

use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0684",
    name: "soa status differs",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d"],
    what: "Finds controls whose state is not the one that the statement of applicability in force gives.",
    why: "the statement says how far each control is, and who reads it relies on that",
    fix: "release a new version, which takes the states of the control records",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::Soa, RecordKind::Control], check },
    escalate: Escalate::Share { of: included, above: Limit::Parameter("ratio_major") },
    holds: &[],
    bad: &[Bad {
        title: "a partly working control is called implemented",
        given: |s| stated_as(s, ControlState::Implemented),
        says: &["the statement of applicability says implemented for A.8.12, and its record says partial"],
    }],
    good: &[Good { title: "statement and records agree", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some(approval) = ask.isms.soa.one().and_then(|soa| soa.in_force(ask.today)) else { return };
    for row in &approval.content.rows {
        let Some(control) = ask.isms.controls.get(&row.control) else { continue };
        if row.state == control.state {
            continue;
        }
        let (id, status, actual) = (row.control, row.state, control.state);
        report
            .add(
                Place::field(id, "state"),
                format!(
                    "the statement of applicability says {status} for {id}, and its record says {actual}"
                ),
            )
            .proof_of(Ref::<Soa>::one(), format!("state in version {}", approval.version), status)
            .remark("who reads the statement is misled")
            .proof("state", actual)
            .proof("implemented on", control.implemented_on.text())
            .command("plumb approve soa");
    }
}

/// Counts the applicable controls.
fn included(ask: &Ask) -> usize {
    ask.isms.controls.iter().filter(|(_, control)| control.included == Some(YesNo::Yes)).count()
}

/// Calls A.8.12 something in the statement in force.
fn stated_as(s: &mut Sample, state: ControlState) {
    s.edit_one(|soa: &mut Soa| {
        let mut content = soa.approvals[0].content.clone();
        for row in content.rows.iter_mut().filter(|row| row.control.to_string() == "A.8.12") {
            row.state = state;
        }
        soa.approvals[0] = Approval::of(1, soa.approvals[0].by, soa.approvals[0].on, content);
    });
}
