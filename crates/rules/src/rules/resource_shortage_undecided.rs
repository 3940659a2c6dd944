//! Work stands still for lack of means, and nobody decided about it.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Decision, ManagementReview, Nonconformity, Objective, TreatmentAction};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref};

use crate::planning::few;
use crate::support::is_lack_of_resources;

pub static RULE: Rule = Rule {
    code: "PB0707",
    name: "resource shortage undecided",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["7.1"],
    what: "Finds two or more overdue actions or objectives that wait for resources, and that no decision of a review names.",
    why: "top management has to provide the means, or decide to do without",
    fix: "bring it to top management and record the decision",
    fix_grade: FixGrade::Think,
    check: Check::Whole {
        reads: &[RecordKind::Objective, RecordKind::TreatmentAction, RecordKind::ManagementReview],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "two objectives wait, and what was missed is dealt with",
            given: |s| {
                let day = s.days_ago(1);
                for number in 1..=2 {
                    s.edit(number, |objective: &mut Objective| {
                        objective.due = Some(day);
                        objective.blocked_by = "resources".into();
                        objective.reaction = vec![Ref::<Nonconformity>::number(1).id()];
                    });
                }
            },
            says: &["work on OBJ-1 and OBJ-2 stands still for lack of means, and nobody decided about it"],
        },
        Bad {
            title: "an action and an objective wait",
            given: |s| short(s),
            says: &["work on TRT-1 and OBJ-2 stands still for lack of means, and nobody decided about it"],
        },
    ],
    good: &[
        Good { title: "nothing waits", given: |_| {} },
        Good {
            title: "only one waits",
            given: |s| {
                short(s);
                s.edit(2, |one: &mut Objective| one.blocked_by = "the supplier".into());
            },
        },
        Good {
            title: "one of them is due today",
            given: |s| {
                short(s);
                let today = s.today;
                s.edit(2, |one: &mut Objective| one.due = Some(today));
            },
        },
        Good {
            title: "a review decided about one",
            given: |s| {
                short(s);
                let decision = Decision {
                    title: "Take it from the budget of sales".into(),
                    about: vec![Ref::<Objective>::number(2).id()],
                    ..Decision::default()
                };
                s.put(
                    Ref::number(90),
                    ManagementReview { decisions: vec![decision], ..ManagementReview::default() },
                );
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let isms = ask.isms;
    let overdue = |due: Option<Date>| due.is_some_and(|due| due < ask.today);
    let mut items: Vec<(RecordId, Option<Date>)> = Vec::new();
    for (id, action) in isms.treatment_actions.iter() {
        if action.state.is_open() && overdue(action.due) && is_lack_of_resources(&action.blocked_by) {
            items.push((id.id(), action.due));
        }
    }
    for (id, objective) in isms.objectives.iter() {
        let open = objective.closed_on.is_none();
        if open && overdue(objective.due) && is_lack_of_resources(&objective.blocked_by) {
            items.push((id.id(), objective.due));
        }
    }
    if items.len() < 2 {
        return;
    }
    let decided = isms.management_reviews.iter().any(|(_, review)| {
        let about = review.decisions.iter().flat_map(|decision| &decision.about);
        about.into_iter().any(|id| items.iter().any(|(item, _)| item == id))
    });
    if decided {
        return;
    }
    let ids: Vec<RecordId> = items.iter().map(|(id, _)| *id).collect();
    let found = report.add(
        Place::Whole,
        format!("work on {} stands still for lack of means, and nobody decided about it", few(&ids)),
    );
    for (id, due) in items.iter().take(10) {
        found.proof_of(*id, "due", facts::text(due));
    }
    found.proof("decisions that name one of them", "");
}

/// Lets an action and an objective wait for resources since yesterday.
fn short(s: &mut Sample) {
    let day = s.days_ago(1);
    s.edit(1, |review: &mut ManagementReview| review.decisions.clear());
    s.edit(1, |action: &mut TreatmentAction| {
        action.due = Some(day);
        action.blocked_by = "Resources".into();
    });
    s.edit(2, |objective: &mut Objective| {
        objective.due = Some(day);
        objective.blocked_by = "no resources until autumn".into();
    });
}
