//! No version of the scope is approved.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::{RecordKind, Ref};

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0401",
    name: "scope not approved",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["4.3"],
    what: "Finds that no version of the scope has been approved by the day asked.",
    why: "everything else rests on the boundary, so an auditor opens the approved scope first",
    fix: "name units, sites, processes, services and systems, and send the draft to top management for approval",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::Scope], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0405", "PB1301", "PB1305", "PB1306"])],
    bad: &[Bad {
        title: "only a draft",
        given: |s| s.edit_one(|scope: &mut model::records::Scope| scope.approvals.clear()),
        says: &["no version of the scope is approved"],
    }],
    good: &[Good { title: "approved by top management", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let scope = ask.isms.scope.one();
    if scope.is_some_and(|scope| scope.approvals.iter().any(|approval| approval.on <= ask.today)) {
        return;
    }
    let version = scope.map_or(0, |scope| scope.version);
    report
        .add(
            Place::field(Ref::<model::records::Scope>::one(), "approvals"),
            "no version of the scope is approved",
        )
        .proof("version", if version == 0 { "none".to_owned() } else { format!("{version} (draft)") })
        .proof("approved", "")
        .remark("an auditor reads this first")
        .command("plumb approve scope");
}
