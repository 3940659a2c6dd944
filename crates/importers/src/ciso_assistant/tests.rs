//! The real export, and hostile ones.

use super::*;
use crate::fixtures::{fixture, zip_of};
use std::collections::BTreeMap;

fn export(json: &str) -> Vec<u8> {
    zip_of(&[("data.json", json.as_bytes())])
}

fn refusal(bytes: &[u8]) -> Problem {
    read(bytes, &Limits::usual()).expect_err("it should be refused")
}

const META: &str =
    r#""meta": {"media_version": "v3", "schema_version": 2, "exported_at": "2026-01-01T00:00:00Z"}"#;

#[test]
fn the_real_export_is_read_and_counted() {
    let Some(bytes) = fixture("real-isms/ciso-assistant-dummy-domain.bak") else { return };
    let domain = read(&bytes, &Limits::usual()).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(domain.problems.list(), []);
    assert_eq!((domain.meta.schema_version, domain.meta.media_version.as_str()), (2, "v0.0.0"));
    assert!(domain.others.is_empty(), "{:?}", domain.others);
    assert_eq!(domain.risk_scenarios.len(), 7);
    assert_eq!(domain.applied_controls.len(), 41);
    assert_eq!((domain.assets.len(), domain.perimeters.len()), (4, 4));
    assert_eq!(
        (domain.evidences.len(), domain.evidence_revisions.len(), domain.attachments.len()),
        (5, 5, 5)
    );
    assert_eq!((domain.threats.len(), domain.reference_controls.len()), (6, 24));
    assert_eq!((domain.frameworks.len(), domain.loaded_libraries.len()), (3, 6));

    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut not_applicable = 0;
    let mut linked = 0;
    for row in &domain.requirement_assessments {
        let found = requirement(&row.fields.requirement).expect("a requirement");
        let iso = !matches!(found, Requirement::Other { .. });
        linked += usize::from(iso && !row.fields.applied_controls.is_empty());
        let kind = match found {
            Requirement::Control(_) => {
                not_applicable += usize::from(row.fields.result.as_deref() == Some("not_applicable"));
                "control"
            }
            Requirement::Old(_) => "old control",
            Requirement::Clause(_) => "clause",
            Requirement::Heading(_) => "heading",
            Requirement::Other { framework, .. } if framework.starts_with("nist-csf") => "csf",
            Requirement::Other { .. } => "gdpr",
        };
        *kinds.entry(kind).or_default() += 1;
    }
    let counted = [("clause", 30), ("control", 93), ("csf", 134), ("gdpr", 23), ("heading", 17)];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), counted);
    assert_eq!((not_applicable, linked), (10, 30));

    let unknown =
        domain.applied_controls.iter().filter(|control| control.fields.status.as_deref() == Some("--"));
    assert_eq!(unknown.count(), 32);
    let naming = domain.applied_controls.iter().filter(|control| !control.fields.evidences.is_empty());
    assert_eq!(naming.count(), 3);
    assert!(domain.evidences.iter().all(|evidence| evidence.fields.status.as_deref() == Some("draft")));
    assert!(domain.risk_scenarios.iter().all(|risk| risk.fields.treatment.as_deref() == Some("open")));
    assert_eq!(domain.risk_scenarios.iter().filter(|risk| !risk.fields.assets.is_empty()).count(), 1);
    assert!(domain.risk_scenarios.iter().all(|risk| risk.fields.applied_controls.is_empty()));
    let matrix = &domain.risk_matrices[0].fields.json_definition;
    assert_eq!(
        (matrix.grid.len(), matrix.probability[3].name.as_str(), matrix.risk.len()),
        (4, "Certain", 3)
    );
}

#[test]
fn each_piece_of_evidence_finds_its_file() {
    let Some(bytes) = fixture("real-isms/ciso-assistant-dummy-domain.bak") else { return };
    let domain = read(&bytes, &Limits::usual()).expect("sound");
    for revision in &domain.evidence_revisions {
        let file = domain.file_of(revision).expect("its file");
        let content = attachment(&bytes, &file.name, &Limits::usual()).expect("its bytes");
        assert_eq!(content.len() as u64, file.bytes);
    }
}

#[test]
fn the_newer_layout_of_files_is_known() {
    let json = format!(
        "{{{META}, \"objects\": [\
         {{\"model\": \"core.evidence\", \"id\": \"e1\", \"fields\": {{\"name\": \"E\"}}}},\
         {{\"model\": \"core.evidencerevision\", \"id\": \"r1\", \"fields\": {{\"evidence\": \"e1\", \"version\": 2, \
         \"attachment\": \"a.pdf\"}}}}]}}"
    );
    let bytes = zip_of(&[
        ("data.json", json.as_bytes()),
        ("attachments/evidence-revisions/uuid_v1_a.pdf", b"old"),
        ("attachments/evidence-revisions/uuid_v2_a.pdf", b"newer"),
    ]);
    let domain = read(&bytes, &Limits::usual()).expect("sound");
    let file = domain.file_of(&domain.evidence_revisions[0]).expect("its file");
    assert_eq!((file.bytes, domain.problems.count()), (5, 0));
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    for json in [
        format!("{{{META}, {META}, \"objects\": []}}"),
        format!("{{{META}, \"objects\": [], \"objects\": []}}"),
        format!(
            "{{{META}, \"objects\": [{{\"model\": \"m\", \"id\": \"1\", \"id\": \"2\", \"fields\": {{}}}}]}}"
        ),
    ] {
        let problem = refusal(&export(&json));
        assert!(problem.message.contains("stands twice"), "{problem}");
        assert_eq!(problem.place.to_string(), "zip entry data.json");
    }
}

#[test]
fn deep_truncated_and_other_json_is_refused() {
    let deep = format!("{{{META}, \"objects\": [{}", "[".repeat(20_000));
    for json in [
        "",
        "[]",
        "{}",
        "null",
        "{\"objects\": []}",
        "{\"meta\": {}}",
        "{\"meta\": 3, \"objects\": []}",
        &deep,
    ] {
        assert_eq!(refusal(&export(json)).place.to_string(), "zip entry data.json");
    }
    let whole = format!("{{{META}, \"objects\": []}}");
    assert!(read(&export(&whole), &Limits::usual()).is_ok());
    assert!(read(&export(&whole[..whole.len() - 1]), &Limits::usual()).is_err());
    assert!(read(&export(&format!("{whole} {{}}")), &Limits::usual()).is_err());
}

#[test]
fn one_bad_object_does_not_hide_the_next() {
    let json = format!(
        "{{{META}, \"objects\": [\
         {{\"model\": \"core.asset\", \"id\": \"a\", \"fields\": {{\"name\": 7}}}},\
         {{\"model\": \"core.asset\", \"id\": \"b\", \"fields\": {{\"name\": \"B\"}}}},\
         {{\"model\": \"core.asset\", \"id\": \"b\", \"fields\": {{\"name\": \"B again\"}}}},\
         {{\"model\": \"ebios_rm.study\", \"id\": \"c\", \"fields\": {{}}}}, 5]}}"
    );
    let domain = read(&export(&json), &Limits::usual()).expect("readable");
    assert_eq!((domain.assets.len(), domain.others.get("ebios_rm.study")), (1, Some(&1)));
    let places: Vec<String> =
        domain.problems.list().iter().map(|problem| problem.place.to_string()).collect();
    assert_eq!(
        places,
        [
            "data.json, object 1 (core.asset a)",
            "data.json, object 3 (core.asset b)",
            "data.json, object 5 (? ?)"
        ]
    );
}

#[test]
fn what_points_nowhere_is_reported() {
    let json = format!(
        "{{{META}, \"objects\": [{{\"model\": \"core.riskscenario\", \"id\": \"r\", \"fields\": \
         {{\"name\": \"R\", \"assets\": [\"gone\"]}}}}]}}"
    );
    let domain = read(&export(&json), &Limits::usual()).expect("readable");
    assert!(domain.problems.list()[0].message.contains("gone"));
}

#[test]
fn zips_of_other_kinds_are_refused() {
    assert!(refusal(&zip_of(&[("x.txt", b"x")])).message.contains("no data.json"));
    let whole = format!("{{{META}, \"objects\": []}}");
    let climbing = zip_of(&[("data.json", whole.as_bytes()), ("attachments/../../x", b"x")]);
    assert!(refusal(&climbing).message.contains("climbs"));
    for bytes in [&b""[..], b"PK\x03\x04", b"{\"meta\": 1}", b"%PDF-1.7"] {
        assert_eq!(refusal(bytes).place, Place::File);
    }
}
