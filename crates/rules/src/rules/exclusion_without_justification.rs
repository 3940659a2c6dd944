//! An exclusion without a word why.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::{RecordId, RecordKind, Ref, YesNo};

use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0612",
    name: "exclusion without justification",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d"],
    what: "Finds excluded controls without a justification.",
    why: "the statement has to say why a control is left out, and an auditor reads these rows first",
    fix: "say why scope and risks do not need it",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Share { of: excluded, above: Limit::Parameter("ratio_major") },
    holds: &[],
    bad: &[Bad {
        title: "nothing says why",
        given: |s| {
            s.edit_control("A.8.30", |control| control.justification = "".into());
            s.freeze();
        },
        says: &["excluded control A.8.30 has no justification"],
    }],
    good: &[Good { title: "each exclusion says why", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = ask.isms.controls.get(&Ref::of(id.key)) else { return };
    if control.included != Some(YesNo::No) || !control.justification.is_empty() {
        return;
    }
    report
        .add(Place::field(id, "justification"), format!("excluded control {id} has no justification"))
        .proof("applicable", "no")
        .proof("justification", "")
        .remark("an auditor will ask why it is not needed here")
        .command(format!("plumb soa set {id} --included no --justification WHY"));
}

/// Counts the excluded controls.
fn excluded(ask: &Ask) -> usize {
    ask.isms.controls.iter().filter(|(_, control)| control.included == Some(YesNo::No)).count()
}
