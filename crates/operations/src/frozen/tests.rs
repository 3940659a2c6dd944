//! What of a record no edit changes, state by state.

use super::*;
use crate::testing::*;
use crate::*;
use model::Writer;

/// Returns why an edit is refused.
fn refused(isms: &Isms, record: &str, field: &str, text: &str) -> String {
    refusal(isms, edit(record, field, text))
}

#[test]
fn a_list_from_which_was_drawn_and_what_was_drawn_are_not_edited() {
    let mut isms = listed();
    run(&mut isms, edit("POP-1", "source", "the directory"));
    run(&mut isms, by_chance(3));
    for (field, text) in [
        ("events", "leaver 1\nleaver 99"),
        ("count", "9"),
        ("check_total", "9"),
        ("source_query", "another"),
        ("period_start", "2026-01-01"),
    ] {
        let words = refused(&isms, "POP-1", field, text);
        let expected =
            format!("{field}: POP-1 is the list of a sample; make another population for another list");
        assert_eq!(words, expected);
    }
    run(&mut isms, edit("POP-1", "title", "Leavers of the winter"));
    for (field, text) in [
        ("items", "leaver 1 | ok"),
        ("seed", "mine"),
        ("size", "1"),
        ("method", "all"),
        ("population", ""),
        ("deviations", "0"),
    ] {
        let words = refused(&isms, "SMP-1", field, text);
        assert!(words.starts_with(&format!("{field}: SMP-1 is drawn; examine, exchange")), "{words}");
    }
}

#[test]
fn writing_what_stands_there_already_is_no_change_and_not_refused() {
    let mut isms = drawn();
    run(&mut isms, edit("SMP-1", "seed", "AUD-1"));
    let both = EditRecord { typed: typed(&[("seed", "AUD-1"), ("title", "New")]), ..edit("SMP-1", "", "") };
    run(&mut isms, both);
    assert_eq!(isms.name_of(id("SMP-1")), "New");
}

#[test]
fn what_lay_on_the_table_and_what_was_reported_are_not_edited() {
    let isms = reviewed();
    assert_eq!(
        refused(&isms, "MR-1", "inputs", "a | all is well"),
        "inputs: MR-1 is held; say what is new in the next review"
    );
    let mut isms = audited();
    run(&mut isms, ReportAudit { audit: Ref::number(1), to: vec![Ref::number(1)], on: None });
    assert!(refused(&isms, "AUD-1", "criteria", "none").contains("AUD-1 is reported; withdraw its report"));
    assert!(refused(&isms, "WP-1", "observed", "nothing").contains("WP-1 is behind a report that went out"));
    run(&mut isms, edit("AUD-1", "days", "2"));
}

#[test]
fn a_finding_of_the_body_stands_as_the_body_wrote_it() {
    let mut isms = engaged();
    run(&mut isms, receive_plan());
    run(&mut isms, receive_finding());
    for (field, text) in
        [("grade", "opportunity"), ("statement", "a trifle"), ("reference", ""), ("title", "A trifle")]
    {
        let words = refused(&isms, "F-1", field, text);
        assert!(words.contains("F-1 is the body's, as it wrote it; supersede it"), "{words}");
    }
    run(&mut isms, edit("F-1", "answer_due", "2026-06-01"));
    assert!(refused(&isms, "F-1", "answer_due", "2027-06-01").contains("F-1 is the body's"));
    run(&mut isms, edit("F-1", "about", "AST-1"));
}

#[test]
fn what_is_over_is_taken_up_again_and_not_edited() {
    let isms = closed_incident();
    assert!(refused(&isms, "INC-1", "lessons", "").ends_with("INC-1 is closed; reopen it first"));
    let isms = excepted();
    assert!(refused(&isms, "EXC-1", "until", "2030-01-01").contains("EXC-1 is approved; extend or close it"));
    let isms = gapped();
    assert!(refused(&isms, "GAP-1", "done_on", "").contains("GAP-1 is finished; start another"));
    let mut isms = aiming();
    run(&mut isms, PlanChange { change: Ref::number(1), on: None });
    run(&mut isms, edit("CHG-1", "purpose", "much more room"));
    run(&mut isms, ApproveChange { change: Ref::number(1) });
    assert!(refused(&isms, "CHG-1", "purpose", "less room").contains("CHG-1 is approved; drop it and plan"));
    run(&mut isms, edit("CHG-1", "due", "2026-06-01"));
    run(&mut isms, FinishChange { change: Ref::number(1), result: "moved".into(), on: None });
    assert!(refused(&isms, "CHG-1", "due", "2026-07-01").contains("CHG-1 is done; plan another change"));
}

#[test]
fn a_state_is_no_field_of_a_form() {
    let kinds = [
        (RecordKind::Exception, ["state", "approved_on", "closed_on"]),
        (RecordKind::Incident, ["state", "notified_on", "closed_on"]),
        (RecordKind::Objective, ["outcome", "closed_on", "outcome_because"]),
        (RecordKind::PlannedChange, ["approved_on", "done_on", "dropped_because"]),
    ];
    for (kind, names) in kinds {
        for name in names {
            let field = kind.fields().into_iter().find(|field| field.name == name).expect(name);
            assert_eq!(field.writer, Writer::Operation, "{kind:?} {name}");
        }
    }
    let isms = contained();
    let words = refused(&isms, "INC-1", "state", "closed");
    assert!(words.starts_with("state: this field is written by an operation of its own; expected one of:"));
    assert!(words.contains("close incident") && words.contains("reopen incident"), "{words}");
}

#[test]
fn each_field_that_is_frozen_is_one_of_the_form() {
    for (kind, names, _) in OF_KIND {
        for name in *names {
            let field = kind.fields().into_iter().find(|field| field.name == *name);
            assert_eq!(field.map(|field| field.writer), Some(Writer::Form), "{kind:?} {name}");
        }
    }
    let mut certified = engaged();
    run(&mut certified, certify(CertificationState::Granted));
    let states = [drawn(), reviewed(), closed_incident(), excepted(), gapped(), certified];
    let mut looked = std::collections::BTreeSet::new();
    for isms in &states {
        for (kind, names, look) in OF_KIND {
            for frozen in isms.all(*kind).into_iter().filter_map(|(id, _)| look(isms, id)) {
                looked.insert(*kind);
                assert!(frozen.fields.iter().all(|name| names.contains(name)), "{kind:?} {frozen:?}");
            }
        }
    }
    assert!(looked.len() >= 6, "{looked:?}");
}

#[test]
fn what_a_certificate_says_is_not_edited_once_it_was_granted() {
    let mut isms = engaged();
    run(&mut isms, edit("CRT-1", "scope_wording", "the shop"));
    run(&mut isms, certify(CertificationState::Granted));
    for (field, text) in
        [("scope_wording", "all"), ("soa_version", "2"), ("services", "hosting"), ("sites", "SIT-1")]
    {
        let words = refused(&isms, "CRT-1", field, text);
        let help = format!("{field}: CRT-1 is granted; extend it, or record what the body sent");
        // A site that is not there is told of too.
        assert!(words.contains(&help), "{words}");
    }
    run(&mut isms, edit("CRT-1", "certificate", "C-7"));
    run(&mut isms, edit("CRT-1", "persons", "40"));
    assert!(refused(&isms, "CRT-1", "persons", "4").contains("CRT-1 is granted"));
    run(&mut isms, certify(CertificationState::Suspended));
    assert!(refused(&isms, "CRT-1", "soa_version", "2").contains("CRT-1 is suspended"));
}

#[test]
fn an_audit_that_has_begun_stays_of_its_kind() {
    let mut isms = engaged();
    run(&mut isms, edit("AUD-1", "kind", "special"));
    run(&mut isms, edit("AUD-1", "kind", "internal"));
    run(&mut isms, StartAudit { audit: Ref::number(1), on: None });
    for (field, text) in [("kind", "stage 2"), ("certification", "CRT-1")] {
        let words = refused(&isms, "AUD-1", field, text);
        assert_eq!(words, format!("{field}: AUD-1 is running; plan another audit"));
    }
    run(&mut isms, edit("AUD-1", "criteria", "our own rules"));
}

#[test]
fn whether_an_approved_change_is_significant_stands() {
    let mut isms = aiming();
    run(&mut isms, PlanChange { change: Ref::number(1), on: None });
    run(&mut isms, edit("CHG-1", "significant", "yes"));
    run(&mut isms, ApproveChange { change: Ref::number(1) });
    assert!(refused(&isms, "CHG-1", "significant", "no").contains("CHG-1 is approved; drop it and plan"));
}
