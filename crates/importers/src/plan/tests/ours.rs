//! Our own registers, read back.

use super::*;
use model::{RecordId, RecordKind, Shape};

/// Returns a register as an export writes it: ids, then all fields by label, parts flattened.
fn exported(isms: &Isms, kind: RecordKind) -> String {
    let mut names: Vec<(String, String)> = Vec::new();
    for field in kind.fields() {
        let bare = if let Shape::Optional(inner) = &field.shape { inner } else { &field.shape };
        if let Shape::Parts(parts) = bare {
            names.extend(parts.iter().map(|part| {
                (format!("{}.{}", field.name, part.name), format!("{}: {}", field.label, part.label))
            }));
        } else {
            names.push((field.name.to_owned(), field.label.to_owned()));
        }
    }
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut file = "Id".to_owned();
    for (_, label) in &names {
        file.push_str(&format!(",{}", quoted(label)));
    }
    for (id, record) in isms.all(kind) {
        file.push_str(&format!("\n{id}"));
        for (name, _) in &names {
            let text = record.text(name).unwrap_or_default().replace('\n', "; ");
            file.push_str(&format!(",{}", quoted(&text)));
        }
    }
    file
}

fn name(kind: RecordKind) -> String {
    format!("{}.csv", kind.kind().plural.replace(' ', "-"))
}

fn full() -> Option<Isms> {
    let register = fixture("real-isms/securenusantara-risk-register.md")?;
    let export = fixture("real-isms/ciso-assistant-dummy-domain.bak")?;
    let (_, isms) = imported(&begun(), "domain.bak", &export);
    let plan = planned(&isms, "register.md", &register);
    let isms = done(&isms, &plan);
    Some(isms)
}

#[test]
fn what_was_exported_and_not_touched_changes_nothing() {
    let Some(isms) = full() else { return };
    for kind in RecordKind::ALL.iter().filter(|kind| isms.count(**kind) > 0) {
        let file = exported(&isms, *kind);
        let plan = planned(&isms, &name(*kind), file.as_bytes());
        let refused = refusals(&plan);
        assert!(plan.is_empty() && refused.is_empty(), "{kind:?}: {:?} {refused:?}", plan.sections);
        assert_eq!(plan.counts().same, isms.count(*kind), "{kind:?}");
    }
}

#[test]
fn a_known_id_changes_and_an_unknown_one_is_new() {
    let Some(isms) = full() else { return };
    let file = "Id,Title,Owner,Now: Likelihood,Now: Consequence,Treatment,Controls,Status\n\
        R-3,Renamed,PER-1,2,3,retain,A.5.1; A.5.2,open\nR-999,New one,,,,,,\n,Unnumbered,,,,,,\n";
    let plan = planned(&isms, "risks.csv", file.as_bytes());
    assert_eq!(refusals(&plan), []);
    assert_eq!(counts(&plan, "risks"), [2, 1, 0, 0, 0]);
    let after = done(&isms, &plan);
    let text = |id: &str, field: &str| {
        after.find(RecordId::parse(id).expect("an id")).and_then(|record| record.text(field)).expect("there")
    };
    assert_eq!(text("R-3", "controls"), "A.5.1, A.5.2");
    assert_eq!((text("R-3", "now.likelihood"), text("R-3", "treatment")), ("2".into(), "retain".into()));
    assert_eq!((text("R-999", "title"), text("R-1000", "title")), ("New one".into(), "Unnumbered".into()));
}

#[test]
fn what_only_its_own_operation_writes_is_refused_where_it_differs() {
    let Some(isms) = full() else { return };
    let file = "Id,Title,Status\nR-3,x,closed on 2026-01-01: done\n";
    let plan = planned(&isms, "risks.csv", file.as_bytes());
    assert_eq!(refusals(&plan)[0].1, "the field is written by its own operation");
    assert_eq!(refusals(&plan)[0].0, "Status");
}

#[test]
fn a_blank_cell_clears_its_field_and_a_missing_column_does_not() {
    let mut isms = begun();
    let operation = operations::CreateRecord {
        kind: RecordKind::Asset,
        id: None,
        typed: vec![
            ("title".into(), "Mill".into()),
            ("location".into(), "Oslo".into()),
            ("owner".into(), "Ida".into()),
        ],
        about: model::About::default(),
        uuid: None,
    };
    run(&mut isms, operation);
    let plan = planned(&isms, "assets.csv", b"Id,Name,Location,Description\nAST-1,Mill,,\n");
    let after = done(&isms, &plan);
    let asset = after.assets.get(&Ref::number(1)).expect("there");
    assert!(asset.location.is_empty() && asset.owner.is_some());
}

#[test]
fn every_field_of_every_kind_is_found_by_its_label() {
    for kind in RecordKind::ALL {
        let labels: Vec<&str> = kind.fields().iter().map(|field| field.label).collect();
        let mut unique = labels.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), labels.len(), "{kind:?} has two fields of one label");
    }
}

#[test]
fn an_export_of_another_organisation_never_changes_ours() {
    let Some(isms) = full() else { return };
    let title = isms.find(RecordId::parse("R-3").expect("an id")).map(|record| record.title().to_owned());
    let file = |from: &str| {
        format!(
            "Id,Title,Owner,Threat,Now: Likelihood,Exported from\nR-3,Another,PER-1,A thief,2,{from}\n,Typed in,,,,\n"
        )
    };
    let options = Options { organisation: "ours".to_owned(), ..Options::on(TODAY) };
    let taken = |from: &str| {
        plan(&isms, "risks.csv", file(from).as_bytes(), &options)
            .unwrap_or_else(|problem| panic!("{problem}"))
    };
    let ours = taken("ours");
    assert_eq!(counts(&ours, "risks")[..2], [1, 1], "the row with our id is our risk");
    let unmarked = taken("");
    assert_eq!(counts(&unmarked, "risks")[..2], [1, 1], "people type files without the column");
    let theirs = taken("theirs");
    assert!(theirs.notes.iter().any(|note| note.contains("another organisation")), "{:?}", theirs.notes);
    let after = done(&isms, &theirs);
    let now = after.find(RecordId::parse("R-3").expect("an id")).map(|record| record.title().to_owned());
    assert_eq!(now, title, "our risk is as it was");
    assert!(after.count(RecordKind::Risk) > isms.count(RecordKind::Risk), "theirs is a new one");
    let mended = theirs.refused.to_csv();
    let text = String::from_utf8_lossy(&mended);
    assert!(
        theirs.refused.is_empty() || text.contains("theirs"),
        "refused rows still say where they are from: {text}"
    );
}
