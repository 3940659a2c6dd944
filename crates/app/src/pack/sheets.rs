//! Sheets of a pack: the same rows as a page, as CSV and as JSON.

use model::RecordKind;
use reports::formats::csv::{Mark, csv};
use reports::workbook::Sheet;
use reports::{Basis, register, statement_of_applicability};
use serde_json::{Map, Value};

use super::html::page_of_sheet;

/// A file of the pack that is made here.
pub(super) struct Made {
    /// Where it lies.
    pub path: String,
    /// What it holds, for the first page.
    pub what: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Returns what is written of one kind of records: its register in three forms; nothing where there is none.
pub(super) fn of_kind(basis: &Basis<'_>, kind: RecordKind) -> Vec<Made> {
    if basis.isms.count(kind) == 0 {
        return Vec::new();
    }
    let sheet = register::sheet(basis, kind);
    let what = format!("{}: {}", kind.kind().plural, sheet.rows().len());
    forms(basis, &format!("registers/{}", kind.kind().slug()), &what, &sheet)
}

/// Returns the statement of applicability in three forms; nothing where no control is shared.
pub(super) fn soa(basis: &Basis<'_>) -> Vec<Made> {
    if basis.isms.count(RecordKind::Control) == 0 {
        return Vec::new();
    }
    let workbook = statement_of_applicability::workbook(basis);
    let first = workbook.sheets.first();
    first.map(|sheet| forms(basis, "soa", "Statement of Applicability", sheet)).unwrap_or_default()
}

fn forms(basis: &Basis<'_>, path: &str, what: &str, sheet: &Sheet) -> Vec<Made> {
    let made = |ending: &str, bytes: Vec<u8>| Made {
        path: format!("{path}.{ending}"),
        what: what.to_owned(),
        bytes,
    };
    vec![
        made("html", page_of_sheet(&basis.organisation(), what, sheet).into_bytes()),
        made("csv", csv(sheet, Mark::Bom)),
        made("json", json(sheet)),
    ]
}

/// Returns the rows, each with its cells under the keys of their columns.
fn json(sheet: &Sheet) -> Vec<u8> {
    let row = |row: &Vec<reports::workbook::Value>| -> Value {
        let cells = sheet.columns().iter().zip(row);
        let cells = cells.map(|(column, cell)| (column.key.clone(), Value::String(cell.show())));
        Value::Object(cells.collect::<Map<_, _>>())
    };
    let rows: Vec<Value> = sheet.rows().iter().map(row).collect();
    serde_json::to_vec_pretty(&rows).expect("text can be written as JSON")
}
