//! What no form, bulk edit or import brings in, because its own step would refuse it.

use model::records::*;
use model::{About, Isms, RecordKind, Ref, Source};

use crate::testing::*;
use crate::*;

/// Returns a new record with these fields.
fn made(kind: &str, fields: &[(&str, &str)]) -> CreateRecord {
    let blank = create(kind, "Something");
    CreateRecord { typed: [blank.typed.clone(), typed(fields)].concat(), ..blank }
}

/// Returns the same from a row of a file.
fn imported(kind: &str, fields: &[(&str, &str)]) -> CreateRecord {
    let source = Source { file: "register".into(), id: "1".into(), row: "row 2".into() };
    let about = About { sources: vec![source], ..About::default() };
    CreateRecord { about, ..made(kind, fields) }
}

/// Looks that a new record is refused with these words, from a form as from a file.
fn refused(isms: &Isms, kind: &str, fields: &[(&str, &str)], words: &str) {
    for operation in [made(kind, fields), imported(kind, fields)] {
        let said = refusal(isms, operation);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn numbers_of_an_access_review_fit_together() {
    let mut isms = small();
    let fields = [("covered_accounts", "31"), ("total_accounts", "30")];
    refused(&isms, "access review", &fields, "not more accounts can be looked at than there are");
    let fields = [("removals", "1"), ("removals_open", "2")];
    refused(&isms, "access review", &fields, "not more rights can be open");
    refused(&isms, "access review", &[("done_on", "2026-03-04")], "2026-03-04 is a day to come");
    run(&mut isms, review_access());
    let words = refusal(&isms, edit("ARV-1", "covered_accounts", "31"));
    assert_eq!(words, "covered_accounts: not more accounts can be looked at than there are");
}

#[test]
fn a_test_with_a_result_says_what_was_done_and_seen() {
    let isms = small();
    let bare = [("control", "C-1"), ("result", "effective")];
    refused(&isms, "control test", &bare, "procedure: say what was done to test it");
    refused(&isms, "control test", &bare, "observed: say what was seen");
    refused(&isms, "control test", &[("on", "2026-03-04")], "is a day to come");
}

#[test]
fn a_finding_needs_its_audit_a_paper_of_it_and_a_day_of_it() {
    let mut isms = audited();
    assert!(refusal(&isms, made("finding", &[])).contains("audit: no audit found it; raise it in an audit"));
    run(&mut audited(), imported("finding", &[]));
    run(&mut isms, create("working paper", "Elsewhere"));
    refused(
        &isms,
        "finding",
        &[("audit", "AUD-1"), ("paper", "WP-2")],
        "paper: it is no working paper of AUD-1",
    );
    let early = [("audit", "AUD-1"), ("raised_on", "2026-03-02")];
    refused(&isms, "finding", &early, "raised_on: 2026-03-02 is before 2026-03-03, when AUD-1 was started");
    let words = refusal(&engaged(), made("finding", &[("audit", "AUD-1")]));
    assert!(words.contains("AUD-1 is planned; start it before it finds anything"), "{words}");
    run(&mut engaged(), imported("finding", &[("audit", "AUD-1")]));
    let paper = edit("F-1", "paper", "WP-2");
    assert!(refusal(&isms, paper).contains("it is no working paper of AUD-1"));
}

#[test]
fn what_is_to_come_was_not_raised() {
    let isms = small();
    refused(&isms, "nonconformity", &[("raised_on", "2026-03-04")], "raised_on: 2026-03-04 is a day to come");
    let fields = [("raised_on", "2026-03-02"), ("plan_sent_on", "2026-03-01")];
    refused(&isms, "nonconformity", &fields, "plan_sent_on: 2026-03-01 is before 2026-03-02");
    refused(&isms, "nonconformity", &[("raised_on", "1999-12-31")], "is before 2000-01-01");
}

#[test]
fn a_run_that_is_over_comes_from_its_step_or_from_a_file() {
    let mut isms = small();
    let done = [("control", "C-1"), ("due", "2026-03-01"), ("done_on", "2026-03-02")];
    assert!(refusal(&isms, made("control run", &done)).contains("a run is recorded by its own step"));
    run(&mut isms, imported("control run", &done));
    let early = [("due", "2026-03-01"), ("done_on", "2023-03-01")];
    refused(&isms, "control run", &early, "2023-03-01 is long before 2026-03-01");
    refused(&isms, "control run", &[("done_on", "2026-03-04")], "2026-03-04 is a day to come");
}

#[test]
fn a_test_takes_a_sample_of_its_control_that_was_drawn_by_then() {
    let mut isms = drawn();
    let test = || RecordTest { sample: Some(Ref::number(1)), ..examine_control(TestResult::Failed) };
    let other = refusal(&isms, test());
    assert!(other.starts_with("C-1 needs more: a sample from the list of that control's cases"), "{other}");
    let fields = [("control", "C-1"), ("sample", "SMP-1")];
    refused(&isms, "control test", &fields, "sample: it does not fit; give a sample from the list");
    // Nobody said of which control the cases are; that can be said once, also of a list that was drawn from.
    run(&mut isms, edit("POP-1", "control", "C-1"));
    assert!(refusal(&isms, edit("POP-1", "control", "")).contains("POP-1 is the list of a sample"));
    let before = RecordTest { on: Some(model::Date::constant(2026, 3, 2)), ..test() };
    assert!(refusal(&isms, before).ends_with("a sample that was drawn by the day of the test"));
    run(&mut isms, test());
}

#[test]
fn an_analysis_is_finished_by_its_step_and_then_stands_for_imports_too() {
    let mut isms = small();
    run(&mut isms, start_gaps(GapDepth::Quick));
    let words = refusal(&isms, edit("GAP-1", "done_on", "2026-03-03"));
    assert!(words.contains("an analysis is finished by its own step"), "{words}");
    let isms = gapped();
    for (field, text) in [("entries", ""), ("done_on", "2026-03-02")] {
        let import = Batch::import(vec![Box::new(edit("GAP-1", field, text))]);
        let words = refusal(&isms, edit("GAP-1", field, text));
        assert!(words.starts_with(&format!("{field}: GAP-1 is finished; start another analysis")), "{words}");
        let outcome = import.outcome(&isms, Ref::number(1), TODAY);
        assert_eq!(outcome.refused, [(0, words)], "an import goes the way of an edit");
        assert!(outcome.changes.is_empty());
    }
}

#[test]
fn nothing_moves_into_or_out_of_an_audit_whose_report_went_out() {
    let mut isms = audited();
    run(&mut isms, made("working paper", &[("audit", "AUD-1")]));
    run(&mut isms, made("audit", &[("kind", "internal")]));
    run(&mut isms, made("working paper", &[("audit", "AUD-2")]));
    run(&mut isms, edit("WP-2", "audit", ""));
    run(&mut isms, ReportAudit { audit: Ref::number(1), to: vec![Ref::number(1)], on: None });
    assert!(refusal(&isms, edit("WP-1", "audit", "AUD-2")).contains("WP-1 is behind a report that went out"));
    let words = "the report of AUD-1 went out; withdraw it first";
    assert!(refusal(&isms, edit("WP-3", "audit", "AUD-1")).contains(words));
    refused(&isms, "working paper", &[("audit", "AUD-1")], words);
}

#[test]
fn what_was_wrong_before_does_not_stop_another_edit() {
    let mut isms = small();
    let review = AccessReview {
        title: "Old".into(),
        covered_accounts: Some(9),
        total_accounts: Some(3),
        ..AccessReview::default()
    };
    put(&mut isms, (Ref::number(1), review));
    run(&mut isms, edit("ARV-1", "notes", "as the file says"));
    assert!(refusal(&isms, edit("ARV-1", "removals_open", "x")).contains("removals_open"));
}

#[test]
fn an_exception_from_something_that_has_no_rule_is_not_written_down() {
    let isms = excepted();
    refused(&isms, "exception", &[("target", "PER-1")], "target: name a control, a document, a system");
    let mut fixes = vec![(id("EXC-1"), "target".to_owned(), "PER-1".to_owned())];
    let fix = ApplyFix { writes: std::mem::take(&mut fixes) };
    assert!(refusal(&isms, fix).contains("EXC-1: target"));
    assert!(RecordKind::Exception.fields().iter().any(|field| field.name == "target"));
}
