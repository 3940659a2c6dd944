//! The cells of a register, by what their columns mean.

use super::draft::{Draft, Refusal, Spot};
use super::refused::OURS;
use crate::header::Header;
use crate::headings::{Field, Heading, Phase};
use crate::map::Table;
use crate::sheet::{Cell, Column, Row, Sheet, Value};
use crate::values::dates::{self, Order};
use crate::values::numbers::{self, Mark};
use crate::values::{Unread, is_blank, plain};
use model::{Date, Decimal};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What our own workbooks write at the end of a text that was too long for a cell.
pub(crate) const CUT: &str = " [\u{2026}cut: too long for a cell]";

/// A sheet whose headings are understood.
pub(crate) struct Register<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Its headings.
    pub header: Header,
    /// What the map says of it.
    pub table: Option<&'a Table>,
    headings: BTreeMap<Column, String>,
    marks: RefCell<BTreeMap<Column, Mark>>,
    orders: RefCell<BTreeMap<Column, Order>>,
}

impl<'a> Register<'a> {
    pub(crate) fn new(sheet: &'a Sheet, header: Header, table: Option<&'a Table>) -> Self {
        let row = sheet.rows.iter().find(|row| row.number == header.row);
        let mut headings: BTreeMap<Column, String> = row
            .map(|row| row.cells.iter().map(|cell| (cell.column, cell.text.clone())).collect())
            .unwrap_or_default();
        for unmapped in &header.unmapped {
            headings.insert(unmapped.column, unmapped.heading.clone());
        }
        let (marks, orders) = (RefCell::default(), RefCell::default());
        Self { sheet, header, table, headings, marks, orders }
    }

    /// Returns the rows below the headings that say anything.
    pub(crate) fn rows(&'a self) -> impl Iterator<Item = Cells<'a>> {
        let rows = self.header.rows(self.sheet).map(|row| Cells { register: self, row });
        rows.filter(|cells| cells.row.cells.iter().any(|cell| !is_blank(&cell.text) || refused(cell)))
    }

    fn column(&self, field: Field, phase: Phase) -> Option<Column> {
        self.header.rated(field, phase)
    }

    fn heading_of(&self, column: Column) -> String {
        self.headings.get(&column).cloned().unwrap_or_else(|| format!("column {column}"))
    }

    fn texts(&self, column: Column) -> impl Iterator<Item = &str> {
        self.header.rows(self.sheet).map(move |row| row.text(column))
    }

    /// Returns the mark before the fraction that the map names, or the column shows.
    fn mark(&self, column: Column) -> Mark {
        match self.table.map(|table| table.decimals) {
            Some(Mark::Unknown) | None => {
                *self.marks.borrow_mut().entry(column).or_insert_with(|| numbers::mark_of(self.texts(column)))
            }
            Some(mark) => mark,
        }
    }

    fn order(&self, column: Column) -> Order {
        match self.table.map(|table| table.dates) {
            Some(Order::Unknown) | None => {
                *self.orders.borrow_mut().entry(column).or_insert_with(|| dates::order_of(self.texts(column)))
            }
            Some(order) => order,
        }
    }
}

fn refused(cell: &Cell) -> bool {
    matches!(cell.value, Value::Refused(_))
}

/// One row of a register.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a> {
    /// The register.
    pub register: &'a Register<'a>,
    /// The row.
    pub row: &'a Row,
}

impl<'a> Cells<'a> {
    /// Returns where the row stands, and how.
    pub(crate) fn spot(&self) -> Spot {
        let original =
            self.row.cells.iter().map(|cell| (self.register.heading_of(cell.column), cell.text.clone()));
        Spot { sheet: self.register.sheet.name.clone(), row: self.row.number, original: original.collect() }
    }

    /// Says whether the row is a heading inside the table: one cell where there are many columns.
    pub(crate) fn is_banner(&self) -> bool {
        let known = self.register.header.columns.len();
        known >= 4 && self.row.cells.len() == 1
    }

    /// Refuses a row in which a cell that matters holds no value, or less than it held.
    pub(crate) fn sound(&self) -> Result<(), Refusal> {
        for column in self.register.header.columns.values() {
            let Some(cell) = self.row.cell(*column) else { continue };
            if let Value::Refused(why) = cell.value {
                let (message, expected) = why.words();
                return Err(Refusal::new(self.register.heading_of(*column), message, expected));
            }
            if cell.text.ends_with(CUT) {
                let column = self.register.heading_of(*column);
                return Err(Refusal::new(
                    column,
                    "the text was cut when it was exported",
                    "the whole text, or the CSV",
                ));
            }
        }
        Ok(())
    }

    /// Returns the text of a field; fillers are nothing.
    pub(crate) fn text(&self, field: Field) -> &'a str {
        self.text_in(field, Phase::Now)
    }

    /// Returns the text of a field in a rating.
    pub(crate) fn text_in(&self, field: Field, phase: Phase) -> &'a str {
        let text = self.register.column(field, phase).map_or("", |column| self.row.text(column));
        if is_blank(text) { "" } else { text }
    }

    /// Returns the text of a field in our words, where the map gives one.
    pub(crate) fn word(&self, field: Field, phase: Phase) -> &'a str {
        let text = self.text_in(field, phase);
        let words = self.register.table.and_then(|table| table.words.get(&field));
        let found = words.into_iter().flatten().find(|(word, _)| plain(word) == plain(text));
        found.map_or(text, |(_, ours)| ours.as_str())
    }

    /// Returns the heading of a field as it stands.
    pub(crate) fn heading(&self, field: Field, phase: Phase) -> String {
        self.register
            .column(field, phase)
            .map_or_else(|| field.name().to_owned(), |column| self.register.heading_of(column))
    }

    /// Returns the number that the map gives for a word.
    pub(crate) fn mapped(&self, field: Field, text: &str) -> Option<Decimal> {
        let scale = self.register.table.and_then(|table| table.scales.get(&field))?;
        scale.iter().find(|(word, _)| plain(word) == plain(text)).and_then(|(_, number)| decimal(*number))
    }

    /// Reads a number.
    pub(crate) fn number(&self, field: Field, phase: Phase) -> Result<Option<Decimal>, Refusal> {
        let Some(column) = self.register.column(field, phase) else { return Ok(None) };
        let Some(cell) = self.row.cell(column) else { return Ok(None) };
        let read = numbers::of_cell(cell, self.register.mark(column));
        let value = read.map_err(|unread| self.unread(field, phase, unread))?.value();
        value.map_or(Ok(None), |value| {
            decimal(value).map(Some).ok_or_else(|| {
                Refusal::new(
                    self.heading(field, phase),
                    format!("{value} is out of range"),
                    "a number below a thousand million",
                )
            })
        })
    }

    /// Reads a day; of a month the last one.
    pub(crate) fn date(&self, field: Field) -> Result<Option<Date>, Refusal> {
        let Some(column) = self.register.column(field, Phase::Now) else { return Ok(None) };
        let Some(cell) = self.row.cell(column) else { return Ok(None) };
        if let Value::Moment(moment) = cell.value {
            return Ok(Some(moment.date()));
        }
        let read = dates::date(&cell.text, self.register.order(column));
        let read = read.map_err(|unread| self.unread(field, Phase::Now, unread))?;
        Ok(read.value().map(dates::When::last))
    }

    /// Turns what a reader of values says into the refusal of the row.
    pub(crate) fn unread(&self, field: Field, phase: Phase, unread: Unread) -> Refusal {
        Refusal::new(self.heading(field, phase), unread.message, unread.expected)
    }

    /// Keeps beside the record what stands in a column of this field.
    pub(crate) fn keep(&self, draft: &mut Draft, field: Field) {
        draft.keep(&self.heading(field, Phase::Now), self.text(field));
    }

    /// Keeps beside the record all columns but those of these fields.
    pub(crate) fn keep_rest(&self, draft: &mut Draft, taken: &[Field]) {
        for cell in &self.row.cells {
            let meaning = self.register.header.columns.iter().find(|(_, column)| **column == cell.column);
            let is_taken = meaning.is_some_and(|(Heading { field, phase }, _)| {
                taken.contains(field) && *phase != Phase::Inherent
            });
            let heading = self.register.heading_of(cell.column);
            if !is_taken && !is_blank(&cell.text) && !OURS.contains(&heading.as_str()) {
                draft.keep(&heading, &cell.text);
            }
        }
    }
}

/// Returns a number of a file as an exact one.
pub(crate) fn decimal(number: f64) -> Option<Decimal> {
    if number.is_finite() && number.abs() < 1e9 { Decimal::parse(&format!("{number:.9}")) } else { None }
}
