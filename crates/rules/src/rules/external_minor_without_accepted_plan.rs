//! The body has not accepted the plan for a minor.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Nonconformity, NonconformityGrade, NonconformitySource};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Value};

use crate::facts;

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1310",
    name: "external minor without accepted plan",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["10.2", "17021-1 9.5.2 c"],
    what: "Finds minors of the certification body whose plan was not accepted within the time for it.",
    why: "before it has accepted each plan the body may not decide",
    fix: "send cause, correction and plan to the body",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Nonconformity], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "it was dealt with, and its plan was sent 31 days ago",
            given: |s| {
                s.go_on(Date::constant(2026, 11, 20));
                s.edit(2, |minor: &mut Nonconformity| minor.plan_accepted_on = None);
            },
            says: &["the plan for minor NC-2 is not accepted, so no certificate can be decided"],
        },
        Bad {
            title: "31 days after it was raised",
            given: |s| minor(s, 31),
            says: &["the plan for minor NC-9 is not accepted, so no certificate can be decided"],
        },
        Bad {
            title: "the plan was sent, and nobody has accepted it",
            given: |s| {
                minor(s, 40);
                let sent = s.days_ago(20);
                s.edit(9, |minor: &mut Nonconformity| minor.plan_sent_on = Some(sent));
            },
            says: &["the plan for minor NC-9 is not accepted, so no certificate can be decided"],
        },
    ],
    good: &[
        Good { title: "30 days after", given: |s| minor(s, 30) },
        Good {
            title: "it was accepted",
            given: |s| {
                minor(s, 40);
                let accepted = s.days_ago(20);
                s.edit(9, |minor: &mut Nonconformity| minor.plan_accepted_on = Some(accepted));
            },
        },
    ],
};

/// Lets the body raise a minor so many days ago.
fn minor(s: &mut Sample, days: i32) {
    let minor = Nonconformity {
        title: "One list has no date".into(),
        source: Some(NonconformitySource::Body),
        grade: Some(NonconformityGrade::Minor),
        raised_on: Some(s.days_ago(days)),
        ..Nonconformity::default()
    };
    s.put(Ref::number(9), minor);
}

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(minor) = facts::get::<Nonconformity>(ask.isms, id) else { return };
    let of_body = minor.source == Some(NonconformitySource::Body);
    if !of_body || minor.grade != Some(NonconformityGrade::Minor) {
        return;
    }
    if minor.plan_accepted_on.is_some_and(|on| on <= ask.today) {
        return;
    }
    let Some(raised) = minor.raised_on else {
        report.unknown(Place::field(id, "raised_on"), format!("when {id} was raised"));
        return;
    };
    let limit = ask.parameters.days("plan_days");
    if !ask.is_older(raised, limit) {
        return;
    }
    let field = if minor.plan_sent_on.is_none() { "plan_sent_on" } else { "plan_accepted_on" };
    report
        .add(
            Place::field(id, field),
            format!("the plan for minor {id} is not accepted, so no certificate can be decided"),
        )
        .proof("raised on", raised)
        .proof("plan sent on", minor.plan_sent_on.text())
        .proof("plan accepted on", minor.plan_accepted_on.text())
        .proof("limit in days", limit)
        .command(format!("plumb set {id} {field}=DATE"));
}
