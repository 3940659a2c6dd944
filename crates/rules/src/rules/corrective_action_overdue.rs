//! What keeps it from happening again was due, and is not done.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Nonconformity, NonconformityGrade};
use model::sample::Sample;
use model::{RecordId, RecordKind};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB1005",
    name: "corrective action overdue",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["10.2 c"],
    what: "Finds corrective actions whose day is over and that are neither done nor dropped for a reason.",
    why: "until the action is done the same can happen again",
    fix: "do it, or have a new date approved",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Nonconformity], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "due yesterday",
        given: |s| undone(s, 1),
        says: &["the action on NC-1 was due on 2026-05-31 and is not done"],
    }],
    good: &[
        Good { title: "due today", given: |s| undone(s, 0) },
        Good { title: "done late", given: |_| {} },
        Good {
            title: "dropped for a reason",
            given: |s| {
                undone(s, 9);
                s.edit(1, |found: &mut Nonconformity| {
                    found.actions[0].dropped_because = "Another action does more.".into();
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(found) = facts::get::<Nonconformity>(ask.isms, id) else { return };
    for action in found.actions.iter().filter(|action| action.is_open()) {
        let Some(due) = action.due.filter(|due| *due < ask.today) else { continue };
        let said = report
            .add(Place::field(id, "actions"), format!("the action on {id} was due on {due} and is not done"))
            .proof("action", &action.title)
            .proof("owner", facts::text(&action.owner))
            .proof("due", due)
            .remark(format!("{} days ago", ask.days_since(due)))
            .proof("grade", facts::text(&found.grade))
            .command(format!("plumb nc finish-action {id} --number {} --result TEXT", action.number));
        if found.grade == Some(NonconformityGrade::Major) {
            said.worse();
        }
    }
}

/// Takes back that the action of the sample was done, and gives it another day.
fn undone(s: &mut Sample, days: i32) {
    let due = s.days_ago(days);
    s.edit(1, |found: &mut Nonconformity| {
        found.actions[0].done_on = None;
        found.actions[0].due = Some(due);
    });
}
