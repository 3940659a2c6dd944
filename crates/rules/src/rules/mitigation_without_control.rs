//! A risk to be lowered, and nothing that lowers it.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Rating, Risk, Treatment};
use model::{RecordId, RecordKind};
use std::cmp::Ordering;

use crate::planning::{Above, above, after_to_now, open_risk, word};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0670",
    name: "mitigation without control",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 b"],
    what: "Finds open risks that are to be lowered and for which no control is chosen.",
    why: "the decision to lower a risk is not finished until it is clear by what",
    fix: "choose the controls needed",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "its only control was taken out, and nothing is lower after treatment",
        given: |s| {
            s.edit(5, |risk: &mut Risk| {
                risk.controls.clear();
                risk.after.level = risk.now.level.clone();
            })
        },
        says: &["R-5 is to be lowered, and no control is chosen"],
    }],
    good: &[
        Good { title: "controls are chosen", given: |_| {} },
        Good {
            title: "a file named the controls in words",
            given: |s| {
                s.edit(5, |risk: &mut Risk| {
                    risk.controls.clear();
                    risk.after = Rating::default();
                    risk.existing_controls = "awareness, access rights".into();
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    if risk.treatment != Treatment::Modify || !risk.controls.is_empty() {
        return;
    }
    match after_to_now(ask, risk) {
        Some(Ordering::Less) => return, // PB0607 asks what explains the difference.
        Some(Ordering::Equal | Ordering::Greater) => {}
        None => {
            report.unknown(Place::field(id, "after"), format!("whether {id} is lower after treatment"));
            return;
        }
    }
    if !risk.existing_controls.is_empty() {
        let missing = format!("which controls lower {id}, as they are named in words and not linked");
        report.unknown(Place::field(id, "controls"), missing);
        return;
    }
    let found =
        report.add(Place::field(id, "controls"), format!("{id} is to be lowered, and no control is chosen"));
    found
        .proof("treatment", risk.treatment)
        .proof("controls", "")
        .remark("nothing is to lower it")
        .proof("level", word(ask, &risk.now))
        .command(format!("plumb treat {id} modify --control CONTROL"));
    if above(ask, &risk.now) == Above::Yes {
        found.worse();
    }
}
