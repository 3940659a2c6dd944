//! An exception goes on without end, approval or reason.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Exception, ExceptionKind, ExceptionState};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB1123",
    name: "exception ended",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.5.36", "8.1"],
    what: "Finds exceptions that are not closed and are past their end, have none, or lack approval or reason.",
    why: "an exception that nobody ends becomes the rule",
    fix: "close it, or have it approved again with an end date",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Exception], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "it ended yesterday",
            given: |s| exception(s, |one| one.until = Some(Date::constant(2026, 5, 31))),
            says: &["the exception for A.8.8 ended on 2026-05-31"],
        },
        Bad {
            title: "no end",
            given: |s| exception(s, |one| one.until = None),
            says: &["the exception for A.8.8 has no end"],
        },
        Bad {
            title: "no approval",
            given: |s| exception(s, |one| one.approved_by = None),
            says: &["the exception for A.8.8 was approved by nobody"],
        },
        Bad {
            title: "no reason",
            given: |s| exception(s, |one| one.reason = "".into()),
            says: &["the exception for A.8.8 has no reason"],
        },
    ],
    good: &[
        Good { title: "its last day is today", given: |s| exception(s, |_| {}) },
        Good {
            title: "closed",
            given: |s| {
                exception(s, |one| (one.until, one.closed_on) = (None, Some(Date::constant(2026, 5, 1))))
            },
        },
        Good {
            title: "refused",
            given: |s| exception(s, |one| (one.until, one.state) = (None, ExceptionState::Refused)),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(exception) = facts::get::<Exception>(ask.isms, id) else { return };
    if exception.closed_on.is_some() || exception.state == ExceptionState::Refused {
        return;
    }
    let end = match exception.until {
        None => Some("has no end".to_owned()),
        Some(until) if until < ask.today => Some(format!("ended on {until}")),
        Some(_) => None,
    };
    let approved = exception.approved_by.is_none().then(|| "was approved by nobody".to_owned());
    let reason = exception.reason.is_empty().then(|| "has no reason".to_owned());
    let target = exception.target.map_or_else(|| id.to_string(), |target| target.to_string());
    for (state, field) in [(end, "until"), (approved, "approved_by"), (reason, "reason")] {
        let Some(state) = state else { continue };
        let found = report
            .add(Place::field(id, field), format!("the exception for {target} {state}"))
            .proof("title", &exception.title)
            .proof("until", facts::text(&exception.until))
            .proof("approved by", facts::text(&exception.approved_by))
            .proof("instead", &exception.compensating)
            .command(format!("plumb exception close {id} --because WHY"));
        if exception.kind == Some(ExceptionKind::Duty) {
            found.worse();
        }
    }
}

/// Puts an approved exception from a control.
fn exception(s: &mut Sample, change: fn(&mut Exception)) {
    let mut exception = Exception {
        title: "One old scanner".into(),
        kind: Some(ExceptionKind::Control),
        target: RecordId::parse("A.8.8"),
        reason: "It is replaced in autumn.".into(),
        compensating: "It has a network of its own.".into(),
        until: Some(s.today),
        state: ExceptionState::Approved,
        approved_by: Some(Ref::number(1)),
        approved_on: Some(s.days_ago(90)),
        ..Exception::default()
    };
    change(&mut exception);
    s.put(Ref::number(1), exception);
}
