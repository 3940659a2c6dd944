//! Registers: all records of a kind as a sheet, from the kind's own table of fields, so that import reads it back.
//!
//! **Keys.** A column's key is the name of the field, or `now.likelihood` for a field of a part; [`COLUMN`] stands before the heading
//! of a column that somebody's file had and nobody mapped; [`READ`] stands before what is only for reading, such as the name behind
//! an owner's id, and import passes over it. A cell holds the text that the field reads back.

use model::{AnyRecord, Date, RecordId, RecordKind, Shape, Shown, Value as _};

use crate::basis::Basis;
use crate::workbook::{ColumnKind, Sheet, SheetColumn, Value, Workbook};

/// Stands before the key of a column that is only for reading.
pub const READ: &str = "read:";
/// Stands before the heading of a column that nobody mapped, as its key.
pub const COLUMN: &str = "column:";
/// The key of the labels of a record.
pub const LABELS: &str = "labels";
/// The heading of the column, and the label of the fact, that says which organisation a file was exported from: an import tells by it
/// whether the ids in a file are its own.
pub const EXPORTED_FROM: &str = "Exported from";

/// Returns the register of a kind as a workbook.
pub fn register(basis: &Basis, kind: RecordKind) -> Workbook {
    basis.workbook(capital(kind.kind().plural), Vec::new(), vec![sheet(basis, kind)])
}

/// Returns all registers that hold something, one sheet each; what people say to each other stays here.
pub fn all_registers(basis: &Basis) -> Workbook {
    let leaves = |kind: &RecordKind| *kind != RecordKind::Comment && basis.isms.count(*kind) > 0;
    let kinds = RecordKind::ALL.iter().copied().filter(leaves);
    basis.workbook("Registers", Vec::new(), kinds.map(|kind| sheet(basis, kind)).collect())
}

/// Returns all records of a kind as a sheet; what is only proposed is not among them.
pub fn sheet(basis: &Basis, kind: RecordKind) -> Sheet {
    let records: Vec<(RecordId, &dyn AnyRecord)> = basis.isms.counted(kind);
    let mut columns = columns(kind);
    let labelled = records.iter().any(|(_, record)| !record.about().labels.is_empty());
    if labelled {
        columns.push(Source::Labels.column("Labels", "Words people sort by, one a line."));
    }
    let organisation = &basis.ledger.organisation;
    let marked = !organisation.is_empty();
    for heading in headings(&records) {
        let taken = (marked && heading.eq_ignore_ascii_case(EXPORTED_FROM))
            || columns.iter().any(|column| column.label.eq_ignore_ascii_case(&heading));
        let label = match (heading.is_empty(), taken) {
            (true, _) => "without a heading".to_owned(),
            (false, true) => format!("{heading} (as imported)"),
            (false, false) => heading.clone(),
        };
        columns.push(Source::Beside(heading).column(&label, "From a file; kept as it was."));
    }
    if marked {
        let mark = Source::Mark.column(EXPORTED_FROM, "Leave it as it is: by it import knows its own ids.");
        columns.push(mark);
    }
    let mut sheet = Sheet::new(
        capital(kind.kind().plural),
        columns.iter().map(|column| column.sheet_column.clone()).collect(),
    );
    for (id, record) in records {
        sheet.row(columns.iter().map(|column| column.value(basis, id, record)).collect());
    }
    sheet
}

/// A column, and where its cells come from.
struct RegisterColumn {
    source: Source,
    label: String,
    sheet_column: SheetColumn,
}

/// Where the cells of a column come from.
enum Source {
    /// The id.
    Id,
    /// A field, or a field of a part, by its key.
    Field(String, Shape),
    /// The titles of what a field points at.
    Names(String),
    /// The labels.
    Labels,
    /// A column that nobody mapped.
    Beside(String),
    /// The organisation that the file was exported from.
    Mark,
}

impl Source {
    fn column(self, label: &str, help: &str) -> RegisterColumn {
        let (key, width, kind) = match &self {
            Self::Id => ("id".to_owned(), 10, ColumnKind::Id),
            Self::Field(key, shape) => {
                let (width, kind) = looks(shape);
                (key.clone(), width, kind)
            }
            Self::Names(key) => (format!("{READ}{key}"), 24, ColumnKind::Text),
            Self::Labels => (LABELS.to_owned(), 18, ColumnKind::Text),
            Self::Beside(heading) => (format!("{COLUMN}{heading}"), 24, ColumnKind::Text),
            Self::Mark => (format!("{READ}organisation"), 12, ColumnKind::Text),
        };
        let choices = match &self {
            Self::Field(_, shape) => shape.words(),
            Self::Id | Self::Names(_) | Self::Labels | Self::Beside(_) | Self::Mark => &[],
        };
        let sheet_column =
            SheetColumn::new(key, label, width, kind).help(help).choices(choices.iter().copied());
        RegisterColumn { source: self, label: label.to_owned(), sheet_column }
    }
}

impl RegisterColumn {
    fn value(&self, basis: &Basis, id: RecordId, record: &dyn AnyRecord) -> Value {
        match &self.source {
            Source::Id => Value::Id(id.to_string()),
            Source::Field(key, shape) => cell(shape, record.text(key).unwrap_or_default()),
            Source::Names(key) => {
                let target = record.text(key).and_then(|text| RecordId::parse(&text));
                Value::text(target.and_then(|id| basis.title(id)).unwrap_or_default())
            }
            Source::Mark => Value::text(basis.ledger.organisation.clone()),
            Source::Labels => Value::text(record.about().labels.text()),
            Source::Beside(heading) => {
                let kept = record.about().columns.iter().filter(|column| column.heading == heading.as_str());
                Value::text(kept.map(|column| column.text.to_string()).collect::<Vec<_>>().join("\n"))
            }
        }
    }
}

/// Returns the columns of a kind: the id, then each field, a part flattened into its own fields.
fn columns(kind: RecordKind) -> Vec<RegisterColumn> {
    let id = format!("The id, such as {}; empty for a new one.", kind.kind().example());
    let mut columns = vec![Source::Id.column("Id", &id)];
    for Shown { name, label, help, shape, .. } in kind.fields() {
        if let Shape::Parts(parts) = &shape {
            columns.extend(parts.iter().map(|part| {
                let source = Source::Field(format!("{name}.{}", part.name), part.shape.clone());
                source.column(&format!("{label}: {}", part.label), help)
            }));
            continue;
        }
        let points = shape.points();
        columns.push(Source::Field(name.to_owned(), shape).column(label, help));
        if points {
            let names = Source::Names(name.to_owned());
            columns.push(names.column(&format!("{label} (name)"), "For reading; import passes over it."));
        }
    }
    columns
}

/// Returns the headings of columns that nobody mapped, in the order in which they first stand.
fn headings(records: &[(RecordId, &dyn AnyRecord)]) -> Vec<String> {
    let mut headings: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for column in records.iter().flat_map(|(_, record)| &record.about().columns) {
        if seen.insert(column.heading.to_string()) {
            headings.push(column.heading.to_string());
        }
    }
    headings
}

/// Returns how wide a column is and what it holds.
fn looks(shape: &Shape) -> (u16, ColumnKind) {
    match shape.bare() {
        Shape::Date => (12, ColumnKind::Date),
        Shape::Number | Shape::Decimal => (10, ColumnKind::Number),
        Shape::Choice(_) => (16, ColumnKind::Text),
        Shape::Reference(_) | Shape::Owner => (12, ColumnKind::Text),
        Shape::Prose => (48, ColumnKind::Text),
        Shape::List(_) if shape.stands_in_line() => (20, ColumnKind::List),
        Shape::Line | Shape::Optional(_) | Shape::List(_) | Shape::Parts(_) => (32, ColumnKind::Text),
    }
}

/// Returns the cell that reads back as the text: a day or a number only where it says exactly the same.
fn cell(shape: &Shape, text: String) -> Value {
    if text.is_empty() {
        return Value::Empty;
    }
    if shape.stands_in_line() {
        return Value::List(text.split(", ").map(str::to_owned).collect());
    }
    match shape.bare() {
        Shape::Date => text.parse::<Date>().map_or_else(|_| Value::Text(text.clone()), Value::Date),
        Shape::Number | Shape::Decimal => match text.parse::<f64>() {
            Ok(number) if number.to_string() == text => Value::Number(number),
            Ok(_) | Err(_) => Value::Text(text),
        },
        Shape::Line
        | Shape::Prose
        | Shape::Choice(_)
        | Shape::Reference(_)
        | Shape::Owner
        | Shape::Optional(_)
        | Shape::List(_)
        | Shape::Parts(_) => Value::Text(text),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests;
