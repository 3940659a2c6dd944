//! No statement of applicability is approved.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Soa;
use model::{Key, RecordKind, Ref, Value};

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0617",
    name: "soa not approved",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d"],
    what: "Finds that no version of the statement of applicability is in force on the day asked.",
    why: "the certificate names the version of this statement, so it has to be approved",
    fix: "decide the open rows and send the draft for approval",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::Control, RecordKind::Soa], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0618", "PB0684", "PB1301", "PB1308"])],
    bad: &[Bad {
        title: "only a draft",
        given: |s| s.edit_one(|soa: &mut Soa| soa.approvals.clear()),
        says: &["no statement of applicability is approved"],
    }],
    good: &[Good { title: "approved by top management", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let soa = ask.isms.soa.one();
    if soa.is_some_and(|soa| soa.in_force(ask.today).is_some()) {
        return;
    }
    let version = soa.map_or_else(|| "none".to_owned(), |soa| format!("{} (draft)", soa.version.max(1)));
    let last = soa.and_then(|soa| soa.approvals.iter().max_by_key(|approval| approval.version));
    let open = ask
        .isms
        .statements()
        .filter(|(id, control)| matches!(id.key, Key::AnnexA(_)) && control.included.is_none())
        .count();
    report
        .add(Place::field(Ref::<Soa>::one(), "approvals"), "no statement of applicability is approved")
        .proof("version", version)
        .proof("approved", last.map(Value::text).unwrap_or_default())
        .remark("stage 1 reads the approved version")
        .proof("rows still undecided", open)
        .command("plumb approve soa");
}
