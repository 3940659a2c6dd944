//! By Stage 2 there will be no full internal audit, or no management review.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, ManagementReview, ReviewState};
use model::{Date, RecordKind, Ref, Span, Value};

use crate::Found;
use crate::cycle::{self, StageDay};
use crate::planning::joined;

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1302",
    name: "audit or review missing before stage 2",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage2,
    clauses: &["9.2.1", "9.3.1", "27006-1 9.3.2"],
    what: "Finds that on the day of Stage 2 the internal audits reported or planned in time do not cover all clauses, or that no management review lies before it.",
    why: "without a full internal audit and a review no body may certify",
    fix: "move the audit or review before stage 2, or stage 2 after it",
    fix_grade: FixGrade::Likely,
    check: Check::Whole {
        reads: &[RecordKind::Audit, RecordKind::AuditProgramme, RecordKind::ManagementReview],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "the only audit of clause 8 comes the week after",
            given: |s| {
                s.edit(1, |audit: &mut Audit| audit.clauses.retain(|clause| clause.as_str() != "8"));
                s.edit(4, |audit: &mut Audit| audit.planned_on = Some(Date::constant(2026, 10, 26)));
            },
            says: &["by stage 2 on 2026-10-19 there will be no full internal audit"],
        },
        Bad {
            title: "thirteen days are too few to report it",
            given: |s| {
                s.edit(1, |audit: &mut Audit| audit.clauses.clear());
                s.edit(4, |audit: &mut Audit| audit.planned_on = Some(Date::constant(2026, 10, 6)));
            },
            says: &["by stage 2 on 2026-10-19 there will be no full internal audit"],
        },
        Bad {
            title: "the review is too old, and the next one comes after",
            given: |s| {
                s.edit(1, |review: &mut ManagementReview| {
                    review.planned_on = None;
                    review.held_on = Some(Date::constant(2025, 9, 13));
                });
                let next = ManagementReview {
                    planned_on: Some(Date::constant(2026, 10, 20)),
                    ..ManagementReview::default()
                };
                s.put(Ref::number(9), next);
            },
            says: &["by stage 2 on 2026-10-19 there will be no full management review"],
        },
    ],
    good: &[
        Good { title: "both are done", given: |_| {} },
        Good {
            title: "an audit fourteen days before",
            given: |s| {
                s.edit(1, |audit: &mut Audit| audit.clauses.clear());
                s.edit(4, |audit: &mut Audit| audit.planned_on = Some(Date::constant(2026, 10, 5)));
            },
        },
        Good {
            title: "a review 400 days before, another planned for the day",
            given: |s| {
                s.edit(1, |review: &mut ManagementReview| {
                    review.planned_on = None;
                    review.held_on = Some(Date::constant(2025, 9, 14));
                });
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some(stage) = ask.cycle().stage2_ahead() else { return };
    internal_audits(ask, stage, report);
    reviews(ask, stage, report);
}

/// Looks whether the internal audits in time cover all clauses.
fn internal_audits(ask: &Ask, stage: StageDay, report: &mut Report) {
    let lead = ask.parameters.days("audit_lead_days");
    let latest = days_before(stage.day, lead);
    let in_time = |audit: &&Audit| {
        let reported = audit.reported_on.is_some_and(|on| on <= latest);
        reported || audit.planned_on.is_some_and(|on| on <= latest)
    };
    let audits: Vec<(Ref<Audit>, &Audit)> =
        ask.cycle().internal.iter().filter_map(|id| Some((*id, &**ask.isms.audits.get(id)?))).collect();
    let missing = cycle::clauses_missing(audits.iter().map(|(_, audit)| *audit).filter(in_time));
    if missing.is_empty() {
        return;
    }
    let found = say(stage, "internal audit", report);
    found.proof("clauses not covered by then", joined(&missing, ", ")).proof("latest day", latest);
    for (id, audit) in audits {
        found
            .proof_of(id, "reported on", audit.reported_on.text())
            .proof_of(id, "planned on", audit.planned_on.text())
            .proof_of(id, "clauses", audit.clauses.text());
    }
}

/// Looks whether a management review lies before Stage 2.
fn reviews(ask: &Ask, stage: StageDay, report: &mut Report) {
    let interval = ask.parameters.days("review_interval_days");
    let earliest = days_before(stage.day, interval);
    let lies_before = |day: Option<Date>| day.is_some_and(|day| day >= earliest && day <= stage.day);
    let counts = |review: &ManagementReview| {
        let planned = review.planned_on.filter(|_| review.state != ReviewState::Cancelled);
        lies_before(review.held_on) || lies_before(planned)
    };
    if ask.isms.management_reviews.iter().any(|(_, review)| counts(review)) {
        return;
    }
    let last =
        ask.isms.management_reviews.iter().max_by_key(|(_, review)| review.held_on.or(review.planned_on));
    let found = say(stage, "management review", report);
    found.proof("earliest day", earliest);
    if let Some((id, review)) = last {
        found.proof_of(id, "held on", review.held_on.text()).proof_of(
            id,
            "planned on",
            review.planned_on.text(),
        );
    }
}

/// Says what will be missing.
fn say<'a>(stage: StageDay, missing: &str, report: &'a mut Report) -> &'a mut Found {
    let day = stage.day;
    report
        .add(
            Place::field(stage.audit, "planned_on"),
            format!("by stage 2 on {day} there will be no full {missing}"),
        )
        .proof("day of Stage 2", day)
        .command(format!("plumb set {} planned_on=DATE", stage.audit))
}

/// Returns the day so many days before another.
fn days_before(day: Date, days: i32) -> Date {
    day.checked_sub(Span::new().days(i64::from(days))).unwrap_or(day)
}
