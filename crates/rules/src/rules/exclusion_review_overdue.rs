//! An exclusion that was to be looked at again.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::{RecordId, RecordKind, Ref, Value, YesNo};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0685",
    name: "exclusion review overdue",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["6.1.3 d", "8.2"],
    what: "Finds excluded controls whose review lies before the day asked.",
    why: "what was not needed last year may be needed now, and somebody promised to look",
    fix: "confirm the exclusion with a new date, or include the control",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "it was due yesterday",
        given: |s| {
            let yesterday = s.days_ago(1);
            s.edit_control("A.8.30", |control| control.review_on = Some(yesterday));
        },
        says: &["the exclusion of A.8.30 was to be looked at again on 2026-05-31"],
    }],
    good: &[
        Good { title: "it is due next year", given: |_| {} },
        Good {
            title: "it is due today",
            given: |s| {
                let today = s.today;
                s.edit_control("A.8.30", |control| control.review_on = Some(today));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = ask.isms.controls.get(&Ref::of(id.key)) else { return };
    if control.included != Some(YesNo::No) {
        return;
    }
    let Some(date) = control.review_on.filter(|on| *on < ask.today) else { return };
    report
        .add(
            Place::field(id, "review_on"),
            format!("the exclusion of {id} was to be looked at again on {date}"),
        )
        .proof("review on", date)
        .remark("nobody has looked since")
        .proof("justification", control.justification.text())
        .command(format!("plumb soa set {id} --included no --review-on DATE"));
}
