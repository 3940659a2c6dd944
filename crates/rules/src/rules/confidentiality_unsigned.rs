//! Somebody sees confidential information and has signed nothing about it.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Agreement, AgreementKind, Person, Supplier};
use model::{RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1162",
    name: "confidentiality unsigned",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.6.6"],
    what: "Finds active people and suppliers who see confidential information and with whom no agreement on secrecy is in force.",
    why: "a promise of secrecy counts from the day it is signed",
    fix: "have it signed",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Person, RecordKind::Supplier], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    waits_for: "accounts, for whether it was signed before the first access",
    bad: &[
        Bad {
            title: "a supplier whose agreement ended",
            given: |s| {
                let ended = s.days_ago(1);
                s.edit(2, |agreement: &mut Agreement| agreement.expires_on = Some(ended));
            },
            says: &["SUP-1 sees confidential information and has signed nothing about it"],
        },
        Bad {
            title: "a person",
            given: |s| s.edit(3, |person: &mut Person| person.sees_confidential = Some(YesNo::Yes)),
            says: &["PER-3 sees confidential information and has signed nothing about it"],
        },
    ],
    good: &[
        Good { title: "the supplier has signed", given: |_| {} },
        Good {
            title: "the person has left",
            given: |s| {
                let left = s.days_ago(1);
                s.edit(4, |person: &mut Person| {
                    person.sees_confidential = Some(YesNo::Yes);
                    person.left_on = Some(left);
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let (name, sees) = if id.kind == RecordKind::Person {
        let Some(person) = facts::get::<Person>(ask.isms, id) else { return };
        if !person.is_active(ask.today) {
            return;
        }
        (&person.title, person.sees_confidential)
    } else {
        let Some(supplier) = facts::get::<Supplier>(ask.isms, id) else { return };
        (&supplier.title, supplier.sees_confidential)
    };
    let signed = |agreement: Ref<Agreement>| {
        ask.isms.agreements.get(&agreement).is_some_and(|agreement| {
            agreement.kind == Some(AgreementKind::Confidentiality)
                && agreement.with == Some(id)
                && agreement.is_in_force(ask.today)
        })
    };
    if sees == Some(YesNo::No) || ask.isms.sources::<Agreement>(id).any(signed) {
        return;
    }
    if sees.is_none() {
        report.unknown(
            Place::field(id, "sees_confidential"),
            format!("whether {id} sees confidential information is not recorded"),
        );
        return;
    }
    report
        .add(
            Place::field(id, "sees_confidential"),
            format!("{id} sees confidential information and has signed nothing about it"),
        )
        .proof("name", name)
        .proof("sees confidential information", "yes")
        .proof("agreements on secrecy in force", "")
        .command(format!(
            "plumb new agreement title='Secrecy' kind=confidentiality with={id} signed_on=DATE"
        ));
}
