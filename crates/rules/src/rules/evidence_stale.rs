//! The newest evidence of a control is too old for its rhythm.

use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Control, ControlState, Evidence, EvidenceStatus};
use model::{Date, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB1102",
    name: "evidence stale",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence"],
    what: "Finds implemented controls whose newest accepted evidence ends longer ago than their rhythm allows.",
    why: "old evidence shows that a control worked once, not that it works",
    fix: "bring current evidence, or correct the cadence by decision",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Share { of: facts::included_controls, above: Limit::Hundredths(20) },
    holds: &[Hold::Near(&["PB0672", "PB1110"])],
    bad: &[Bad {
        title: "a quarterly control, 121 days",
        given: |s| {
            let (start, end) = (s.days_ago(145), s.days_ago(121));
            s.edit(67, |evidence: &mut Evidence| {
                (evidence.period_start, evidence.period_end) = (Some(start), Some(end));
            });
        },
        says: &["the newest evidence for A.8.8 is of 2026-01-31, and its cadence is quarterly"],
    }],
    good: &[
        Good { title: "fresh", given: |_| {} },
        Good {
            title: "a quarterly control, 120 days",
            given: |s| {
                let end = s.days_ago(120);
                s.edit(67, |evidence: &mut Evidence| evidence.period_end = Some(end));
            },
        },
        Good {
            title: "only events count",
            given: |s| {
                s.edit(26, |evidence: &mut Evidence| evidence.period_end = Some(Date::constant(2024, 1, 1)))
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = facts::get::<Control>(ask.isms, id) else { return };
    if control.state != ControlState::Implemented {
        return;
    }
    let control_id = Ref::of(id.key);
    let Some(cadence) = control.cadence else {
        if facts::newest_accepted(ask.isms, control_id).is_some() {
            report.unknown(Place::field(id, "cadence"), format!("how often {id} runs is not recorded"));
        }
        return;
    };
    let Some(limit) = facts::age_limit(cadence) else { return };
    let Some((evidence, date)) = facts::newest_accepted(ask.isms, control_id) else {
        let accepted = |evidence: &Evidence| evidence.status == EvidenceStatus::Accepted;
        let mut undated = facts::evidence_of(ask.isms, control_id).filter(|(_, one)| accepted(one));
        if let Some((evidence, _)) = undated.next() {
            report.unknown(
                Place::field(evidence, "period_end"),
                format!("the last day that {evidence} covers is not recorded"),
            );
        }
        return;
    };
    if !ask.is_older(date, limit) {
        return;
    }
    report
        .add(
            Place::field(id, "cadence"),
            format!("the newest evidence for {id} is of {date}, and its cadence is {cadence}"),
        )
        .proof_of(evidence, "period to", date)
        .proof("rhythm", cadence)
        .proof("age limit in days", limit)
        .proof("too old since", facts::day_after(date, limit))
        .command(format!("plumb evidence add FILE --control {id}"));
}
