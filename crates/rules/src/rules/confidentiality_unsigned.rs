//! Somebody sees confidential information and has signed nothing about it.

use crate::technical::{FirstAccess, first_access, unrecorded};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Account, Agreement, AgreementKind, Person, Supplier};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1162",
    name: "confidentiality unsigned",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.6.6"],
    what: "Finds active people and suppliers who see confidential information and with whom no agreement on secrecy is in force that was signed before the first access.",
    why: "a promise of secrecy counts from the day it is signed",
    fix: "what is not signed binds nobody: ask for the signature, and record the day",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Person, RecordKind::Supplier], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
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
        Bad {
            title: "signed a day after the first account was made",
            given: |s| signed(s, Date::constant(2021, 2, 2)),
            says: &["PER-3 sees confidential information and has signed nothing about it"],
        },
    ],
    good: &[
        Good { title: "the supplier has signed", given: |_| {} },
        Good {
            title: "signed on the day on which the first account was made",
            given: |s| signed(s, Date::constant(2021, 2, 1)),
        },
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
    let first_signed = first_signed(ask, id);
    let (access, open) = first_access(ask.isms, id);
    let in_time = match (first_signed, access) {
        (None, _) => Some(false),
        (Some(signed), FirstAccess::On(first)) if signed > first => Some(false),
        (Some(_), _) => open.is_none().then_some(true),
    };
    if sees == Some(YesNo::No) || in_time == Some(true) {
        return;
    }
    if sees.is_none() {
        report.unknown(
            Place::field(id, "sees_confidential"),
            format!("whether {id} sees confidential information is not recorded"),
        );
        return;
    }
    if let (None, Some(account)) = (in_time, open) {
        report.unknown(
            Place::field(id, "sees_confidential"),
            unrecorded::<Account>(account.id(), "created_on"),
        );
        return;
    }
    let first = match access {
        FirstAccess::On(first) => first.to_string(),
        FirstAccess::None | FirstAccess::Unknown(_) => String::new(),
    };
    report
        .add(
            Place::field(id, "sees_confidential"),
            format!("{id} sees confidential information and has signed nothing about it"),
        )
        .proof("name", name)
        .proof("sees confidential information", "yes")
        .proof("signed on", facts::text(&first_signed))
        .proof("first account created on", first)
        .command(format!(
            "plumb new agreement title='Secrecy' kind=confidentiality with={id} signed_on=DATE"
        ));
}

/// Returns when the first of the agreements on secrecy in force was signed.
fn first_signed(ask: &Ask, with: RecordId) -> Option<Date> {
    let agreements = ask.isms.sources::<Agreement>(with).filter_map(|id| ask.isms.agreements.get(&id));
    let on_secrecy = agreements.filter(|agreement| {
        agreement.kind == Some(AgreementKind::Confidentiality)
            && agreement.with == Some(with)
            && agreement.is_in_force(ask.today)
    });
    on_secrecy.filter_map(|agreement| agreement.signed_on).min()
}

/// Lets the engineer see confidential information and sign on a day.
fn signed(s: &mut Sample, on: Date) {
    s.edit(3, |person: &mut Person| person.sees_confidential = Some(YesNo::Yes));
    let agreement = Agreement {
        title: "Secrecy".into(),
        with: Some(Ref::<Person>::number(3).id()),
        kind: Some(AgreementKind::Confidentiality),
        signed_on: Some(on),
        ..Agreement::default()
    };
    s.put(Ref::number(91), agreement);
}
