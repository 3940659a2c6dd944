//! Rows of the list of hostile inputs, by their ids, as far as the policies answer them.

use std::sync::Arc;

use model::records::*;
use model::{Change, Date, Prose, Ref, Restricted, YesNo};
use operations::{AskException, CloseFinding, GrantMembership, RemoveRecord};

use super::firm::*;
use crate::{READ, Veil, judge, share_of, view};

/// Intents by which records of any kind are written.
const WAYS: [&str; 10] = [
    "record.create",
    "record.edit",
    "record.bulk",
    "record.annotate",
    "import.apply",
    "commit.undo",
    "diagnostic.fix",
    "proposal.take",
    "organisation.answer",
    "person.hand_over",
];

/// Returns why changes of somebody are not written in one of these ways.
fn written(firm: &Firm, person: u32, intent: &str, changes: &[Change]) -> String {
    words(&judge(&firm.asking(person, fresh()), intent, changes))
}

#[test]
fn c1_a_risk_is_accepted_by_its_owner_only() {
    let mut firm = firm();
    for person in [LEO, CARL, DAN, VERA] {
        let because = firm.refused(person, "risk.accept", "R-1");
        assert!(because.contains("(SD3)") || because.contains("(SD14)"), "PER-{person}: {because}");
    }
    assert!(words(&firm.ask_as(RITA, token(), "risk.accept", "R-1")).contains("(SD17)"));
    let before = Risk::clone(firm.isms.risks.get(&Ref::number(1)).expect("R-1"));
    let acceptance = Acceptance { by: Some(per(RITA)), on: Some(TODAY), ..Acceptance::default() };
    let accepted = Change::from((Ref::number(1), Risk { acceptances: vec![acceptance], ..before.clone() }));
    firm.put((Ref::number(1), Risk { owner: owner(MAX), ..before }));
    assert!(firm.refused(RITA, "risk.accept", "R-1").contains("(SD3)"), "who owned it before");
    for way in WAYS.iter().take(8) {
        assert!(written(&firm, LEO, way, std::slice::from_ref(&accepted)).contains("(SD3)"), "{way}");
    }
}

#[test]
fn c3_nobody_approves_the_own_document_by_any_way() {
    let mut firm = firm();
    assert!(firm.refused(LEO, "document.approve", "DOC-1").contains("(SD5)"));
    let mut document = Document::clone(firm.isms.documents.get(&Ref::number(1)).expect("DOC-1"));
    document.approvals.push(model::Approval::of(0, per(LEO), TODAY, document.content()));
    let approved = Change::from((Ref::<Document>::number(1), document.clone()));
    for way in WAYS.iter().take(8) {
        assert!(written(&firm, LEO, way, std::slice::from_ref(&approved)).contains("(SD5)"), "{way}");
    }
    // A second account of the same person has a seat at the same person: the ledger names one.
    document.approvals.clear();
    document.authors.clear();
    firm.put((Ref::number(1), document));
    firm.wrote(LEO, "DOC-1", "import.apply");
    assert!(firm.refused(LEO, "document.approve", "DOC-1").contains("(SD5)"));
}

#[test]
fn c4_whoever_imported_evidence_for_another_does_not_judge_it() {
    let mut firm = firm();
    let photo = Evidence::clone(firm.isms.evidence.get(&Ref::number(1)).expect("EV-1"));
    firm.put((Ref::number(1), Evidence { collected_by: owner(VERA), ..photo }));
    firm.wrote(LEO, "EV-1", "import.apply");
    assert!(
        firm.refused(LEO, "evidence.judge", "EV-1").contains("(SD6)"),
        "the ledger knows who brought it in"
    );
    firm.wrote(CARL, "EV-1", "evidence.link");
    assert!(firm.ask(CARL, "evidence.judge", "EV-1").is_permit(), "linking is not collecting");
}

#[test]
fn c10_no_state_is_skipped_by_a_form_or_an_import() {
    let firm = firm();
    let close = CloseFinding { finding: Ref::number(1), because: "seen".into(), on: None };
    let early = operations::AnyOperation::decide(&close, &firm.isms, per(INES), TODAY);
    assert_eq!(early, Err("NC-1 comes first: close the nonconformity".to_owned()));
    let finding = Finding::clone(firm.isms.findings.get(&Ref::number(1)).expect("F-1"));
    let closed = Change::from((Ref::number(1), Finding { state: FindingState::Closed, ..finding }));
    let breach = Nonconformity::clone(firm.isms.nonconformities.get(&Ref::number(1)).expect("NC-1"));
    let done = Change::from((Ref::number(1), Nonconformity { state: NonconformityState::Closed, ..breach }));
    for way in WAYS.iter().take(8) {
        let because = written(&firm, CARL, way, std::slice::from_ref(&closed));
        assert!(because.contains("(SD7)"), "{way}: {because}");
        assert!(written(&firm, CARL, way, std::slice::from_ref(&done)).contains("(SD10)"), "{way}");
    }
}

#[test]
fn c12_nobody_becomes_a_keeper_by_another_way() {
    let firm = firm();
    let keeper = |person: u32| Membership {
        title: "Keeper".into(),
        person: Some(per(person)),
        roles: vec![MemberRole::TopManagement],
        keeps: Some(YesNo::Yes),
        since: Some(TODAY),
        ..Membership::default()
    };
    for way in
        WAYS.into_iter().chain(["membership.grant", "membership.change", "risk.rate", "incident.report"])
    {
        for person in [LEO, 10] {
            let made = Change::from((Ref::<Membership>::number(20), keeper(person)));
            let because = written(&firm, LEO, way, &[made]);
            assert!(because.contains("(SD15)"), "{way}: {because}");
        }
        let risen = Change::from((Ref::<Membership>::number(LEO), keeper(LEO)));
        assert!(written(&firm, LEO, way, &[risen]).contains("(SD15)"), "{way}");
    }
    // Nor does anybody take the last one away.
    let gone = Change::Removed(id("MEM-1"), Prose::new("tidied"));
    for way in WAYS {
        assert!(written(&firm, MAX, way, std::slice::from_ref(&gone)).contains("(SD15)"), "{way}");
        assert!(written(&firm, JANA, way, std::slice::from_ref(&gone)).contains("(SD15)"), "{way}");
    }
}

#[test]
fn c13_a_role_with_more_rights_than_the_granter_holds_is_not_given() {
    let firm = firm();
    let grant = |roles: &[MemberRole]| GrantMembership {
        person: per(10),
        roles: roles.to_vec(),
        keeps: None,
        since: None,
        until: None,
    };
    for role in [MemberRole::TopManagement, MemberRole::RiskOwner, MemberRole::InternalAuditor] {
        assert!(firm.barred(LEO, grant(&[role])).contains("(SD15)"), "{role}");
        assert!(
            firm.barred(LEO, grant(&[MemberRole::Viewer, role])).contains("(SD15)"),
            "{role} beside another"
        );
        assert!(firm.judged(MAX, &grant(&[role])).is_permit(), "{role}");
    }
    assert!(firm.barred(RITA, grant(&[MemberRole::Viewer])).starts_with("keepers, top management"));
    assert!(firm.judged(LEO, &grant(&[MemberRole::ControlOwner, MemberRole::Viewer])).is_permit());
}

#[test]
fn c15_a_finding_is_never_deleted() {
    let mut firm = firm();
    let never = "a finding is never deleted; the team of its audit lets another take its place before the report goes out \
                 (SD9)";
    for person in [JANA, LEO, INES] {
        let gone = Change::Removed(id("F-1"), Prose::new("wrong"));
        for way in ["record.remove", "record.bulk", "commit.undo", "import.apply"] {
            let because = written(&firm, person, way, std::slice::from_ref(&gone));
            assert!(because == never || !because.starts_with("permitted"), "{way}: {because}");
        }
    }
    let audit = Audit::clone(firm.isms.audits.get(&Ref::number(1)).expect("AUD-1"));
    firm.put((Ref::number(1), Audit { state: AuditState::Reported, ..audit }));
    assert!(firm.refused(INES, "finding.regrade", "F-1").contains("(SD9)"));
    let remove = RemoveRecord { id: id("F-1"), because: "wrong".into() };
    assert!(operations::AnyOperation::decide(&remove, &firm.isms, per(INES), TODAY).is_err());
}

#[test]
fn c21_no_exception_is_given_from_who_accepts_risks() {
    let mut firm = firm();
    let ask = AskException {
        title: "I accept".into(),
        kind: ExceptionKind::Duty,
        target: None,
        duty: "SD3".into(),
        person: Some(per(MAX)),
        audit: None,
        asked_by: owner(MAX),
        reason: "quicker".into(),
        compensating: "none".into(),
        until: Date::constant(2026, 6, 30),
    };
    let refusal = operations::AnyOperation::decide(&ask, &firm.isms, per(MAX), TODAY).expect_err("refused");
    assert!(refusal.starts_with("that duty knows no exception"), "{refusal}");
    let recorded = Exception {
        title: "I accept".into(),
        kind: Some(ExceptionKind::Duty),
        duty: "SD3".into(),
        person: Some(per(MAX)),
        until: Some(Date::constant(2026, 6, 30)),
        ..Exception::default()
    };
    firm.put((Ref::number(1), recorded.clone()));
    assert!(firm.refused(JANA, "exception.approve", "EXC-1").contains("(SD18)"));
    let approved = Exception {
        state: ExceptionState::Approved,
        approved_by: Some(per(JANA)),
        approved_on: Some(TODAY),
        ..recorded
    };
    firm.put((Ref::number(1), approved));
    assert!(firm.refused(MAX, "risk.accept", "R-1").contains("(SD3)"), "even where one stands on record");
}

#[test]
fn b20_restricted_evidence_is_seen_only_with_a_grant_of_its_own() {
    let mut firm = firm();
    let restricted = Restricted { to: vec![per(RITA)], because: "a complaint".into() };
    let secret =
        firm.isms.present(id("EV-1")).expect("EV-1").with_about(|about| about.restricted = Some(restricted));
    firm.put(secret);
    let isms = Arc::new(firm.isms.clone());
    let veil = Veil::of(&isms, TODAY);
    for person in [JANA, LEO, CARL, INES, DAN, VERA, MAX] {
        assert!(
            veil.view(&isms, per(person), TODAY).find(id("EV-1")).is_none(),
            "PER-{person} does not see it"
        );
        assert!(veil.hides(id("EV-1"), per(person)));
        assert!(firm.refused(person, READ, "EV-1").ends_with("only the people whom it names see it (SD19)"));
        assert!(firm.refused(person, "evidence.link", "EV-1").contains("(SD19)"));
    }
    assert!(veil.view(&isms, per(RITA), TODAY).find(id("EV-1")).is_some());
    assert!(view(&isms, per(KARL), TODAY).find(id("EV-1")).is_none(), "nor is it shared");
    let cleared = isms.present(id("EV-1")).expect("EV-1").with_about(|about| about.restricted = None);
    for way in WAYS {
        assert!(written(&firm, JANA, way, std::slice::from_ref(&cleared)).contains("(SD19)"), "{way}");
    }
    assert!(
        isms.evidence.len() == 1 && veil.view(&isms, per(LEO), TODAY).evidence.is_empty(),
        "it is not counted"
    );
}

#[test]
fn findings_are_with_the_auditors_until_the_report() {
    let mut firm = firm();
    let isms = Arc::new(firm.isms.clone());
    for person in [JANA, LEO, CARL, VERA] {
        let seen = view(&isms, per(person), TODAY);
        assert!(seen.find(id("F-1")).is_none() && seen.find(id("WP-1")).is_none(), "PER-{person}");
    }
    assert!(view(&isms, per(INES), TODAY).find(id("F-1")).is_some());
    let audit = Audit::clone(firm.isms.audits.get(&Ref::number(1)).expect("AUD-1"));
    firm.put((Ref::number(1), Audit { state: AuditState::Reported, ..audit }));
    let isms = Arc::new(firm.isms.clone());
    assert!(Arc::ptr_eq(&view(&isms, per(VERA), TODAY), &isms), "nothing is hidden, nothing is copied");
}

#[test]
fn a_certification_auditor_sees_what_is_shared_and_nothing_else() {
    let firm = firm();
    let isms = Arc::new(firm.isms.clone());
    let seen = view(&isms, per(KARL), TODAY);
    for (record, is_seen) in [
        ("R-1", true),
        ("EV-1", true),
        ("SHR-1", true),
        ("PER-2", true),
        ("DOC-1", false),
        ("F-1", false),
        ("MEM-1", false),
        ("INC-1", false),
        ("SOA", false),
    ] {
        assert_eq!(seen.find(id(record)).is_some(), is_seen, "{record}");
        assert_eq!(firm.ask(KARL, READ, record).is_permit(), is_seen, "{record}");
    }
    assert!(share_of(&isms, per(KARL), TODAY).is_some());
    let over = Date::constant(2026, 4, 1);
    assert!(share_of(&isms, per(KARL), over).is_none());
    assert!(view(&isms, per(KARL), over).find(id("R-1")).is_none());
}
