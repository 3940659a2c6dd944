//! An objective was missed, and nothing followed.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Nonconformity, Objective, ObjectiveOutcome};
use model::{RecordId, RecordKind, Ref, Value};

use crate::support::is_reaction;

pub static RULE: Rule = Rule {
    code: "PB0634",
    name: "objective missed without reaction",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["6.2", "9.1 evaluation"],
    what: "Finds objectives whose date has passed, whose newest progress misses the target, and to which no review and no nonconformity reacted.",
    why: "a missed objective that leads to nothing shows that objectives steer nothing",
    fix: "decide what follows and link it",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Objective], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "due yesterday",
            given: |s| {
                let day = s.days_ago(1);
                s.edit(2, |one: &mut Objective| one.due = Some(day))
            },
            says: &["OBJ-2 was missed on 2026-05-31, and nothing followed"],
        },
        Bad {
            title: "the reaction is no decision",
            given: |s| {
                let day = s.days_ago(1);
                s.edit(2, |one: &mut Objective| {
                    one.due = Some(day);
                    one.reaction = vec![Ref::<Objective>::number(1).id()];
                })
            },
            says: &["OBJ-2 was missed on 2026-05-31, and nothing followed"],
        },
    ],
    good: &[
        Good { title: "not due yet", given: |_| {} },
        Good {
            title: "due today",
            given: |s| {
                let today = s.today;
                s.edit(2, |one: &mut Objective| one.due = Some(today))
            },
        },
        Good {
            title: "reached",
            given: |s| {
                let day = s.days_ago(1);
                s.edit(2, |one: &mut Objective| {
                    one.due = Some(day);
                    one.progress[0].value = one.target;
                })
            },
        },
        Good {
            title: "a nonconformity deals with it",
            given: |s| {
                let day = s.days_ago(1);
                s.put(Ref::number(90), Nonconformity::default());
                s.edit(2, |one: &mut Objective| {
                    one.due = Some(day);
                    one.reaction = vec![Ref::<Nonconformity>::number(90).id()];
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(objective) = facts::get::<Objective>(ask.isms, id) else { return };
    let Some(due) = objective.due.filter(|due| *due < ask.today) else { return };
    let given_up = objective.outcome == Some(ObjectiveOutcome::Dropped)
        && objective.closed_on.is_some_and(|closed| closed <= due);
    let reacted = objective.reaction.iter().any(|record| is_reaction(ask.isms, *record));
    if given_up || reacted || !objective.not_measurable_because.is_empty() {
        return;
    }
    let Some(newest) = objective.newest(ask.today) else {
        report.unknown(Place::field(id, "progress"), format!("how far {id} was is not recorded"));
        return;
    };
    let Some(is_missed) = newest.value.and_then(|value| objective.is_missed_by(value)) else {
        let missing = if objective.target.is_none() { "target" } else { "progress" };
        report
            .unknown(Place::field(id, missing), format!("the {missing} of {id} is not recorded as a number"));
        return;
    };
    if is_missed {
        report
            .add(Place::field(id, "reaction"), format!("{id} was missed on {due}, and nothing followed"))
            .proof("title", &objective.title)
            .proof("target", facts::text(&objective.target))
            .proof("newest progress", newest.text())
            .proof("reaction", facts::text(&objective.reaction))
            .command(format!("plumb set {id} reaction=ID"));
    }
}
