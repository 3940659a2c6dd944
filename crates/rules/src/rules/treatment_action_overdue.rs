//! A treatment action that is late.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::TreatmentAction;
use model::{RecordId, RecordKind, Ref, Value};

use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0623",
    name: "treatment action overdue",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.3", "6.1.3 e"],
    what: "Finds treatment actions that were due before the day asked and are not done.",
    why: "a plan whose dates pass without a word is not followed",
    fix: "finish it, or have the risk owner approve a new date",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::TreatmentAction], reads: &[], through: &[], check },
    escalate: Escalate::Share { of: open_actions, above: Limit::Hundredths(25) },
    holds: &[],
    bad: &[Bad {
        title: "it was due yesterday",
        given: |s| {
            let yesterday = s.days_ago(1);
            s.edit(1, |action: &mut TreatmentAction| action.due = Some(yesterday));
            s.freeze();
        },
        says: &["TRT-1 was due on 2026-05-31 and is not done"],
    }],
    good: &[
        Good { title: "it is due in autumn", given: |_| {} },
        Good {
            title: "it is due today",
            given: |s| {
                let today = s.today;
                s.edit(1, |action: &mut TreatmentAction| action.due = Some(today));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(action) = ask.isms.treatment_actions.get(&Ref::of(id.key)) else { return };
    let Some(due) = action.due.filter(|due| *due < ask.today && action.state.is_open()) else { return };
    let days = ask.days_since(due);
    report
        .add(Place::field(id, "due"), format!("{id} was due on {due} and is not done"))
        .proof("due", due)
        .remark(if days == 1 { "one day ago".to_owned() } else { format!("{days} days ago") })
        .proof("owner", action.owner.text())
        .proof("times moved", action.moves.len())
        .proof("blocked by", action.blocked_by.text())
        .command(format!("plumb set {id} due=DATE"));
}

/// Counts the actions that still wait to be done.
fn open_actions(ask: &Ask) -> usize {
    ask.isms.treatment_actions.iter().filter(|(_, action)| action.state.is_open()).count()
}
