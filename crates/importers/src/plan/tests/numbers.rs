//! Numbers of somebody's file: they lead to what came from such a file, never to what merely has the number.

use super::*;
use model::{About, Proposed, RecordId, RecordKind};
use operations::{CreateRecord, EditRecord};

fn text(isms: &Isms, record: &str, field: &str) -> String {
    let id = RecordId::parse(record).expect("a test names a record");
    isms.find(id).and_then(|record| record.text(field)).unwrap_or_else(|| panic!("{record} {field}"))
}

fn create(isms: &mut Isms, kind: RecordKind, title: &str, about: About) {
    let typed = vec![("title".to_owned(), title.to_owned())];
    run(isms, CreateRecord { kind, id: None, typed, about, uuid: None });
}

/// Returns an organisation with two risks, a control, an asset and a proposed risk R-3 of its own.
fn with_records() -> Isms {
    let mut isms = begun();
    for (kind, title) in [
        (RecordKind::Risk, "Ours one"),
        (RecordKind::Risk, "Ours two"),
        (RecordKind::Control, "Our control"),
        (RecordKind::Asset, "Our asset"),
    ] {
        create(&mut isms, kind, title, About::default());
    }
    let proposed = Some(Proposed { origin: "a template".into() });
    create(&mut isms, RecordKind::Risk, "Only proposed", About { proposed, ..About::default() });
    isms
}

/// Two tables: risks, of which the second is refused, and their actions.
const REGISTER: &str = "# Risks\n\n| ID | Risk | Likelihood | Impact | Treatment |\n|--|--|--|--|--|\n\
    | R-01 | Fire | 1 | 2 | mitigate |\n| R-02 | Flood | 1 | 2 | perhaps |\n\n\
    # Plan\n\n| Risk ID | Action | Owner | Due Date | Status |\n|--|--|--|--|--|\n\
    | R-01 | Sprinklers | Ida | 2027-01-31 | open |\n| R-02 | Dam | Ida | 2027-01-31 | open |\n\
    | R-03 | Sandbags | Ida | 2027-01-31 | open |\n";

#[test]
fn an_action_goes_to_the_risk_of_its_file_or_nowhere() {
    let (plan, isms) = imported(&with_records(), "register.md", REGISTER.as_bytes());
    assert_eq!(counts(&plan, "risks"), [1, 0, 0, 1, 0], "{:?}", plan.rows);
    assert_eq!(counts(&plan, "treatment actions"), [2, 0, 0, 1, 0], "{:?}", plan.rows);
    assert_eq!(refusals(&plan)[1].1, "its risk R-02 of this file is not taken");
    assert_eq!((text(&isms, "R-4", "title"), text(&isms, "TRT-1", "risk")), ("Fire".into(), "R-4".into()));
    // R-03 stands in no row of the file, and ours of that number is another's proposal.
    assert_eq!((text(&isms, "TRT-2", "title"), text(&isms, "TRT-2", "risk")), ("Sandbags".into(), "".into()));
    let action = isms.treatment_actions.get(&Ref::number(2)).expect("there");
    assert!(action.stored.about.columns.iter().any(|column| &*column.text == "R-03"));
    assert!(plan.notes.iter().any(|note| note.starts_with("1 rows name a risk")), "{:?}", plan.notes);
}

#[test]
fn a_number_leads_to_the_record_that_came_from_such_a_file_before() {
    let risks = b"ID,Risk,Likelihood,Impact\nR-01,Fire,1,2\n";
    let (_, isms) = imported(&with_records(), "risks.csv", risks);
    let actions = b"Risk ID,Action,Owner,Due Date,Status\nR-01,Sprinklers,Ida,2027-01-31,open\n";
    let (_, isms) = imported(&isms, "actions.csv", actions);
    assert_eq!((text(&isms, "R-4", "title"), text(&isms, "TRT-1", "risk")), ("Fire".into(), "R-4".into()));
}

#[test]
fn no_number_of_another_kind_leads_to_ours_either() {
    let file = b"ID,Risk,Asset,Controls,Owner,Treatment,Likelihood,Impact\n\
        R-01,Fire,AST-1,C-1,PER-1 Somebody,mitigate,1,2\n";
    let (_, isms) = imported(&with_records(), "risks.csv", file);
    for field in ["elements", "controls", "owner"] {
        assert_eq!(text(&isms, "R-4", field), "", "{field}");
    }
    let risk = isms.risks.get(&Ref::number(4)).expect("there");
    let kept: Vec<&str> = risk.stored.about.columns.iter().map(|column| &*column.text).collect();
    for words in ["AST-1", "C-1", "PER-1 Somebody"] {
        assert!(kept.contains(&words), "{words} is kept: {kept:?}");
    }
}

#[test]
fn a_register_that_is_not_as_we_write_it_is_somebody_elses() {
    let isms = with_records();
    for head in ["ID,Title,Description,Threat\nR-1", "Id,Title,Description,Threat\nR-001"] {
        let file = format!("{head},Theirs,a fire,heat\n");
        let options = Options::on(TODAY);
        let changed = plan(&isms, "risks.csv", file.as_bytes(), &options).map(|plan| plan.counts().changed);
        assert!(!matches!(changed, Ok(1..)), "{head}: {changed:?}");
    }
}

#[test]
fn an_export_with_names_and_kept_columns_changes_nothing() {
    let mut isms = with_records();
    let columns = vec![model::Column { heading: "Status".into(), text: "red".into() }];
    create(
        &mut isms,
        RecordKind::Risk,
        "Kept",
        About { columns, labels: vec!["it".into()], ..About::default() },
    );
    let id = RecordId::parse("R-4").expect("an id");
    let typed = vec![("owner".to_owned(), "PER-1".to_owned())];
    run(&mut isms, EditRecord { id, revision: None, typed, because: "".into() });
    let file = "Id,Title,Owner,Owner (name),Treatment,Status,Labels,Status (as imported)\n\
        R-4,Kept,PER-1,Mara Kral,undecided,open,it,red\n";
    let same = planned(&isms, "risks.csv", file.as_bytes());
    assert!(same.is_empty() && same.counts().same == 1, "{:?}", same.rows);
    let other = planned(&isms, "risks.csv", file.replace("it,red", "it,green").as_bytes());
    let after = done(&isms, &other);
    let kept = &after.risks.get(&Ref::number(4)).expect("there").stored.about.columns;
    assert_eq!(kept.len(), 1, "what is kept is kept under its own heading: {kept:?}");
    assert_eq!(&*kept[0].text, "green");
}

#[test]
fn where_a_row_comes_from_is_no_change() {
    let plan = planned(&with_records(), "assets.csv", b"Name,Type\nOur asset,\n");
    assert!(plan.is_empty() && plan.counts().same == 1, "{:?}", plan.rows);
}
