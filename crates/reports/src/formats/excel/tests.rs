//! What a workbook promises, read back by another library.

use calamine::{Data, Reader, Xlsx as Read};
use jiff::civil::date;

use super::*;
use crate::content::{Fact, LedgerHead};

fn workbook(values: Vec<Value>) -> Workbook {
    let columns = vec![
        SheetColumn::new("id", "Id", 8, ColumnKind::Id),
        SheetColumn::new("state", "State", 12, ColumnKind::Text)
            .choices(["draft", "approved, with \"words\""])
            .help("Where it stands."),
        SheetColumn::new("text", "Text", 60, ColumnKind::Text),
    ];
    let mut sheet = Sheet::new("Annex A", columns);
    for value in values {
        sheet.row(vec![Value::Id("R-1".to_owned()), Value::text("draft"), value]);
    }
    Workbook {
        title: "Statement of Applicability".to_owned(),
        organisation: "Acme".to_owned(),
        as_of: date(2026, 11, 21),
        ledger: LedgerHead { seq: 42, digest: "ab".repeat(32), ..LedgerHead::default() },
        about: vec![Fact::text("Version", "3")],
        sheets: vec![sheet],
    }
}

fn reread(bytes: Vec<u8>) -> Read<std::io::Cursor<Vec<u8>>> {
    Read::new(std::io::Cursor::new(bytes)).unwrap()
}

fn column(bytes: Vec<u8>, sheet: &str, at: usize) -> Vec<Data> {
    reread(bytes).worksheet_range(sheet).unwrap().rows().map(|row| row[at].clone()).collect()
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let content = workbook(vec![Value::text("one"), Value::Number(2.5), Value::Date(date(2026, 1, 2))]);
    assert_eq!(excel(&content).unwrap(), excel(&content).unwrap());
}

#[test]
fn no_text_becomes_a_formula_a_link_or_a_number() {
    let texts =
        ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.org", "{=1}", "007", "1e5", "TRUE", "_x0041_"];
    let bytes = excel(&workbook(texts.iter().map(|text| Value::text(*text)).collect())).unwrap();
    let formulas = reread(bytes.clone()).worksheet_formula("Annex A").unwrap();
    assert!(formulas.rows().flatten().all(String::is_empty));
    let read = column(bytes, "Annex A", 2);
    assert_eq!(read[1..], texts.map(|text| Data::String(text.to_owned())));
}

#[test]
fn a_text_of_exactly_the_limit_stays_whole_and_a_longer_one_says_that_it_was_cut() {
    let (whole, long) = ("é".repeat(CELL_CHARACTERS_MAX), "🔒".repeat(20_000));
    let bytes = excel(&workbook(vec![Value::text(whole.as_str()), Value::text(long)])).unwrap();
    let read = column(bytes.clone(), "Annex A", 2);
    assert_eq!(read[1], Data::String(whole));
    let Data::String(cut) = &read[2] else { panic!("a text") };
    assert!(cut.ends_with(CUT));
    assert!(cut.encode_utf16().count() <= CELL_CHARACTERS_MAX);
    let about = reread(bytes).worksheet_range(ABOUT).unwrap();
    let line = about.rows().find(|row| row[0] == Data::String("Texts cut for length".to_owned())).unwrap();
    assert_eq!(line[1], Data::String("1".to_owned()));
}

#[test]
fn control_characters_are_left_out_and_line_breaks_kept() {
    let bytes = excel(&workbook(vec![Value::text("a\u{0}b\u{1b}c\r\nd\u{ffff}")])).unwrap();
    assert_eq!(column(bytes, "Annex A", 2)[1], Data::String("abc\nd".to_owned()));
}

#[test]
fn numbers_and_days_keep_their_kind_and_odd_ones_become_text() {
    let values = vec![
        Value::Number(-2.5),
        Value::Number(f64::NAN),
        Value::Date(date(2026, 11, 21)),
        Value::Date(date(1815, 12, 10)),
        Value::List(vec!["R-1".to_owned(), "R-2".to_owned()]),
    ];
    let read = column(excel(&workbook(values)).unwrap(), "Annex A", 2);
    assert_eq!(read[1], Data::Float(-2.5));
    assert_eq!(read[2], Data::String("NaN".to_owned()));
    assert!(matches!(&read[3], Data::DateTime(day) if day.as_f64() == 46_347.0), "{:?}", read[3]);
    assert_eq!(read[4], Data::String("1815-12-10".to_owned()));
    assert_eq!(read[5], Data::String("R-1; R-2".to_owned()));
}

#[test]
fn the_file_says_what_it_was_made_from() {
    let said = column(excel(&workbook(vec![])).unwrap(), ABOUT, 1);
    for text in ["Statement of Applicability", "Acme", "2026-11-21", "42", &"ab".repeat(32)] {
        assert!(said.contains(&Data::String(text.to_owned())), "{text}");
    }
}

#[test]
fn choices_lie_in_a_sheet_of_their_own_so_that_commas_do_no_harm() {
    let read = column(excel(&workbook(vec![])).unwrap(), CHOICES, 0);
    assert_eq!(read, ["draft", "approved, with \"words\""].map(|text| Data::String(text.to_owned())));
}

#[test]
fn a_sheet_without_columns_or_rows_is_still_a_file() {
    let mut content = workbook(vec![]);
    content.sheets = vec![Sheet::new("", vec![])];
    assert!(excel(&content).is_ok());
    content.sheets = vec![];
    assert!(excel(&content).is_ok());
}
