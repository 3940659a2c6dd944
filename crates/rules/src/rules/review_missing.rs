//! Top management has not looked at the whole for long.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ManagementReview, ReviewState};
use model::sample::Sample;
use model::{Date, RecordKind, Ref};

use crate::checking::{newest_held, next_planned};
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0923",
    name: "review missing",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["9.3.1"],
    what: "Finds that no management review was held within the longest time between two.",
    why: "without a review nobody has said for long whether the system still fits and works",
    fix: "hold and record the review; the agenda is built from the records",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::ManagementReview, RecordKind::Audit], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0508", "PB0927"])],
    bad: &[
        Bad {
            title: "401 days ago, and the next one is planned",
            given: |s| {
                held(s, 401);
                planned(s, Date::constant(2026, 6, 20));
            },
            says: &["no management review was held in the last 400 days"],
        },
        Bad {
            title: "it was cancelled",
            given: |s| s.edit(1, |review: &mut ManagementReview| review.state = ReviewState::Cancelled),
            says: &["no management review was held in the last 400 days"],
        },
        Bad {
            title: "only planned",
            given: |s| {
                s.remove("MR-1");
                planned(s, Date::constant(2026, 6, 20));
            },
            says: &["no management review was held in the last 400 days"],
        },
    ],
    good: &[
        Good { title: "held last week", given: |_| {} },
        Good { title: "400 days ago", given: |s| held(s, 400) },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let days = ask.parameters.days("review_interval_days");
    let last = newest_held(ask);
    if last.is_some_and(|(.., on)| !ask.is_older(on, days)) {
        return;
    }
    let next = next_planned(ask, last.map(|(.., on)| on));
    let stage_2 = ask.cycle().stage2.map(|stage| stage.day);
    let found = report.add(Place::Whole, format!("no management review was held in the last {days} days"));
    match last {
        Some((id, _, on)) => found.proof_of(id, "last review held on", on),
        None => found.proof("last review held on", ""),
    };
    match next {
        Some((id, on)) => found
            .proof_of(id, "next review planned on", on)
            .command(format!("plumb review hold {id} --attendees PERSON --conclusion TEXT")),
        None => found
            .proof("next review planned on", "")
            .command("plumb new management-review title='Management review' planned_on=DATE"),
    };
    found.proof("day of stage 2", facts::text(&stage_2));
    if next.is_none() || stage_2.is_some_and(|day| day < ask.today) {
        found.worse();
    }
}

/// Lets the review of the sample have been held so many days ago.
fn held(s: &mut Sample, days: i32) {
    let on = s.days_ago(days);
    s.edit(1, |review: &mut ManagementReview| review.held_on = Some(on));
}

/// Plans a review.
fn planned(s: &mut Sample, on: Date) {
    let next = ManagementReview { title: "Next".into(), planned_on: Some(on), ..ManagementReview::default() };
    s.put(Ref::number(9), next);
}
