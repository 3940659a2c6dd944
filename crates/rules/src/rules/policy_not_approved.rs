//! No security policy is in force.

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::RecordKind;
use model::records::Document;

pub static RULE: Rule = Rule {
    code: "PB0501",
    name: "policy not approved",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["5.2"],
    what: "Finds that no top security policy is approved and in force on the day asked.",
    why: "the policy is how top management says what it wants, and all else refers to it",
    fix: "send the newest policy draft to top management for approval",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::Document], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0502", "PB0505", "PB1301"])],
    bad: &[
        Bad {
            title: "only a draft",
            given: |s| s.edit(1, |policy: &mut Document| policy.approvals.clear()),
            says: &["no information security policy is in force"],
        },
        Bad {
            title: "none at all",
            given: |s| s.remove("DOC-1"),
            says: &["no information security policy is in force"],
        },
    ],
    good: &[Good { title: "approved", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    if facts::of_kind_in_force(ask, "policy_top").next().is_some() {
        return;
    }
    let message = "no information security policy is in force";
    match facts::of_kind(ask.isms, "policy_top").last() {
        Some((id, draft)) => report
            .add(Place::field(id, "approvals"), message)
            .proof("version", draft.version)
            .proof("status", draft.status)
            .proof("approved", "")
            .command(format!("plumb approve {id}")),
        None => report
            .add(Place::Whole, message)
            .proof("drafts", "")
            .help("write one, and send it to top management for approval")
            .command("plumb new document title='Information security policy' kind=policy_top"),
    };
}
