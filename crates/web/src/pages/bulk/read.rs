//! What is typed or pasted into a cell, read as the text that its field has.

use model::records::Control;
use model::{Isms, RecordId, RecordKind, Ref, Shape, Shown, Writer};
use operations::StateControl;

use crate::locale::locale;
use crate::pages::naming::{day, owner_typed};
use crate::pages::soa;
use crate::visit::Visit;

/// The fields of an asset that hold a value from 1 to 5.
const VALUES: [&str; 3] = ["confidentiality", "integrity", "availability"];

/// Returns the fields of a kind that a cell can write: no lists of parts, and of a control what is stated of it too.
#[must_use]
pub fn writable(kind: RecordKind) -> Vec<Shown> {
    kind.fields().into_iter().filter(|shown| can_be_written(kind, shown)).collect()
}

/// Says whether a cell can write a field.
#[must_use]
pub fn can_be_written(kind: RecordKind, shown: &Shown) -> bool {
    let is_ours = shown.writer == Writer::Form || is_stated(kind, shown.name);
    is_ours && shown.name != "uuid" && shown.shape.columns().is_none() && shown.shape.parts().is_none()
}

/// Returns the field that a column of a grid writes.
#[must_use]
pub fn of_column(column: &str) -> &str {
    if column == "applicable" { "included" } else { column }
}

/// Says whether a field is a cell of the statement of applicability.
#[must_use]
pub fn is_stated(kind: RecordKind, field: &str) -> bool {
    kind == RecordKind::Control && StateControl::FIELDS.contains(&field)
}

/// Reads what was typed into a cell of a record, or of one that is to be made.
///
/// # Errors
/// Says what was expected.
pub fn read(
    visit: &Visit,
    id: Option<RecordId>,
    kind: RecordKind,
    shown: &Shown,
    text: &str,
) -> Result<String, String> {
    let isms = visit.isms();
    let text = text.trim();
    match (kind, shown.name) {
        (RecordKind::Control, "included") => {
            return Ok(if text.eq_ignore_ascii_case("undecided") {
                String::new()
            } else {
                text.to_lowercase()
            });
        }
        (RecordKind::Control, "reasons") => {
            let control = id.map_or(Ref::<Control>::number(0), |id| Ref::of(id.key));
            return soa::reasons_typed(isms, visit.today, control, text);
        }
        (RecordKind::Asset, field) if VALUES.contains(&field) => {
            let is_value = text.parse::<u32>().is_ok_and(|value| (1..=5).contains(&value));
            if !text.is_empty() && !is_value {
                return Err(format!("{text} is not a value; expected 1 low to 5 high, or nothing"));
            }
        }
        _ => {}
    }
    Ok(of_shape(isms, &shown.shape, text, visit.today))
}

/// Reads names of people, days as people type them, and words in capital letters; all else is as it was typed.
fn of_shape(isms: &Isms, shape: &Shape, text: &str, today: model::Date) -> String {
    if let Some(each) = shape.each().filter(|_| shape.stands_in_line()) {
        let parts = text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
        return parts.map(|part| of_shape(isms, each, part, today)).collect::<Vec<_>>().join(", ");
    }
    match shape.bare() {
        Shape::Owner => owner_typed(isms, text),
        Shape::Reference(kinds) => {
            let may_be = |id: &RecordId| kinds.contains(&id.kind);
            let named = owner_typed(isms, text);
            RecordId::parse(&named).filter(may_be).map_or_else(|| text.to_owned(), |id| id.to_string())
        }
        Shape::Date if !text.is_empty() => {
            day(text, today).map_or_else(|_| text.to_owned(), |day| day.to_string())
        }
        Shape::Number | Shape::Decimal => locale().typed_number(shape, text),
        Shape::Choice(words) => {
            let known = words.iter().find(|word| word.eq_ignore_ascii_case(text));
            known.map_or_else(|| text.to_owned(), |word| (*word).to_owned())
        }
        Shape::Line | Shape::Prose | Shape::Date | Shape::Optional(_) | Shape::List(_) | Shape::Parts(_) => {
            text.to_owned()
        }
    }
}
