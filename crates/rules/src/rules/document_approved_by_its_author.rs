//! Somebody approved what the same person wrote.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Document;
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0712",
    name: "document approved by its author",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["7.5.2 a-c"],
    what: "Finds documents in force that one of their authors approved.",
    why: "an approval is a second look, and nobody takes a second look at the own work",
    fix: "send it to another person for approval",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Document], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "the author approved it",
        given: |s| s.edit(10, |document: &mut Document| document.approvals[0].by = Ref::number(2)),
        says: &["PER-2 wrote and approved DOC-10"],
    }],
    good: &[Good { title: "somebody else approved it", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(document) = facts::get::<Document>(ask.isms, id) else { return };
    let Some(approval) = document.in_force(ask.today) else { return };
    let authors = &approval.content.authors;
    if !authors.contains(&approval.by) {
        return;
    }
    let person = approval.by;
    report
        .add(Place::field(id, "approvals"), format!("{person} wrote and approved {id}"))
        .proof("title", &document.title)
        .proof("authors", facts::text(authors))
        .proof("approved by", person)
        .proof("approved on", approval.on)
        .command(format!("plumb approve {id}"));
}
