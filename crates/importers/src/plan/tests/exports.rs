//! Made-up domain exports: what links to what, and what counts for nothing.

use super::*;
use crate::fixtures::zip_of;
use crate::plan::Becomes;
use model::RecordId;
use operations::EditRecord;

/// Returns an export with one audit of Annex A, one control and one rated risk.
fn export(row: &str) -> Vec<u8> {
    let step = |name: &str| format!("{{\"name\": \"{name}\"}}");
    let steps = format!("[{}, {}]", step("Rare"), step("Likely"));
    let json = format!(
        "{{\"meta\": {{\"schema_version\": 2}}, \"objects\": [\
         {{\"model\": \"core.appliedcontrol\", \"id\": \"c1\", \"fields\": {{\"name\": \"Backups\", \"status\": \"active\"}}}},\
         {{\"model\": \"core.requirementassessment\", \"id\": \"q1\", \"fields\": {{\"requirement\": \
         \"urn:intuitem:risk:req_node:iso27001-2022:a.8.13\", \"applied_controls\": [\"c1\"], {row}}}}},\
         {{\"model\": \"core.riskmatrix\", \"id\": \"m1\", \"fields\": {{\"urn\": \"m\", \"name\": \"Two by two\", \
         \"json_definition\": {{\"probability\": {steps}, \"impact\": {steps}, \"risk\": {steps}, \"grid\": [[0, 0], [0, 1]]}}}}}},\
         {{\"model\": \"core.riskassessment\", \"id\": \"a1\", \"fields\": {{\"name\": \"A\", \"risk_matrix\": \"m\"}}}},\
         {{\"model\": \"core.riskscenario\", \"id\": \"r1\", \"fields\": {{\"name\": \"Loss\", \"risk_assessment\": \"a1\", \
         \"treatment\": \"mitigate\", \"current_proba\": 1, \"current_impact\": 1, \"residual_proba\": -1, \
         \"applied_controls\": [\"c1\"]}}}}]}}"
    );
    zip_of(&[("data.json", json.as_bytes())])
}

fn text(isms: &Isms, record: &str, field: &str) -> String {
    let id = RecordId::parse(record).expect("a test names a record");
    isms.find(id).and_then(|record| record.text(field)).expect("a test names a field")
}

#[test]
fn a_control_serves_the_rows_that_name_it_and_lowers_the_risks_that_list_it() {
    let (_, isms) = imported(&begun(), "x.bak", &export("\"result\": \"compliant\", \"status\": \"done\""));
    assert_eq!(text(&isms, "C-1", "implements"), "A.8.13");
    assert_eq!(
        (text(&isms, "C-1", "state").as_str(), text(&isms, "A.8.13", "state").as_str()),
        ("implemented", "implemented")
    );
    assert_eq!(
        (text(&isms, "R-1", "treatment").as_str(), text(&isms, "R-1", "controls").as_str()),
        ("modify", "C-1")
    );
    assert_eq!(text(&isms, "R-1", "now"), "2 | 2 |  | Likely |  |  | 1");
}

#[test]
fn compliant_is_implemented_only_where_the_assessment_is_done() {
    let (plan, isms) =
        imported(&begun(), "x.bak", &export("\"result\": \"compliant\", \"status\": \"to_do\""));
    assert_eq!(text(&isms, "A.8.13", "state"), "partial");
    assert!(plan.notes[0].starts_with("1 rows say compliant"), "{:?}", plan.notes);
}

#[test]
fn a_result_that_was_carried_over_counts_for_nothing() {
    let row =
        "\"result\": \"compliant\", \"status\": \"done\", \"mapping_inference\": {\"result\": \"compliant\"}";
    let (plan, isms) = imported(&begun(), "x.bak", &export(row));
    assert_eq!(
        (text(&isms, "A.8.13", "included").as_str(), text(&isms, "A.8.13", "state").as_str()),
        ("", "not started")
    );
    assert_eq!(not_taken(&plan)[0], ("results carried over from another framework", 1));
}

#[test]
fn another_method_is_left_and_its_words_are_matched_or_refused() {
    let mut isms = begun();
    let typed = vec![
        ("likelihood".to_owned(), "10 | Rare\n20 | Likely".to_owned()),
        ("consequence".to_owned(), "1 | Small\n2 | Likelyy".to_owned()),
    ];
    let id = RecordId::parse("MET").expect("the method");
    run(&mut isms, EditRecord { id, revision: None, typed, because: "".into() });
    let plan = planned(&isms, "x.bak", &export("\"result\": \"not_assessed\""));
    assert_eq!(plan.method.as_ref().map(|method| method.becomes), Some(Becomes::Left));
    let refused = refusals(&plan);
    assert_eq!((refused.len(), refused[0].0), (1, "consequence"));
    assert!(refused[0].2.starts_with("did you mean Likelyy (2)?"), "{refused:?}");
}
