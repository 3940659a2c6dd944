//! A control applies, and the document that it asks for does not exist in force.

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Control;
use model::{Key, RecordKind, Ref, YesNo};
use standards::DocumentKind;

pub static RULE: Rule = Rule {
    code: "PB1131",
    name: "control document missing",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["A.5.1", "7.5.1 b"],
    what: "Finds documents that included controls of Annex A ask for and of which none is in force.",
    why: "these controls speak of something written, so an auditor asks to see it",
    fix: "write and approve it; a skeleton to be filled in is offered",
    fix_grade: FixGrade::Likely,
    check: Check::Whole { reads: &[RecordKind::Control, RecordKind::Document], check },
    escalate: Escalate::Never,
    holds: &[Hold::Near(&["PB0719"])],
    bad: &[Bad {
        title: "the access policy is gone",
        given: |s| s.remove("DOC-5"),
        says: &["A.5.15 is included, and Access control policy does not exist in force"],
    }],
    good: &[
        Good { title: "all are in force", given: |_| {} },
        Good {
            title: "the control is excluded",
            given: |s| {
                s.remove("DOC-13");
                s.edit_control("A.8.27", |control| control.included = Some(YesNo::No));
            },
        },
    ],
};

/// Entries that auditors ask for although the control does not say that it is written.
const USUAL: [&str; 3] = ["topic-policies", "access-policy", "incident-plan"];

fn check(ask: &Ask, report: &mut Report) {
    let entries = ask.standards.documents().annex_a.iter().filter(|entry| {
        entry.kind == DocumentKind::Document && (entry.explicit || USUAL.contains(&entry.id.as_str()))
    });
    for entry in entries {
        let included = |id: &Ref<Control>| {
            ask.isms.controls.get(id).is_some_and(|control| control.included == Some(YesNo::Yes))
        };
        let mut controls = entry.controls.iter().map(|number| Ref::of(Key::AnnexA(*number)));
        let Some(control) = controls.find(included) else { continue };
        if facts::of_kind_in_force(ask, &entry.id).next().is_some() {
            continue;
        }
        let title = &entry.title;
        let found = report
            .add(
                Place::field(control, "documents"),
                format!("{control} is included, and {title} does not exist in force"),
            )
            .proof("what belongs in it", &entry.content)
            .proof("applicable", "yes");
        match facts::of_kind(ask.isms, &entry.id).last() {
            Some((id, draft)) => found
                .proof_of(id, "status of the draft", draft.status)
                .help(format!("send {id} for approval"))
                .command(format!("plumb approve {id}")),
            None => found
                .proof("drafts", "")
                .command(format!("plumb new document title='{title}' kind={}", entry.id)),
        };
    }
}
