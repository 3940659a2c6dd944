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
        Document, Disposition);
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
