//! Nobody has looked whether the action worked.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Nonconformity;
use model::{Date, RecordId, RecordKind};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB1002",
    name: "effectiveness not checked",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["10.2 d"],
    what: "Finds nonconformities whose effect check is overdue, and closed ones whose effect nobody checked after the last action.",
    why: "an action is only as good as what it changed",
    fix: "have another person check the effect after some time of operation",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Nonconformity], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "due yesterday",
            given: |s| {
                let yesterday = s.days_ago(1);
                s.edit(1, |found: &mut Nonconformity| {
                    found.effect_due = Some(yesterday);
                    found.effect_checked_on = None;
                    found.closed_on = None;
                });
            },
            says: &["nobody checked whether the action on NC-1 worked"],
        },
        Bad {
            title: "closed without a check",
            given: |s| s.edit(1, |found: &mut Nonconformity| found.effect_checked_on = None),
            says: &["nobody checked whether the action on NC-1 worked"],
        },
        Bad {
            title: "checked the day before the action was done",
            given: |s| {
                s.edit(1, |found: &mut Nonconformity| {
                    found.effect_checked_on = Some(Date::constant(2026, 4, 13))
                })
            },
            says: &["nobody checked whether the action on NC-1 worked"],
        },
    ],
    good: &[
        Good { title: "checked and closed", given: |_| {} },
        Good {
            title: "checked on the day of the action",
            given: |s| {
                s.edit(1, |found: &mut Nonconformity| {
                    found.effect_checked_on = Some(Date::constant(2026, 4, 14))
                })
            },
        },
        Good {
            title: "due today",
            given: |s| {
                let today = s.today;
                s.edit(1, |found: &mut Nonconformity| {
                    found.effect_due = Some(today);
                    found.effect_checked_on = None;
                    found.closed_on = None;
                });
            },
        },
        Good {
            title: "closed for a reason, without an action",
            given: |s| {
                s.edit(1, |found: &mut Nonconformity| {
                    found.actions.clear();
                    found.no_action_because = "The machine was sold.".into();
                    found.effect_due = None;
                    found.effect_checked_on = None;
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(found) = facts::get::<Nonconformity>(ask.isms, id) else { return };
    let last = found.actions.iter().filter_map(|action| action.done_on).max();
    let overdue = found.effect_due.is_some_and(|due| due < ask.today) && found.effect_checked_on.is_none();
    // Where nothing had to be done, there is no effect to look at.
    let without = found.actions.is_empty() && !found.no_action_because.is_empty();
    let closed = found.closed_on.is_some() && !without && {
        let checked = found.effect_checked_on;
        checked.is_none() || checked < last
    };
    if !overdue && !closed {
        return;
    }
    report
        .add(
            Place::field(id, "effect_checked_on"),
            format!("nobody checked whether the action on {id} worked"),
        )
        .proof("effect check due", facts::text(&found.effect_due))
        .proof("effect checked on", facts::text(&found.effect_checked_on))
        .proof("last action done on", facts::text(&last))
        .proof("closed on", facts::text(&found.closed_on))
        .command(format!("plumb nc check {id} --effective yes --effect TEXT"));
}
