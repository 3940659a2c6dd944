//! A control that Stage 2 comes too early for.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, Control, ControlState};
use model::{Date, RecordKind, YesNo};

use crate::rhythm;

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1109",
    name: "control too young",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence"],
    what: "Finds controls that will have worked for less than one period of their rhythm on the day of Stage 2.",
    why: "an auditor can judge a control only after it has run",
    fix: "show the first run, or plan to show the cycle at surveillance",
    fix_grade: FixGrade::Think,
    check: Check::Whole { reads: &[RecordKind::Control, RecordKind::Audit], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a yearly control, one day short",
            given: |s| {
                s.edit_control("A.5.1", |control: &mut Control| {
                    control.implemented_on = Some(Date::constant(2025, 10, 20));
                });
            },
            says: &["A.5.1 works since 2025-10-20 and will not have run one full cycle by stage 2"],
        },
        Bad {
            title: "a monthly control that begins in October",
            given: |s| {
                s.edit_control("A.8.13", |control: &mut Control| {
                    control.implemented_on = Some(Date::constant(2026, 10, 1));
                });
            },
            says: &["A.8.13 works since 2026-10-01 and will not have run one full cycle by stage 2"],
        },
    ],
    good: &[
        Good {
            title: "a year to the day",
            given: |s| {
                s.edit_control("A.5.1", |control: &mut Control| {
                    control.implemented_on = Some(Date::constant(2025, 10, 19));
                });
            },
        },
        Good {
            title: "only events count",
            given: |s| {
                s.edit_control("A.5.26", |control: &mut Control| {
                    control.implemented_on = Some(Date::constant(2026, 5, 19));
                });
            },
        },
        Good {
            title: "Stage 2 is over",
            given: |s| {
                let today = s.today;
                s.edit(3, |audit: &mut Audit| audit.done_on = Some(today));
                s.edit_control("A.5.1", |control: &mut Control| control.implemented_on = Some(today));
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let cycle = ask.cycle();
    if cycle.stage2.is_some() && cycle.stage2_ahead().is_none() {
        return;
    }
    let mut unknown = Vec::new();
    for (id, control) in ask.isms.controls.iter() {
        let Some(cadence) = control.cadence.filter(|_| counts(control)) else { continue };
        let Some(span) = rhythm::span(cadence) else { continue };
        let Some(since) = control.implemented_on else {
            if control.state == ControlState::Implemented {
                report.unknown(Place::field(id, "implemented_on"), format!("since when {id} works"));
            }
            continue;
        };
        let Some(stage) = cycle.stage2_ahead() else {
            unknown.push(id);
            continue;
        };
        if stage.day.checked_sub(span).is_ok_and(|latest| since > latest) {
            report
                .add(
                    Place::field(id, "implemented_on"),
                    format!("{id} works since {since} and will not have run one full cycle by stage 2"),
                )
                .proof("implemented on", since)
                .proof("rhythm", cadence)
                .proof_of(stage.audit, "day of Stage 2", stage.day);
        }
    }
    if !unknown.is_empty() {
        report.unknown(Place::Whole, format!("the day of stage 2, for {} controls", unknown.len()));
    }
}

/// Says whether a control is one that Stage 2 looks at.
fn counts(control: &Control) -> bool {
    let excluded = control.included == Some(YesNo::No);
    !excluded && control.state != ControlState::Retired
}
