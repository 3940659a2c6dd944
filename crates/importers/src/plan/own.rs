//! Our own registers, read back: the first column is "Id", the headings are the labels of the fields.
//!
//! A known id changes by the fields people write; a blank cell clears its field. What has an operation of its own goes through
//! that, or must be as it was.

use super::draft::{Draft, Refusal, Says, Spot, Which};
use super::planner::Planner;
use super::refused::OURS;
use crate::sheet::{Column, Format, Row, Sheet, Value, Workbook};
use crate::values::plain;
use model::{AnyRecord, RecordId, RecordKind, Shape, Shown, Value as _, Writer};
use std::collections::BTreeMap;

/// Sheets of our own workbooks that hold no records.
const ASIDE: &[&str] = &[ABOUT, "Choices"];

/// The sheet of our own workbooks that says what the file is.
const ABOUT: &str = "About this file";

/// The column, and the fact about the file, that says which organisation it was exported from.
const EXPORTED_FROM: &str = "Exported from";

/// One of our own registers.
pub(crate) struct Own<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// What it lists.
    pub kind: RecordKind,
    row: u32,
    id: Column,
    fields: BTreeMap<Column, Label>,
    others: BTreeMap<Column, String>,
}

/// What a column of ours holds.
struct Label {
    /// The field, or the part of one as `now.likelihood`.
    name: String,
    heading: String,
    writer: Writer,
    shape: Shape,
}

/// The order in which kinds are taken, so that what others point at comes first.
const ORDER: &[RecordKind] = &[
    RecordKind::Person,
    RecordKind::Role,
    RecordKind::Party,
    RecordKind::Site,
    RecordKind::Unit,
    RecordKind::Supplier,
    RecordKind::Asset,
    RecordKind::Obligation,
    RecordKind::Agreement,
    RecordKind::Document,
    RecordKind::Process,
    RecordKind::Interface,
    RecordKind::Method,
    RecordKind::Control,
    RecordKind::Risk,
    RecordKind::Evidence,
];

impl Own<'_> {
    /// Returns the place of its kind among all.
    pub(crate) fn rank(&self) -> usize {
        ORDER.iter().position(|kind| *kind == self.kind).unwrap_or(ORDER.len())
    }
}

/// Says whether a sheet of our own workbooks is none that holds records.
pub(crate) fn is_aside(sheet: &Sheet) -> bool {
    ASIDE.contains(&sheet.name.as_str())
}

/// Says whether an export of some Plumbline says that it is of another organisation: its ids are then those of its own records.
///
/// A file without such a word, as people type one, may be ours.
pub(crate) fn is_of_another(book: &Workbook, sheet: &Sheet, organisation: &str) -> bool {
    if organisation.is_empty() {
        return false;
    }
    let is_other = |text: &str| !text.is_empty() && text != organisation;
    let about = book.sheets.iter().filter(|sheet| sheet.name == ABOUT).flat_map(|sheet| &sheet.rows);
    let said = about.filter(|row| row.cells.first().is_some_and(|cell| cell.text == EXPORTED_FROM));
    if said.flat_map(|row| row.cells.iter().skip(1)).any(|cell| is_other(&cell.text)) {
        return true;
    }
    let mark = sheet.rows.first().and_then(|row| row.cells.iter().find(|cell| cell.text == EXPORTED_FROM));
    mark.is_some_and(|mark| sheet.rows.iter().skip(1).any(|row| is_other(row.text(mark.column))))
}

/// Recognises one of our own registers: by its ids, or where it has none by the name of its sheet or file.
pub(crate) fn recognise<'a>(book: &Workbook, sheet: &'a Sheet, file: &str) -> Option<Own<'a>> {
    let row = sheet.rows.first()?;
    let id = row.cells.first().filter(|cell| cell.text == "Id")?.column;
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file).split('.').next().unwrap_or(file);
    let name = match book.format {
        Format::Csv => stem,
        Format::Xlsx | Format::Markdown => sheet.name.as_str(),
    };
    let ids = || sheet.rows.iter().skip(1).map(|row| row.text(id)).filter(|text| !text.is_empty());
    let kind = match ids().next() {
        Some(text) => RecordId::parse(text)?.kind,
        None => RecordKind::of_name(name)?,
    };
    // Somebody else's register of the same name has other ids.
    if !ids().all(|text| RecordId::parse(text).is_some_and(|id| id.kind == kind && id.to_string() == text)) {
        return None;
    }
    let labels = labels(kind);
    let (mut fields, mut others) = (BTreeMap::new(), BTreeMap::new());
    for cell in row.cells.iter().skip(1) {
        match labels.get(&plain(&cell.text)) {
            Some((name, writer, shape)) => {
                let label = Label {
                    name: name.clone(),
                    heading: cell.text.clone(),
                    writer: *writer,
                    shape: shape.clone(),
                };
                fields.insert(cell.column, label);
            }
            None if cell.text == EXPORTED_FROM
                || OURS.contains(&cell.text.as_str())
                || is_name(&labels, &cell.text) => {}
            None => {
                others.insert(cell.column, kept_under(&cell.text).to_owned());
            }
        }
    }
    let titled = fields.values().any(|label| label.name == "title");
    (titled && fields.len() >= 2 && fields.len() > others.len()).then_some(Own {
        sheet,
        kind,
        row: row.number,
        id,
        fields,
        others,
    })
}

/// Returns the fields of a kind by their headings: labels, and labels with a part behind a colon.
fn labels(kind: RecordKind) -> BTreeMap<String, (String, Writer, Shape)> {
    let mut labels = BTreeMap::new();
    for field in kind.fields() {
        if let Some(parts) = field.shape.parts() {
            for part in parts {
                let heading = plain(&format!("{}: {}", field.label, part.label));
                let name = format!("{}.{}", field.name, part.name);
                labels.insert(heading, (name, field.writer, part.shape.clone()));
            }
        }
        labels.insert(plain(field.label), (field.name.to_owned(), field.writer, field.shape));
    }
    labels
}

/// Says whether a column only shows the title behind the id in a column of ours.
fn is_name(labels: &BTreeMap<String, (String, Writer, Shape)>, heading: &str) -> bool {
    heading.strip_suffix(" (name)").is_some_and(|label| labels.contains_key(&plain(label)))
}

/// Returns the heading under which a text is kept: an export tells it from a column of ours of the same name.
fn kept_under(heading: &str) -> &str {
    heading.strip_suffix(" (as imported)").unwrap_or(heading)
}

/// Says whether a record keeps this text under this heading already.
fn is_kept(record: &dyn AnyRecord, heading: &str, text: &str) -> bool {
    let about = record.about();
    let under = if heading == "without a heading" { "" } else { heading };
    let mut kept = about.columns.iter().filter(|column| [heading, under].contains(&&*column.heading));
    kept.any(|column| same(text, &column.text)) || (heading == "Labels" && same(text, &about.labels.text()))
}

/// Returns the ids that rows of the register have already.
pub(crate) fn ids(own: &Own<'_>) -> impl Iterator<Item = RecordId> {
    own.sheet.rows.iter().filter_map(|row| RecordId::parse(row.text(own.id)))
}

/// Plans the rows of one of our own registers.
pub(crate) fn plan(planner: &mut Planner<'_>, own: &Own<'_>) {
    for row in own.sheet.rows.iter().filter(|row| row.number > own.row) {
        let spot = spot(own, row);
        match draft(planner, own, row, spot.clone()) {
            Ok(draft) => {
                planner.take(draft);
            }
            Err(refusal) => {
                let title = own.fields.iter().find(|(_, label)| label.name == "title");
                let title = title.map_or("", |(column, _)| row.text(*column)).to_owned();
                planner.refuse(spot, own.kind, title, refusal);
            }
        }
    }
}

fn spot(own: &Own<'_>, row: &Row) -> Spot {
    let heading = |column: Column| {
        let label = own.fields.get(&column).map(|label| label.heading.as_str());
        let other = own.others.get(&column).map(String::as_str);
        label.or(other).unwrap_or("Id").to_owned()
    };
    let original = row.cells.iter().map(|cell| (heading(cell.column), cell.text.clone())).collect();
    Spot { sheet: own.sheet.name.clone(), row: row.number, original }
}

fn draft(planner: &Planner<'_>, own: &Own<'_>, row: &Row, spot: Spot) -> Result<Draft, Refusal> {
    sound(own, row)?;
    let text = row.text(own.id);
    let id = RecordId::parse(text);
    let title_at = own.fields.iter().find(|(_, label)| label.name == "title").map(|(column, _)| *column);
    let title = title_at.map_or("", |column| row.text(column)).to_owned();
    let which = match id {
        Some(id) => Which::Ours(id),
        None => Which::Theirs { foreign: String::new(), number: None },
    };
    let mut draft = Draft::new(spot, own.kind, which, "");
    draft.title = title;
    let record = id.and_then(|id| planner.state.find(id));
    let blank: BTreeMap<&str, Shown> =
        own.kind.fields().into_iter().map(|shown| (shown.name, shown)).collect();
    for (column, label) in &own.fields {
        let text = row.text(*column);
        let now = match record {
            Some(record) => record.text(&label.name).unwrap_or_default(),
            None => blank.get(label.name.as_str()).map(|shown| shown.text.clone()).unwrap_or_default(),
        };
        if same(text, &now) || (record.is_none() && text.is_empty()) {
            continue;
        }
        let text = lines(&label.shape, text);
        match label.writer {
            Writer::Form => {
                let field = label.name.split('.').next().unwrap_or_default();
                if let Some(shown) = blank.get(field) {
                    draft.headings.push((shown.name, label.heading.clone()));
                }
                draft.typed.push((label.name.clone(), text));
            }
            Writer::Operation => draft.says.push(Says::Shown {
                name: label.name.clone(),
                heading: label.heading.clone(),
                text,
            }),
        }
    }
    for (column, heading) in &own.others {
        let text = row.text(*column);
        if !record.is_some_and(|record| is_kept(record, heading, text)) {
            draft.keep(heading, text);
        }
    }
    Ok(draft)
}

/// Refuses a row with a cell that holds no value.
fn sound(own: &Own<'_>, row: &Row) -> Result<(), Refusal> {
    for (column, label) in &own.fields {
        let Some(cell) = row.cell(*column) else { continue };
        if let Value::Refused(why) = cell.value {
            let (message, expected) = why.words();
            return Err(Refusal::new(label.heading.clone(), message, expected));
        }
        if cell.text.ends_with(super::cells::CUT) {
            return Err(Refusal::new(
                label.heading.clone(),
                "the text was cut when it was exported",
                "the whole text, or the CSV",
            ));
        }
    }
    Ok(())
}

/// Says whether a cell says what the field says: a list stands in a cell with semicolons.
fn same(cell: &str, field: &str) -> bool {
    let even = |text: &str| {
        let parts = text.split(['\n', ';']).flat_map(|part| part.split(", ")).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    cell == field || even(cell) == even(field)
}

/// Returns the text of a cell as the field reads it: one value of a list on each line where its values hold commas.
fn lines(shape: &Shape, text: &str) -> String {
    if shape.stands_on_lines() { text.replace("; ", "\n") } else { text.to_owned() }
}
