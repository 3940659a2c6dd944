//! What the statement promises: every row, honest counts and state, nothing that is only proposed.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use jiff::civil::date;
use model::records::*;
use model::{Approval, Owner, Ref, YesNo};

use super::*;
use crate::content::{Block, Content, Row};
use crate::formats::pdf::lend_nothing;
use crate::sample::{HOSTILE, basis, blank, good, head, propose, row, texts};

fn now(sample: &model::sample::Sample) -> Content {
    content(&basis(&sample.isms, sample.today, &head()), Edition::Now)
}

fn rows(content: &Content, heading: &str) -> Vec<String> {
    let section = content.sections.iter().find(|section| section.heading == heading).expect(heading);
    let tables = section.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Heading(_)
        | Block::Paragraph(_)
        | Block::Remark(_)
        | Block::Facts(_)
        | Block::Approvals(_) => None,
    });
    tables.flat_map(|table| table.rows()).filter(|row| matches!(row, Row::Cells(_))).map(row).collect()
}

#[test]
fn all_93_rows_stand_in_order_with_reasons_state_and_the_owners_name() {
    let rows = rows(&now(&good()), "Controls");
    assert_eq!(rows.len(), 93);
    assert!(rows[0].starts_with("A.5.1 | Policies for information security | yes |"), "{}", rows[0]);
    assert!(rows[92].starts_with("A.8.34 |"), "{}", rows[92]);
    let backup = rows.iter().find(|row| row.starts_with("A.8.13 ")).expect("a row");
    assert!(
        backup.contains("Information backup | yes | risk R-1") && backup.ends_with("implemented | Ida Novak"),
        "{backup}"
    );
    let law = rows.iter().find(|row| row.starts_with("A.5.34 ")).expect("a row");
    assert!(law.contains("risk, law R-5 OBL-1"), "{law}");
}

#[test]
fn the_cover_says_who_approved_which_version_when_and_by_which_digest() {
    let sample = good();
    let content = now(&sample);
    let digest = sample.isms.soa.one().expect("stated").approvals[0].digest.clone();
    assert_eq!((content.id.as_str(), content.version.as_str()), ("SOA v1", "version 1"));
    assert_eq!(content.state.word, "approved");
    let texts = texts(&content);
    for expected in [
        "Approved: by Mara Kral on 2026-04-20",
        "Controls: 93 of 93 decided: 90 included, 3 excluded; 0 undecided",
        "Order handling for shops, done in the Office.",
        "Mara Kral | Managing director | approved version 1",
        digest.as_str(),
    ] {
        assert!(texts.contains(expected), "{expected} in {texts}");
    }
}

#[test]
fn a_row_that_was_decided_anew_makes_it_a_draft_that_says_what_differs() {
    let mut sample = good();
    sample.edit_control("A.8.12", |control| {
        control.state = ControlState::Implemented;
        control.reasons.push(Reason::Obligation(Ref::number(2)));
        control.owner = Some(Owner::Person(Ref::number(2)));
    });
    sample.edit_control("A.7.4", |control| control.included = None);
    let content = now(&sample);
    assert_eq!(content.id, "SOA v2");
    assert_eq!(content.state.word, "draft, differs from version 1");
    let changes = rows(&content, "Changes since version 1");
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[0], "A.7.4 | applicable: undecided instead of no");
    assert!(changes[1].contains("reason added: OBL-2 Tell customers of incidents"), "{}", changes[1]);
    assert!(changes[1].contains("state: implemented instead of partial"), "{}", changes[1]);
    assert!(changes[1].contains("owner: Jonas Weil instead of Ida Novak"), "{}", changes[1]);
    let text = texts(&content);
    assert!(text.contains("92 of 93 decided: 90 included, 2 excluded; 1 undecided"), "{text}");
    assert!(text.contains("Mara Kral | Managing director | not approved"), "{text}");
}

#[test]
fn the_version_in_force_keeps_the_rows_that_were_approved() {
    let mut sample = good();
    sample.edit_control("A.8.12", |control| control.included = None);
    let content = content(&basis(&sample.isms, sample.today, &head()), Edition::InForce);
    assert_eq!((content.id.as_str(), content.state.word.as_str()), ("SOA v1", "approved"));
    assert!(
        rows(&content, "Controls").iter().any(|row| row.starts_with("A.8.12 ") && row.contains("| yes |"))
    );
}

#[test]
fn an_approval_does_not_hold_before_its_day() {
    let sample = good();
    let early = content(&basis(&sample.isms, date(2026, 4, 19), &head()), Edition::InForce);
    assert_eq!(early.state.word, "draft, not approved");
}

#[test]
fn every_exclusion_is_listed_with_its_reason_and_a_missing_one_is_named() {
    let mut sample = good();
    sample.edit_control("A.8.30", |control| control.justification = "".into());
    let excluded = rows(&now(&sample), "Exclusions");
    assert_eq!(excluded.len(), 3);
    assert!(excluded[0].starts_with("A.7.4 |") && excluded[0].ends_with("nothing there needs it."));
    assert!(excluded[2].starts_with("A.8.30 |") && excluded[2].ends_with("| no reason given"));
}

#[test]
fn a_blank_organisation_gets_a_draft_with_nothing_decided() {
    let sample = blank();
    let content = now(&sample);
    let text = texts(&content);
    for expected in [
        "organisation without a name",
        "draft, not approved",
        "0 of 93 decided: 0 included, 0 excluded; 93 undecided",
        "No control is excluded.",
        "No scope is recorded.",
        " | Top management | not approved",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert_eq!(rows(&content, "Controls").len(), 93);
    assert!(rows(&content, "Controls").iter().all(|row| row.contains("| undecided |")));
}

#[test]
fn what_is_only_proposed_is_nowhere() {
    let mut sample = good();
    let control =
        Control { title: "Proposed control".into(), included: Some(YesNo::Yes), ..Control::default() };
    propose(&mut sample, 90, control);
    let boss =
        Person { title: "Proposed boss".into(), kind: Some(PersonKind::TopManagement), ..Person::default() };
    propose(&mut sample, 91, boss);
    sample.edit_control("A.5.1", |control| control.owner = Some(Owner::Person(Ref::number(91))));
    let basis_head = head();
    let basis = basis(&sample.isms, sample.today, &basis_head);
    assert!(!texts(&content(&basis, Edition::Now)).contains("Proposed"));
    assert!(!format!("{:?}", workbook(&basis)).contains("Proposed"));
}

#[test]
fn an_own_control_stands_behind_the_93_once_it_is_decided() {
    let mut sample = good();
    let own = |title: &str, included| Control { title: title.into(), included, ..Control::default() };
    sample.put(Ref::number(1), own("Badge at the door", Some(YesNo::Yes)));
    sample.put(Ref::number(2), own("Only an idea", None));
    sample.edit_control("A.5.34", |control| control.reasons.push(Reason::Baseline("usual".into())));
    let content = now(&sample);
    let rows = rows(&content, "Controls");
    assert_eq!(rows.len(), 94);
    assert!(rows.iter().any(|row| row.contains("| risk, law; baseline: usual R-5 OBL-1 |")), "{rows:?}");
    assert!(rows[93].starts_with("C-1 | Badge at the door | yes | no reason"), "{}", rows[93]);
    assert!(texts(&content).contains("Own controls: 1 included, 0 excluded"));
    assert!(texts(&content).contains("93 of 93 decided"));
}

#[test]
fn the_legend_names_each_reason_once_and_says_where_one_is_in_no_register() {
    let mut sample = good();
    sample.edit_control("A.5.1", |control| control.reasons = vec![Reason::Agreement(Ref::number(77))]);
    let legend = rows(&now(&sample), "Reasons");
    let ids: Vec<&str> = legend.iter().filter_map(|row| row.split(" | ").next()).collect();
    assert_eq!(ids, ["OBL-1", "OBL-2", "AGR-77", "R-1", "R-2", "R-5"]);
    assert!(legend[2].contains("in no register"), "{}", legend[2]);
    assert!(
        legend[3].contains("Ransomware stops order handling | risk, high | A.8.7 A.8.8 A.8.13"),
        "{}",
        legend[3]
    );
}

fn opened(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("our own workbook opens")
}

/// Returns the rows of the sheet by id, each cell by its head.
fn by_id(bytes: Vec<u8>) -> HashMap<String, HashMap<String, String>> {
    let range = opened(bytes).worksheet_range("Statement of applicability").expect("the sheet is there");
    let mut rows = range.rows();
    let heads: Vec<String> = rows.next().expect("a head").iter().map(Data::to_string).collect();
    let cells = |row: &[Data]| heads.iter().cloned().zip(row.iter().map(Data::to_string)).collect();
    rows.map(|row| (row[0].to_string(), cells(row))).collect()
}

#[test]
fn the_workbook_has_the_columns_that_auditors_know_and_the_marks_follow_from_the_reasons() {
    let mut sample = good();
    sample.edit_control("A.5.1", |control| control.justification = HOSTILE.into());
    let head = head();
    let rows = by_id(crate::soa_xlsx(&basis(&sample.isms, sample.today, &head)).expect("small"));
    assert_eq!(rows.len(), 93);
    let cell = |id: &str, column: &str| rows[id][column].as_str();
    assert_eq!(cell("A.5.1", "Justification"), &*model::Prose::new(HOSTILE));
    assert_eq!(cell("A.5.1", "BR/BP"), "x");
    assert_eq!(["LR", "CO", "BR/BP", "RRA"].map(|mark| cell("A.5.34", mark)), ["x", "", "", "x"]);
    assert_eq!(["LR", "CO", "BR/BP", "RRA"].map(|mark| cell("A.5.26", mark)), ["", "x", "", ""]);
    assert_eq!((cell("A.8.13", "Applicable"), cell("A.8.13", "Reasons")), ("yes", "R-1"));
    assert_eq!((cell("A.8.13", "Owner"), cell("A.8.13", "Owner's name")), ("PER-3", "Ida Novak"));
    assert_eq!((cell("A.8.13", "State"), cell("A.8.13", "Accepted evidence")), ("implemented", "EV-72"));
    assert_eq!((cell("A.5.1", "Documents"), cell("A.7.4", "Applicable")), ("DOC-1; DOC-4", "no"));
}

#[test]
fn what_the_workbook_says_of_a_row_is_read_back_as_it_was() {
    let sample = good();
    let head = head();
    let rows = by_id(crate::soa_xlsx(&basis(&sample.isms, sample.today, &head)).expect("small"));
    for (id, control) in sample.isms.controls.iter() {
        let row = &rows[&id.to_string()];
        let names =
            ["title", "included", "reasons", "justification", "state", "design", "owner", "documents"];
        let typed = names.map(|name| {
            let label = <Control as model::Record>::field(name).expect("a field").label;
            (name.to_owned(), row[label].clone())
        });
        let read = model::Change::of_text(&sample.isms, id.id(), &typed).expect("every cell is read");
        let before = sample.isms.present(id.id()).expect("there");
        assert_eq!(read, before, "{id} of {control:?}");
    }
}

#[test]
fn the_first_sheet_lists_the_clauses_and_what_is_on_record_for_them() {
    let sample = good();
    let head = head();
    let mut book = opened(crate::soa_xlsx(&basis(&sample.isms, sample.today, &head)).expect("small"));
    assert_eq!(book.sheet_names()[..3], ["Mandatory clauses", "Statement of applicability", "Reasons"]);
    let range = book.worksheet_range("Mandatory clauses").expect("there");
    assert_eq!(range.height(), 1 + standards::clauses().len());
    let found = range.rows().find(|row| row[0] == *"6.1.3 d)").expect("the clause of the statement");
    assert!(found[4].to_string().contains("statement of applicability: SOA"), "{found:?}");
}

#[test]
fn the_same_ledger_head_gives_the_same_bytes() {
    let (one, two) = (good(), good());
    let head = head();
    let (one, two) = (basis(&one.isms, one.today, &head), basis(&two.isms, two.today, &head));
    assert!(crate::soa_xlsx(&one) == crate::soa_xlsx(&two));
    #[cfg(feature = "pdf")]
    assert!(
        crate::soa_pdf(&one, Edition::Now, &lend_nothing)
            == crate::soa_pdf(&two, Edition::Now, &lend_nothing)
    );
}

#[cfg(feature = "pdf")]
#[test]
fn hostile_and_endless_texts_do_not_stop_the_document() {
    let mut sample = good();
    let long = HOSTILE.repeat(300);
    sample.edit_one(|organisation: &mut Organisation| organisation.title = long.as_str().into());
    sample.edit_one(|scope: &mut Scope| scope.statement = long.as_str().into());
    sample.edit_one(|soa: &mut Soa| soa.title = HOSTILE.into());
    sample.edit::<Risk>(1, |risk| risk.title = HOSTILE.into());
    sample.edit_control("A.5.2", |control| {
        control.title = HOSTILE.into();
        control.justification = long.as_str().into();
        control.owner = Some(Owner::Named(HOSTILE.into()));
        control.reasons = vec![Reason::Baseline(HOSTILE.into())];
    });
    sample.edit_one(|soa: &mut Soa| {
        soa.approvals.push(Approval::of(9, Ref::number(99), date(2026, 5, 1), SoaContent::default()));
    });
    let head = head();
    let bytes = crate::soa_pdf(&basis(&sample.isms, sample.today, &head), Edition::Now, &lend_nothing)
        .expect("laid out");
    assert!(bytes.starts_with(b"%PDF-"));
}
