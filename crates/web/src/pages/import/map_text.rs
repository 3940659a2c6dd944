//! What a person says about columns, written as a map file: the same that the command line reads.

use std::fmt::Write as _;

use importers::Workbook;
use importers::headings::Kind;
use sha2::{Digest as _, Sha256};

/// What is said of one sheet.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its name.
    pub sheet: String,
    /// What it lists.
    pub kind: Kind,
    /// The row of its headings.
    pub row: Option<u32>,
    /// Fields, each with the letters of its column.
    pub columns: Vec<(String, String)>,
    /// The letters of columns that give no field, although their headings say one.
    pub kept: Vec<String>,
    /// Which comes first in dates: `day-first`, `month-first` or nothing.
    pub dates: String,
    /// Which mark numbers use: `comma`, `point` or nothing.
    pub decimals: String,
    /// Words that are not on our scales: field, word, and the number it stands for.
    pub scales: Vec<(&'static str, String, f64)>,
}

/// The fields that have a scale.
pub const SCALED: [&str; 2] = ["likelihood", "consequence"];

/// Writes a map file.
pub fn written(said: &[Said]) -> String {
    let mut out = String::new();
    for table in said {
        let _ = writeln!(
            out,
            "[[table]]\nkind = {}\nsheet = {}",
            quoted(table.kind.name()),
            quoted(&table.sheet)
        );
        if let Some(row) = table.row {
            let _ = writeln!(out, "header_row = {row}");
        }
        for (name, value) in [("dates", &table.dates), ("decimals", &table.decimals)] {
            if !value.is_empty() {
                let _ = writeln!(out, "{name} = {}", quoted(value));
            }
        }
        if !table.kept.is_empty() {
            let kept: Vec<String> =
                table.kept.iter().map(|letters| quoted(&format!("column {letters}"))).collect();
            let _ = writeln!(out, "kept = [{}]", kept.join(", "));
        }
        if !table.columns.is_empty() {
            let _ = writeln!(out, "[table.columns]");
        }
        for (field, letters) in &table.columns {
            let _ = writeln!(out, "{field} = {}", quoted(&format!("column {letters}")));
        }
        for field in SCALED {
            let mut words = table.scales.iter().filter(|(of, _, _)| *of == field).peekable();
            if words.peek().is_some() {
                let _ = writeln!(out, "[table.scales.{field}]");
            }
            for (_, word, number) in words {
                let _ = writeln!(out, "{} = {number:?}", quoted(word));
            }
        }
    }
    out
}

/// Returns the key under which what was said about files of this shape is kept.
pub fn shape(book: &Workbook) -> String {
    let mut hash = Sha256::new();
    for sheet in &book.sheets {
        hash.update(sheet.name.as_bytes());
        hash.update([0]);
        for cell in
            sheet.rows.iter().take(8).flat_map(|row| &row.cells).filter(|cell| cell.text.len() < 80).take(40)
        {
            hash.update(cell.text.as_bytes());
            hash.update([1]);
        }
        hash.update([2]);
    }
    let hex = operations::hex(&hash.finalize()[..16]);
    format!("import-map/{hex}")
}

/// Writes a text as TOML does.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            sign if sign.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(sign));
            }
            sign => out.push(sign),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_read_back_whatever_a_sheet_is_called() {
        let said = Said {
            sheet: "Risiken \"2026\" \\ \u{7} Q4".to_owned(),
            kind: Kind::Risk,
            row: Some(4),
            columns: vec![
                ("title".to_owned(), "B".to_owned()),
                ("after_likelihood".to_owned(), "R".to_owned()),
            ],
            kept: vec!["C".to_owned()],
            dates: "day-first".to_owned(),
            decimals: String::new(),
            scales: vec![("likelihood", "h\u{e4}ufig \"x\"".to_owned(), 4.0)],
        };
        let map =
            importers::map::read(written(std::slice::from_ref(&said)).as_bytes()).expect("our own text");
        let table = map.tables.first().expect("one table");
        assert_eq!(table.sheet.as_deref(), Some(said.sheet.as_str()));
        assert_eq!((table.kind, table.header_row, table.columns.len()), (Kind::Risk, Some(4), 2));
        assert_eq!(table.kept, [importers::Column(2)]);
        let scale = table.scales.values().next().expect("a scale");
        assert_eq!(scale.get("h\u{e4}ufig \"x\""), Some(&4.0));
    }
}
