//! A risk that relies on an excluded control.

use diagnostics::{Diagnostic, FixGrade, Grade, Place, Severity, Stage};
use model::records::{Risk, RiskStatus};
use model::{Date, RecordId, RecordKind, Value, YesNo};
use std::collections::BTreeSet;

use crate::planning::{joined, open_risk};
use crate::rule::Step;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0615",
    name: "treatment uses excluded control",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 c", "6.1.3 d"],
    what: "Finds controls that lower an open risk although the statement of applicability excludes them.",
    why: "risk treatment and statement contradict each other, so one of them is wrong",
    fix: "include the control, or treat the risk otherwise",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[], through: &[], check },
    escalate: Escalate::When(many_controls),
    holds: &[],
    bad: &[Bad {
        title: "a control of the treatment is excluded",
        given: |s| {
            s.edit_control("A.5.14", |control| {
                control.included = Some(YesNo::No);
                control.reasons.clear();
                control.justification = "Nothing is sent.".into();
            });
            s.freeze();
        },
        says: &["R-2 is treated with A.5.14, which the statement of applicability excludes"],
    }],
    good: &[
        Good { title: "treatment and statement agree", given: |_| {} },
        Good {
            title: "the risk is closed",
            given: |s| {
                s.edit_control("A.5.14", |control| control.included = Some(YesNo::No));
                s.edit(2, |risk: &mut Risk| {
                    risk.status = RiskStatus::Closed {
                        on: Date::constant(2026, 5, 1),
                        because: "Mail is gone.".into(),
                    };
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    for reference in &risk.controls {
        let Some(control) = ask.isms.controls.get(reference) else { continue };
        if control.included != Some(YesNo::No) {
            continue;
        }
        report
            .add(
                Place::field(id, "controls"),
                format!("{id} is treated with {reference}, which the statement of applicability excludes"),
            )
            .proof_of(*reference, "applicable", "no")
            .remark("the treatment of a risk needs this control")
            .proof_of(*reference, "justification", control.justification.text())
            .proof("controls", joined(&risk.controls, ", "))
            .command(format!("plumb soa set {reference} --included yes --reason {id}"));
    }
}

/// Says whether more than five controls are concerned.
fn many_controls(_: &Ask, found: &[&Diagnostic]) -> Step {
    let controls: BTreeSet<RecordId> = found.iter().filter_map(|found| found.proof.first()?.record).collect();
    if controls.len() > 5 { Step::Up } else { Step::Stay }
}
