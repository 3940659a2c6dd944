//! A document is in use, and does not say what it is.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Document;
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0716",
    name: "document unidentified",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["7.5.2 a-c"],
    what: "Finds documents in force without title, version or owner.",
    why: "without name, version and owner nobody can tell whether the page at hand is the right one",
    fix: "complete the fields, or withdraw the older version",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Document], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no version",
            given: |s| {
                s.edit(12, |document: &mut Document| {
                    document.version = 0;
                    document.approvals[0].version = 0;
                })
            },
            says: &["DOC-12 is in use without a clear version"],
        },
        Bad {
            title: "no owner",
            given: |s| s.edit(12, |document: &mut Document| document.owner = None),
            says: &["DOC-12 is in use without a clear owner"],
        },
    ],
    good: &[
        Good { title: "all is said", given: |_| {} },
        Good {
            title: "a draft without owner",
            given: |s| {
                s.edit(12, |document: &mut Document| {
                    document.owner = None;
                    document.approvals.clear();
                    document.kind = "other".into();
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(document) = facts::get::<Document>(ask.isms, id) else { return };
    let Some(approval) = document.in_force(ask.today) else { return };
    let gaps = [
        (document.title.is_empty(), "title"),
        (approval.version == 0, "version"),
        (!facts::has_owner(document.owner.as_ref()), "owner"),
    ];
    for (_, field) in gaps.into_iter().filter(|(empty, _)| *empty) {
        report
            .add(Place::field(id, field), format!("{id} is in use without a clear {field}"))
            .proof("title", &document.title)
            .proof("version", approval.version)
            .proof("owner", facts::text(&document.owner))
            .proof("approved on", approval.on)
            .command(if field == "version" {
                format!("plumb approve {id}")
            } else {
                format!("plumb set {id} {field}=VALUE")
            });
    }
}
