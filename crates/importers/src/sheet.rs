//! The neutral form of every table: sheets of rows of cells, each with its place.

use crate::limits::Limits;
use crate::problem::{Place, Problem, Problems};
use jiff::civil::DateTime;
use std::fmt;

/// A column, shown by its letters as spreadsheets do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(pub u16);

impl Column {
    /// Reads letters: `A` is the first, `AB` the twenty-eighth.
    pub fn of(letters: &str) -> Option<Self> {
        if letters.is_empty() || letters.len() > 3 {
            return None;
        }
        let mut number: u32 = 0;
        for letter in letters.bytes() {
            if !letter.is_ascii_alphabetic() {
                return None;
            }
            number = number * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        }
        u16::try_from(number - 1).ok().map(Self)
    }

    /// Returns the column at a position counted from zero.
    pub fn at(position: usize) -> Self {
        Self(u16::try_from(position).unwrap_or(u16::MAX))
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut rest = u32::from(self.0) + 1;
        while rest > 0 {
            letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
            rest = (rest - 1) / 26;
        }
        f.write_str(&letters.iter().rev().collect::<String>())
    }
}

/// What a cell holds, where the format says so.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, to be understood by its words.
    Text,
    /// A number that the format itself calls one.
    Number(f64),
    /// A date, or a date with a time.
    Moment(DateTime),
    /// TRUE or FALSE.
    Truth(bool),
    /// Something that must not be read as a value.
    Refused(Refused),
}

/// Why a cell must not be read as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// A formula that was never computed where it was written.
    FormulaWithoutValue,
    /// An error such as `#REF!`.
    ErrorValue,
    /// A date outside the calendar.
    NoDate,
    /// A row that has more cells than there are headings, so that none can be trusted.
    TooManyCells,
}

impl Refused {
    /// Returns what is the matter, and what was expected.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::FormulaWithoutValue => (
                "the formula has no stored value, and formulas are never computed here",
                "open the file in a spreadsheet program, save it and import again, or type the value",
            ),
            Self::ErrorValue => ("the cell holds an error instead of a value", "a value"),
            Self::NoDate => ("the number in this date cell is no day of the calendar", "a date"),
            Self::TooManyCells => (
                "the row has more cells than there are headings",
                "a backslash before each | that belongs to the text",
            ),
        }
    }
}

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The column it stands in.
    pub column: Column,
    /// Its text as a reader sees it, without white space around it.
    pub text: String,
    /// What it holds.
    pub value: Value,
}

/// A row: its number as a reader sees it, and the cells that hold something.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The number in the spreadsheet, or the line in a text.
    pub number: u32,
    /// The cells, by column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// Returns the cell of a column, if it holds anything.
    pub fn cell(&self, column: Column) -> Option<&Cell> {
        let found = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(found)
    }

    /// Returns the text of a column, which is empty where nothing stands.
    pub fn text(&self, column: Column) -> &str {
        self.cell(column).map_or("", |cell| cell.text.as_str())
    }
}

/// Whether a reader of the file sees a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// It is seen.
    Yes,
    /// It was hidden in the file.
    Hidden,
}

/// A table with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The sheet's name, or the heading above the table.
    pub name: String,
    /// Whether a reader sees it.
    pub shown: Shown,
    /// The rows that hold anything, in order.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// Returns the place of a row.
    pub fn row_at(&self, row: &Row) -> Place {
        Place::Row { sheet: self.name.clone(), row: row.number }
    }

    /// Returns the place of a cell.
    pub fn cell_at(&self, row: &Row, column: Column) -> Place {
        Place::Cell { sheet: self.name.clone(), row: row.number, column }
    }
}

/// Text that stands beside the tables: titles, legends, how risks are rated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The line it begins at.
    pub line: u32,
    /// The heading above it.
    pub heading: String,
    /// What it says.
    pub text: String,
}

/// The sort of file a table came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An Excel workbook.
    Xlsx,
    /// Values apart by a comma, a semicolon or a tab.
    Csv,
    /// Tables of a Markdown document.
    Markdown,
}

/// All tables of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// The sort of file.
    pub format: Format,
    /// How its text was written: `UTF-8`, `windows-1252` …
    pub encoding: &'static str,
    /// The tables, in order.
    pub sheets: Vec<Sheet>,
    /// The text beside the tables.
    pub notes: Vec<Note>,
    /// What is wrong with single cells and rows.
    pub problems: Problems,
}

/// Builds a workbook and holds the bounds while doing so.
pub(crate) struct Builder<'a> {
    limits: &'a Limits,
    book: Workbook,
    cells: usize,
    text_bytes: usize,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(format: Format, encoding: &'static str, limits: &'a Limits) -> Self {
        let book = Workbook {
            format,
            encoding,
            sheets: Vec::new(),
            notes: Vec::new(),
            problems: Problems::default(),
        };
        Self { limits, book, cells: 0, text_bytes: 0 }
    }

    /// Begins a sheet; a name that is taken gets a number behind it.
    pub(crate) fn sheet(&mut self, name: &str, shown: Shown) -> Result<(), Problem> {
        if self.book.sheets.len() >= self.limits.sheets_max {
            return Err(Problem::new(
                Place::Sheet(name.into()),
                format!("the file has more than {} sheets", self.limits.sheets_max),
                "a file with fewer sheets",
            ));
        }
        let taken = |name: &str| self.book.sheets.iter().any(|sheet| sheet.name == name);
        let mut unique = name.to_owned();
        let mut number = 2;
        while taken(&unique) {
            unique = format!("{name} ({number})");
            number += 1;
        }
        self.book.sheets.push(Sheet { name: unique, shown, rows: Vec::new() });
        Ok(())
    }

    /// Adds a cell; one without text adds nothing.
    pub(crate) fn cell(
        &mut self,
        row: u32,
        position: usize,
        text: &str,
        value: Value,
    ) -> Result<(), Problem> {
        let text = text.trim();
        if text.is_empty() && !matches!(value, Value::Refused(_)) {
            return Ok(());
        }
        self.cells += 1;
        self.text_bytes += text.len();
        let limits = self.limits;
        let (cells, text_bytes) = (self.cells, self.text_bytes);
        let sheet = self.book.sheets.last_mut().expect("a sheet is begun before its cells");
        let column = Column::at(position);
        let refuse = |message: String, expected: &str| {
            Err(Problem::new(Place::Cell { sheet: sheet.name.clone(), row, column }, message, expected))
        };
        if position >= usize::from(limits.columns_max) {
            return refuse(
                format!("the sheet has more than {} columns", limits.columns_max),
                "fewer columns",
            );
        }
        if text.len() > limits.cell_chars_max && text.chars().count() > limits.cell_chars_max {
            let message = format!("the cell holds more than {} characters", limits.cell_chars_max);
            return refuse(message, "a shorter text; long texts belong in a document");
        }
        if cells > limits.cells_max || text_bytes > limits.text_bytes_max {
            return refuse("the file holds too much to be a register".into(), "a smaller file, or several");
        }
        if sheet.rows.last().is_none_or(|last| last.number != row) {
            if sheet.rows.len() >= limits.rows_max {
                return refuse(format!("the sheet has more than {} rows", limits.rows_max), "several files");
            }
            sheet.rows.push(Row { number: row, cells: Vec::new() });
        }
        let cells = &mut sheet.rows.last_mut().expect("just added").cells;
        cells.push(Cell { column, text: text.to_owned(), value });
        if let Value::Refused(why) = cells.last().expect("just added").value {
            let (message, expected) = why.words();
            let place = Place::Cell { sheet: sheet.name.clone(), row, column };
            self.book.problems.add(Problem::new(place, message, expected));
        }
        Ok(())
    }

    pub(crate) fn note(&mut self, line: u32, heading: &str, text: &str) {
        self.text_bytes += text.len() + heading.len();
        if !text.trim().is_empty() && self.text_bytes <= self.limits.text_bytes_max {
            self.book.notes.push(Note { line, heading: heading.to_owned(), text: text.trim().to_owned() });
        }
    }

    /// Returns the workbook, with rows and cells in order.
    pub(crate) fn finish(mut self) -> Result<Workbook, Problem> {
        for sheet in &mut self.book.sheets {
            sheet.rows.sort_by_key(|row| row.number);
            sheet.rows.dedup_by(|later, earlier| {
                let same = later.number == earlier.number;
                if same {
                    earlier.cells.append(&mut later.cells);
                }
                same
            });
            for row in &mut sheet.rows {
                row.cells.sort_by_key(|cell| cell.column);
                if let Some(twice) = row.cells.windows(2).find(|pair| pair[0].column == pair[1].column) {
                    let column = twice[0].column;
                    let place = Place::Cell { sheet: sheet.name.clone(), row: row.number, column };
                    return Err(Problem::new(place, "the cell stands twice in the file", "each cell once"));
                }
            }
        }
        Ok(self.book)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_positions_agree() {
        for (position, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(Column::at(position).to_string(), letters);
            assert_eq!(Column::of(letters), Some(Column::at(position)));
        }
        assert_eq!(Column::of("A1"), None);
        assert_eq!(Column::of(""), None);
    }

    #[test]
    fn a_cell_written_twice_is_refused_with_its_place() {
        let limits = Limits::usual();
        let mut builder = Builder::new(Format::Xlsx, "UTF-8", &limits);
        builder.sheet("S", Shown::Yes).expect("room");
        builder.cell(2, 1, "a", Value::Text).expect("room");
        builder.cell(1, 0, "b", Value::Text).expect("room");
        builder.cell(2, 1, "c", Value::Text).expect("room");
        let problem = builder.finish().expect_err("B2 stands twice");
        assert_eq!(problem.place.to_string(), "sheet S, cell B2");
    }

    #[test]
    fn rows_out_of_order_are_put_in_order() {
        let limits = Limits::usual();
        let mut builder = Builder::new(Format::Xlsx, "UTF-8", &limits);
        builder.sheet("S", Shown::Yes).expect("room");
        for (row, column) in [(3, 1), (1, 0), (3, 0)] {
            builder.cell(row, column, "x", Value::Text).expect("room");
        }
        let book = builder.finish().expect("each cell stands once");
        let numbers: Vec<u32> = book.sheets[0].rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3]);
        assert_eq!(book.sheets[0].rows[1].cells.len(), 2);
    }

    #[test]
    fn bounds_name_the_cell_that_breaks_them() {
        let limits = Limits { rows_max: 2, ..Limits::usual() };
        let mut builder = Builder::new(Format::Csv, "UTF-8", &limits);
        builder.sheet("S", Shown::Yes).expect("room");
        builder.cell(1, 0, "x", Value::Text).expect("room");
        builder.cell(2, 0, "x", Value::Text).expect("room");
        let problem = builder.cell(9, 0, "x", Value::Text).expect_err("a third row");
        assert_eq!(problem.place.to_string(), "sheet S, cell A9");
    }
}
