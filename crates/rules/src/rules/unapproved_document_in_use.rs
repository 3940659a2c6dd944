//! People work by a document that nobody approved.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Control, ControlState, Document, Process};
use model::{Date, Owner, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0719",
    name: "unapproved document in use",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["7.5.2 a-c", "7.5.3 a"],
    what: "Finds documents of working controls and of processes in scope that are not in force.",
    why: "what people work by has to be the version that somebody looked at",
    fix: "send it for approval",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[RecordKind::Control, RecordKind::Process],
        reads: &[RecordKind::Scope],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a guide that nobody approved",
            given: |s| {
                let guide = Document {
                    title: "How to restore".into(),
                    kind: "other".into(),
                    version: 1,
                    owner: Some(Owner::Person(Ref::number(3))),
                    authors: vec![Ref::number(3)],
                    text: "How to restore, in words.".into(),
                    next_review: Some(Date::constant(2027, 3, 1)),
                    ..Document::default()
                };
                s.put(Ref::number(41), guide);
                s.edit_control("A.8.13", |control: &mut Control| control.documents.push(Ref::number(41)));
            },
            says: &["A.8.13 works by DOC-41, which was never approved"],
        },
        Bad {
            title: "the procedure is a draft again",
            given: |s| {
                s.edit(8, |document: &mut Document| {
                    document.approvals.clear();
                    document.kind = "other".into();
                })
            },
            says: &["A.5.26 works by DOC-8, which was never approved"],
        },
    ],
    good: &[Good { title: "all are in force", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let documents = if id.kind == RecordKind::Control {
        let control = facts::get::<Control>(ask.isms, id);
        control.filter(|control| control.state == ControlState::Implemented).map(|control| &control.documents)
    } else {
        facts::get::<Process>(ask.isms, id).filter(|_| ask.in_scope(id)).map(|process| &process.documents)
    };
    for document_id in documents.into_iter().flatten() {
        let Some(document) = ask.isms.documents.get(document_id) else { continue };
        if document.kind == "policy_top" || document.in_force(ask.today).is_some() {
            continue;
        }
        report
            .add(
                Place::field(id, "documents"),
                format!("{id} works by {document_id}, which was never approved"),
            )
            .proof_of(*document_id, "title", &document.title)
            .proof_of(*document_id, "status", document.status)
            .proof_of(*document_id, "version", document.version)
            .proof("records that use it", facts::counted_sources(ask.isms, document_id.id()))
            .command(format!("plumb approve {document_id}"));
    }
}
