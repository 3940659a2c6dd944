//! An activity that was to end and goes on.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, Risk, Treatment};
use model::{ElementRef, RecordId, RecordKind};

use crate::planning::{Inside, open_risk};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0676",
    name: "avoided activity goes on",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["6.1.3 a"],
    what: "Finds open risks to be avoided whose activity was to stop and whose elements are still in use.",
    why: "a risk is avoided only when the activity has really stopped",
    fix: "stop the activity, or choose another treatment",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Scope], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "it was to stop yesterday",
        given: |s| {
            let yesterday = s.days_ago(1);
            s.edit(4, |risk: &mut Risk| {
                risk.treatment = Treatment::Avoid;
                risk.stop_on = Some(yesterday);
            });
        },
        says: &["R-4 was to be avoided by 2026-05-31, and AST-3 is still in use"],
    }],
    good: &[
        Good { title: "no risk is to be avoided", given: |_| {} },
        Good {
            title: "the laptops are gone",
            given: |s| {
                let yesterday = s.days_ago(1);
                s.edit(4, |risk: &mut Risk| {
                    risk.treatment = Treatment::Avoid;
                    risk.stop_on = Some(yesterday);
                });
                s.edit(3, |asset: &mut Asset| asset.retired_on = Some(yesterday));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    if risk.treatment != Treatment::Avoid || risk.stop_on.is_some_and(|on| on >= ask.today) {
        return;
    }
    let inside = Inside::of(ask);
    let goes_on = risk.elements.iter().filter(|element| {
        element
            .get(ask.isms)
            .is_some_and(|found| found.retired_on().is_none() && inside.holds(ask, element.id(), found))
    });
    let goes_on: Vec<ElementRef> = goes_on.copied().collect();
    if goes_on.is_empty() {
        return;
    }
    let Some(stop) = risk.stop_on else {
        report.unknown(Place::field(id, "stop_on"), format!("when the activity behind {id} is to stop"));
        return;
    };
    for element in goes_on {
        report
            .add(
                Place::field(id, "stop_on"),
                format!("{id} was to be avoided by {stop}, and {element} is still in use"),
            )
            .proof("stop on", stop)
            .proof_of(element.id(), "retired on", "")
            .remark("it is in scope and in use")
            .command(format!("plumb set {element} retired_on=DATE"));
    }
}
