//! A review ended without a decision.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::ManagementReview;
use model::{RecordKind, Ref, YesNo};

use crate::checking::newest_held;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0924",
    name: "review without result",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.3.3"],
    what: "Finds that the newest review held decided nothing, not even that nothing is to change.",
    why: "what a review decides is its result, and that nothing changes is a decision too",
    fix: "record the decisions on improvement and change",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::ManagementReview], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "its decisions are gone",
        given: |s| s.edit(1, |review: &mut ManagementReview| review.decisions.clear()),
        says: &["the review of 2026-05-26 decided nothing, not even that nothing changes"],
    }],
    good: &[
        Good { title: "it decided", given: |_| {} },
        Good {
            title: "that nothing changes is a decision",
            given: |s| {
                s.edit(1, |review: &mut ManagementReview| {
                    review.decisions.retain(|one| one.change == Some(YesNo::No))
                })
            },
        },
        Good {
            title: "the next one has not been held",
            given: |s| {
                let planned = Some(s.today);
                s.put(
                    Ref::number(9),
                    ManagementReview { planned_on: planned, ..ManagementReview::default() },
                );
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some((id, review, date)) = newest_held(ask) else { return };
    if !review.decisions.is_empty() {
        return;
    }
    report
        .add(
            Place::field(id, "decisions"),
            format!("the review of {date} decided nothing, not even that nothing changes"),
        )
        .proof("held on", date)
        .proof("decisions found", "")
        .command(format!("plumb review decide {id} --title TEXT --change no"));
}
