//! The sheet "About this file": what it is, what it was made from, and what each column means.

use rust_xlsxwriter::Worksheet;

use super::{CELL_CHARACTERS_MAX, ExcelFailure, Formats, fitted};
use crate::content::{Cell, Fact};
use crate::register::EXPORTED_FROM;
use crate::workbook::{ColumnKind, Workbook};

pub(super) fn write(
    into: &mut Worksheet,
    workbook: &Workbook,
    names: &[String],
    cut: u32,
    formats: &Formats,
) -> Result<(), ExcelFailure> {
    for (column, width) in [(0, 24.0), (1, 28.0), (2, 26.0), (3, 14.0), (4, 60.0)] {
        into.set_column_width(column, width)?;
    }
    let mut row = 0;
    for fact in facts(workbook, cut) {
        line(into, row, &[&fact.label], &formats.label)?;
        into.write_string_with_format(
            row,
            1,
            fitted(&shown(&fact.value), CELL_CHARACTERS_MAX).0,
            &formats.text,
        )?;
        row += 1;
    }
    row += 1;
    line(into, row, &["Sheet", "Column", "Key", "Holds", "What to write"], &formats.head)?;
    for (sheet, name) in workbook.sheets.iter().zip(names) {
        for column in sheet.columns() {
            row += 1;
            let holds = holds(column.kind);
            line(into, row, &[name, &column.label, &column.key, holds, &column.help], &formats.text)?;
        }
    }
    Ok(())
}

fn facts(workbook: &Workbook, cut: u32) -> Vec<Fact> {
    let mut facts = vec![
        Fact::text("Title", &workbook.title),
        Fact::text("Organisation", &workbook.organisation),
        Fact::text("As of", workbook.as_of.to_string()),
        Fact::text("Ledger entry", workbook.ledger.seq.to_string()),
        Fact::id("Ledger digest", &workbook.ledger.digest),
    ];
    if !workbook.ledger.organisation.is_empty() {
        facts.push(Fact::id(EXPORTED_FROM, &workbook.ledger.organisation));
    }
    facts.extend(workbook.about.iter().cloned());
    let rows = workbook.sheets.iter().map(|sheet| format!("{}: {}", sheet.name(), sheet.rows().len()));
    facts.push(Fact::text("Rows", rows.collect::<Vec<_>>().join("; ")));
    facts.push(Fact::text("Texts cut for length", cut.to_string()));
    facts
}

fn line(
    into: &mut Worksheet,
    row: u32,
    texts: &[&str],
    format: &rust_xlsxwriter::Format,
) -> Result<(), ExcelFailure> {
    for (at, text) in (0_u16..).zip(texts) {
        into.write_string_with_format(row, at, fitted(text, CELL_CHARACTERS_MAX).0, format)?;
    }
    Ok(())
}

fn holds(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Id => "id",
        ColumnKind::Text => "text",
        ColumnKind::Number => "number",
        ColumnKind::Date => "day",
        ColumnKind::List => "list, by ;",
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Id(text) => text.clone(),
        Cell::Lines(texts) => texts.join("\n"),
        Cell::Ids(ids) => ids.join("; "),
        Cell::Chip(chip) => chip.word.clone(),
        Cell::Reasoned { text, ids } => format!("{text} ({})", ids.join("; ")),
    }
}
