//! What registers promise: every record once, every cell read back, nothing that is only proposed.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use model::records::*;
use model::{Change, Column, Decimal, Owner, Ref};

use super::*;
use crate::sample::{HOSTILE, basis, blank, good, head, propose, put_with};

/// Returns the values of a sheet as import would read them from a file, with the keys of their columns.
fn read(sheet: &Sheet) -> Vec<Vec<(String, String)>> {
    let head = head();
    let sample = blank();
    let workbook = basis(&sample.isms, sample.today, &head).workbook("x", Vec::new(), vec![sheet.clone()]);
    let bytes = crate::formats::excel::excel(&workbook).expect("small");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("our own workbook opens");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("it is read");
    let keys: Vec<&String> = sheet.columns().iter().map(|column| &column.key).collect();
    let text = |cell: &Data| {
        if let Data::DateTime(moment) = cell {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            return format!("{year:04}-{month:02}-{day:02}");
        }
        cell.to_string()
    };
    let rows = range.rows().skip(1);
    rows.map(|row| keys.iter().map(|key| (*key).clone()).zip(row.iter().map(text)).collect()).collect()
}

#[test]
fn every_kind_has_its_own_keys_and_labels() {
    let sample = blank();
    let head = head();
    for kind in RecordKind::ALL {
        let sheet = sheet(&basis(&sample.isms, sample.today, &head), *kind);
        assert_eq!(sheet.columns()[0].key, "id");
        let keys: BTreeSet<&String> = sheet.columns().iter().map(|column| &column.key).collect();
        let labels: BTreeSet<&String> = sheet.columns().iter().map(|column| &column.label).collect();
        assert_eq!((keys.len(), labels.len()), (sheet.columns().len(), sheet.columns().len()), "{kind:?}");
    }
}

#[test]
fn what_a_register_says_is_read_back_as_it_was() {
    let mut sample = good();
    sample.edit::<Risk>(1, |risk| {
        risk.title = HOSTILE.into();
        risk.description = format!("{HOSTILE}\nsecond line").as_str().into();
        risk.owner = Some(Owner::Named("Smith, John".into()));
        risk.now.score = Decimal::parse("999999999.123456789");
        risk.now.likelihood = Decimal::parse("0.63");
    });
    let head = head();
    let basis = basis(&sample.isms, sample.today, &head);
    let mut looked_at = 0;
    for kind in RecordKind::ALL {
        // Fields of operations may hold what nobody can type, such as an approval.
        let typable: Vec<&str> = kind
            .fields()
            .iter()
            .filter(|field| field.writer == model::Writer::Form)
            .map(|field| field.name)
            .collect();
        for row in read(&sheet(&basis, *kind)) {
            let id = RecordId::parse(&row[0].1).expect("an id leads the row");
            let typed: Vec<(String, String)> = row
                .into_iter()
                .filter(|(key, _)| {
                    typable.contains(&key.split('.').next().unwrap_or_default()) || key.starts_with("now.")
                })
                .collect();
            let read = Change::of_text(&sample.isms, id, &typed).expect("every cell is read");
            assert_eq!(Some(read), sample.isms.present(id));
            looked_at += typed.len();
        }
    }
    assert!(looked_at > 1000, "{looked_at} cells");
}

#[test]
fn a_register_holds_every_record_once_and_none_that_is_only_proposed() {
    let mut sample = good();
    propose(&mut sample, 40, Risk { title: "Only proposed".into(), ..Risk::default() });
    let head = head();
    let basis = basis(&sample.isms, sample.today, &head);
    let ids: Vec<String> = sheet(&basis, RecordKind::Risk).rows().iter().map(|row| row[0].show()).collect();
    assert_eq!(ids, ["R-1", "R-2", "R-3", "R-4", "R-5"]);
    assert!(!format!("{:?}", all_registers(&basis)).contains("Only proposed"));
}

#[test]
fn an_owner_stands_as_an_id_and_the_name_beside_it() {
    let sample = good();
    let head = head();
    let sheet = sheet(&basis(&sample.isms, sample.today, &head), RecordKind::Risk);
    let at = |key: &str| sheet.columns().iter().position(|column| column.key == key).expect("a column");
    let row = &sheet.rows()[0];
    assert_eq!((row[at("owner")].show(), row[at("read:owner")].show()), ("PER-3".into(), "Ida Novak".into()));
    assert_eq!(sheet.columns()[at("now.likelihood")].label, "Now: Likelihood");
    assert_eq!(row[at("now.likelihood")], Value::Number(3.0));
    assert_eq!(row[at("controls")].show(), "A.8.7; A.8.8; A.8.13");
}

#[test]
fn columns_that_nobody_mapped_come_back_under_their_heading() {
    let mut sample = good();
    let beside = |heading: &str, text: &str| Column { heading: heading.into(), text: text.into() };
    let about = model::About {
        columns: vec![beside("Ticket", "OPS-7"), beside("Threat", "as the file had it")],
        labels: vec!["cloud".into(), "2026".into()],
        ..model::About::default()
    };
    put_with(&mut sample, Ref::number(6), about, Risk { title: "From a file".into(), ..Risk::default() });
    let head = head();
    let sheet = sheet(&basis(&sample.isms, sample.today, &head), RecordKind::Risk);
    let labels: Vec<&str> = sheet.columns().iter().map(|column| column.label.as_str()).collect();
    assert_eq!(labels[labels.len() - 3..], ["Labels", "Ticket", "Threat (as imported)"]);
    let last: Vec<String> = sheet.rows()[5].iter().rev().take(3).map(Value::show).collect();
    assert_eq!(last, ["as the file had it", "OPS-7", "cloud\n2026"]);
    assert_eq!(sheet.columns().last().map(|column| column.key.as_str()), Some("column:Threat"));
}

#[test]
fn all_registers_have_a_sheet_for_each_kind_that_holds_something() {
    let sample = good();
    let head = head();
    let basis = basis(&sample.isms, sample.today, &head);
    let names: Vec<String> =
        all_registers(&basis).sheets.iter().map(|sheet| sheet.name().to_owned()).collect();
    let filled = RecordKind::ALL.iter().filter(|kind| sample.isms.count(**kind) > 0).count();
    assert_eq!(names.len(), filled);
    assert!(names.contains(&"Risks".to_owned()) && !names.contains(&"Dispositions".to_owned()), "{names:?}");
    assert!(crate::registers_xlsx(&basis).expect("small") == crate::registers_xlsx(&basis).expect("small"));
}

#[test]
fn a_csv_has_the_head_and_no_cell_that_a_spreadsheet_would_run() {
    let mut sample = good();
    sample.edit::<Risk>(2, |risk| risk.title = HOSTILE.into());
    let head = head();
    let csv = crate::register_csv(
        &basis(&sample.isms, sample.today, &head),
        RecordKind::Risk,
        crate::formats::csv::Mark::None,
    );
    let text = String::from_utf8(csv).expect("UTF-8");
    assert!(text.starts_with("Id,Title,Description,"), "{text}");
    assert!(text.contains("R-2,\"'=cmd|"), "{text}");
}
