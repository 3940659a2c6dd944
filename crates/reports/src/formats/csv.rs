//! CSV as RFC 4180 has it: UTF-8, CRLF, quoted where needed, and no cell that a spreadsheet would run.
//!
//! **Formula cells.** A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` (also in full width), even after blanks, and
//! some run one that begins with a tab or a line break. Such a *text* is written with one apostrophe before it. So that reading can undo
//! it, a text that already looks so behind its own apostrophes gets one more: writing always adds exactly one, reading takes exactly
//! one away, and no other text is touched. [`shielded`] writes, [`unshielded`] reads. Numbers are written as numbers (`-5`).

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::workbook::{Sheet, Value};

/// Whether the file begins with a byte order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// With the mark: Excel then reads UTF-8 as UTF-8.
    Bom,
    /// Without it: for programs.
    None,
}

/// Returns a sheet as CSV: its head, then its rows.
pub fn csv(sheet: &Sheet, mark: Mark) -> Vec<u8> {
    let start = match mark {
        Mark::Bom => "\u{feff}".as_bytes().to_vec(),
        Mark::None => Vec::new(),
    };
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(start);
    let head = sheet.columns().iter().map(|column| shielded(&column.label).into_owned());
    writer.write_record(head).expect("writing to memory does not fail, and rows are of one length");
    for row in sheet.rows() {
        writer
            .write_record(row.iter().map(cell))
            .expect("writing to memory does not fail, and rows are of one length");
    }
    writer.into_inner().expect("writing to memory does not fail")
}

fn cell(value: &Value) -> String {
    match value {
        Value::Number(number) if number.is_finite() => value.show(),
        Value::Number(_) | Value::Empty | Value::Text(_) | Value::Date(_) | Value::Id(_) | Value::List(_) => {
            shielded(&value.show()).into_owned()
        }
    }
}

/// Returns the text as it may stand in a cell: with one apostrophe before it where a spreadsheet would run it.
pub fn shielded(text: &str) -> Cow<'_, str> {
    if would_run(text.trim_start_matches('\'')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns the text that [`shielded`] was given.
pub fn unshielded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if would_run(text.trim_start_matches('\'')) => text,
        Some(_) | None => cell,
    }
}

fn would_run(text: &str) -> bool {
    let blank =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}');
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start_matches(blank).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::{ColumnKind, SheetColumn};

    fn sheet(values: Vec<Value>) -> Sheet {
        let mut sheet = Sheet::new("Risks", vec![SheetColumn::new("title", "Title", 20, ColumnKind::Text)]);
        for value in values {
            sheet.row(vec![value]);
        }
        sheet
    }

    #[test]
    fn lines_end_in_crlf_and_special_cells_are_quoted() {
        let bytes =
            csv(&sheet(vec![Value::text("a, \"b\"\nc"), Value::Empty, Value::Number(-5.0)]), Mark::None);
        assert_eq!(String::from_utf8(bytes).unwrap(), "Title\r\n\"a, \"\"b\"\"\nc\"\r\n\"\"\r\n-5\r\n");
    }

    #[test]
    fn the_mark_is_there_only_when_asked_for() {
        assert!(csv(&sheet(vec![]), Mark::Bom).starts_with(b"\xef\xbb\xbfTitle"));
        assert!(csv(&sheet(vec![]), Mark::None).starts_with(b"Title"));
    }

    #[test]
    fn a_text_that_a_spreadsheet_would_run_gets_an_apostrophe() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@a",
            "\tx",
            "\rx",
            "\nx",
            "  =1",
            "\u{a0}=1",
            "\u{feff}=1",
            "＝1",
            "\u{1}=1",
        ] {
            assert_eq!(shielded(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "a=1", "'quoted'", "a - b", "  a", "1-2", "–"] {
            assert_eq!(shielded(text), text);
        }
    }

    #[test]
    fn reading_undoes_exactly_what_writing_did() {
        for text in ["=1", "'=1", "''=1", "'x", "x", "", "'", "''", " '=1", "'\t", "- a list item", "' -"] {
            assert_eq!(unshielded(&shielded(text)), text, "{text:?}");
            assert!(!would_run(&shielded(text)), "{text:?} still runs");
        }
    }

    #[test]
    fn our_reader_gets_back_what_was_written() {
        let texts = ["=cmd|' /C calc'!A0", "'=x", "a\r\nb", "ü, \"q\"", "🔒 שלום"];
        let bytes = csv(&sheet(texts.iter().map(|text| Value::text(*text)).collect()), Mark::None);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let read: Vec<String> =
            reader.records().map(|record| unshielded(&record.unwrap()[0]).to_owned()).collect();
        assert_eq!(read, texts);
    }
}
