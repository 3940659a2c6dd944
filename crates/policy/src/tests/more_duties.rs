//! Each duty from SD16 on denies with its words, and permits whom it should.

use model::records::*;
use model::{Date, Ref};
use operations::ApproveException;

use super::duties::permitted;
use super::firm::*;
use crate::{Known, Proof, READ, StepUp};

#[test]
fn sd16_policies_and_redaction_need_two_persons() {
    let firm = firm();
    let two =
        "two persons decide this together: one proposes it as a joint change, another one confirms it (SD16)";
    assert_eq!(firm.refused(LEO, "record.redact", "EV-1"), two);
    assert_eq!(firm.refused(JANA, "policy.change", "ORG"), two);
}

#[test]
fn sd16_who_said_the_key_of_a_body_does_not_take_in_what_it_signed() {
    let mut firm = firm();
    firm.put((
        Ref::number(9),
        Share { title: "Stage 2".into(), state: ShareState::Open, ..Share::default() },
    ));
    firm.wrote(JANA, "SHR-9", "share.open");
    let own = "Jana Novak said by which key this body is known; somebody else takes in what it signed (SD16)";
    assert!(firm.refused(JANA, "issued.receive", "SHR-9").starts_with(own));
    permitted(&firm.ask(LEO, "issued.receive", "SHR-9"));
    // Whoever gives another key is who said it from then on.
    firm.wrote(LEO, "SHR-9", "share.bind");
    assert!(firm.refused(LEO, "issued.receive", "SHR-9").contains("(SD16)"));
    permitted(&firm.ask(JANA, "issued.receive", "SHR-9"));
}

#[test]
fn sd17_tokens_bind_nobody() {
    let firm = firm();
    for (person, intent, record) in [
        (RITA, "risk.accept", "R-1"),
        (JANA, "scope.approve", "SCO"),
        (INES, "finding.close", "F-1"),
        (JANA, "membership.end", "MEM-7"),
    ] {
        let verdict = firm.ask_as(person, token(), intent, record);
        assert!(
            words(&verdict).starts_with("a token does not bind the organisation; sign in to do this (SD17)"),
            "{intent}"
        );
        assert_eq!(verdict.denial().map(|denial| denial.step_up), Some(StepUp::Useless));
        permitted(&firm.ask(person, intent, record));
    }
    permitted(&firm.ask_as(LEO, token(), "risk.rate", "R-1"));
}

#[test]
fn sd18_only_top_management_excepts_from_a_duty_and_only_from_some() {
    let mut firm = firm();
    let asked = |number, duty: &str, until| {
        let exception = Exception {
            title: "Small firm".into(),
            kind: Some(ExceptionKind::Duty),
            duty: duty.into(),
            person: Some(per(LEO)),
            asked_by: owner(LEO),
            reason: "we are two".into(),
            until: Some(until),
            ..Exception::default()
        };
        (Ref::<Exception>::number(number), exception)
    };
    let year = Date::constant(2027, 3, 3);
    firm.put(asked(1, "SD5", year));
    let approve = |number| ApproveException { exception: Ref::number(number), because: "".into() };
    permitted(&firm.judged(JANA, &approve(1)));
    firm.put(asked(2, "SD5", Date::constant(2027, 3, 4)));
    let barred =
        "EXC-2 asks for what no exception gives: from SD4 to SD8 and SD10 only, for at most 12 months (SD18)";
    assert_eq!(firm.refused(JANA, "exception.approve", "EXC-2"), barred);
    let top = "only top management excepts somebody from a duty (SD18); Jana Novak or Max Reich could";
    assert_eq!(firm.refused(LEO, "exception.approve", "EXC-1"), top);
    // An exception that somebody else gave, for another or for too long, excuses nobody.
    let given = |by, person, until| Exception {
        state: ExceptionState::Approved,
        approved_by: Some(per(by)),
        approved_on: Some(TODAY),
        person: Some(per(person)),
        until: Some(until),
        ..asked(1, "SD5", year).1
    };
    for (exception, is_held) in [
        (given(JANA, LEO, year), true),
        (given(CARL, LEO, year), false),
        (given(JANA, CARL, year), false),
        (given(JANA, LEO, Date::constant(2027, 3, 4)), false),
        (Exception { duty: "SD6".into(), ..given(JANA, LEO, year) }, false),
        (Exception { target: Some(id("DOC-2")), ..given(JANA, LEO, year) }, false),
        (Exception { target: Some(id("DOC-1")), ..given(JANA, LEO, year) }, true),
        (Exception { closed_on: Some(TODAY), ..given(JANA, LEO, year) }, false),
    ] {
        firm.put((Ref::number(1), exception.clone()));
        assert_eq!(firm.ask(LEO, "document.approve", "DOC-1").is_permit(), is_held, "{exception:?}");
    }
}

#[test]
fn sd19_restricted_records_are_seen_by_whom_they_name() {
    let mut firm = firm();
    firm.does(
        LEO,
        operations::RestrictRecord { id: id("EV-1"), to: vec![per(RITA)], because: "salaries".into() },
    );
    permitted(&firm.ask(LEO, "evidence.judge", "EV-1"));
    permitted(&firm.ask(RITA, READ, "EV-1"));
    let only = "EV-1 is restricted; only the people whom it names see it (SD19)";
    assert_eq!(firm.refused(JANA, READ, "EV-1"), only);
    assert_eq!(firm.refused(JANA, "record.unrestrict", "EV-1"), only);
}

#[test]
fn sd20_whoever_runs_the_machine_has_no_part_in_the_organisation() {
    let firm = firm();
    permitted(&firm.ask_as(LEO, Known::System, "instance.operate", "ORG"));
    let machine = "whoever runs the machine has no part in what an organisation does on it (SD20)";
    for (intent, record) in [("risk.rate", "R-1"), (READ, "R-1"), ("scope.approve", "SCO")] {
        assert!(words(&firm.ask_as(LEO, Known::System, intent, record)).starts_with(machine), "{intent}");
    }
    assert!(!firm.ask(JANA, "instance.operate", "ORG").is_permit());
}

#[test]
fn sd16_what_two_persons_decide_takes_the_strongest_proof_that_each_has() {
    let firm = firm();
    let by = |proof| Known::Signed { step_up_seconds: Some(5), proof };
    let isms = |intent: &str, proof| firm.ask_as(LEO, by(proof), intent, "RET-1");
    permitted(&isms("joint.propose", Proof::Passkey));
    permitted(&isms("joint.propose", Proof::Double));
    let less = isms("joint.propose", Proof::Single);
    assert!(
        words(&less).starts_with("what two persons decide takes the strongest proof you have"),
        "{less:?}"
    );
    assert!(words(&less).contains("(SD16)"));
    assert_eq!(less.denial().map(|denial| denial.step_up), Some(StepUp::Wanted));
    // What one person binds alone takes any fresh proof.
    permitted(&firm.ask_as(RITA, by(Proof::Single), "risk.accept", "R-1"));
}

#[test]
fn what_binds_needs_a_fresh_proof() {
    let firm = firm();
    let old = firm.ask_as(RITA, stale(), "risk.accept", "R-1");
    assert_eq!(words(&old), "this binds the organisation; confirm that it is you");
    assert_eq!(old.denial().map(|denial| denial.step_up), Some(StepUp::Wanted));
    let never = Known::Signed { step_up_seconds: None, proof: Proof::Single };
    assert_eq!(
        firm.ask_as(RITA, never, "risk.accept", "R-1").denial().map(|one| one.step_up),
        Some(StepUp::Wanted)
    );
    let edge = |seconds| Known::Signed { step_up_seconds: Some(seconds), proof: Proof::Double };
    permitted(&firm.ask_as(RITA, edge(600), "risk.accept", "R-1"));
    assert!(!firm.ask_as(RITA, edge(601), "risk.accept", "R-1").is_permit());
    // Who may not all the same is told so, not asked to confirm.
    let other = firm.ask_as(MAX, stale(), "risk.accept", "R-1");
    assert!(words(&other).contains("(SD3)"));
    assert_eq!(other.denial().map(|denial| denial.step_up), Some(StepUp::Useless));
    permitted(&firm.ask_as(LEO, stale(), "risk.rate", "R-1"));
}
