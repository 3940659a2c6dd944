//! Excel: one sheet of the content, one sheet of the file; then "About this file" and the lists behind the choices.
//!
//! Texts are written as texts: nothing in them becomes a formula, a link or a number. Control characters other than tab and line
//! break are left out, as no spreadsheet shows them. A cell holds at most 32,767 characters: a longer text is cut there and ends in
//! [`CUT`], and "About this file" counts such cells; whoever reads the file back must not take a cell that ends so as the whole text.

mod about;
mod names;

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Note, Workbook as Xlsx, Worksheet, XlsxError,
};

use crate::workbook::{ColumnKind, Sheet, SheetColumn, Value, Workbook};

/// How a text ends that was too long for a cell.
pub const CUT: &str = " […cut: too long for a cell]";
/// The most characters, as UTF-16 counts them, that a cell holds.
pub const CELL_CHARACTERS_MAX: usize = 32_767;
/// The most rows of a sheet, its head not counted.
pub const ROWS_MAX: usize = 1_048_575;
/// The name of the sheet that speaks of the file itself.
pub const ABOUT: &str = "About this file";
/// The name of the hidden sheet that holds what may be chosen.
pub const CHOICES: &str = "Choices";

const CHOICES_MAX: usize = 1_000;
const NOTE_CHARACTERS_MAX: usize = 1_000;
const INK: u32 = 0x16_1B22;
const SECOND_INK: u32 = 0x49_525F;
const HEAD_FILL: u32 = 0xEC_EEF2;
const LINE: u32 = 0xD3_D8E0;

/// Why there is no workbook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExcelFailure {
    /// A sheet has more rows or columns than Excel has.
    #[error("sheet {sheet} is too large for Excel: {what}")]
    TooLarge {
        /// The sheet's name.
        sheet: String,
        /// What there is too much of.
        what: String,
    },
    /// The file could not be put together.
    #[error("the workbook could not be written: {0}")]
    NotWritten(String),
}

impl From<XlsxError> for ExcelFailure {
    fn from(error: XlsxError) -> Self {
        Self::NotWritten(error.to_string())
    }
}

/// Returns the workbook as the bytes of an `.xlsx` file.
///
/// # Errors
/// If a sheet is larger than Excel allows.
pub fn excel(workbook: &Workbook) -> Result<Vec<u8>, ExcelFailure> {
    for sheet in &workbook.sheets {
        fits(sheet)?;
    }
    let names = names::sheet_names(workbook.sheets.iter().map(Sheet::name));
    let formats = Formats::new();
    let mut xlsx = Xlsx::new();
    xlsx.set_properties(&properties(workbook)?);
    let mut choices = Choices::default();
    let mut cut = 0;
    for (sheet, name) in workbook.sheets.iter().zip(&names) {
        cut += write_sheet(xlsx.add_worksheet().set_name(name)?, sheet, &formats, &mut choices)?;
    }
    about::write(xlsx.add_worksheet().set_name(ABOUT)?, workbook, &names, cut, &formats)?;
    if !choices.lists.is_empty() {
        choices.write(xlsx.add_worksheet().set_name(CHOICES)?.set_hidden(true))?;
    }
    Ok(xlsx.save_to_buffer()?)
}

fn fits(sheet: &Sheet) -> Result<(), ExcelFailure> {
    let what = if sheet.rows().len() > ROWS_MAX {
        format!("{} rows, {ROWS_MAX} at most", sheet.rows().len())
    } else if sheet.columns().len() > 16_384 {
        format!("{} columns, 16384 at most", sheet.columns().len())
    } else {
        return Ok(());
    };
    Err(ExcelFailure::TooLarge { sheet: sheet.name().to_owned(), what })
}

/// The day stands in for every time in the file: a clock would make two files of the same content differ.
fn properties(workbook: &Workbook) -> Result<DocProperties, ExcelFailure> {
    let day = excel_day(workbook.as_of).unwrap_or(ExcelDateTime::from_ymd(1900, 1, 1)?);
    Ok(DocProperties::new()
        .set_title(writable(&workbook.title))
        .set_company(writable(&workbook.organisation))
        .set_author("Plumbline")
        .set_creation_datetime(&day))
}

fn excel_day(day: jiff::civil::Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

/// Writes one sheet; returns how many texts had to be cut.
fn write_sheet(
    into: &mut Worksheet,
    sheet: &Sheet,
    formats: &Formats,
    choices: &mut Choices,
) -> Result<u32, ExcelFailure> {
    let rows = u32::try_from(sheet.rows().len()).expect("the size was looked at before");
    let mut cut = 0;
    for (at, column) in (0_u16..).zip(sheet.columns()) {
        into.set_column_width(at, f64::from(column.width.clamp(4, 200)))?;
        head(into, at, column, formats)?;
        if !column.choices.is_empty() && column.kind != ColumnKind::List {
            let last = rows.saturating_add(200).min(1_048_575);
            into.add_data_validation(1, at, last, at, &choices.validation(column)?)?;
        }
    }
    for (row, values) in (1_u32..).zip(sheet.rows()) {
        for (at, value) in (0_u16..).zip(values) {
            cut += write_value(into, row, at, value, formats)?;
        }
    }
    let last = u16::try_from(sheet.columns().len()).expect("the size was looked at before").saturating_sub(1);
    into.set_freeze_panes(1, freeze_columns(sheet))?;
    if !sheet.columns().is_empty() {
        into.autofilter(0, 0, rows, last)?;
    }
    into.set_repeat_rows(0, 0)?;
    into.set_landscape();
    into.set_print_fit_to_pages(1, 0);
    Ok(cut)
}

fn freeze_columns(sheet: &Sheet) -> u16 {
    u16::from(sheet.columns().first().is_some_and(|column| column.kind == ColumnKind::Id))
}

fn head(into: &mut Worksheet, at: u16, column: &SheetColumn, formats: &Formats) -> Result<(), ExcelFailure> {
    let (label, _) = fitted(&column.label, CELL_CHARACTERS_MAX);
    into.write_string_with_format(0, at, label, &formats.head)?;
    if !column.help.is_empty() {
        let (help, _) = fitted(&column.help, NOTE_CHARACTERS_MAX);
        let note = Note::new(help).set_author("Plumbline").add_author_prefix(false).set_width(240);
        into.insert_note(0, at, &note)?;
    }
    Ok(())
}

fn write_value(
    into: &mut Worksheet,
    row: u32,
    at: u16,
    value: &Value,
    formats: &Formats,
) -> Result<u32, ExcelFailure> {
    let format = match value {
        Value::Empty => {
            into.write_blank(row, at, &formats.text)?;
            return Ok(0);
        }
        Value::Number(number) if number.is_finite() => {
            into.write_number_with_format(row, at, *number, &formats.number)?;
            return Ok(0);
        }
        Value::Date(day) => match excel_day(*day) {
            Some(day) => {
                into.write_datetime_with_format(row, at, &day, &formats.date)?;
                return Ok(0);
            }
            None => &formats.text,
        },
        Value::Id(_) => &formats.id,
        Value::Number(_) | Value::Text(_) | Value::List(_) => &formats.text,
    };
    let (text, was_cut) = fitted(&value.show(), CELL_CHARACTERS_MAX);
    into.write_string_with_format(row, at, text, format)?;
    Ok(u32::from(was_cut))
}

/// Returns the text without what no spreadsheet can hold; line breaks become one kind.
fn writable(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.retain(|c| matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')));
    text
}

/// Returns the text made writable, cut to so many characters, and whether it was cut.
fn fitted(text: &str, characters_max: usize) -> (String, bool) {
    let text = writable(text);
    if text.encode_utf16().count() <= characters_max {
        return (text, false);
    }
    let room = characters_max - CUT.encode_utf16().count();
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    (kept.chain(CUT.chars()).collect(), true)
}

/// What may be chosen: one column of a hidden sheet for each list, shared by columns with the same list.
#[derive(Default)]
struct Choices {
    lists: Vec<Vec<String>>,
}

impl Choices {
    fn validation(&mut self, column: &SheetColumn) -> Result<DataValidation, ExcelFailure> {
        let list: Vec<String> =
            column.choices.iter().take(CHOICES_MAX).map(|choice| fitted(choice, 1_000).0).collect();
        let count = list.len();
        let at = self.lists.iter().position(|known| *known == list).unwrap_or_else(|| {
            self.lists.push(list);
            self.lists.len() - 1
        });
        let letters = rust_xlsxwriter::utility::column_number_to_name(
            u16::try_from(at)
                .map_err(|_| ExcelFailure::NotWritten("too many lists of choices".to_owned()))?,
        );
        let range = Formula::new(format!("={CHOICES}!${letters}$1:${letters}${count}"));
        Ok(DataValidation::new()
            .allow_list_formula(range)
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title("Not in the list")?
            .set_error_message("Choose one of the words in the list.")?)
    }

    fn write(&self, into: &mut Worksheet) -> Result<(), ExcelFailure> {
        for (at, list) in (0_u16..).zip(&self.lists) {
            for (row, choice) in (0_u32..).zip(list) {
                into.write_string(row, at, choice)?;
            }
        }
        Ok(())
    }
}

/// How cells look.
struct Formats {
    head: Format,
    text: Format,
    id: Format,
    number: Format,
    date: Format,
    label: Format,
}

impl Formats {
    fn new() -> Self {
        let base = Format::new().set_font_color(INK).set_align(FormatAlign::Top);
        let head = base.clone().set_bold().set_background_color(HEAD_FILL).set_text_wrap();
        let text = base.clone().set_text_wrap().set_num_format("@");
        Self {
            head: head.set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE),
            id: base.clone().set_num_format("@").set_font_name("Consolas"),
            number: base.clone().set_num_format("General"),
            date: base.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            label: base.set_font_color(SECOND_INK),
            text,
        }
    }
}

#[cfg(test)]
mod tests;
