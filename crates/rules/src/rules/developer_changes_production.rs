//! Who writes the software can also change what runs.

use crate::technical::{all_hold, annex_a, is_excepted, may_hold_both, said, unrecorded};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Account, Exception, ExceptionKind, ExceptionState, Person};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1178",
    name: "developer changes production",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.8.31", "A.5.3"],
    what: "Finds enabled accounts with which a person who writes software can change what runs, without an exception in force.",
    why: "two people see what one can overlook or hide",
    fix: "take the right away, or approve an exception with a check after each use",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Account], reads: &[RecordKind::Exception], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "the engineer writes software and changes the order system",
        given: both,
        says: &["PER-3 develops and can change production directly"],
    }],
    good: &[
        Good {
            title: "the engineer writes software, and a program changes the order system",
            given: |s| s.edit(3, |person: &mut Person| person.develops = Some(YesNo::Yes)),
        },
        Good {
            title: "an exception from the separation of duties until today",
            given: |s| {
                both(s);
                let exception = Exception {
                    title: "One engineer only".into(),
                    kind: Some(ExceptionKind::Duty),
                    person: Some(Ref::number(3)),
                    compensating: "The lead reads the log each week.".into(),
                    until: Some(s.today),
                    state: ExceptionState::Approved,
                    approved_by: Some(Ref::number(1)),
                    ..Exception::default()
                };
                s.put(Ref::number(91), exception);
            },
        },
        Good {
            title: "disabled",
            given: |s| {
                both(s);
                s.edit(1, |account: &mut Account| account.enabled = Some(YesNo::No));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(account) = facts::get::<Account>(ask.isms, id) else { return };
    let Some(person_id) = account.person else { return };
    let Some(person) = ask.isms.people.get(&person_id) else { return };
    let legs = [
        ("enabled", said(account.enabled)),
        ("writes_production", said(account.writes_production)),
        ("develops", said(person.develops)),
    ];
    let holds = all_hold(&legs);
    let system = account.system.map(Ref::id);
    let from: Vec<RecordId> = [id, annex_a("A.8.31"), annex_a("A.5.3")].into_iter().chain(system).collect();
    if holds == Ok(false) || is_excepted(ask, &from, Some(person_id)) || may_hold_both(ask, person_id) {
        return;
    }
    match holds {
        Ok(_) => {}
        Err("develops") => {
            report.unknown(Place::field(id, "person"), unrecorded::<Person>(person_id.id(), "develops"));
            return;
        }
        Err(field) => {
            report.unknown(Place::field(id, field), unrecorded::<Account>(id, field));
            return;
        }
    }
    report
        .add(
            Place::field(id, "writes_production"),
            format!("{person_id} develops and can change production directly"),
        )
        .proof("account", &account.title)
        .proof("system", facts::text(&account.system))
        .proof("writes production", facts::text(&account.writes_production))
        .proof_of(person_id, "develops", facts::text(&person.develops))
        .proof("exceptions in force", "")
        .command(format!("plumb set {id} writes_production=no"));
}

/// Lets the engineer write software and change the order system.
fn both(s: &mut Sample) {
    s.edit(3, |person: &mut Person| person.develops = Some(YesNo::Yes));
    s.edit(1, |account: &mut Account| account.writes_production = Some(YesNo::Yes));
}
