//! A concern of Stage 1 is open, and Stage 2 is near.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, AuditKind, Finding, FindingGrade, FindingState};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Value};

use crate::facts;

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1309",
    name: "concern open before stage 2",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["17021-1 9.3.1.2.3"],
    what: "Finds concerns of Stage 1 that nobody has answered while Stage 2 is near.",
    why: "a concern that stays open becomes a nonconformity",
    fix: "answer it with proof, or agree a later stage 2",
    fix_grade: FixGrade::FillIn,
    check: Check::Each {
        of: &[RecordKind::Finding],
        reads: &[RecordKind::Audit, RecordKind::AuditProgramme],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "all else is in order, and nobody has answered",
            given: |s| {
                s.go_on(Date::constant(2026, 10, 12));
                s.edit(2, |concern: &mut Finding| {
                    concern.state = FindingState::Open;
                    concern.answer = "".into();
                    (concern.answered_by, concern.answered_on) = (None, None);
                });
            },
            says: &["F-2 of stage 1 is open, and stage 2 is on 2026-10-19"],
        },
        Bad {
            title: "fourteen days before",
            given: |s| concern(s, Date::constant(2026, 10, 5)),
            says: &["F-9 of stage 1 is open, and stage 2 is on 2026-10-19"],
        },
    ],
    good: &[
        Good { title: "fifteen days before", given: |s| concern(s, Date::constant(2026, 10, 4)) },
        Good {
            title: "it was answered",
            given: |s| {
                concern(s, Date::constant(2026, 10, 5));
                s.edit(9, |concern: &mut Finding| concern.answered_on = Some(Date::constant(2026, 9, 20)));
            },
        },
        Good {
            title: "Stage 2 is over",
            given: |s| {
                concern(s, Date::constant(2026, 10, 25));
                s.edit(3, |audit: &mut Audit| audit.done_on = Some(Date::constant(2026, 10, 21)));
            },
        },
    ],
};

/// Lets Stage 1 end with a concern, and asks on another day.
fn concern(s: &mut Sample, today: Date) {
    s.today = today;
    s.edit(2, |audit: &mut Audit| audit.done_on = Some(Date::constant(2026, 9, 8)));
    let concern = Finding {
        title: "The plan of audits is thin".into(),
        audit: Some(Ref::number(2)),
        grade: Some(FindingGrade::Concern),
        raised_on: Some(Date::constant(2026, 9, 8)),
        ..Finding::default()
    };
    s.put(Ref::number(9), concern);
}

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(concern) = facts::get::<Finding>(ask.isms, id) else { return };
    let audit = concern.audit.and_then(|audit| ask.isms.audits.get(&audit));
    let of_stage1 = audit.is_some_and(|audit| audit.kind == Some(AuditKind::Stage1));
    if concern.grade != Some(FindingGrade::Concern) || !of_stage1 || !concern.state.is_open() {
        return;
    }
    if concern.answered_on.is_some_and(|on| on <= ask.today) {
        return;
    }
    let place = Place::field(id, "answered_on");
    let cycle = ask.cycle();
    let Some(stage) = cycle.stage2_ahead() else {
        if cycle.stage2.is_none() {
            report.unknown(place, format!("the day of stage 2, by which {id} has to be answered"));
        }
        return;
    };
    let left = -ask.days_since(stage.day);
    if left > ask.parameters.days("concern_days") {
        return;
    }
    report
        .add(place, format!("{id} of stage 1 is open, and stage 2 is on {}", stage.day))
        .proof("concern", &concern.title)
        .proof("raised on", concern.raised_on.text())
        .proof("clause", concern.clause.text())
        .proof("answered on", concern.answered_on.text())
        .proof_of(stage.audit, "day of Stage 2", stage.day)
        .proof("days left", left)
        .command(format!("plumb finding answer {id} --answer TEXT"));
}
