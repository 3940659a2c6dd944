//! Each duty up to SD15 denies with its words, and permits whom it should.

use model::records::*;
use model::{Date, Ref, YesNo};
use operations::{ChangeMembership, DelegateAcceptance, EditRecord, EndMembership, GrantMembership};

use super::firm::*;
use crate::{Known, READ, TokenKinds, TokenScope, Verdict};

fn excepted(firm: &mut Firm, duty: &str, person: u32) {
    let exception = Exception {
        title: "Small firm".into(),
        kind: Some(ExceptionKind::Duty),
        duty: duty.into(),
        person: Some(per(person)),
        until: Some(Date::constant(2027, 3, 3)),
        state: ExceptionState::Approved,
        approved_by: Some(per(JANA)),
        approved_on: Some(TODAY),
        ..Exception::default()
    };
    firm.put((Ref::number(1), exception));
}

/// Looks that it is permitted, and shows the words where not.
pub fn permitted(verdict: &Verdict) {
    assert_eq!(words(verdict), "permitted");
}

#[test]
fn sd1_nobody_unchecked_does_anything_in_a_kept_organisation() {
    let firm = firm();
    let nobody = firm.ask_as(LEO, Known::Nobody, "risk.rate", "R-1");
    let only =
        "only members of this organisation who were checked to be who they are do anything in it (SD1)";
    assert_eq!(words(&nobody), only);
    assert_eq!(firm.refused(10, READ, "R-1"), only);
    assert_eq!(words(&firm.ask(LEO, "risk.explode", "R-1")), "no policy speaks of risk.explode (SD1)");
    permitted(&firm.ask(LEO, "risk.rate", "R-1"));
    let mut open = Firm::of(&[(1, "Pat", PersonKind::Employee)]);
    open.put((Ref::number(1), Risk { title: "Theft".into(), ..Risk::default() }));
    permitted(&open.ask_as(1, Known::Nobody, "risk.accept", "R-1"));
}

#[test]
fn sd2_who_is_no_member_today_does_nothing() {
    let mut firm = firm();
    permitted(&firm.ask(VERA, READ, "R-1"));
    firm.does(JANA, EndMembership { membership: Ref::number(VERA), because: "left the team".into() });
    assert_eq!(firm.refused(VERA, READ, "R-1"), "the membership of Vera Wolf does not hold today (SD2)");
    let gone =
        Person { left_on: Some(TODAY), ..Person::clone(firm.isms.people.get(&per(LEO)).expect("Leo")) };
    firm.put((per(LEO), gone));
    assert!(firm.refused(LEO, "risk.rate", "R-1").ends_with("does not hold today (SD2)"));
    let risks = TokenKinds::Only([model::RecordKind::Risk].into());
    let narrow = || Known::Token(TokenScope { reads: TokenKinds::All, writes: risks.clone() });
    permitted(&firm.ask_as(DAN, narrow(), "risk.rate", "R-1"));
    let other = firm.ask_as(DAN, narrow(), "record.edit", "AST-1");
    assert!(words(&other).starts_with("the token was not given for this kind of record (SD2)"));
}

#[test]
fn sd3_only_the_owner_or_a_delegate_accepts() {
    let mut firm = firm();
    permitted(&firm.ask(RITA, "risk.accept", "R-1"));
    let only = "only the owner of R-1 accepts its residual risk, or somebody to whom the owner delegated it (SD3); \
                Rita Olsen could";
    assert_eq!(firm.refused(MAX, "risk.accept", "R-1"), only);
    let delegate = || DelegateAcceptance {
        membership: Ref::number(MAX),
        risks: vec![Ref::number(1)],
        until: Date::constant(2026, 3, 10),
    };
    firm.does(RITA, delegate());
    permitted(&firm.ask(MAX, "risk.accept", "R-1"));
    let other = Risk { title: "Fire".into(), owner: owner(RITA), ..Risk::default() };
    firm.put((Ref::number(3), other));
    assert!(firm.refused(MAX, "risk.accept", "R-3").contains("(SD3)"), "another risk");
    firm.today = Date::constant(2026, 3, 11);
    assert_eq!(firm.refused(MAX, "risk.accept", "R-1"), only, "it ended");
    firm.today = TODAY;
    let risk = Risk { owner: owner(CARL), ..Risk::clone(firm.isms.risks.get(&Ref::number(1)).expect("R-1")) };
    firm.put((Ref::number(1), risk));
    assert!(firm.refused(MAX, "risk.accept", "R-1").contains("(SD3)"), "the owner is another");
}

#[test]
fn sd4_above_the_accepted_level_two_persons_accept() {
    let mut firm = firm();
    let above = "R-2 is above the level that its owner accepts alone; whom the method names accepts it first (SD4); \
                 Jana Novak or Max Reich could";
    assert_eq!(firm.refused(RITA, "risk.accept", "R-2"), above);
    permitted(&firm.ask(JANA, "risk.accept", "R-2"));
    let because = "we live with it".into();
    let until = Date::constant(2026, 9, 9);
    let accept = operations::AcceptResidualRisk { risk: Ref::number(2), until, because, for_owner: None };
    firm.does(JANA, accept);
    permitted(&firm.ask(RITA, "risk.accept", "R-2"));
    // Who alone rated it needs a second person, also where the method names that one.
    let mut alone = super::firm::firm();
    let rating = Rating { level: Some("high".into()), by: owner(JANA), ..Rating::default() };
    let own = Risk { title: "Fire".into(), owner: owner(JANA), now: rating, ..Risk::default() };
    alone.put((Ref::number(3), own));
    let second = "Jana Novak alone rated R-3 above the accepted level; a second person accepts it first (SD4); \
                  Max Reich could";
    assert_eq!(alone.refused(JANA, "risk.accept", "R-3"), second);
}

#[test]
fn sd3_what_a_persons_record_calls_somebody_makes_nobody_an_acceptor() {
    let mut firm = firm();
    let rating = Rating { level: Some("high".into()), by: owner(RITA), ..Rating::default() };
    let risk = Risk { title: "Flood".into(), owner: owner(RITA), now: rating, ..Risk::default() };
    firm.put((Ref::number(4), risk));
    let before = firm.refused(JANA, "risk.accept", "R-4");
    let called = Person {
        kind: Some(PersonKind::TopManagement),
        ..Person::clone(firm.isms.people.get(&per(JANA)).expect("Jana"))
    };
    firm.put((per(JANA), called));
    assert_eq!(
        firm.refused(JANA, "risk.accept", "R-4"),
        before,
        "a register that many write gives no rights"
    );
}

#[test]
fn sd8_an_audit_of_the_body_does_not_become_ones_own_with_oneself_on_it() {
    let mut firm = firm();
    let audit = Audit {
        title: "Stage 1".into(),
        kind: Some(AuditKind::Stage1),
        auditors: vec![per(INES)],
        ..Audit::default()
    };
    firm.put((Ref::number(9), audit));
    let turn = EditRecord {
        id: id("AUD-9"),
        revision: None,
        typed: vec![("kind".to_owned(), "internal".to_owned())],
        because: "".into(),
    };
    let words = "top management and ISMS managers say who audits; Jana Novak, Leo Brandt or Max Reich could";
    assert_eq!(firm.barred(INES, turn), words);
}

#[test]
fn sd5_nobody_approves_what_they_wrote() {
    let mut firm = firm();
    let own = "Leo Brandt wrote DOC-1 since it was last approved; somebody else approves it (SD5); Jana Novak, Carl Ott \
               or Max Reich could";
    assert_eq!(firm.refused(LEO, "document.approve", "DOC-1"), own);
    permitted(&firm.ask(CARL, "document.approve", "DOC-1"));
    firm.wrote(CARL, "DOC-1", "record.edit");
    assert!(firm.refused(CARL, "document.approve", "DOC-1").contains("(SD5)"), "the ledger tells");
    firm.wrote(JANA, "DOC-1", "document.approve");
    permitted(&firm.ask(CARL, "document.approve", "DOC-1"));
    firm.wrote(CARL, "DOC-1", "document.acknowledge");
    permitted(&firm.ask(CARL, "document.approve", "DOC-1"));
    firm.wrote(JANA, "DOC-1", "approval.withdraw");
    assert!(
        firm.refused(CARL, "document.approve", "DOC-1").contains("(SD5)"),
        "what was withdrawn is open again"
    );
    firm.wrote(JANA, "DOC-1", "document.approve");
    assert!(firm.refused(CARL, "document.approve", "DOC-2").starts_with("top management approves policy"));
    permitted(&firm.ask(CARL, "document.approve", "DOC-1"));
    firm.wrote(CARL, "DOC-1", "diagnostic.waive");
    permitted(&firm.ask(CARL, "document.approve", "DOC-1"));
    firm.wrote(CARL, "DOC-1", "diagnostic.fix");
    assert!(
        firm.refused(CARL, "document.approve", "DOC-1").contains("(SD5)"),
        "a repair that a rule proposes is written by whoever takes it"
    );
    excepted(&mut firm, "SD5", LEO);
    permitted(&firm.ask(LEO, "document.approve", "DOC-1"));
}

#[test]
fn sd6_evidence_is_judged_by_anyone_but_its_collector() {
    let mut firm = firm();
    let own = "Carl Ott collected EV-1; somebody else judges it (SD6); Jana Novak, Leo Brandt, Rita Olsen, Ines Auer or \
               Max Reich could";
    assert_eq!(firm.refused(CARL, "evidence.judge", "EV-1"), own);
    let photo = Evidence {
        collected_by: owner(LEO),
        ..Evidence::clone(firm.isms.evidence.get(&Ref::number(1)).expect("EV-1"))
    };
    firm.put((Ref::number(1), photo));
    // The owner of the control judges what an operator collected.
    permitted(&firm.ask(CARL, "evidence.judge", "EV-1"));
    assert!(firm.refused(LEO, "evidence.judge", "EV-1").contains("(SD6)"));
}

#[test]
fn sd7_independence_is_judged_for_each_criterion() {
    let mut firm = firm();
    permitted(&firm.ask(INES, "paper.conclude", "WP-1"));
    let old = Date::constant(2024, 3, 2);
    firm.wrote_on(INES, "C-1", "control.state", old);
    permitted(&firm.ask(INES, "paper.conclude", "WP-1"));
    firm.wrote_on(INES, "C-1", "control.state", Date::constant(2024, 3, 3));
    let part = "Ines Auer had a part in what is audited here in the last 24 months; somebody independent of it audits it \
                (SD7)";
    assert_eq!(firm.refused(INES, "paper.conclude", "WP-1"), part);
    let other = WorkingPaper {
        title: "Policies".into(),
        audit: Some(Ref::number(1)),
        control: Some(Ref::of(id("A.5.1").key)),
        ..WorkingPaper::default()
    };
    firm.put((Ref::number(2), other));
    permitted(&firm.ask(INES, "paper.conclude", "WP-2"));
    excepted(&mut firm, "SD7", INES);
    permitted(&firm.ask(INES, "paper.conclude", "WP-1"));
}

#[test]
fn sd7_another_employee_of_a_consultancy_audits_where_none_of_their_advice_is_on_record() {
    let mut firm = firm();
    let advised = Person {
        advised_until: Some(TODAY),
        ..Person::clone(firm.isms.people.get(&per(INES)).expect("Ines"))
    };
    firm.put((per(INES), Person { kind: Some(PersonKind::Outside), ..advised }));
    permitted(&firm.ask(INES, "paper.conclude", "WP-1"));
    firm.member(INES, &[MemberRole::InternalAuditor, MemberRole::Consultant], None);
    assert!(firm.refused(INES, "paper.conclude", "WP-1").contains("(SD14)"), "who advises does not audit");
}

#[test]
fn sd8_nobody_makes_themselves_an_auditor_and_managers_do_not_audit() {
    let mut firm = firm();
    let assign = |people: &str| EditRecord {
        id: id("AUD-1"),
        revision: None,
        typed: vec![("auditors".to_owned(), people.to_owned())],
        because: "".into(),
    };
    permitted(&firm.judged(LEO, &assign("PER-5, PER-10")));
    let own = "nobody makes themselves an auditor (SD8); Leo Brandt or Max Reich could";
    assert_eq!(firm.barred(JANA, assign("PER-5, PER-1")), own);
    let manager = "Leo Brandt runs the management system and does not audit it, unless top management recorded an \
                   exception (SD8)";
    assert_eq!(firm.barred(JANA, assign("PER-5, PER-2")), manager);
    firm.member(LEO, &[MemberRole::IsmsManager, MemberRole::InternalAuditor], None);
    let audit = Audit {
        auditors: vec![per(LEO)],
        ..Audit::clone(firm.isms.audits.get(&Ref::number(1)).expect("AUD-1"))
    };
    firm.put((Ref::number(1), audit));
    let runs = "whoever runs the management system does not audit it, unless top management recorded an exception (SD8)";
    assert_eq!(firm.refused(LEO, "paper.conclude", "WP-1"), runs);
    excepted(&mut firm, "SD8", LEO);
    permitted(&firm.ask(LEO, "paper.conclude", "WP-1"));
}

#[test]
fn sd9_a_reported_finding_stands() {
    let mut firm = firm();
    permitted(&firm.ask(INES, "finding.regrade", "F-1"));
    let audit = Audit {
        state: AuditState::Reported,
        ..Audit::clone(firm.isms.audits.get(&Ref::number(1)).expect("AUD-1"))
    };
    firm.put((Ref::number(1), audit));
    let stands =
        "the report with F-1 went out; it stands, and what is new is said with a date of its own (SD9)";
    assert_eq!(firm.refused(INES, "finding.supersede", "F-1"), stands);
}

#[test]
fn sd10_who_acted_does_not_say_that_it_works() {
    let mut firm = firm();
    for doer in [CARL, LEO] {
        assert!(
            firm.refused(doer, "nonconformity.check", "NC-1")
                .contains("owned or did what was done about NC-1")
        );
    }
    permitted(&firm.ask(RITA, "nonconformity.check", "NC-1"));
    permitted(&firm.ask(INES, "finding.close", "F-1"));
    firm.wrote(INES, "NC-1", "nonconformity.act");
    assert!(firm.refused(INES, "finding.close", "F-1").contains("says whether it works (SD10)"));
    assert!(firm.refused(CARL, "action.verify", "TRT-1").contains("(SD10)"));
    permitted(&firm.ask(LEO, "action.verify", "TRT-1"));
}

#[test]
fn sd11_who_certifies_reads_what_is_shared_and_writes_nothing() {
    let mut firm = firm();
    permitted(&firm.ask(KARL, READ, "R-1"));
    permitted(&firm.ask(KARL, "issued.receive", "SHR-1"));
    assert!(
        firm.refused(LEO, "issued.receive", "SHR-1").starts_with("the audit team of the certification body")
    );
    let elsewhere = Share { title: "Far".into(), state: ShareState::Open, ..Share::default() };
    firm.put((Ref::number(2), elsewhere));
    permitted(&firm.ask(LEO, "issued.receive", "SHR-2"));
    let opened = |share| {
        let access = FileAccess {
            title: "Photo".into(),
            share: Some(Ref::number(share)),
            person: Some(per(KARL)),
            ..FileAccess::default()
        };
        [model::Change::from((Ref::<FileAccess>::number(1), access))]
    };
    permitted(&crate::judge(&firm.asking(KARL, fresh()), "file.open", &opened(1)));
    assert!(
        !crate::judge(&firm.asking(KARL, fresh()), "file.open", &opened(2)).is_permit(),
        "by another share"
    );
    let shared = "whoever audits for a certification body reads what was shared and writes only what the body issues (SD11)";
    for intent in ["risk.rate", "incident.report", "record.edit", "finding.close"] {
        let record = if intent == "finding.close" { "F-1" } else { "R-1" };
        assert_eq!(firm.refused(KARL, intent, record), shared, "{intent}");
    }
    assert_eq!(firm.refused(KARL, READ, "DOC-1"), "members read here", "a kind that is not shared");
    firm.today = Date::constant(2026, 4, 1);
    assert_eq!(firm.refused(KARL, READ, "R-1"), "members read here", "the share is over");
}

#[test]
fn sd12_who_shares_lets_auditors_of_the_body_in_and_nobody_else() {
    let mut firm = firm();
    let outside = Person { title: "Otto".into(), kind: Some(PersonKind::Outside), ..Person::default() };
    firm.put((per(11), outside));
    let opening = |person, roles: &[MemberRole]| {
        let since = Some(TODAY);
        let made =
            Membership { person: Some(per(person)), roles: roles.to_vec(), since, ..Membership::default() };
        let share = firm.isms.present(id("SHR-1")).expect("SHR-1");
        let changes = [share, model::Change::from((Ref::<Membership>::number(20), made))];
        words(&crate::judge(&firm.asking(LEO, fresh()), "share.open", &changes))
    };
    assert_eq!(opening(11, &[MemberRole::CertificationAuditor]), "permitted");
    assert!(opening(VERA, &[MemberRole::CertificationAuditor]).contains("(SD12)"));
    assert!(opening(11, &[MemberRole::TopManagement]).contains("(SD15)"));
}

#[test]
fn sd12_certifying_lies_two_years_from_everything_else() {
    let mut firm = firm();
    let grant = |person, roles: &[MemberRole]| GrantMembership {
        person: per(person),
        roles: roles.to_vec(),
        keeps: None,
        since: None,
        until: None,
    };
    let apart = "certifying and advising, auditing from inside or working for the same organisation lie 24 months apart \
                 (SD12)";
    assert_eq!(firm.barred(JANA, grant(10, &[MemberRole::CertificationAuditor])), apart);
    let outside = Person { title: "Otto".into(), kind: Some(PersonKind::Outside), ..Person::default() };
    firm.put((per(11), outside.clone()));
    permitted(&firm.judged(JANA, &grant(11, &[MemberRole::CertificationAuditor])));
    firm.put((per(11), Person { advised_until: Some(Date::constant(2024, 3, 3)), ..outside.clone() }));
    assert_eq!(firm.barred(JANA, grant(11, &[MemberRole::CertificationAuditor])), apart);
    firm.put((per(11), Person { advised_until: Some(Date::constant(2024, 3, 2)), ..outside }));
    permitted(&firm.judged(JANA, &grant(11, &[MemberRole::CertificationAuditor])));
    // And the other way.
    firm.does(JANA, EndMembership { membership: Ref::number(KARL), because: "done".into() });
    assert_eq!(firm.barred(JANA, grant(KARL, &[MemberRole::Consultant])), apart);
    firm.today = Date::constant(2028, 3, 3);
    permitted(&firm.judged(JANA, &grant(KARL, &[MemberRole::Consultant])));
}

/// Returns a certification body with an engagement of Karl for a client.
fn body() -> Firm {
    let mut firm = firm();
    let ours = Organisation { title: "Body".into(), kind: OrganisationKind::Body, ..Organisation::default() };
    firm.put((Ref::one(), ours));
    firm.put((Ref::number(1), Client { title: "Fridge Ltd".into(), ..Client::default() }));
    let engagement = Engagement {
        title: "Stage 2".into(),
        client: Some(Ref::number(1)),
        lead: Some(per(KARL)),
        ..Engagement::default()
    };
    firm.put((Ref::number(1), engagement));
    firm
}

#[test]
fn sd12_a_body_does_not_audit_whom_it_advised() {
    let mut body = body();
    permitted(&body.ask(LEO, "record.edit", "ENG-1"));
    let conflict = Conflict { client: Some(Ref::number(1)), ..Conflict::default() };
    let karl = Person::clone(body.isms.people.get(&per(KARL)).expect("Karl"));
    body.put((per(KARL), Person { conflicts: vec![conflict], ..karl }));
    assert!(body.refused(LEO, "record.edit", "ENG-1").ends_with("24 months apart (SD12)"));
}

#[test]
fn sd13_the_team_does_not_decide_on_the_certificate() {
    let body = body();
    let team = "Karl Body was on the audit team; somebody else decides on the certificate (SD13); Jana Novak, Leo Brandt \
                or Max Reich could";
    assert_eq!(body.refused(KARL, "engagement.decide", "ENG-1"), team);
    permitted(&body.ask(LEO, "engagement.decide", "ENG-1"));
    permitted(&body.ask(KARL, "engagement.recommend", "ENG-1"));
    let assign = EditRecord {
        id: id("AUD-1"),
        revision: None,
        typed: vec![("auditors".to_owned(), "PER-8".to_owned())],
        because: "".into(),
    };
    assert!(body.barred(KARL, assign.clone()).starts_with("nobody makes themselves an auditor (SD8)"));
    permitted(&body.judged(LEO, &assign));
    assert!(
        firm().refused(LEO, "engagement.decide", "ENG-1").starts_with("somebody of the certification body")
    );
}

#[test]
fn sd14_consultants_prepare_and_decide_nothing() {
    let mut firm = firm();
    let nothing =
        "consultants prepare; they approve, accept, judge, audit, close, grant and export nothing (SD14)";
    for (intent, record) in [
        ("risk.accept", "R-1"),
        ("document.approve", "DOC-1"),
        ("evidence.judge", "EV-1"),
        ("paper.conclude", "WP-1"),
        ("finding.close", "F-1"),
        ("membership.grant", "MEM-12"),
        ("pack.seal", "PCK-1"),
    ] {
        assert!(firm.refused(DAN, intent, record).starts_with(nothing), "{intent}");
    }
    permitted(&firm.ask(DAN, "risk.rate", "R-1"));
    let acceptance = Acceptance { by: Some(per(RITA)), on: Some(TODAY), ..Acceptance::default() };
    let risk = Risk {
        acceptances: vec![acceptance],
        ..Risk::clone(firm.isms.risks.get(&Ref::number(1)).expect("R-1"))
    };
    firm.put((Ref::number(1), risk));
    assert!(firm.refused(DAN, "risk.rate", "R-1").contains("while nothing rests on it"));
}

#[test]
fn sd15_nobody_gives_more_than_they_hold() {
    let mut firm = firm();
    let change = |number, roles: &[MemberRole], keeps| ChangeMembership {
        membership: Ref::number(number),
        roles: roles.to_vec(),
        keeps,
        until: None,
        because: "".into(),
    };
    permitted(&firm.judged(LEO, &change(VERA, &[MemberRole::ControlOwner], None)));
    let beyond = "Leo Brandt gives only roles whose rights they hold; top management or a keeper gives more (SD15); \
                  Jana Novak or Max Reich could";
    assert_eq!(firm.barred(LEO, change(VERA, &[MemberRole::TopManagement], None)), beyond);
    assert_eq!(firm.barred(LEO, change(RITA, &[MemberRole::Viewer], None)), beyond, "nor takes them");
    permitted(&firm.judged(MAX, &change(VERA, &[MemberRole::TopManagement], None)));
    let keepers = "only keepers of the organisation say who keeps it (SD15); Jana Novak could";
    assert_eq!(firm.barred(MAX, change(LEO, &[MemberRole::IsmsManager], Some(YesNo::Yes))), keepers);
    assert!(
        firm.barred(LEO, change(LEO, &[MemberRole::IsmsManager, MemberRole::Viewer], None))
            .starts_with("nobody gives themselves a role")
    );
    firm.does(JANA, change(LEO, &[MemberRole::IsmsManager], Some(YesNo::Yes)));
    permitted(&firm.judged(LEO, &EndMembership { membership: Ref::number(JANA), because: "leaves".into() }));
    assert!(
        firm.barred(MAX, EndMembership { membership: Ref::number(JANA), because: "leaves".into() })
            .contains("say who keeps it")
    );
}
