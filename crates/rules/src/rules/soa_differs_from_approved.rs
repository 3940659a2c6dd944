//! Decisions that the approved statement of applicability does not show.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::SoaContent;
use model::records::{Control, ControlState, Reason, Scope, Soa, SoaRow};
use model::sample::Sample;
use model::{Approval, Date, RecordKind, Ref, Value};
use std::collections::BTreeMap;

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0618",
    name: "soa differs from approved",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d"],
    what: "Finds that inclusions, reasons or justifications, or the scope below them, moved on after the approval.",
    why: "auditors and customers read the approved version, and it no longer says what was decided",
    fix: "release a new version; the changed rows are listed for approval",
    fix_grade: FixGrade::Likely,
    check: Check::Whole {
        reads: &[RecordKind::Soa, RecordKind::Control, RecordKind::Scope, RecordKind::Organisation],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    waits_for: "finished risk assessments that changed controls (assessment runs)",
    bad: &[
        Bad {
            title: "other words wait for 31 days",
            given: |s| other_words(s, 31),
            says: &["statement of applicability v1 does not show 1 later decision"],
        },
        Bad {
            title: "the scope moved on",
            given: |s| {
                s.edit_one(|scope: &mut Scope| {
                    let first = scope.approvals[0].clone();
                    scope.approvals.push(Approval::of(
                        2,
                        first.by,
                        Date::constant(2026, 5, 20),
                        first.content,
                    ));
                })
            },
            says: &["statement of applicability v1 does not show 1 later decision"],
        },
    ],
    good: &[
        Good { title: "nothing has changed", given: |_| {} },
        Good { title: "other words wait for 30 days", given: |s| other_words(s, 30) },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some(approval) = ask.isms.soa.one().and_then(|soa| soa.in_force(ask.today)) else { return };
    let rows = rows_that_differ(ask, approval);
    let scope = ask.isms.scope.one().and_then(|scope| scope.in_force(ask.today));
    let later = scope.filter(|scope| approval.content.scope_version.is_none_or(|seen| seen < scope.version));
    let count = rows.len() + usize::from(later.is_some());
    if count == 0 {
        return;
    }
    let decisions = if count == 1 { "decision" } else { "decisions" };
    let version = approval.version;
    let found = report.add(
        Place::field(Ref::<Soa>::one(), "approvals"),
        format!("statement of applicability v{version} does not show {count} later {decisions}"),
    );
    found
        .proof("version in force", version)
        .proof("approved on", approval.on)
        .proof("scope version", approval.content.scope_version.text());
    if let Some(scope) = later {
        found.remark(format!("version {} of the scope is in force", scope.version));
    }
    for row in &rows {
        found
            .proof_of(row.control, format!("{} approved", row.field), &row.before)
            .proof_of(row.control, format!("{} now", row.field), &row.now)
            .remark(format!("differs since {}", row.since));
    }
    found.command("plumb approve soa");
    if rows.iter().any(|row| row.field == "applicable") {
        found.worse();
    }
}

/// A row that says something else than it did when it was approved.
struct Differs {
    control: Ref<Control>,
    field: &'static str,
    before: String,
    now: String,
    since: Date,
}

/// Returns the rows that have differed for longer than a draft may wait.
fn rows_that_differ(ask: &Ask, approval: &Approval<SoaContent>) -> Vec<Differs> {
    let days = ask.parameters.days("draft_days");
    let nothing = SoaRow {
        control: Ref::one(),
        title: "".into(),
        included: None,
        reasons: Vec::new(),
        justification: "".into(),
        state: ControlState::default(),
        owner: None,
    };
    let approved: BTreeMap<Ref<Control>, &SoaRow> =
        approval.content.rows.iter().map(|row| (row.control, row)).collect();
    let mut rows = Vec::new();
    for (id, control) in ask.isms.statements() {
        let row = approved.get(&id).copied().unwrap_or(&nothing);
        let Some((field, before, now)) = difference(row, control) else { continue };
        let since = control.stated_on.unwrap_or(control.changed.on).max(approval.on);
        if ask.is_older(since, days) {
            rows.push(Differs { control: id, field, before, now, since });
        }
    }
    rows
}

/// Returns what differs first in a row: its name, then what was approved and what stands now.
fn difference(row: &SoaRow, control: &Control) -> Option<(&'static str, String, String)> {
    let sorted = |reasons: &[Reason]| {
        let mut reasons = reasons.to_vec();
        reasons.sort();
        reasons
    };
    if row.included != control.included {
        return Some(("applicable", row.included.text(), control.included.text()));
    }
    if sorted(&row.reasons) != sorted(&control.reasons) {
        return Some(("reasons", row.reasons.text(), control.reasons.text()));
    }
    (row.justification != control.justification)
        .then(|| ("justification", row.justification.text(), control.justification.text()))
}

/// States the exclusion of A.8.30 in other words so many days ago.
fn other_words(s: &mut Sample, days: i32) {
    let on = s.days_ago(days);
    s.edit_control("A.8.30", |control| {
        control.justification = "No supplier writes software for us.".into();
        control.stated_on = Some(on);
    });
}
