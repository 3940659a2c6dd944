//! A lower rating that nothing explains.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Risk, Treatment};
use model::{RecordId, RecordKind};
use std::cmp::Ordering;

use crate::planning::{Above, above, after_to_now, open_risk, word};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0607",
    name: "after rating lower without control",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 b"],
    what: "Finds open risks that are rated lower after treatment although no control is named.",
    why: "a level does not fall by itself, so an auditor asks what lowers it",
    fix: "name the controls that lower it, or set both ratings equal",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "its only control was taken out",
        given: |s| s.edit(5, |risk: &mut Risk| risk.controls.clear()),
        says: &["R-5 is medium now and low after treatment, and no control explains the difference"],
    }],
    good: &[
        Good { title: "a control explains it", given: |_| {} },
        Good {
            title: "both ratings are equal",
            given: |s| {
                s.edit(5, |risk: &mut Risk| {
                    risk.controls.clear();
                    risk.after.level = risk.now.level.clone();
                })
            },
        },
        Good {
            title: "a file named the controls in words",
            given: |s| {
                s.edit(5, |risk: &mut Risk| {
                    risk.controls.clear();
                    risk.existing_controls = "awareness, access rights".into();
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    let decided = risk.treatment == Treatment::Modify || risk.treatment == Treatment::Retain;
    if !decided || !risk.controls.is_empty() {
        return;
    }
    match after_to_now(ask, risk) {
        Some(Ordering::Equal | Ordering::Greater) => return,
        Some(Ordering::Less) => {}
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
    let (now, after) = (word(ask, &risk.now), word(ask, &risk.after));
    let found = report.add(
        Place::field(id, "controls"),
        format!("{id} is {now} now and {after} after treatment, and no control explains the difference"),
    );
    found
        .proof("level now", now)
        .proof("level after treatment", after)
        .proof("controls", "")
        .remark("nothing lowers it")
        .command(format!("plumb treat {id} modify --control CONTROL"));
    if above(ask, &risk.now) == Above::Yes {
        found.worse();
    }
}
