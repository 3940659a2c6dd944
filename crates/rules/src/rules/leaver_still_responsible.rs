//! Somebody has left, and still answers for records.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, answering, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{
    Audit, AuditKind, AuditState, CorrectiveAction, Decision, Document, Duty, ManagementReview,
    Nonconformity, Objective, Person, Risk, Role,
};
use model::sample::Sample;
use model::{Date, Owner, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0504",
    name: "leaver still responsible",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["5.3", "A.5.2", "A.6.5"],
    what: "Finds people who have left and are still holder or owner of something open.",
    why: "a record whose owner has gone is watched by nobody",
    fix: "hand over all records of this person in one step",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Person], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "the owner of a document left yesterday",
            given: clerk_left,
            says: &["PER-4 left on 2026-05-31 and is still responsible for 1 record"],
        },
        Bad {
            title: "the owner of an objective, a corrective action and a decision, and the auditor of an audit to come",
            given: |s| {
                clerk_left(s);
                duties(s, None);
            },
            says: &["PER-4 left on 2026-05-31 and is still responsible for 5 records"],
        },
    ],
    good: &[
        Good { title: "all are here", given: |_| {} },
        Good {
            title: "handed over before leaving",
            given: |s| {
                clerk_left(s);
                handed_over(s);
            },
        },
        Good {
            title: "what the person answered for is over",
            given: |s| {
                clerk_left(s);
                handed_over(s);
                duties(s, Some(s.today));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(person) = facts::get::<Person>(ask.isms, id) else { return };
    let Some(left) = person.left_on.filter(|left| *left <= ask.today) else { return };
    let answers = |record: &RecordId| answering::answers(ask.isms, Ref::of(id.key), *record, ask.today);
    let records: Vec<RecordId> = ask.isms.all_sources(id).filter(answers).collect();
    if records.is_empty() {
        return;
    }
    let count = match records.len() {
        1 => "1 record".to_owned(),
        more => format!("{more} records"),
    };
    let found = report.add(
        Place::field(id, "left_on"),
        format!("{id} left on {left} and is still responsible for {count}"),
    );
    found.proof("left on", left);
    for kind in RecordKind::ALL {
        let of_kind: Vec<RecordId> = records.iter().copied().filter(|record| record.kind == *kind).collect();
        if !of_kind.is_empty() {
            found.proof(kind.kind().plural, facts::text(&of_kind));
        }
    }
    found.command(format!("plumb hand-over {id} --to PERSON --because WHY"));
    if records.iter().any(|record| weighs_more(ask, *record)) {
        found.worse();
    }
}

/// Says whether a record is a risk above the acceptance level, or a role that the standard itself asks for.
fn weighs_more(ask: &Ask, record: RecordId) -> bool {
    if record.kind == RecordKind::Risk {
        let level = facts::get::<Risk>(ask.isms, record).and_then(|risk| ask.method.level(&risk.now));
        return level.zip(ask.method.acceptance()).is_some_and(|(level, accepted)| level > accepted);
    }
    let role = if record.kind == RecordKind::Role { facts::get::<Role>(ask.isms, record) } else { None };
    role.is_some_and(|role| role.duties.iter().any(|duty| matches!(duty, Duty::Conformity | Duty::Reporting)))
}

/// Lets the clerk leave yesterday.
fn clerk_left(s: &mut Sample) {
    let left = s.days_ago(1);
    s.edit(4, |person: &mut Person| person.left_on = Some(left));
}

/// Gives the clerk's document to the lead.
fn handed_over(s: &mut Sample) {
    s.edit(5, |document: &mut Document| document.owner = Some(Owner::Person(Ref::number(2))));
}

/// Gives the clerk an objective, a corrective action, a decision and an audit, all open or all over.
fn duties(s: &mut Sample, over: Option<Date>) {
    let owner = Some(Owner::Person(Ref::<Person>::number(4)));
    let objective = Objective {
        title: "Less spam".into(),
        owner: owner.clone(),
        closed_on: over,
        ..Objective::default()
    };
    s.put(Ref::number(91), objective);
    let action = CorrectiveAction {
        number: 1,
        title: "Sort out".into(),
        owner: owner.clone(),
        done_on: over,
        ..CorrectiveAction::default()
    };
    let nonconformity =
        Nonconformity { title: "Spam".into(), actions: vec![action], ..Nonconformity::default() };
    s.put(Ref::number(91), nonconformity);
    let decision =
        Decision { number: 1, title: "Buy a filter".into(), owner, done_on: over, ..Decision::default() };
    let review =
        ManagementReview { title: "Review".into(), decisions: vec![decision], ..ManagementReview::default() };
    s.put(Ref::number(91), review);
    let audit = Audit {
        title: "Audit".into(),
        kind: Some(AuditKind::Internal),
        auditors: vec![Ref::number(4)],
        state: if over.is_some() { AuditState::Cancelled } else { AuditState::Planned },
        ..Audit::default()
    };
    s.put(Ref::number(91), audit);
}
