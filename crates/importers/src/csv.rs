//! Text tables: comma, semicolon or tab, in whatever encoding a spreadsheet program wrote them.

use crate::archive::too_large;
use crate::limits::Limits;
use crate::problem::{Place, Problem};
use crate::sheet::{Builder, Format, Shown, Value, Workbook};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// The one sheet that a text table has.
const SHEET: &str = "table";

/// How the values of a line are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// A tab.
    Tab,
    /// A semicolon.
    Semicolon,
    /// A comma.
    Comma,
}

impl Separator {
    /// All, the likelier first where two fit equally.
    pub const ALL: [Self; 3] = [Self::Tab, Self::Semicolon, Self::Comma];

    /// Returns the character.
    pub fn byte(self) -> u8 {
        match self {
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Comma => b',',
        }
    }
}

/// Reads a text table; the separator is found from its lines unless it is given.
pub fn read(bytes: &[u8], separator: Option<Separator>, limits: &Limits) -> Result<Workbook, Problem> {
    let (text, encoding) = text_of(bytes, limits)?;
    let text = one_kind_of_line_end(&text);
    let (text, first_row, said) = announced(&text);
    let separator = separator.or(said).unwrap_or_else(|| separator_of(beginning(text)));
    check_width(text, separator)?;
    let mut builder = Builder::new(Format::Csv, encoding.name(), limits);
    builder.sheet(SHEET, Shown::Yes)?;
    let mut reader = reader(text, separator);
    let mut record = ::csv::StringRecord::new();
    let mut lines_inside: u64 = 0;
    let mut last: Option<(u64, u32)> = None;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                return Err(Problem::file(format!("the table cannot be read: {error}"), "a text table"));
            }
        }
        let line = record.position().map_or(1, |at| at.line() + blank_lines_at(text, at.byte()));
        let row =
            u32::try_from(line.saturating_sub(lines_inside)).unwrap_or(u32::MAX).saturating_add(first_row);
        for (position, value) in record.iter().enumerate() {
            lines_inside += value.bytes().filter(|byte| *byte == b'\n').count() as u64;
            builder.cell(row, position, unshielded(value), Value::Text)?;
        }
        last = Some((record.position().map_or(0, ::csv::Position::byte), row));
    }
    if let Some((byte, row)) = last {
        check_quotes(text, byte, row)?;
    }
    let book = builder.finish()?;
    if book.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(Problem::file("the file is empty", "a table with a line of headings"));
    }
    Ok(book)
}

/// Returns a cell without the apostrophe that kept it from running in a spreadsheet.
pub fn unshielded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if would_run(text.trim_start_matches('\'')) => text,
        Some(_) | None => cell,
    }
}

/// Returns a cell that no spreadsheet runs: an apostrophe stands before what would.
pub(crate) fn shielded(cell: &str) -> Cow<'_, str> {
    if would_run(cell.trim_start_matches('\'')) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

fn would_run(text: &str) -> bool {
    let blank =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}');
    let runs = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    text.starts_with(['\t', '\r', '\n']) || text.trim_start_matches(blank).starts_with(runs)
}

/// Counts the blank lines before a record, which its position does not count.
fn blank_lines_at(text: &str, byte: u64) -> u64 {
    let rest = usize::try_from(byte).ok().and_then(|at| text.as_bytes().get(at..)).unwrap_or_default();
    rest.iter().take_while(|byte| **byte == b'\n').count() as u64
}

/// Returns the text of a file and the encoding it was written in.
pub(crate) fn text_of<'a>(
    bytes: &'a [u8],
    limits: &Limits,
) -> Result<(Cow<'a, str>, &'static Encoding), Problem> {
    let bytes_max = limits.file_bytes_max.min(limits.text_bytes_max as u64);
    if bytes.len() as u64 > bytes_max {
        return Err(too_large(bytes_max));
    }
    let (encoding, rest) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
        None => (WINDOWS_1252, bytes),
    };
    let (text, broken) = encoding.decode_without_bom_handling(rest);
    if broken && (encoding == UTF_16LE || encoding == UTF_16BE || encoding == UTF_8) {
        let message = format!("the file says it is {} and is not", encoding.name());
        return Err(Problem::file(message, "a text file saved as UTF-8"));
    }
    if let Some(at) = text.find('\0') {
        let line = text.get(..at).unwrap_or_default().matches('\n').count() as u64 + 1;
        return Err(Problem::new(
            Place::Line(line),
            "the file is not a text",
            "a text table (.csv) or a workbook",
        ));
    }
    Ok((text, encoding))
}

fn one_kind_of_line_end(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Takes off the line `sep=;` that some programs put first.
fn announced(text: &str) -> (&str, u32, Option<Separator>) {
    for separator in Separator::ALL {
        let line = format!("sep={}\n", char::from(separator.byte()));
        if let Some(rest) = text.strip_prefix(&line) {
            return (rest, 1, Some(separator));
        }
    }
    (text, 0, None)
}

fn reader(text: &str, separator: Separator) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.byte())
        .from_reader(text.as_bytes())
}

/// How much of a file is looked at to find its separator.
const LOOKED_AT: usize = 256 << 10;

/// The most separators that a line may hold: what a spreadsheet writes for empty columns at the end.
const SEPARATORS_MAX: usize = 20_000;

/// Returns the beginning of a text, whole characters only.
fn beginning(text: &str) -> &str {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Refuses a line with so many separators that no table can be meant, before anything is made of it.
fn check_width(text: &str, separator: Separator) -> Result<(), Problem> {
    for (line, row) in text.lines().zip(1_u32..) {
        if line.len() > SEPARATORS_MAX {
            let count = line.bytes().filter(|byte| *byte == separator.byte()).count();
            if count > SEPARATORS_MAX {
                let place = Place::Row { sheet: SHEET.to_owned(), row };
                return Err(Problem::new(place, "the row has too many columns", "at most 1000 columns"));
            }
        }
    }
    Ok(())
}

/// Returns the separator under which most lines have the same number of values, more than one.
fn separator_of(text: &str) -> Separator {
    const LINES_MAX: usize = 200;
    let mut best = (Separator::Comma, 0.0, 0);
    for separator in Separator::ALL {
        let widths: Vec<usize> = reader(text, separator)
            .records()
            .take(LINES_MAX)
            .filter_map(Result::ok)
            .map(|record| record.len())
            .collect();
        let Some(usual) = most_frequent(widths.iter().copied().filter(|width| *width > 1)) else { continue };
        let fit = widths.iter().filter(|width| **width == usual).count() as f64 / widths.len() as f64;
        if fit > best.1 + 1e-9 || ((fit - best.1).abs() <= 1e-9 && usual > best.2) {
            best = (separator, fit, usual);
        }
    }
    best.0
}

fn most_frequent(widths: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts = std::collections::BTreeMap::new();
    for width in widths {
        *counts.entry(width).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(width, count)| (*count, *width)).map(|(width, _)| width)
}

/// Refuses a quotation mark that opens in the last record and swallows the rest of the file.
fn check_quotes(text: &str, last_record_byte: u64, row: u32) -> Result<(), Problem> {
    let begin = usize::try_from(last_record_byte).unwrap_or(usize::MAX);
    let last = text.get(begin..).unwrap_or_default().trim_start_matches('\n');
    let odd = last.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    let swallows = last.trim_end_matches('\n').contains('\n');
    if odd && (swallows || last.starts_with('"')) {
        let place = Place::Row { sheet: SHEET.to_owned(), row };
        return Err(Problem::new(
            place,
            "a quotation mark opens and never closes",
            "a closing quotation mark",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::fixture;
    use crate::sheet::Column;

    fn table(bytes: &[u8]) -> Workbook {
        read(bytes, None, &Limits::usual()).unwrap_or_else(|problem| panic!("{problem}"))
    }

    fn texts(book: &Workbook, row: usize) -> Vec<&str> {
        book.sheets[0].rows[row].cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    #[test]
    fn the_separator_is_found_where_decimal_commas_stand() {
        let book = table(b"id;L;I\nR-1;0,7;0,9\nR-2;0,4;0,8\n");
        assert_eq!(texts(&book, 1), ["R-1", "0,7", "0,9"]);
        let book = table(b"id\tname\n1\ta, b; c\n");
        assert_eq!(texts(&book, 1), ["1", "a, b; c"]);
        let book = table(b"Register of ACME; all units\n\nid,name\n1,x\n2,y\n");
        assert_eq!(texts(&book, 1), ["id", "name"]);
    }

    #[test]
    fn a_line_that_names_the_separator_is_followed() {
        let book = table(b"sep=;\r\nid;name\r\n1;a,b,c\r\n");
        assert_eq!((book.sheets[0].rows[0].number, texts(&book, 1)), (2, vec!["1", "a,b,c"]));
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(texts(&table("\u{feff}Gef\u{e4}hrdung,b\n".as_bytes()), 0)[0], "Gef\u{e4}hrdung");
        let book = table(b"Gef\xe4hrdung,\x80\n1,2\n");
        assert_eq!((texts(&book, 0), book.encoding), (vec!["Gef\u{e4}hrdung", "\u{20ac}"], "windows-1252"));
        let utf16: Vec<u8> =
            std::iter::once(0xfeff).chain("a\tb\n".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(texts(&table(&utf16), 0), ["a", "b"]);
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let book = table(b"a,b\n\n\"one\ntwo\nthree\",x\ny,z\n");
        let numbers: Vec<u32> = book.sheets[0].rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 4]);
        let book = table(b"a,b\r1,2\r3,4");
        assert_eq!(book.sheets[0].rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn a_quotation_mark_that_never_closes_is_refused_with_its_row() {
        let problem = read(b"a,b\n1,\"x\n2,y\n3,z\n", None, &Limits::usual()).expect_err("it never closes");
        assert_eq!(problem.place.to_string(), "sheet table, row 2");
        assert_eq!(texts(&table(b"a,b\n1,5\" disk\n"), 1), ["1", "5\" disk"]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b""[..], b"\n\n\n", b"a,b\n\0\0\0", b"\xff\xfea", b"\xef\xbb\xbf\xff,a"] {
            assert!(read(bytes, None, &Limits::usual()).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn a_row_wider_than_the_headings_keeps_its_values() {
        assert_eq!(texts(&table(b"a,b\n1,2,3,4\n5,6\n"), 1), ["1", "2", "3", "4"]);
    }

    #[test]
    fn bounds_hold() {
        let limits = Limits { columns_max: 5, ..Limits::usual() };
        assert!(read(b"1,2,3,4,5,6\n", None, &limits).is_err());
        let small = Limits { file_bytes_max: 40, text_bytes_max: 20, ..Limits::usual() };
        let problem = read(b"a,b\n1,2\n3,4\n5,6\n7,8\n9,0\n", None, &small).expect_err("24 bytes of text");
        assert_eq!(problem.expected, "at most 20 bytes", "the bound of a text, not that of a workbook");
        let long = "x".repeat(40_000);
        let problem =
            read(format!("a,b\n1,{long}\n").as_bytes(), None, &Limits::usual()).expect_err("too long");
        assert_eq!(problem.place.to_string(), "sheet table, cell B2");
    }

    #[test]
    fn the_files_of_others_are_read() {
        for (name, separator, rows, width) in [
            ("real-isms/ciso-assistant-cli-RA_sample.csv", Separator::Semicolon, 4, 15),
            ("real-isms/ciso-assistant-cli-sample_assets.csv", Separator::Comma, 3, 4),
            ("synthetic/jira-cloud-export-all-fields.csv", Separator::Comma, 3, 19),
            ("synthetic/okta-mfa-usage.csv", Separator::Comma, 5, 5),
        ] {
            let Some(bytes) = fixture(name) else { return };
            let (text, _) = text_of(&bytes, &Limits::usual()).expect("a text");
            assert_eq!(separator_of(&text), separator, "{name}");
            let book = table(&bytes);
            assert_eq!(book.sheets[0].rows.len(), rows, "{name}");
            assert_eq!(book.sheets[0].rows[0].cells.len(), width, "{name}");
        }
    }

    #[test]
    fn the_register_in_windows_1252_is_read() {
        let name = "synthetic/risk-register-title-and-two-header-rows.cp1252.csv";
        let Some(bytes) = fixture(name) else { return };
        let book = table(&bytes);
        let rows = &book.sheets[0].rows;
        assert_eq!((book.encoding, rows.len(), rows[3].number), ("windows-1252", 8, 4));
        let more = rows[4].text(Column::of("Q").expect("a letter"));
        assert_eq!(more, "Locked storage; caf\u{e9} rule \u{2013} no papers outside. Cost \u{a3}1,800.00");
    }

    #[test]
    fn a_line_of_nothing_but_separators_is_refused_before_anything_is_made_of_it() {
        let line = ",".repeat(4 << 20);
        let problem = read(line.as_bytes(), None, &Limits::usual()).expect_err("too wide");
        assert!(problem.to_string().contains("the row has too many columns"), "{problem}");
    }
}
