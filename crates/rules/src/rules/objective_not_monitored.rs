//! Nobody has recorded for long how far an objective is.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Objective;
use model::{RecordId, RecordKind, Value};

pub static RULE: Rule = Rule {
    code: "PB0633",
    name: "objective not monitored",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["6.2 d"],
    what: "Finds open objectives whose newest progress lies further back than the limit, or that have none for that long.",
    why: "an objective that nobody follows is noticed when it is too late",
    fix: "record where it stands",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Objective], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "121 days",
            given: |s| {
                let day = s.days_ago(121);
                s.edit(2, |one: &mut Objective| one.progress[0].on = Some(day))
            },
            says: &["progress of OBJ-2 was last recorded on 2026-01-31"],
        },
        Bad {
            title: "never",
            given: |s| {
                let day = s.days_ago(121);
                s.edit(2, |one: &mut Objective| {
                    one.progress.clear();
                    one.set_on = Some(day);
                })
            },
            says: &["progress of OBJ-2 was never recorded"],
        },
    ],
    good: &[
        Good { title: "followed", given: |_| {} },
        Good {
            title: "120 days",
            given: |s| {
                let day = s.days_ago(120);
                s.edit(2, |one: &mut Objective| one.progress[0].on = Some(day))
            },
        },
        Good {
            title: "set 120 days ago",
            given: |s| {
                let day = s.days_ago(120);
                s.edit(2, |one: &mut Objective| {
                    one.progress.clear();
                    one.set_on = Some(day);
                })
            },
        },
        Good {
            title: "closed",
            given: |s| {
                let today = s.today;
                s.edit(2, |one: &mut Objective| {
                    one.progress.clear();
                    one.closed_on = Some(today);
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(objective) = facts::get::<Objective>(ask.isms, id) else { return };
    if objective.closed_on.is_some() {
        return;
    }
    let newest = objective.newest(ask.today);
    let date = newest.and_then(|progress| progress.on);
    let Some(since) = date.or(objective.set_on) else {
        report
            .unknown(Place::field(id, "set_on"), format!("since when {id} is to be reached is not recorded"));
        return;
    };
    let limit = ask.parameters.days("objective_progress_days");
    if !ask.is_older(since, limit) {
        return;
    }
    let message = match date {
        Some(date) => format!("progress of {id} was last recorded on {date}"),
        None => format!("progress of {id} was never recorded"),
    };
    report
        .add(Place::field(id, "progress"), message)
        .proof("title", &objective.title)
        .proof("newest progress", newest.map(Value::text).unwrap_or_default())
        .proof("set on", facts::text(&objective.set_on))
        .proof("owner", facts::text(&objective.owner))
        .proof("limit in days", limit)
        .command(format!("plumb set {id} progress='DATE | VALUE'"));
}
