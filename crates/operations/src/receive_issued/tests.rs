//! What comes from the body: once, as it was written, and bound to what it becomes.

use super::*;
use crate::testing::*;
use crate::{CloseShare, EditRecord, RemoveRecord};
use model::records::*;
use model::{Key, YesNo};

fn issued(number: &str, paper: IssuedPaper) -> ReceiveIssued {
    signed(7, unsigned(number, paper))
}

fn unsigned(number: &str, paper: IssuedPaper) -> ReceiveIssued {
    ReceiveIssued {
        share: Ref::number(1),
        meant_for: "SHR-1".into(),
        number: number.into(),
        digest: paper.digest(),
        paper,
        issued_by: "Ada Byron".into(),
        issued_on: TODAY,
        body: "Certs".into(),
        engagement: "ENG-1".into(),
        head: "41 9f2c".into(),
        key: "".into(),
        signature: "".into(),
    }
}

fn paper(kind: IssuedKind, title: &str) -> IssuedPaper {
    let none = IssuedPaper { grade: None, clause: None, due: None, ..issued_finding() };
    IssuedPaper { kind, title: title.into(), ..none }
}

/// Returns an organisation with an open share, and the number of its first auditor.
fn shared() -> (Isms, u32) {
    let mut isms = kept();
    run(&mut isms, edit("SHR-1", "purpose", "stage 2"));
    run(&mut isms, open_share());
    let Key::Number(auditor) = isms.shares.get(&Ref::number(1)).expect("there").team[0].key else {
        panic!("people have numbers")
    };
    (isms, auditor)
}

fn became(isms: &Isms, number: u32) -> String {
    let issued = isms.issued_documents.get(&Ref::number(number)).expect("received");
    issued.record.map(|id| id.to_string()).unwrap_or_default()
}

#[test]
fn each_kind_of_paper_becomes_what_it_is_here() {
    let (mut isms, auditor) = shared();
    let plan = IssuedPaper { day: Some(Date::constant(2026, 3, 10)), ..paper(IssuedKind::Plan, "Stage 2") };
    run_as(&mut isms, auditor, issued("ENG-1/1", plan));
    let audit = became(&isms, 1);
    assert!(audit.starts_with("AUD-"), "{audit}");
    let request = paper(IssuedKind::Request, "List of leavers");
    run_as(&mut isms, auditor, issued("ENG-1/2", request));
    let asked = isms.requests.iter().last().expect("asked").1.clone();
    assert_eq!(asked.audit.map(|audit| audit.to_string()), Some(audit.clone()));
    assert_eq!(asked.asked_by, Some(Ref::number(auditor)));
    run_as(&mut isms, auditor, issued("ENG-1/3", issued_finding()));
    let (finding, found) = isms.findings.iter().last().expect("found");
    assert_eq!(became(&isms, 3), finding.to_string());
    assert_eq!((&*found.reference, found.grade), ("ENG-1/3", Some(FindingGrade::Minor)));
    run_as(&mut isms, auditor, issued("ENG-1/4", paper(IssuedKind::Report, "Report")));
    let done = isms.audits.get(&Ref::of(id(&audit).key)).expect("planned").state;
    assert_eq!(done, AuditState::Reported);
    let decision = IssuedPaper { granted: Some(YesNo::Yes), ..paper(IssuedKind::Decision, "Certificate") };
    let open = issued("ENG-1/5", decision.clone());
    assert!(refusal_of(&isms, auditor, open).contains("say the last day of the certificate"));
    let day = Some(Date::constant(2029, 3, 2));
    run_as(&mut isms, auditor, issued("ENG-1/5", IssuedPaper { day, ..decision }));
    let certificate = isms.certifications.get(&Ref::of(id(&became(&isms, 5)).key)).expect("granted").clone();
    assert_eq!((certificate.state, certificate.expires_on), (CertificationState::Granted, day));
    assert_eq!(certificate.received.len(), 3, "plan, finding and report came with their letters");
}

#[test]
fn a_paper_that_came_twice_is_there_once_and_a_number_names_one_paper() {
    let (mut isms, auditor) = shared();
    run_as(&mut isms, auditor, issued("ENG-1/1", issued_finding()));
    for number in ["ENG-1/1", "ENG-1/2"] {
        assert_eq!(
            refusal_of(&isms, auditor, issued(number, issued_finding())),
            format!("{number} was taken in before, as ISD-1; nothing was changed")
        );
    }
    let other = IssuedPaper { title: "Another".into(), ..issued_finding() };
    assert_eq!(
        refusal_of(&isms, auditor, issued("ENG-1/1", other)),
        "ISD-1 of SHR-1 is called ENG-1/1 and says something else; expected a number of its own"
    );
}

#[test]
fn words_that_are_not_those_the_body_recorded_are_refused() {
    let (isms, auditor) = shared();
    let milder = IssuedPaper { grade: Some(FindingGrade::Opportunity), ..issued_finding() };
    let other = ReceiveIssued { paper: milder, ..unsigned("ENG-1/1", issued_finding()) };
    assert!(refusal_of(&isms, auditor, signed(7, other)).contains("and the body recorded"));
}

#[test]
fn nothing_comes_in_that_the_body_of_the_share_did_not_sign_for_it() {
    let (isms, auditor) = shared();
    let whole = || issued("ENG-1/1", issued_finding());
    let changed = [
        ReceiveIssued { paper: IssuedPaper { text: "all is well".into(), ..issued_finding() }, ..whole() },
        ReceiveIssued { number: "ENG-1/2".into(), ..whole() },
        ReceiveIssued { meant_for: "SHR-2".into(), ..whole() },
        ReceiveIssued { body: "Certs Ltd".into(), ..whole() },
        ReceiveIssued { engagement: "ENG-2".into(), ..whole() },
        ReceiveIssued { issued_by: "Alan Mathison".into(), ..whole() },
        ReceiveIssued { issued_on: Date::constant(2026, 1, 1), ..whole() },
        ReceiveIssued { head: "42 9f2c".into(), ..whole() },
        ReceiveIssued { signature: "00".into(), ..whole() },
    ];
    for forged in changed {
        let number = forged.number.clone();
        assert_eq!(
            refusal_of(&isms, auditor, forged),
            format!("{number} says something else than the body signed; ask the body for it again")
        );
    }
    let unsigned_paper = unsigned("ENG-1/1", issued_finding());
    assert!(refusal_of(&isms, auditor, unsigned_paper.clone()).contains("ENG-1/1 is not signed"));
    let words = refusal_of(&isms, auditor, signed(8, unsigned_paper.clone()));
    let print = |number| crate::BodyKey::read(&body_key_of(number)).expect("a key").fingerprint();
    assert!(words.contains(&print(8)) && words.contains(&print(7)), "{words}");
    let meant = [
        (
            ReceiveIssued { body: "Seals".into(), ..unsigned_paper.clone() },
            "was issued by Seals, and SHR-1 is for Certs",
        ),
        (
            ReceiveIssued { meant_for: "SHR-2".into(), ..unsigned_paper.clone() },
            "is meant for SHR-2, and this is SHR-1",
        ),
        (
            ReceiveIssued { engagement: "ENG-2".into(), ..unsigned_paper.clone() },
            "belongs to ENG-2, and SHR-1 is for ENG-1",
        ),
        (
            ReceiveIssued { issued_by: "Mallory".into(), ..unsigned_paper },
            "Mallory issued ENG-1/1, and is not on the team",
        ),
    ];
    for (other, expected) in meant {
        let words = refusal_of(&isms, auditor, signed(7, other));
        assert!(words.contains(expected), "{words}");
    }
}

#[test]
fn a_share_without_a_key_takes_nothing_and_says_what_is_missing() {
    let mut isms = kept();
    run(&mut isms, crate::OpenShare { body_key: "".into(), ..open_share() });
    for kind in [IssuedKind::Decision, IssuedKind::Report, IssuedKind::Finding] {
        let paper = IssuedPaper { kind, ..issued_finding() };
        let words = refusal(&isms, issued("ENG-1/1", paper));
        assert!(
            words.starts_with("SHR-1 knows no key of Certs, so anybody could have written this"),
            "{words}"
        );
    }
}

#[test]
fn what_the_body_wrote_is_not_edited_nor_removed_here() {
    let (mut isms, auditor) = shared();
    run_as(&mut isms, auditor, issued("ENG-1/1", issued_finding()));
    run_as(&mut isms, auditor, issued("ENG-1/2", paper(IssuedKind::Request, "List of leavers")));
    let request = became(&isms, 2);
    let write = |record: &str, field: &str| EditRecord {
        typed: typed(&[(field, "milder")]),
        ..edit(record, field, "")
    };
    for (record, field) in [
        ("ISD-1", "title"),
        ("ISD-1", "content"),
        (&*became(&isms, 1), "statement"),
        (&*request, "description"),
    ] {
        let words = refusal(&isms, write(record, field));
        assert!(words.starts_with(&format!("{field}: ")), "{record} {words}");
    }
    for record in ["ISD-1", "ISD-2", &*became(&isms, 1), &*request] {
        let remove = RemoveRecord { id: id(record), because: "we do not like it".into() };
        let words = refusal(&isms, remove);
        assert!(words.contains("stays on record"), "{record} {words}");
    }
    run(&mut isms, edit(&request, "owner", "PER-1"));
}

#[test]
fn papers_come_while_the_share_is_open() {
    let (mut isms, auditor) = shared();
    run(&mut isms, CloseShare { share: Ref::number(1), because: "over".into() });
    let late = refusal_of(&isms, auditor, issued("ENG-1/1", issued_finding()));
    assert_eq!(late, "SHR-1 is not open; papers come while it is");
}
