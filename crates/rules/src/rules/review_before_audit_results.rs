//! The results of an audit have not reached top management.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, AuditKind, ManagementReview};
use model::sample::Sample;
use model::{Date, RecordKind, Ref};

use crate::checking::{newest_held, newest_report, next_planned};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0927",
    name: "review before audit results",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["9.3.2 d 3"],
    what: "Finds that the newest internal audit was reported after the newest review, and that no review is planned before stage 2.",
    why: "an audit whose results top management never saw leads to nothing",
    fix: "plan a review between the audit report and stage 2",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::ManagementReview, RecordKind::Audit], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "one day before the report, and the next one comes after stage 2",
            given: |s| {
                held_before(s);
                planned(s, Date::constant(2026, 10, 20), Date::constant(2026, 10, 19));
            },
            says: &["the results of AUD-1 never reached a management review"],
        },
        Bad {
            title: "no other is planned",
            given: held_before,
            says: &["the results of AUD-1 never reached a management review"],
        },
    ],
    good: &[
        Good { title: "after the report", given: |_| {} },
        Good {
            title: "on the day of the report",
            given: |s| {
                held_before(s);
                s.edit(1, |review: &mut ManagementReview| review.held_on = Some(Date::constant(2026, 5, 20)));
            },
        },
        Good {
            title: "the next one comes the day before stage 2",
            given: |s| {
                held_before(s);
                planned(s, Date::constant(2026, 10, 18), Date::constant(2026, 10, 19));
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let (Some((id, _, held)), Some((audit, reported))) = (newest_held(ask), newest_report(ask)) else {
        return;
    };
    if held >= reported {
        return;
    }
    let next = next_planned(ask, Some(held));
    let stage_2 = ask.cycle().stage2.map(|stage| stage.day);
    // Where no stage 2 is planned yet, any review to come is early enough.
    if next.is_some_and(|(_, on)| stage_2.is_none_or(|day| on < day)) {
        return;
    }
    let found = report
        .add(
            Place::field(audit, "reported_on"),
            format!("the results of {audit} never reached a management review"),
        )
        .proof_of(id, "held on", held)
        .proof_of(audit, "reported on", reported);
    match next {
        Some((next, on)) => found.proof_of(next, "next review planned on", on),
        None => found.proof("next review planned on", ""),
    }
    .proof("day of stage 2", facts::text(&stage_2))
    .command("plumb new management-review title='Management review' planned_on=DATE");
}

/// Lets the review of the sample have been held one day before the newest report.
fn held_before(s: &mut Sample) {
    let on = Date::constant(2026, 5, 19);
    s.edit(1, |audit: &mut Audit| audit.reported_on = on.tomorrow().ok());
    s.edit(1, |review: &mut ManagementReview| review.held_on = Some(on));
}

/// Plans a review and a stage 2.
fn planned(s: &mut Sample, review: Date, stage_2: Date) {
    let next = ManagementReview { planned_on: Some(review), ..ManagementReview::default() };
    s.put(Ref::number(9), next);
    for number in
        s.isms.audits.iter().filter(|(_, one)| !one.is_internal()).map(|(id, _)| id).collect::<Vec<_>>()
    {
        s.remove(&number.to_string());
    }
    let kind = Some(AuditKind::Stage2);
    s.put(Ref::number(9), Audit { kind, planned_on: Some(stage_2), ..Audit::default() });
}
