//! What comes from the body: once, as it was written, and bound to what it becomes.

use super::*;
use crate::testing::*;
use crate::{AnyOperation, CloseShare, EditRecord, RemoveRecord};
use model::records::*;
use model::{Key, YesNo};

fn issued(number: &str, paper: IssuedPaper) -> ReceiveIssued {
    ReceiveIssued {
        share: Ref::number(1),
        number: number.into(),
        digest: paper.digest(),
        paper,
        issued_by: "Ada Byron".into(),
        issued_on: TODAY,
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
    let again =
        AnyOperation::decide(&issued("ENG-1/1", issued_finding()), &isms, Ref::number(auditor), TODAY);
    assert!(again.expect("it is the same").is_empty());
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
    let forged = ReceiveIssued { paper: milder, ..issued("ENG-1/1", issued_finding()) };
    assert!(refusal_of(&isms, auditor, forged).contains("and the body recorded"));
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
