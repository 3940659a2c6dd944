//! An included control, and nothing says why.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Reason;
use model::{RecordId, RecordKind, Ref, Value, YesNo};

use crate::planning::{joined, list, named_by};
use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0613",
    name: "inclusion without reason",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d"],
    what: "Finds applicable controls that no risk, obligation, agreement or baseline stands behind.",
    why: "the statement says why each control is included, and the reason leads back to the risks",
    fix: "use the risks and obligations that already name it; where none does, choose one",
    fix_grade: FixGrade::Safe,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Share { of: included, above: Limit::Parameter("ratio_major") },
    holds: &[],
    bad: &[Bad {
        title: "its reasons are gone",
        given: |s| {
            s.edit_control("A.8.13", |control| control.reasons.clear());
            s.freeze();
        },
        says: &["applicable control A.8.13 has no reason for inclusion"],
    }],
    good: &[
        Good { title: "each control has a reason", given: |_| {} },
        Good {
            title: "a baseline is a reason",
            given: |s| {
                s.edit_control("A.8.13", |control| {
                    control.reasons = vec![Reason::Baseline("usual here".into())]
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = ask.isms.controls.get(&Ref::of(id.key)) else { return };
    if control.included != Some(YesNo::Yes) || !control.reasons.is_empty() {
        return;
    }
    let named = named_by(ask, id);
    let found = report
        .add(Place::field(id, "reasons"), format!("applicable control {id} has no reason for inclusion"));
    found
        .proof("applicable", "yes")
        .proof("reasons", "")
        .remark("an auditor will ask why this control was chosen");
    if !control.justification.is_empty() {
        found.proof("justification", control.justification.text());
    }
    found.proof("named by", joined(&named, ", "));
    if named.is_empty() {
        found
            .help("choose a risk, obligation or agreement that needs it, or say which baseline asks for it")
            .command(format!("plumb soa set {id} --reason RISK"));
        return;
    }
    let names = if named.len() == 1 { "names" } else { "name" };
    found
        .help(format!("use {}, which already {names} it", list(&named)))
        .write(id, "reasons", joined(&named, "\n"))
        .command(format!("plumb soa set {id} --reason {}", joined(&named, ",")));
}

/// Counts the applicable controls.
fn included(ask: &Ask) -> usize {
    ask.isms.controls.iter().filter(|(_, control)| control.included == Some(YesNo::Yes)).count()
}
