//! Who sees what is said about a record, and who says something.

use std::sync::Arc;

use model::records::*;
use model::{Change, Ref, Restricted};
use operations::{RemoveRecord, WriteComment};

use super::firm::*;
use crate::{READ, Veil, judge, kept_from, view};

/// Returns a comment of somebody on a record.
fn said(number: u32, record: &str, by: u32, audience: Audience) -> Change {
    let comment = Comment {
        title: "said".into(),
        text: "said".into(),
        about: Some(id(record)),
        by: Some(per(by)),
        audience,
        ..Comment::default()
    };
    Change::from((Ref::number(number), comment))
}

#[test]
fn an_auditor_of_a_body_reads_only_what_is_said_to_them_of_what_is_shared() {
    let mut firm = firm();
    firm.put(said(1, "R-1", LEO, Audience::Team));
    firm.put(said(2, "R-1", LEO, Audience::Auditor));
    firm.put(said(3, "DOC-1", LEO, Audience::Auditor));
    let share = Share::clone(firm.isms.shares.get(&Ref::number(1)).expect("SHR-1"));
    let records = vec![id("CMT-1")];
    firm.put((Ref::number(1), Share { records: [share.records.clone(), records].concat(), ..share }));
    let isms = Arc::new(firm.isms.clone());
    let seen = view(&isms, per(KARL), TODAY);
    for (record, is_seen) in [("CMT-1", false), ("CMT-2", true), ("CMT-3", false)] {
        assert_eq!(seen.find(id(record)).is_some(), is_seen, "{record}");
        assert_eq!(firm.ask(KARL, READ, record).is_permit(), is_seen, "{record}");
    }
    for person in [JANA, LEO, CARL, INES, DAN, VERA] {
        assert_eq!(view(&isms, per(person), TODAY).comments.len(), 3, "PER-{person}");
    }
    let write = WriteComment {
        about: Some(id("R-1")),
        text: "hello".into(),
        audience: None,
        answers: None,
        ..WriteComment::default()
    };
    assert!(
        firm.barred(KARL, write.clone()).contains("(SD11)"),
        "the body's auditors write in their own records"
    );
    assert!(firm.barred(VERA, write.clone()).contains("members with a part in the system comment"));
    firm.does(CARL, write);
}

#[test]
fn what_is_said_about_what_some_do_not_see_is_hidden_with_it_and_is_not_said_by_them() {
    let mut firm = firm();
    let restricted = Restricted { to: vec![per(RITA)], because: "a complaint".into() };
    let secret =
        firm.isms.present(id("EV-1")).expect("EV-1").with_about(|about| about.restricted = Some(restricted));
    firm.put(secret);
    firm.put(said(1, "EV-1", RITA, Audience::Auditor));
    firm.put(said(2, "F-1", INES, Audience::Team));
    let isms = Arc::new(firm.isms.clone());
    let veil = Veil::of(&isms, TODAY);
    for (person, evidence, finding) in
        [(RITA, true, false), (INES, false, true), (JANA, false, false), (KARL, false, false)]
    {
        let seen = veil.view(&isms, per(person), TODAY);
        assert_eq!(seen.find(id("CMT-1")).is_some(), evidence, "PER-{person}");
        assert_eq!(seen.find(id("CMT-2")).is_some(), finding, "PER-{person}");
    }
    assert!(firm.refused(LEO, "comment.resolve", "CMT-1").contains("(SD19)"));
    for record in ["EV-1", "F-1"] {
        let write = WriteComment {
            about: Some(id(record)),
            text: "?".into(),
            audience: None,
            answers: None,
            ..WriteComment::default()
        };
        assert!(firm.barred(LEO, write).contains("(SD19)"), "{record}");
    }
    let gone = Change::Removed(id("CMT-1"), "gone".into());
    assert_eq!(
        kept_from(&isms, &gone),
        Some((id("CMT-1"), vec![per(RITA)])),
        "also after it went with its record"
    );
}

#[test]
fn a_private_note_is_seen_by_who_keeps_it_alone() {
    let mut firm = firm();
    firm.put((Ref::one(), Organisation { kind: OrganisationKind::Body, ..Organisation::default() }));
    firm.put(said(1, "R-1", KARL, Audience::Private));
    let isms = Arc::new(firm.isms.clone());
    for person in [JANA, LEO, MAX, INES] {
        assert!(view(&isms, per(person), TODAY).comments.is_empty(), "PER-{person}");
        assert!(firm.refused(person, READ, "CMT-1").contains("(SD19)"));
    }
    assert_eq!(view(&isms, per(KARL), TODAY).comments.len(), 1);
}

#[test]
fn a_task_is_noted_by_who_has_a_part_and_done_by_whom_it_was_given_to() {
    let mut firm = firm();
    let task = Task { title: "Ask the landlord".into(), owner: owner(CARL), ..Task::default() };
    let noted = [Change::from((Ref::number(1), task.clone()))];
    for (person, may) in [(RITA, true), (INES, true), (DAN, true), (VERA, false), (KARL, false)] {
        let verdict = judge(&firm.asking(person, fresh()), "record.create", &noted);
        assert_eq!(verdict.is_permit(), may, "PER-{person}: {}", words(&verdict));
    }
    firm.put(noted[0].clone());
    for (person, may) in [(CARL, true), (LEO, true), (RITA, false), (VERA, false)] {
        assert_eq!(firm.ask(person, "task.finish", "T-1").is_permit(), may, "PER-{person}");
    }
    let done = Change::from((Ref::<Task>::number(1), Task { state: TaskState::Done, ..task }));
    let slipped = judge(&firm.asking(RITA, fresh()), "import.apply", std::slice::from_ref(&done));
    assert!(!slipped.is_permit(), "an import says nothing that its own step does not");
    let remove = RemoveRecord { id: id("T-1"), because: "twice".into() };
    assert!(firm.barred(VERA, remove).contains("note tasks"));
}
