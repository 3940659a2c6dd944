//! A text that was taken over word for word.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ManagementReview, Nonconformity, ReviewInput};
use model::sample::Sample;
use model::{About, AnyRecord, Digest, RecordId, RecordKind, Ref, TextOrigin, TextSource, Writer};
use std::collections::{BTreeMap, BTreeSet};

pub static RULE: Rule = Rule {
    code: "PB0715",
    name: "template text unedited",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["7.5.1 b", "7.5.2 a-c"],
    what: "Finds texts of documents in force, controls, review inputs and causes that are those of a template or a suggestion, word for word, by which nobody stands.",
    why: "an auditor knows the usual templates and asks how it is really done here",
    fix: "say how it is done here, or name the person who stands by the text and why it fits",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole {
        reads: &[
            RecordKind::Document,
            RecordKind::Control,
            RecordKind::ManagementReview,
            RecordKind::Nonconformity,
        ],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a document with the text of its template",
            given: |s| offered(s, "DOC-10", "text", TextSource::Template),
            says: &["DOC-10 still has the text of the template operating-procedures, word for word"],
        },
        Bad {
            title: "the design of a control as suggested",
            given: |s| offered(s, "A.8.13", "design", TextSource::Suggestion),
            says: &["A.8.13 still has the text of the suggestion operating-procedures, word for word"],
        },
        Bad {
            title: "a cause and an input of a review",
            given: |s| {
                reviewed(s);
                offered(s, "NC-90", "cause", TextSource::Suggestion);
                offered(s, "MR-90", "inputs", TextSource::Template);
            },
            says: &[
                "MR-90 still has the text of the template operating-procedures, word for word",
                "NC-90 still has the text of the suggestion operating-procedures, word for word",
            ],
        },
    ],
    good: &[
        Good { title: "no text was offered", given: |_| {} },
        Good {
            title: "it was put together from own records",
            given: |s| offered(s, "DOC-10", "text", TextSource::OwnRecords),
        },
        Good { title: "it was edited", given: |s| edited(s) },
        Good { title: "somebody stands by it", given: |s| stands(s) },
        Good {
            title: "the document is a draft",
            given: |s| offered(s, "DOC-31", "text", TextSource::Template),
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let isms = ask.isms;
    let mut texts: Vec<Taken> = Vec::new();
    for (id, document) in isms.documents.iter().filter(|(_, one)| has_origin(one.about())) {
        if let Some(approval) = document.in_force(ask.today) {
            take(&mut texts, id.id(), document.about(), "text", &[&approval.content.text]);
        }
    }
    for (id, control) in isms.controls.iter().filter(|(_, one)| has_origin(one.about())) {
        take(&mut texts, id.id(), control.about(), "design", &[&control.design]);
    }
    for (id, review) in isms.management_reviews.iter().filter(|(_, one)| has_origin(one.about())) {
        let inputs: Vec<&str> = review.inputs.iter().map(|input| &*input.text).collect();
        take(&mut texts, id.id(), review.about(), "inputs", &inputs);
    }
    for (id, nonconformity) in isms.nonconformities.iter().filter(|(_, one)| has_origin(one.about())) {
        take(&mut texts, id.id(), nonconformity.about(), "cause", &[&nonconformity.cause]);
    }
    let mut records: BTreeMap<&Digest, BTreeSet<RecordId>> = BTreeMap::new();
    for taken in &texts {
        records.entry(&taken.origin.digest).or_default().insert(taken.record);
    }
    for taken in &texts {
        say(taken, records[&taken.origin.digest].len(), report);
    }
}

/// From how many records with the same text on it is a step worse.
const MANY: usize = 3;

/// A text that stands as it was offered.
struct Taken<'a> {
    record: RecordId,
    field: &'static str,
    origin: &'a TextOrigin,
    text: String,
}

/// Says whether texts of a record came from elsewhere.
fn has_origin(about: &About) -> bool {
    !about.origins.is_empty()
}

/// Adds what of a field stands as it was offered, and by which nobody stands.
fn take<'a>(
    texts: &mut Vec<Taken<'a>>,
    record: RecordId,
    about: &'a About,
    field: &'static str,
    present: &[&str],
) {
    for origin in about.origins.iter().filter(|origin| origin.confirmed_because.is_empty()) {
        let own = origin.source == TextSource::OwnRecords;
        let of_field = origin.field.split('.').next() == Some(field);
        if own || !of_field {
            continue;
        }
        let unedited = present.iter().find(|text| !text.is_empty() && !origin.is_edited(text));
        if let Some(text) = unedited {
            texts.push(Taken { record, field, origin, text: clip(text) });
        }
    }
}

/// Returns the beginning of a text.
fn clip(text: &str) -> String {
    const SHOWN: usize = 120;
    let first = text.lines().next().unwrap_or_default();
    let short: String = first.chars().take(SHOWN).collect();
    if short.len() < text.len() { format!("{short} …") } else { short }
}

/// Says that a text stands as it was offered.
fn say(taken: &Taken, records: usize, report: &mut Report) {
    let Taken { record, field, origin, text } = taken;
    let source = match origin.source {
        TextSource::Template => "template",
        TextSource::Suggestion | TextSource::OwnRecords => "suggestion",
    };
    let name = &origin.template;
    let found = report
        .add(
            Place::field(*record, field),
            format!("{record} still has the text of the {source} {name}, word for word"),
        )
        .proof(source, name)
        .proof("taken by", origin.accepted_by)
        .proof("taken on", origin.accepted_on)
        .proof("text", text)
        .command(command(*record, field));
    if records >= MANY {
        found.proof("records with this text", records).worse();
    }
}

/// Returns the command that writes another text: some fields are written by a step of their own.
fn command(record: RecordId, field: &str) -> String {
    let fields = record.kind.fields();
    let is_typed = fields.iter().any(|one| one.name == field && one.writer == Writer::Form);
    match (record.kind, field) {
        (RecordKind::Nonconformity, "cause") => format!("plumb nc explain {record} --cause TEXT"),
        _ if is_typed => format!("plumb set {record} {field}=TEXT"),
        _ => format!("plumb show {record}"),
    }
}

/// Notes that the text of a field was offered, and taken as it stands.
fn offered(s: &mut Sample, id: &str, field: &str, source: TextSource) {
    let id = RecordId::parse(id).expect("a proof names a record");
    let record = s.isms.get(id).expect("it is there");
    let text = match field {
        "inputs" => "All is well.".to_owned(),
        _ => record.text(field).unwrap_or_default(),
    };
    let origin = TextOrigin {
        field: field.into(),
        source,
        template: "operating-procedures".into(),
        digest: Digest::of(text.as_bytes()),
        accepted_by: Ref::number(2),
        accepted_on: s.days_ago(80),
        confirmed_because: "".into(),
    };
    note(s, id, |about| about.origins.push(origin));
}

/// Changes what stands beside the fields of a record.
fn note(s: &mut Sample, id: RecordId, change: impl FnOnce(&mut About)) {
    let stamp = s.isms.get(id).map(|record| record.changed()).unwrap_or_default();
    let present = s.isms.present(id).expect("it is there");
    s.isms.apply(&present.with_about(change), stamp);
}

/// Lets somebody stand by a text that was taken over.
fn stands(s: &mut Sample) {
    offered(s, "DOC-10", "text", TextSource::Template);
    let id = RecordId { kind: RecordKind::Document, key: model::Key::Number(10) };
    note(s, id, |about| about.origins[0].confirmed_because = "It is how we work.".into());
}

/// Edits a text that was taken over, and approves it so.
fn edited(s: &mut Sample) {
    offered(s, "DOC-10", "text", TextSource::Template);
    let id = RecordId { kind: RecordKind::Document, key: model::Key::Number(10) };
    note(s, id, |about| about.origins[0].digest = Digest::of(b"as it was offered"));
}

/// Puts a review and a nonconformity.
fn reviewed(s: &mut Sample) {
    let input = ReviewInput { text: "All is well.".into(), ..ReviewInput::default() };
    s.put(Ref::number(90), ManagementReview { inputs: vec![input], ..ManagementReview::default() });
    let nonconformity = Nonconformity { cause: "Nobody had time.".into(), ..Nonconformity::default() };
    s.put(Ref::number(90), nonconformity);
}
