//! No version of the risk method is approved.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Method;
use model::{Date, RecordKind, Ref, Value};

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0601",
    name: "method not approved",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["6.1.2", "6.1.3"],
    what: "Finds that no version of the risk method is in force on the day asked.",
    why: "levels mean something only against a method that somebody agreed to before the ratings",
    fix: "send the method, with scales, matrix and acceptance rule, for approval",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::Method], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0603", "PB0608", "PB0609", "PB0610", "PB0622", "PB0806", "PB1301"])],
    bad: &[
        Bad {
            title: "only a draft",
            given: |s| s.edit_one(|method: &mut Method| method.approvals.clear()),
            says: &["no risk method is approved"],
        },
        Bad {
            title: "approved from next month",
            given: |s| s.edit_one(|method: &mut Method| method.approvals[0].on = Date::constant(2026, 7, 1)),
            says: &["no risk method is approved"],
        },
    ],
    good: &[Good { title: "approved by top management", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let method = ask.isms.method.one();
    if method.is_some_and(|method| method.in_force(ask.today).is_some()) {
        return;
    }
    let version =
        method.map_or_else(|| "none".to_owned(), |method| format!("{} (draft)", method.version.max(1)));
    let last = method.and_then(|method| method.approvals.iter().max_by_key(|approval| approval.version));
    report
        .add(Place::field(Ref::<Method>::one(), "approvals"), "no risk method is approved")
        .proof("version", version)
        .proof("approved", last.map(Value::text).unwrap_or_default())
        .remark("ratings and decisions are measured against it")
        .command("plumb approve method");
}
