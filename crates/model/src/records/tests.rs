//! What holds for every kind of record.

use super::*;

/// Returns the keys of a blank record's stored form.
fn keys<R: Record>() -> Vec<String> {
    let json = serde_json::to_value(R::default()).expect("plain data");
    json.as_object().expect("a struct").keys().cloned().collect()
}

macro_rules! each {
    ($check:ident: $($record:ident),*) => { $($check::<$record>();)* };
}

fn fields_equal_keys<R: Record>() {
    let names: Vec<&str> = R::FIELDS.iter().map(|field| field.name).collect();
    assert_eq!(names, keys::<R>(), "{}", R::KIND.singular);
}

#[test]
fn what_is_stored_is_what_is_shown() {
    each!(fields_equal_keys: Organisation, Plan, Person, Role, Unit, Site, Process, Asset, Supplier, Interface, Scope, Issue,
        Context, Party, Obligation, Agreement, Method, Risk, TreatmentAction, TreatmentPlan, Control, Soa, Evidence,
        Document, Disposition, AuditProgramme, Audit, WorkingPaper, Finding, ManagementReview, Nonconformity, Certification, Improvement, ControlRun, ControlTest, Exception, Population, Sample, Objective, Measure, PlannedChange, RiskAssessment, Incident, AccessReview, Vulnerability, RecoveryTest, GapAnalysis, Training, Acknowledgement, RetentionRule, Account, ProductionChange, CryptoKey, CrosswalkEdge, Task, Comment);
}

#[test]
fn prefixes_and_names_are_unique() {
    for (place, kind) in RecordKind::ALL.iter().enumerate() {
        for other in &RecordKind::ALL[place + 1..] {
            assert_ne!(kind.kind().prefix, other.kind().prefix);
            assert_ne!(kind.kind().slug(), other.kind().slug());
        }
        assert_eq!(RecordKind::of_name(kind.kind().singular), Some(*kind));
    }
}

#[test]
fn every_field_of_every_kind_reads_back_what_it_shows() {
    for kind in RecordKind::ALL {
        let isms = Isms::default();
        let id = isms.next(*kind);
        for field in kind.fields() {
            let typed = vec![(field.name.to_owned(), field.text.clone())];
            Change::of_text(&isms, id, &typed)
                .unwrap_or_else(|problems| panic!("{}.{}: {problems:?}", id, field.name));
        }
    }
}

#[test]
fn an_unknown_field_is_named() {
    let isms = Isms::default();
    let typed = vec![("colour".to_owned(), "red".to_owned())];
    let problems = Change::of_text(&isms, isms.next(RecordKind::Risk), &typed).expect_err("no such field");
    assert_eq!(problems[0].0, "colour");
    assert_eq!(problems[0].1.to_string(), "a risk has no such field");
}

#[test]
fn a_change_survives_its_stored_form() {
    let mut isms = Isms::default();
    let typed = vec![
        ("title".to_owned(), "Laptop theft".to_owned()),
        ("owner".to_owned(), "PER-3".to_owned()),
        ("elements".to_owned(), "AST-1; AST-2".to_owned()),
        ("now.likelihood".to_owned(), "0.7".to_owned()),
    ];
    let change = Change::of_text(&isms, isms.next(RecordKind::Risk), &typed).expect("all fields read");
    let meta = crate::stored::meta(&change, &isms);
    assert_eq!(meta, "risk R-1 create 1\n");
    let (read, revision) = crate::stored::change(&meta, &change.body()).expect("our own form");
    assert_eq!((read, revision), (change.clone(), 1));
    isms.apply(&change, Stamp::default());
    assert_eq!(crate::stored::meta(&change, &isms), "risk R-1 update 2\n");
}

#[test]
fn a_record_that_was_searched_and_then_changed_has_the_words_of_its_change() {
    let mut isms = Isms::default();
    let id = RecordId::parse("R-1").expect("an id");
    let risk = |isms: &Isms, title: &str| {
        let typed =
            vec![("title".to_owned(), title.to_owned()), ("description".to_owned(), "Übung".to_owned())];
        Change::of_text(isms, id, &typed).expect("reads")
    };
    isms.apply(&risk(&Isms::default(), "Fire"), Stamp::default());
    let before = isms.clone();
    let words = |isms: &Isms| isms.find(id).expect("it is there").searched().to_owned();
    assert!(words(&isms).starts_with("fire") && words(&isms).contains("übung"), "{}", words(&isms));
    isms.apply(&risk(&isms, "Flood"), Stamp::default());
    assert!(words(&isms).starts_with("flood") && !words(&isms).contains("fire"), "{}", words(&isms));
    assert!(words(&before).starts_with("fire"), "an earlier state keeps its own");
}

#[test]
fn reverse_references_follow_each_change_and_equal_those_made_in_one_go() {
    let mut isms = Isms::default();
    let risk = |elements: &str| {
        let typed = vec![("title".to_owned(), "a".to_owned()), ("elements".to_owned(), elements.to_owned())];
        Change::of_text(&Isms::default(), RecordId::parse("R-1").expect("an id"), &typed).expect("reads")
    };
    let asset = RecordId::parse("AST-1").expect("an id");
    isms.apply(&risk("AST-1, AST-2"), Stamp::default());
    assert_eq!(isms.sources::<Risk>(asset).count(), 1);
    isms.apply(&risk("AST-2"), Stamp::default());
    assert_eq!(isms.sources::<Risk>(asset).count(), 0);
    let at_once = isms.links.clone();
    isms.link();
    assert!(at_once == isms.links);
    isms.apply(&Change::Removed(RecordId::parse("R-1").expect("an id"), "gone".into()), Stamp::default());
    assert!(isms.links.is_empty());
    assert_eq!(isms.next(RecordKind::Risk).to_string(), "R-2", "a number is never given twice");
}

/// Says whether JSON is what a schema says; knows what our schemas use.
fn holds(schema: &serde_json::Value, json: &serde_json::Value) -> bool {
    if let Some(forms) = schema.get("anyOf").and_then(|forms| forms.as_array()) {
        return forms.iter().any(|form| holds(form, json));
    }
    if let Some(words) = schema.get("enum").and_then(|words| words.as_array()) {
        return words.contains(json);
    }
    match schema["type"].as_str() {
        Some("string") => json.is_string(),
        Some("integer") => json.is_u64(),
        Some("null") => json.is_null(),
        Some("array") => {
            json.as_array().is_some_and(|items| items.iter().all(|item| holds(&schema["items"], item)))
        }
        Some("object") => json.as_object().is_some_and(|map| {
            let known = schema.get("properties");
            map.iter().all(|(key, value)| match known {
                None => true,
                Some(known) => known.get(key).is_some_and(|schema| holds(schema, value)),
            })
        }),
        _ => false,
    }
}

#[test]
fn every_stored_record_is_what_its_schema_says() {
    let isms = crate::sample::Sample::in_good_order().isms;
    let mut seen = 0;
    for kind in RecordKind::ALL {
        let schema = kind.schema();
        for (id, record) in isms.all(*kind) {
            let json = record.json();
            for (name, value) in json.as_object().expect("a struct") {
                assert!(
                    holds(&schema["properties"][name], value),
                    "{id}.{name}: {value} is not {}",
                    schema["properties"][name]
                );
            }
            seen += 1;
        }
    }
    assert!(seen > 120, "{seen} records");
    assert!(!holds(&RecordKind::Risk.schema(), &serde_json::json!({ "title": 7 })));
}
