//! A document names somebody or something that is not there.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Control, ControlState, Document, Mention, Person};
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0714",
    name: "document names unknown element",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage1,
    clauses: &["7.5.3 a"],
    what: "Finds names in documents in force that mean nothing on record, a person who has left, or something no longer in use.",
    why: "a text that names what is gone shows that nobody works by it",
    fix: "bring the text in line with practice",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Document], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a person who has left",
            given: |s| {
                let left = s.days_ago(5);
                s.edit(4, |person: &mut Person| person.left_on = Some(left));
                s.edit(10, |document: &mut Document| {
                    document.mentions = vec![Mention { name: "Tom".into(), record: RecordId::parse("PER-4") }]
                });
            },
            says: &["DOC-10 names Tom, which is gone since 2026-05-27"],
        },
        Bad {
            title: "nothing on record",
            given: |s| {
                s.edit(10, |document: &mut Document| {
                    document.mentions = vec![Mention { name: "Mailer".into(), record: None }]
                })
            },
            says: &["DOC-10 names Mailer, which is in no register"],
        },
    ],
    good: &[Good {
        title: "all names are known",
        given: |s| {
            s.edit(10, |document: &mut Document| {
                document.mentions = vec![Mention { name: "Office".into(), record: RecordId::parse("SIT-1") }]
            })
        },
    }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(document) = facts::get::<Document>(ask.isms, id) else { return };
    if document.in_force(ask.today).is_none() {
        return;
    }
    for mention in &document.mentions {
        let Some(state) = state(ask, mention.record) else { continue };
        let name = &mention.name;
        let found = report
            .add(Place::field(id, "mentions"), format!("{id} names {name}, which is {state}"))
            .proof("name", name)
            .proof("sentence", facts::sentence(&document.text, name))
            .proof("record", facts::text(&mention.record));
        let guides = |control: Ref<Control>| {
            ask.isms.controls.get(&control).is_some_and(|control| {
                control.state == ControlState::Implemented
                    && control.documents.iter().any(|document| document.id() == id)
            })
        };
        if ask.isms.sources::<Control>(id).any(guides) {
            found.worse();
        }
    }
}

/// Returns in words why a name means nothing today; nothing where it does.
fn state(ask: &Ask, record: Option<RecordId>) -> Option<String> {
    let Some(record) = record.filter(|record| ask.isms.get(*record).is_some()) else {
        return Some("in no register".to_owned());
    };
    if record.kind == RecordKind::Person {
        let left = facts::get::<Person>(ask.isms, record)?.left_on.filter(|left| *left <= ask.today)?;
        return Some(format!("gone since {left}"));
    }
    let retired = ask.isms.element(record)?.retired_on().filter(|on| *on <= ask.today)?;
    Some(format!("retired since {retired}"))
}
