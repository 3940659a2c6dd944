//! Made-up files: what is refused, what is kept, what is found again.

use super::*;
use crate::headings::Kind;
use model::{About, RecordId, RecordKind};
use model::{AnnexA, Key, YesNo};
use operations::{CreateRecord, EditRecord};

fn id(text: &str) -> RecordId {
    RecordId::parse(text).expect("a test names a record")
}

fn edit(isms: &mut Isms, record: &str, fields: &[(&str, &str)]) {
    let typed = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    run(isms, EditRecord { id: id(record), revision: None, typed, because: "".into() });
}

fn create(isms: &mut Isms, kind: RecordKind, title: &str) {
    let typed = vec![("title".to_owned(), title.to_owned())];
    run(isms, CreateRecord { kind, id: None, typed, about: About::default(), uuid: None });
}

fn text(isms: &Isms, record: &str, field: &str) -> String {
    isms.find(id(record)).and_then(|record| record.text(field)).unwrap_or_else(|| panic!("{record} {field}"))
}

/// Returns an organisation with a method of worded steps.
fn with_scale() -> Isms {
    let mut isms = begun();
    let steps = "1 | Rare\n2 | Unlikely\n3 | Possible\n4 | Likely";
    edit(
        &mut isms,
        "MET",
        &[
            ("likelihood", steps),
            ("consequence", "1 | Small\n2 | Great"),
            ("levels", "Low | 0\nHigh | 6"),
            ("function", "product"),
        ],
    );
    isms
}

#[test]
fn a_word_off_the_scale_refuses_its_row_alone_and_names_the_nearest() {
    let file = b"ID,Risk,Likelihood,Impact,Treatment\nR-1,Fire,Likly,Great,mitigate\nR-2,Flood,Likely,2,maybe\nR-3,Theft,4,Great,accept\n";
    let (plan, isms) = imported(&with_scale(), "risks.csv", file);
    let refused = refusals(&plan);
    assert_eq!(refused[0].0, "Likelihood");
    assert!(refused[0].2.starts_with("did you mean Likely (4)?"), "{refused:?}");
    assert_eq!((refused.len(), refused[1].0), (2, "Treatment"));
    assert_eq!(text(&isms, "R-3", "now.level"), "High");
    let table = String::from_utf8(plan.refused.to_csv()).expect("text");
    assert!(table.starts_with("\u{feff}ID,Risk,Likelihood,Impact,Treatment,Refused at,"), "{table}");
    assert!(table.contains("R-1,Fire,Likly,Great,mitigate,\"table, row 2\""), "{table}");
}

#[test]
fn the_refused_rows_can_be_corrected_and_imported_again() {
    let file = b"ID,Risk,Likelihood,Impact\nR-1,Fire,Likly,Great\n";
    let plan = planned(&with_scale(), "risks.csv", file);
    let corrected = String::from_utf8(plan.refused.to_csv()).expect("text").replacen("Likly", "Likely", 1);
    let (plan, isms) = imported(&with_scale(), "risks.refused.csv", corrected.as_bytes());
    assert_eq!(counts(&plan, "risks"), [1, 0, 0, 0, 0]);
    let record = isms.find(id("R-1")).expect("there");
    assert!(record.about().columns.is_empty(), "{:?}", record.about().columns);
}

#[test]
fn words_without_a_scale_are_kept_and_given_no_number() {
    let file = b"ID,Risk,Likelihood,Impact,Risk Level\nR-1,Fire,Often,Bad,High\n";
    let (_, isms) = imported(&begun(), "risks.csv", file);
    assert_eq!(text(&isms, "R-1", "now"), " |  |  | High |  |  | 1");
    assert_eq!(isms.find(id("R-1")).expect("there").about().columns.len(), 2);
}

#[test]
fn a_map_gives_scales_and_words() {
    let map = crate::map::read(
        b"[[table]]\nkind = \"risk\"\n[table.scales.likelihood]\n\"Often\" = 3\n[table.scales.consequence]\n\"Bad\" = 2\n\
          [table.words.treatment]\n\"Watch\" = \"retain\"\n",
    )
    .expect("a map");
    let options = Options { map: Some(map), ..Options::on(TODAY) };
    let file = b"ID,Risk,Likelihood,Impact,Treatment\nR-1,Fire,Often,Bad,Watch\n";
    let plan = plan(&begun(), "risks.csv", file, &options).expect("readable");
    let isms = done(&begun(), &plan);
    assert_eq!(text(&isms, "R-1", "now.likelihood"), "3");
    assert_eq!(text(&isms, "R-1", "treatment"), "retain");
    assert!(text(&isms, "MET", "likelihood").starts_with("3 | Often"));
}

#[test]
fn ids_of_another_shape_take_the_next_free_number_and_are_found_again() {
    let file = b"Risk ID,Risk,Likelihood,Impact\nRISK-007,Fire,1,2\nR-5,Flood,1,2\n";
    let (_, isms) = imported(&begun(), "register.csv", file);
    assert_eq!(
        (text(&isms, "R-5", "title").as_str(), text(&isms, "R-6", "title").as_str()),
        ("Flood", "Fire")
    );
    let moved = b"Risk ID,Risk,Likelihood,Impact\n,,,\nRISK-007,Blaze,1,2\n";
    let plan = planned(&isms, "register.csv", moved);
    assert!(
        matches!(&plan.rows[0].outcome, Outcome::Changed(changed, fields)
        if *changed == id("R-6") && fields.len() == 1 && fields[0].label == "Title"),
        "{:?}",
        plan.rows
    );
}

#[test]
fn a_number_that_another_record_has_is_not_taken_over() {
    let mut isms = begun();
    create(&mut isms, RecordKind::Risk, "Something else");
    let (_, isms) = imported(&isms, "register.csv", b"ID,Risk,Likelihood,Impact\nR-1,Fire,1,2\n");
    assert_eq!(
        (text(&isms, "R-1", "title").as_str(), text(&isms, "R-2", "title").as_str()),
        ("Something else", "Fire")
    );
}

#[test]
fn a_row_that_stands_twice_is_refused_once() {
    let plan = planned(&begun(), "r.csv", b"ID,Risk,Likelihood,Impact\nR-1,Fire,1,2\nR-1,Flood,1,2\n");
    assert_eq!(counts(&plan, "risks"), [1, 0, 0, 1, 0]);
    assert_eq!(refusals(&plan)[0].1, "R-1 stands in row 2 of table too");
}

#[test]
fn an_owner_is_a_person_on_record_or_a_name_that_never_takes_a_persons_place() {
    let mut isms = begun();
    let file = b"ID,Risk,Likelihood,Impact,Owner\nR-1,Fire,1,2,mara kral\nR-2,Flood,1,2,SOC Manager\n";
    (_, isms) = imported(&isms, "risks.csv", file);
    assert_eq!(
        (text(&isms, "R-1", "owner").as_str(), text(&isms, "R-2", "owner").as_str()),
        ("PER-1", "SOC Manager")
    );
    edit(&mut isms, "R-2", &[("owner", "PER-1")]);
    assert!(planned(&isms, "risks.csv", file).is_empty());
}

#[test]
fn a_list_of_people_is_taken_and_their_names_become_owners() {
    let people = b"Employee ID,Full name,Email,Job title,Start date\n17,Ida Berg,ida@example.org,Engineer,2024-02-01\n";
    let (plan, isms) = imported(&begun(), "people.csv", people);
    assert_eq!(counts(&plan, "people"), [1, 0, 0, 0, 0]);
    assert_eq!(text(&isms, "PER-2", "joined_on"), "2024-02-01");
    let (_, isms) = imported(&isms, "r.csv", b"ID,Risk,Likelihood,Impact,Owner\nR-1,Fire,1,2,Ida Berg\n");
    assert_eq!(text(&isms, "R-1", "owner"), "PER-2");
}

#[test]
fn the_statement_that_was_exported_changes_nothing() {
    let stated = b"Control,Title,Applicable,BR,Status\nA.5.1,Policies,Yes,x,Partial\n";
    let (plan, isms) = imported(&begun(), "soa.csv", stated);
    assert_eq!(counts(&plan, "controls"), [0, 1, 0, 0, 0], "{:?}", plan.rows);
    let untitled = planned(&begun(), "soa.csv", b"Control,Applicable,BR,Status\nA.5.1,Yes,x,Partial\n");
    assert_eq!(untitled.rows[0].outcome, plan.rows[0].outcome);
    let file = b"Control,Title,Applicable,Reasons,Justification,State\nA.5.1,Policies,yes,\"baseline: business requirement or \
        best practice, as the file says\",,partial\n";
    let plan = planned(&isms, "soa.csv", file);
    assert!(plan.is_empty() && plan.counts().same == 1, "{:?}", plan.rows);
}

#[test]
fn assets_are_linked_once_they_are_on_record() {
    let register = b"ID,Risk,Asset,Likelihood,Impact\nR-1,Fire,Mill; Store,1,2\n";
    let (plan, isms) = imported(&begun(), "register.csv", register);
    assert!(plan.notes[0].contains("1 rows name assets"), "{:?}", plan.notes);
    let assets = b"Name,Type,Location,Depends on\nMill,system,Oslo,Store\nStore,blue,Oslo,\n";
    let (_, isms) = imported(&isms, "assets.csv", assets);
    assert_eq!(text(&isms, "AST-1", "depends_on"), "AST-2");
    let (_, isms) = imported(&isms, "register.csv", register);
    assert_eq!(text(&isms, "R-1", "elements"), "AST-1, AST-2");
}

#[test]
fn marks_of_reasons_invent_no_law_and_no_number_of_ours_becomes_a_reason() {
    let mut isms = begun();
    create(&mut isms, RecordKind::Risk, "Fire");
    create(&mut isms, RecordKind::Obligation, "GDPR");
    let file = b"Control,Title,Applicable,LR,BR/BP,Justification,Status\nA.5.1,Policies,Yes,x,x,,Implemented\n\
        5.2,Roles,Yes,,,needed by R-1 and OBL-1,almost\nA.5.3,Duties,No,,,,Not applicable\nA.5.4,M,Yes,,,R-1,Planned\n";
    let (plan, isms) = imported(&isms, "soa.csv", file);
    assert_eq!(
        text(&isms, "A.5.1", "reasons"),
        "baseline: business requirement or best practice, as the file says"
    );
    assert_eq!(text(&isms, "A.5.1", "justification"), "the file marks: legal requirement");
    assert_eq!(refusals(&plan), [("Status", refusals(&plan)[0].1, refusals(&plan)[0].2)]);
    assert_eq!(
        (text(&isms, "A.5.4", "reasons").as_str(), text(&isms, "A.5.4", "state").as_str()),
        ("", "planned")
    );
    assert_eq!(text(&isms, "A.5.4", "justification"), "R-1");
    assert!(
        plan.notes.iter().any(|note| note.starts_with("2 rows give a number as reason")),
        "{:?}",
        plan.notes
    );
    assert_eq!(
        (text(&isms, "A.5.3", "included").as_str(), text(&isms, "A.5.3", "justification").as_str()),
        ("no", "")
    );
}

#[test]
fn rows_of_2013_meet_in_their_successors() {
    let mut file = "Control,Title,Applicable,Justification,Status\n".to_owned();
    let meet = AnnexA::new(8, 24).expect("cryptography");
    let old: Vec<_> = standards::control(meet).refs_2013.clone();
    assert!(old.len() >= 2, "two rows of 2013 met in A.8.24");
    for (place, number) in old.iter().enumerate() {
        let row = if place == 0 { "Yes,policy,Implemented" } else { "No,not used,Not started" };
        file.push_str(&format!("{number},T,{row}\n"));
    }
    file.push_str("A.12.3.1,Backup,Yes,needed,Partial\n");
    let (plan, isms) = imported(&begun(), "soa.csv", file.as_bytes());
    assert_eq!(refusals(&plan), []);
    let control = isms.controls.get(&Ref::of(Key::AnnexA(meet))).expect("there");
    assert_eq!(control.included, Some(YesNo::Yes));
    assert_eq!(&*control.justification, "policy");
    let kept = &control.stored.about.columns;
    assert_eq!(kept.len(), old.len());
    assert_eq!(kept[0].heading.to_string(), old[0].to_string());
    assert_eq!(text(&isms, "A.8.13", "state"), "partial");
}

#[test]
fn a_kind_can_be_told_and_a_file_of_nothing_known_is_refused() {
    let file = b"Thing,Remark\nMill,old\n";
    assert!(plan(&begun(), "x.csv", file, &Options::on(TODAY)).is_err());
    let told = Options { kind: Some(Kind::Asset), ..Options::on(TODAY) };
    let named = b"Name,Remark\nMill,old\n";
    let plan = plan(&begun(), "x.csv", named, &told).expect("told");
    assert_eq!(counts(&plan, "assets"), [1, 0, 0, 0, 0]);
}

#[test]
fn a_register_of_5000_rows_is_planned_whole() {
    let mut file = "ID,Risk,Asset,Owner,Likelihood,Impact,Treatment,ISO Control,Residual Risk\n".to_owned();
    for number in 1..=5_000 {
        file.push_str(&format!(
            "R-{number},Risk number {number},Thing {number},Somebody,3,4,mitigate: fix,A.8.13,2\n"
        ));
    }
    let isms = begun();
    let plan = planned(&isms, "risks.csv", file.as_bytes());
    assert_eq!(counts(&plan, "risks"), [5_000, 0, 0, 0, 0]);
}
