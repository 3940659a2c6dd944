//! Something changed in production, and nobody allowed it before.

use crate::rule::Step;
use crate::technical::{shown, unrecorded};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{Diagnostic, FixGrade, Grade, Place, Severity, Stage, Verdict};
use model::records::{PlannedChange, ProductionChange};
use model::{Date, RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB1175",
    name: "production change unapproved",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.8.32"],
    what: "Finds changes of systems in use without a planned change behind them, or with one that was approved by nobody or only afterwards.",
    why: "an auditor starts from what really changed and asks for the approval of each",
    fix: "find why it passed by the process and correct that",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::ProductionChange], reads: &[], through: &[], check },
    escalate: Escalate::When(more_than_one),
    holds: &[],
    bad: &[
        Bad {
            title: "no planned change behind it",
            given: |s| s.edit(1, |made: &mut ProductionChange| made.change = None),
            says: &["the change of AST-1 on 2026-05-12 has no approval before it"],
        },
        Bad {
            title: "approved by nobody",
            given: |s| s.edit(11, |planned: &mut PlannedChange| planned.approved_by = None),
            says: &["the change of AST-1 on 2026-05-12 has no approval before it"],
        },
        Bad {
            title: "approved the day after",
            given: |s| {
                s.edit(11, |planned: &mut PlannedChange| {
                    planned.approved_on = Some(Date::constant(2026, 5, 13))
                });
            },
            says: &["the change of AST-1 on 2026-05-12 has no approval before it"],
        },
    ],
    good: &[
        Good { title: "approved before", given: |_| {} },
        Good {
            title: "approved on the day",
            given: |s| {
                s.edit(11, |planned: &mut PlannedChange| {
                    planned.approved_on = Some(Date::constant(2026, 5, 12))
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(made) = facts::get::<ProductionChange>(ask.isms, id) else { return };
    let planned = made.change.and_then(|change| Some((change, ask.isms.planned_changes.get(&change)?)));
    let approved = planned.filter(|(_, planned)| planned.approved_by.is_some());
    if let Some((change, planned)) = approved {
        match (planned.approved_on, made.on) {
            (Some(approved), Some(on)) if approved <= on => return,
            (Some(_), Some(_)) => {}
            (None, _) => {
                report.unknown(
                    Place::field(id, "change"),
                    unrecorded::<PlannedChange>(change.id(), "approved_on"),
                );
                return;
            }
            (Some(_), None) => {
                report.unknown(Place::field(id, "on"), unrecorded::<ProductionChange>(id, "on"));
                return;
            }
        }
    }
    let of = made.system.map(|system| format!(" of {system}")).unwrap_or_default();
    let on = made.on.map(|on| format!(" on {on}")).unwrap_or_default();
    let found = report
        .add(Place::field(id, "change"), format!("the change{of}{on} has no approval before it"))
        .proof("title", &made.title)
        .proof("on", facts::text(&made.on))
        .proof("system", facts::text(&made.system))
        .proof("planned change", facts::text(&made.change));
    if let Some((change, planned)) = planned {
        found.proof_of(change, "approved by", shown(&planned.approved_by)).proof_of(
            change,
            "approved on",
            shown(&planned.approved_on),
        );
    }
    found.command(format!("plumb set {id} change=CHANGE"));
}

/// Says whether this happened more than once in the audit period.
fn more_than_one(ask: &Ask, found: &[&Diagnostic]) -> Step {
    let Some(period) = ask.cycle().period else { return Step::Stay };
    let fired = found.iter().filter(|one| one.verdict == Verdict::Fired);
    let days = fired.filter_map(|one| facts::get::<ProductionChange>(ask.isms, one.place.record()?)?.on);
    if days.filter(|on| period.touches(*on, *on)).count() > 1 { Step::Up } else { Step::Stay }
}
