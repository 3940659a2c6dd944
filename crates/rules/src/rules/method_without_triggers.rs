//! A method that does not say when.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Method;
use model::{RecordKind, Ref, Value};

use crate::planning::joined;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0652",
    name: "method without triggers",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.2 a 2"],
    what: "Finds that the method in force, or the draft where none is, names no interval or no events that call for an assessment.",
    why: "risks are assessed at planned intervals and after changes, so the method has to say which",
    fix: "set the interval and the events that call for an assessment",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Method], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0806"])],
    bad: &[
        Bad {
            title: "no interval",
            given: |s| {
                s.edit_one(|method: &mut Method| method.interval_months = None);
                s.freeze();
            },
            says: &["the method does not say when a risk assessment is due"],
        },
        Bad {
            title: "no events",
            given: |s| {
                s.edit_one(|method: &mut Method| method.triggers.clear());
                s.freeze();
            },
            says: &["the method does not say when a risk assessment is due"],
        },
    ],
    good: &[Good { title: "each year, and after changes", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    if ask.isms.method.one().is_none() {
        return;
    }
    let method = &ask.method;
    if method.interval_months.is_some() && !method.triggers.is_empty() {
        return;
    }
    let field = if method.interval_months.is_none() { "interval_months" } else { "triggers" };
    report
        .add(
            Place::field(Ref::<Method>::one(), field),
            "the method does not say when a risk assessment is due",
        )
        .proof("interval in months", method.interval_months.text())
        .proof("events", joined(&method.triggers, ", "))
        .remark("both are needed: an interval, and the events in between")
        .command(format!("plumb set MET {field}={}", if field == "triggers" { "EVENTS" } else { "12" }));
}
