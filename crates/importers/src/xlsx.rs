//! Excel workbooks: the last value of every cell, and nothing computed.

use crate::archive::{Archive, Entry};
use crate::limits::Limits;
use crate::problem::{Place, Problem, quote};
use crate::sheet::{Builder, Format, Refused, Shown, Value, Workbook};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use jiff::civil::{Date, DateTime};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a workbook.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Problem> {
    let mut archive = Archive::open(bytes, limits)?;
    if !archive.has("[Content_Types].xml") {
        return Err(Problem::file("the zip is no Excel workbook", "a file saved as .xlsx"));
    }
    let mut guard = Guard { part_bytes: 0, part_bytes_max: limits.part_bytes_max, tail: Vec::new() };
    archive.walk(&mut |entry, chunk| guard.see(entry, chunk))?;
    drop(archive);
    // The parser is not ours; a panic in it must not take the program down.
    catch_unwind(AssertUnwindSafe(|| parse(bytes, limits))).unwrap_or_else(|_| {
        Err(Problem::file("the workbook is malformed", "a file saved by a spreadsheet program"))
    })
}

/// Looks at every part before it is parsed, for what makes parsers misbehave.
struct Guard {
    part_bytes: u64,
    part_bytes_max: u64,
    tail: Vec<u8>,
}

/// How much of the piece before is looked at again, so that no word is cut in two.
const OVERLAP: usize = 128;

impl Guard {
    fn see(&mut self, entry: &Entry, chunk: &[u8]) -> Result<(), Problem> {
        if chunk.is_empty() {
            self.part_bytes = 0;
            self.tail.clear();
            return Ok(());
        }
        let refuse = |message: &str, expected: &str| {
            Err(Problem::new(Place::Entry(quote(&entry.name)), message, expected))
        };
        self.part_bytes += chunk.len() as u64;
        if self.part_bytes > self.part_bytes_max {
            return refuse("the part unpacks to more than a register needs", "a smaller workbook");
        }
        self.tail.extend_from_slice(chunk);
        if declares(&self.tail) {
            return refuse("the part declares a document type or an entity", "plain XML, as Excel writes it");
        }
        if entry.name.to_lowercase().ends_with("sharedstrings.xml") && too_many_strings(&self.tail) {
            return refuse("the part claims more texts than a register has", "a smaller workbook");
        }
        let keep = self.tail.len().saturating_sub(OVERLAP);
        self.tail.drain(..keep);
        Ok(())
    }
}

/// Says whether a document type or an entity is declared.
fn declares(bytes: &[u8]) -> bool {
    let begins =
        |rest: &[u8], word: &[u8]| rest.get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word));
    bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'<')
        .filter_map(|(at, _)| bytes.get(at..))
        .any(|rest| begins(rest, b"<!DOCTYPE") || begins(rest, b"<!ENTITY"))
}

/// Says whether the list of texts claims to be so long that room for it would exhaust the memory.
fn too_many_strings(bytes: &[u8]) -> bool {
    const WORD: &[u8] = b"uniqueCount";
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| rest.windows(WORD.len()).position(|w| w == WORD)) {
        let rest: Vec<u8> = bytes
            .get(from + at + WORD.len()..)
            .unwrap_or_default()
            .iter()
            .filter(|byte| !byte.is_ascii_whitespace())
            .take(24)
            .copied()
            .collect();
        let digits = rest.iter().skip(2).take_while(|byte| byte.is_ascii_digit()).count();
        if rest.first() == Some(&b'=') && digits > 7 {
            return true;
        }
        from += at + WORD.len();
    }
    false
}

fn parse(bytes: &[u8], limits: &Limits) -> Result<Workbook, Problem> {
    let mut book: Xlsx<Cursor<&[u8]>> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(None, &error))?;
    let mut builder = Builder::new(Format::Xlsx, "UTF-8", limits);
    let listed: Vec<(String, Shown)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| {
            let shown = if sheet.visible == SheetVisible::Visible { Shown::Yes } else { Shown::Hidden };
            (sheet.name.clone(), shown)
        })
        .collect();
    if listed.is_empty() {
        return Err(Problem::file("the workbook has no sheet", "a workbook with a register in it"));
    }
    for (name, shown) in listed {
        builder.sheet(&name, shown)?;
        let mut cells =
            book.worksheet_cells_reader(&name).map_err(|error| unreadable(Some(&name), &error))?;
        loop {
            let next = cells.next_cell_with_formula_metadata();
            let Some(record) = next.map_err(|error| unreadable(Some(&name), &error))? else { break };
            let (row, column) = record.pos;
            if row >= 1_048_576 || column >= 16_384 {
                return Err(Problem::new(
                    Place::Sheet(name),
                    "a cell lies outside the sheet",
                    "A1 to XFD1048576",
                ));
            }
            let (text, value) = match (&record.formula, &record.value) {
                (Some(_), DataRef::Empty) => (String::new(), Value::Refused(Refused::FormulaWithoutValue)),
                (None, DataRef::Empty) => continue,
                (_, value) => understand(value),
            };
            builder.cell(row + 1, column as usize, &text, value)?;
        }
    }
    builder.finish()
}

fn unreadable(sheet: Option<&str>, error: &XlsxError) -> Problem {
    let place = sheet.map_or(Place::File, |name| Place::Sheet(name.to_owned()));
    if matches!(error, XlsxError::Password) {
        return Problem::new(place, "the workbook has a password", "a workbook without one");
    }
    Problem::new(
        place,
        format!("the workbook cannot be read: {}", quote(&error.to_string())),
        "a file saved as .xlsx by a spreadsheet program",
    )
}

/// Returns a cell's text and value.
fn understand(value: &DataRef<'_>) -> (String, Value) {
    match value {
        DataRef::Int(number) => number_cell(*number as f64),
        DataRef::Float(number) => number_cell(*number),
        DataRef::String(text) => (text.clone(), Value::Text),
        DataRef::SharedString(text) => ((*text).to_owned(), Value::Text),
        DataRef::DurationIso(text) => (text.clone(), Value::Text),
        DataRef::Bool(truth) => (if *truth { "TRUE" } else { "FALSE" }.to_owned(), Value::Truth(*truth)),
        DataRef::Error(code) => (code.to_string(), Value::Refused(Refused::ErrorValue)),
        DataRef::Empty => (String::new(), Value::Text),
        DataRef::DateTimeIso(text) => {
            let moment = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(DateTime::from));
            moment.map_or_else(|_| (text.clone(), Value::Text), moment_cell)
        }
        DataRef::DateTime(moment) if moment.is_duration() || (0.0..1.0).contains(&moment.as_f64()) => {
            number_cell(moment.as_f64())
        }
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let small = |part: u8| i8::try_from(part).unwrap_or(-1);
            let made = i16::try_from(year).ok().and_then(|year| {
                DateTime::new(year, small(month), small(day), small(hour), small(minute), small(second), 0)
                    .ok()
            });
            match made {
                Some(made) if (1.0..2_958_466.0).contains(&moment.as_f64()) => moment_cell(made),
                _ => (moment.as_f64().to_string(), Value::Refused(Refused::NoDate)),
            }
        }
    }
}

fn moment_cell(moment: DateTime) -> (String, Value) {
    let midnight = moment.time() == jiff::civil::Time::midnight();
    let text = if midnight { moment.date().to_string() } else { moment.to_string().replace('T', " ") };
    (text, Value::Moment(moment))
}

/// Returns a number as Excel shows it: at most fifteen digits, so that 9.8 is not 9.800000000000001.
fn number_cell(number: f64) -> (String, Value) {
    if !number.is_finite() {
        return (number.to_string(), Value::Refused(Refused::ErrorValue));
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let rounded = if rounded == 0.0 { 0.0 } else { rounded };
    (rounded.to_string(), Value::Number(rounded))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{fixture, zip_of};
    use crate::sheet::Column;
    use rust_xlsxwriter::{ExcelDateTime, Format as Look, Formula, Workbook as Writer};

    fn book(bytes: &[u8]) -> Workbook {
        read(bytes, &Limits::usual()).unwrap_or_else(|problem| panic!("{problem}"))
    }

    fn written(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut writer = Writer::new();
        fill(writer.add_worksheet().set_name("Risks").expect("a name"));
        writer.save_to_buffer().expect("memory")
    }

    /// Returns a workbook whose one sheet holds this XML, as no spreadsheet program would write it.
    fn raw(sheet_data: &str, shared: Option<&str>) -> Vec<u8> {
        let sheet = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
             <sheetData>{sheet_data}</sheetData></worksheet>"
        );
        let mut files: Vec<(&str, &[u8])> = vec![
            ("[Content_Types].xml", b"<Types/>"),
            ("_rels/.rels", br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
            ("xl/workbook.xml", br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
            ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ];
        if let Some(shared) = shared {
            files.push(("xl/sharedStrings.xml", shared.as_bytes()));
        }
        zip_of(&files)
    }

    #[test]
    fn values_keep_their_type_and_place() {
        let bytes = written(|sheet| {
            let day = Look::new().set_num_format("yyyy-mm-dd");
            sheet.write_string(3, 1, "Owner").expect("room");
            sheet.write_number(4, 1, 4.9 * 2.0 + 1e-15).expect("room");
            let date = ExcelDateTime::from_ymd(2026, 3, 31).expect("a day");
            sheet.write_datetime_with_format(4, 2, &date, &day).expect("room");
            sheet.write_boolean(4, 3, true).expect("room");
            sheet.write_formula(4, 4, Formula::new("=1+1").set_result("2")).expect("room");
        });
        let book = book(&bytes);
        let sheet = &book.sheets[0];
        assert_eq!((sheet.name.as_str(), sheet.rows[0].number, sheet.rows[1].number), ("Risks", 4, 5));
        let row = &sheet.rows[1];
        assert_eq!(row.text(Column::at(1)), "9.8");
        assert_eq!(row.text(Column::at(2)), "2026-03-31");
        assert_eq!(row.cell(Column::at(3)).map(|cell| cell.value.clone()), Some(Value::Truth(true)));
        assert_eq!(row.cell(Column::at(4)).map(|cell| cell.value.clone()), Some(Value::Number(2.0)));
        assert_eq!(sheet.cell_at(row, Column::at(4)).to_string(), "sheet Risks, cell E5");
        assert_eq!(book.problems.count(), 0);
    }

    #[test]
    fn a_formula_without_a_value_is_refused_with_its_place() {
        let sheet = r#"<row r="2"><c r="C2"><f>A2*B2</f></c><c r="D2"><f>A2*B2</f><v></v></c><c r="E2"><f>A2</f><v>7</v></c><c r="F2" t="str"><f>A2</f><v></v></c></row>"#;
        let book = book(&raw(sheet, None));
        let row = &book.sheets[0].rows[0];
        let refused = Value::Refused(Refused::FormulaWithoutValue);
        assert_eq!(row.cell(Column::at(2)).map(|cell| &cell.value), Some(&refused));
        assert_eq!(row.cell(Column::at(3)).map(|cell| &cell.value), Some(&refused));
        assert_eq!(row.cell(Column::at(4)).map(|cell| &cell.value), Some(&Value::Number(7.0)));
        assert!(row.cell(Column::at(5)).is_none(), "an empty text is a value: nothing");
        let places: Vec<String> =
            book.problems.list().iter().map(|problem| problem.place.to_string()).collect();
        assert_eq!(places, ["sheet S, cell C2", "sheet S, cell D2"]);
    }

    #[test]
    fn an_error_value_is_never_a_value() {
        let book = book(&raw(r##"<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>"##, None));
        assert_eq!(book.sheets[0].rows[0].cells[0].value, Value::Refused(Refused::ErrorValue));
    }

    #[test]
    fn entities_and_document_types_are_refused() {
        for evil in [
            "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>",
            "<!doctype x>",
            "<!ENTITY b SYSTEM \"file:///etc/passwd\">",
        ] {
            let problem = read(&raw(evil, None), &Limits::usual()).expect_err("it declares");
            assert_eq!(problem.place.to_string(), "zip entry \u{201c}xl/worksheets/sheet1.xml\u{201d}");
        }
    }

    #[test]
    fn a_list_of_texts_that_lies_about_its_length_takes_no_memory() {
        let shared = "<sst uniqueCount = \"99999999999999\"><si><t>a</t></si></sst>";
        let problem = read(&raw("", Some(shared)), &Limits::usual()).expect_err("it lies");
        assert!(problem.message.contains("more texts"), "{problem}");
    }

    #[test]
    fn hostile_places_and_formulas_are_refused_or_bounded() {
        let far = r#"<row r="4294967295"><c r="ZZZZZZ99999999999"><v>1</v></c></row>"#;
        assert!(read(&raw(far, None), &Limits::usual()).is_err());
        let shared =
            r#"<row r="1"><c r="A1"><f t="shared" si="4294967290" ref="A1:B2">1</f><v>1</v></c></row>"#;
        assert_eq!(book(&raw(shared, None)).sheets[0].rows.len(), 1);
        let wide = r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#;
        let problem = read(&raw(wide, None), &Limits::usual()).expect_err("too wide");
        assert_eq!(problem.place.to_string(), "sheet S, cell XFD1");
    }

    #[test]
    fn a_workbook_cut_short_or_of_another_kind_is_refused() {
        let bytes = written(|sheet| {
            sheet.write_string(0, 0, "x").expect("room");
        });
        for cut in [0, 10, bytes.len() / 2, bytes.len() - 10] {
            assert!(read(&bytes[..cut], &Limits::usual()).is_err(), "cut at {cut}");
        }
        assert!(read(&zip_of(&[("hello.txt", b"hi")]), &Limits::usual()).is_err());
    }

    #[test]
    fn the_real_workbook_is_read_sheet_by_sheet() {
        let Some(bytes) = fixture("real-isms/ismscore-A.8.8.2-vulnerability-inventory.xlsx") else { return };
        let book = book(&bytes);
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names.len(), 9);
        assert_eq!(names[3], "Asset Criticality");
        let inventory = &book.sheets[1];
        assert_eq!((inventory.rows[2].number, inventory.rows[3].number), (4, 5));
        assert_eq!(inventory.rows[3].text(Column::of("I").expect("letter")), "9.8");
        assert_eq!(book.problems.count(), 52, "formulas that were never computed");
        assert_eq!(book.problems.list()[0].place.to_string(), "sheet Summary Dashboard, cell B6");
    }
}
