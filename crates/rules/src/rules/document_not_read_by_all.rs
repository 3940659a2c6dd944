//! Somebody who has to read a document has not confirmed it.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Acknowledgement, Document, Person};
use model::sample::Sample;
use model::{Reading, RecordId, RecordKind, Ref};

use crate::support::name_people;

pub static RULE: Rule = Rule {
    code: "PB0703",
    name: "document not read by all",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["7.3", "7.5.3 a"],
    what: "Finds documents in force for longer than the time given, which some of their required readers have not confirmed.",
    why: "a rule that those concerned have not read is not in use",
    fix: "some who are to confirm it have not: remind them, or take them off the list with a reason",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Document], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "nobody has",
            given: |s| readers(s),
            says: &["2 of 2 required readers have not confirmed DOC-10"],
        },
        Bad {
            title: "one has, of an older version",
            given: |s| {
                readers(s);
                confirms(s, 3, 0);
                confirms(s, 4, 1);
            },
            says: &["1 of 2 required readers have not confirmed DOC-10"],
        },
    ],
    good: &[
        Good { title: "nobody has to", given: |_| {} },
        Good {
            title: "both have",
            given: |s| {
                readers(s);
                confirms(s, 3, 1);
                confirms(s, 4, 1);
            },
        },
        Good {
            title: "approved 60 days ago",
            given: |s| {
                readers(s);
                let day = s.days_ago(60);
                s.edit(10, |one: &mut Document| one.approvals[0].on = day);
            },
        },
        Good {
            title: "who has left need not",
            given: |s| {
                readers(s);
                confirms(s, 3, 1);
                let day = s.days_ago(1);
                s.edit(4, |person: &mut Person| person.left_on = Some(day));
            },
        },
        Good {
            title: "the policy has a rule of its own",
            given: |s| {
                s.edit(1, |one: &mut Document| one.required_readers = vec![Ref::number(4)]);
                s.remove("ACK-4");
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(document) = facts::get::<Document>(ask.isms, id) else { return };
    if document.kind.eq_ignore_ascii_case("policy_top") {
        return;
    }
    let days = ask.parameters.days("ack_days");
    let reading = Reading::of(ask.isms, Ref::of(id.key), document, ask.today);
    let Some(reading) = reading.filter(|reading| ask.is_older(reading.since, days)) else { return };
    let missing: Vec<Ref<Person>> = reading.missing().collect();
    if missing.is_empty() {
        return;
    }
    let found = report
        .add(
            Place::field(id, "required_readers"),
            format!(
                "{} of {} required readers have not confirmed {id}",
                missing.len(),
                reading.readers.len()
            ),
        )
        .proof("title", &document.title)
        .proof("version", reading.version)
        .proof("approved on", reading.since);
    name_people(found, ask.isms, &missing, |_| "not confirmed".to_owned());
    found.command(format!(
        "plumb new acknowledgement document={id} version={} person=PERSON",
        reading.version
    ));
}

/// Lets two people have to read a document that was approved long ago.
fn readers(s: &mut Sample) {
    s.edit(10, |document: &mut Document| document.required_readers = vec![Ref::number(3), Ref::number(4)]);
}

/// Lets one of them confirm a version.
fn confirms(s: &mut Sample, person: u32, version: u32) {
    let read = Acknowledgement {
        title: "Read".into(),
        document: Some(Ref::number(10)),
        version: Some(version),
        person: Some(Ref::number(person)),
        on: Some(s.days_ago(5)),
    };
    s.put(Ref::number(90 + person), read);
}
