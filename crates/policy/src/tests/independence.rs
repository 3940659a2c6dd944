//! Audit independence: what belongs to a criterion, and what is a part in it.

use model::records::*;
use model::{Clause, Date, Decimal, Ref};
use operations::GrantMembership;

use super::duties::permitted;
use super::firm::*;

/// Returns the words for the auditor about a paper on a criterion, by clause or control.
fn told(firm: &Firm, criterion: &str) -> String {
    let mut firm = firm.clone();
    let control = model::RecordId::parse(criterion).map(|id| Ref::of(id.key));
    let paper = WorkingPaper {
        title: "Paper".into(),
        audit: Some(Ref::number(1)),
        by: Some(per(INES)),
        control,
        clause: control.is_none().then(|| Clause::new(criterion)),
        ..WorkingPaper::default()
    };
    firm.put((Ref::number(2), paper));
    words(&firm.ask(INES, "paper.conclude", "WP-2"))
}

/// Says whether the auditor is told of a part in a criterion.
fn has_part(firm: &Firm, criterion: &str) -> bool {
    let told = told(firm, criterion);
    assert!(told == "permitted" || told.contains("(SD7)"), "{criterion}: {told}");
    told != "permitted"
}

#[test]
fn who_wrote_the_policy_does_not_audit_5_2() {
    let mut firm = firm();
    assert!(!has_part(&firm, "5.2"));
    firm.wrote(INES, "DOC-2", "record.edit");
    assert!(has_part(&firm, "5.2") && has_part(&firm, "5.2 e)") && has_part(&firm, "5"));
    assert!(!has_part(&firm, "5.3") && !has_part(&firm, "6.2"));
    let mut named = super::firm::firm();
    let policy = Document {
        authors: vec![per(INES)],
        ..Document::clone(named.isms.documents.get(&Ref::number(2)).expect("DOC-2"))
    };
    named.put((Ref::number(2), policy));
    assert!(has_part(&named, "5.2"), "whom the document names wrote it too");
}

#[test]
fn who_keeps_the_register_that_a_control_asks_for_does_not_audit_the_control() {
    for (kind, criterion, others) in [
        ("INC-1", "A.5.24", ["A.5.25", "A.5.2"]),
        ("SUP-1", "A.5.19", ["A.5.20", "A.5.1"]),
        ("VUL-1", "A.8.8", ["A.8.9", "A.8.32"]),
    ] {
        let mut firm = firm();
        let before: Vec<bool> = others.iter().map(|other| has_part(&firm, other)).collect();
        assert!(!has_part(&firm, criterion), "{criterion}");
        match kind {
            "INC-1" => firm.put((Ref::number(1), Incident { title: "Loss".into(), ..Incident::default() })),
            "SUP-1" => firm.put((Ref::number(1), Supplier { title: "Host".into(), ..Supplier::default() })),
            _ => {
                firm.put((Ref::number(1), Vulnerability { title: "Old".into(), ..Vulnerability::default() }))
            }
        }
        assert!(!has_part(&firm, criterion), "others keep it");
        firm.wrote(INES, kind, "record.edit");
        assert!(has_part(&firm, criterion), "{criterion}");
        let after: Vec<bool> = others.iter().map(|other| has_part(&firm, other)).collect();
        assert_eq!(after, before, "{criterion} alone");
    }
}

#[test]
fn who_wrote_what_a_clause_or_a_control_wants_in_writing_does_not_audit_it() {
    for (kind, criterion, other) in [
        ("risk-treatment-process", "6.1.3", "6.1.2"),
        ("method", "6.1.2", "6.1.3"),
        ("audit-programme", "9.2.2", "9.3"),
        ("access-policy", "A.5.15", "A.5.18"),
        ("Incident-plan", "A.5.24", "A.5.26"),
    ] {
        let mut firm = firm();
        firm.put((
            Ref::number(3),
            Document { title: "Text".into(), kind: kind.into(), ..Document::default() },
        ));
        assert!(!has_part(&firm, criterion), "{kind}");
        firm.wrote(INES, "DOC-3", "record.create");
        assert!(has_part(&firm, criterion), "{kind}");
        assert!(!has_part(&firm, other), "{kind}");
    }
}

#[test]
fn a_part_of_a_clause_is_looked_at_with_the_records_of_the_whole_clause() {
    let mut firm = firm();
    firm.put((
        Ref::number(1),
        ManagementReview { title: "Review".into(), chair: owner(JANA), ..ManagementReview::default() },
    ));
    assert!(!has_part(&firm, "9.3.2"));
    firm.wrote(INES, "MR-1", "record.create");
    assert!(has_part(&firm, "9.3.2") && has_part(&firm, "9.3") && !has_part(&firm, "9.1"));
}

#[test]
fn who_approved_has_a_part_in_it_for_as_long_as_who_wrote() {
    for (record, intent, criterion) in [
        ("DOC-2", "document.approve", "5.2"),
        ("SCO", "scope.approve", "4.3"),
        ("MET", "method.approve", "6.1.2"),
        ("SOA", "soa.approve", "6.1.3 d)"),
        ("R-1", "risk.accept", "6.1.2"),
    ] {
        let mut firm = firm();
        firm.wrote_on(INES, record, intent, Date::constant(2024, 3, 2));
        assert!(!has_part(&firm, criterion), "{intent} long ago");
        firm.wrote_on(INES, record, intent, Date::constant(2024, 3, 3));
        assert!(has_part(&firm, criterion), "{intent}");
    }
    let mut firm = firm();
    for looked in ["document.acknowledge", "document.withdraw", "record.annotate"] {
        firm.wrote(INES, "DOC-2", looked);
        assert!(!has_part(&firm, "5.2"), "{looked} is no approval");
    }
}

#[test]
fn the_words_name_the_months_that_hold_here() {
    let mut firm = firm();
    firm.wrote_on(INES, "DOC-2", "record.edit", Date::constant(2023, 6, 1));
    permitted(&firm.ask(INES, "paper.conclude", "WP-1"));
    assert!(!has_part(&firm, "5.2"));
    let months = Parameter {
        name: "independence_months".into(),
        value: Decimal::whole(36),
        because: "as two persons said".into(),
    };
    let here = Organisation {
        parameters: vec![months],
        ..Organisation::clone(firm.isms.organisation.one().expect("it is there"))
    };
    firm.put((Ref::one(), here));
    let words = "Ines Auer had a part in what is audited here in the last 36 months; somebody independent of it audits it \
                 (SD7)";
    assert_eq!(told(&firm, "5.2"), words);
}

#[test]
fn sd12_a_second_record_makes_nobody_another_person_and_a_house_does_not_certify_and_advise() {
    let mut firm = firm();
    let outside = |email: &str| Person {
        title: "Otto".into(),
        kind: Some(PersonKind::Outside),
        email: email.into(),
        ..Person::default()
    };
    let karl = Person::clone(firm.isms.people.get(&per(KARL)).expect("Karl"));
    firm.put((
        per(KARL),
        Person { email: "karl@body.example".into(), kind: Some(PersonKind::Outside), ..karl },
    ));
    let grant = |roles: &[MemberRole]| GrantMembership {
        person: per(11),
        roles: roles.to_vec(),
        keeps: None,
        since: None,
        until: None,
    };
    for email in [" Karl@Body.Example", "olga@body.example"] {
        firm.put((per(11), outside(email)));
        let barred = firm.barred(JANA, grant(&[MemberRole::Consultant]));
        assert!(barred.ends_with("24 months apart (SD12)"), "{email}: {barred}");
    }
    for email in ["", "olga@advice.example"] {
        firm.put((per(11), outside(email)));
        permitted(&firm.judged(JANA, &grant(&[MemberRole::Consultant])));
    }
    // And the other way: a colleague of who advises here does not certify.
    firm.put((per(11), outside("olga@advice.example")));
    firm.does(JANA, grant(&[MemberRole::Consultant]));
    firm.put((per(12), outside("pia@advice.example")));
    let certify = GrantMembership { person: per(12), ..grant(&[MemberRole::CertificationAuditor]) };
    assert!(firm.barred(JANA, certify).ends_with("24 months apart (SD12)"));
}
