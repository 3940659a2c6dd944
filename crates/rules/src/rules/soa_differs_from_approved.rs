//! Decisions that the approved statement of applicability does not show.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{
    AssessmentState, Control, ControlState, Reason, RiskAssessment, Scope, Soa, SoaContent, SoaRow,
};
use model::sample::Sample;
use model::{Approval, Date, RecordKind, Ref, Value, YesNo};
use std::collections::BTreeMap;

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0618",
    name: "soa differs from approved",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d"],
    what: "Finds that inclusions, reasons or justifications, the scope below them, or the controls that a risk assessment asks for moved on after the approval.",
    why: "auditors and customers read the approved version, and it no longer says what was decided",
    fix: "release a new version; the changed rows are listed for approval",
    fix_grade: FixGrade::Likely,
    check: Check::Whole {
        reads: &[
            RecordKind::Soa,
            RecordKind::Control,
            RecordKind::Scope,
            RecordKind::RiskAssessment,
            RecordKind::Organisation,
        ],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
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
        Bad {
            title: "a risk assessment asks for other controls",
            given: |s| assessed(s, Date::constant(2026, 4, 21), YesNo::Yes),
            says: &["statement of applicability v1 does not show 1 later decision"],
        },
    ],
    good: &[
        Good { title: "nothing has changed", given: |_| {} },
        Good {
            title: "the assessment came before the approval",
            given: |s| assessed(s, Date::constant(2026, 4, 20), YesNo::Yes),
        },
        Good {
            title: "the assessment changed no control",
            given: |s| assessed(s, Date::constant(2026, 5, 20), YesNo::No),
        },
        Good { title: "other words wait for 30 days", given: |s| other_words(s, 30) },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some(approval) = ask.isms.soa.one().and_then(|soa| soa.in_force(ask.today)) else { return };
    let rows = rows_that_differ(ask, approval);
    let scope = ask.isms.scope.one().and_then(|scope| scope.in_force(ask.today));
    let later = scope.filter(|scope| approval.content.scope_version.is_none_or(|seen| seen < scope.version));
    let assessments = later_assessments(ask, approval.on, report);
    let count = rows.len() + usize::from(later.is_some()) + assessments.len();
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
    for (id, on) in &assessments {
        found.proof_of(*id, "done on", on).remark("it asks for other controls");
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

/// Returns the risk assessments finished after the approval that ask for other controls, and says which leave that open.
fn later_assessments(ask: &Ask, approved: Date, report: &mut Report) -> Vec<(Ref<RiskAssessment>, Date)> {
    let mut found = Vec::new();
    for (id, assessment) in ask.isms.risk_assessments.iter() {
        let finished = assessment.on.filter(|on| *on > approved && *on <= ask.today);
        let Some(on) = finished.filter(|_| assessment.state == AssessmentState::Done) else { continue };
        match assessment.controls_changed {
            Some(YesNo::Yes) => found.push((id, on)),
            Some(YesNo::No) => {}
            None => {
                let missing = format!("whether {id} asks for other controls is not recorded");
                report.unknown(Place::field(id, "controls_changed"), missing);
            }
        }
    }
    found
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

/// Finishes a risk assessment on a day.
fn assessed(s: &mut Sample, on: Date, controls_changed: YesNo) {
    let assessment = RiskAssessment {
        title: "Look at the risks".into(),
        controls_changed: Some(controls_changed),
        state: AssessmentState::Done,
        on: Some(on),
        ..RiskAssessment::default()
    };
    s.put(Ref::number(91), assessment);
}

/// States the exclusion of A.8.30 in other words so many days ago.
fn other_words(s: &mut Sample, days: i32) {
    let on = s.days_ago(days);
    s.edit_control("A.8.30", |control| {
        control.justification = "No supplier writes software for us.".into();
        control.stated_on = Some(on);
    });
}
