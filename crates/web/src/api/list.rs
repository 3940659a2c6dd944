//! The records of a kind: filtered by their fields, sorted, a page at a time.

use std::cmp::Ordering;

use model::{AnyRecord, Decimal, RecordId, RecordKind, Shape};
use serde_json::{Value, json};

use super::access::{Asking, KindAt};
use super::query::{Query, cursor};
use super::{Told, answer};
use crate::pages::record::list::mentions;

/// Fields of the query that filter by no field of the records.
pub const RESERVED: &[&str] = &["q", "sort", "limit", "after", "as_of", "proposed"];
/// Which of the proposed records are listed.
pub const PROPOSED: &[&str] = &["no", "only", "with"];

/// Answers with the records of a kind that the query asks for.
///
/// # Errors
/// Where the query cannot be read.
pub async fn list(asking: Asking, KindAt(kind): KindAt) -> Told {
    asking.reaches(Some(kind))?;
    let visit = &asking.visit;
    let mut query = Query::of(&visit.query, |name| RESERVED.contains(&name) || is_field(kind, name));
    let limit = query.limit();
    let sort = Sort::read(kind, &mut query);
    let from = query.after().and_then(|parts| {
        Place::read(&sort, &parts).or_else(|| {
            query.wrong_cursor();
            None
        })
    });
    let proposed = query.word("proposed", PROPOSED).unwrap_or(PROPOSED[0]);
    let words = query.text("q").unwrap_or_default().to_lowercase();
    let picked: Vec<(&str, &str)> = visit
        .query
        .0
        .iter()
        .filter(|(name, _)| !RESERVED.contains(&name.as_str()))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    query.end()?;
    let mut found: Vec<(Place, &dyn AnyRecord)> = all(&asking, kind, proposed)
        .into_iter()
        .filter(|(id, record)| {
            picked.iter().all(|(field, value)| holds(*record, field, value))
                && (words.is_empty() || mentions(*id, *record, &words))
        })
        .map(|(id, record)| (Place::of(&sort, id, record), record))
        .collect();
    let total = found.len();
    found.sort_by(|(one, _), (other, _)| sort.order(one, other));
    if let Some(from) = from {
        found.retain(|(place, _)| sort.order(place, &from) == Ordering::Greater);
    }
    let next = (found.len() > limit).then(|| found[limit - 1].0.cursor());
    if kind == RecordKind::Evidence {
        let ids: Vec<RecordId> = found.iter().take(limit).map(|(place, _)| place.id).collect();
        visit.books.looked(&ids).await?;
    }
    let page: Vec<Value> = found
        .iter()
        .take(limit)
        .map(|(place, record)| answer::record(visit.isms(), place.id, *record))
        .collect();
    let body = json!({
        "kind": kind.kind().slug(),
        "on": visit.today.to_string(),
        "total": total,
        "records": page,
        "next": next,
    });
    Ok(answer::json_of(&visit.snapshot, &body, None))
}

/// Returns the records of a kind: those that count, those that are proposed, or both.
fn all<'a>(asking: &'a Asking, kind: RecordKind, proposed: &str) -> Vec<(RecordId, &'a dyn AnyRecord)> {
    let isms = asking.visit.isms();
    match proposed {
        "only" => {
            let all = isms.all(kind).into_iter();
            all.filter(|(_, record)| record.about().proposed.is_some()).collect()
        }
        "with" => isms.all(kind),
        _ => isms.counted(kind),
    }
}

/// Says whether a name is one of a field, or of a field of a part: `now.level`.
#[must_use]
pub fn is_field(kind: RecordKind, name: &str) -> bool {
    let (field, part) = name.split_once('.').map_or((name, None), |(field, part)| (field, Some(part)));
    let fields = kind.fields();
    let Some(shown) = fields.iter().find(|shown| shown.name == field) else { return false };
    part.is_none_or(|part| shown.shape.parts().is_some_and(|parts| parts.iter().any(|one| one.name == part)))
}

/// Says whether a field is a text, or one of several; `none` is a field in which nothing stands.
fn holds(record: &dyn AnyRecord, field: &str, value: &str) -> bool {
    let text = record.text(field).unwrap_or_default();
    if value == "none" {
        return text.is_empty();
    }
    text == value || text.split([',', '\n']).any(|one| one.trim() == value)
}

/// How a list is sorted.
struct Sort {
    /// By which field; by id where there is none.
    field: Option<&'static str>,
    is_number: bool,
    is_down: bool,
}

impl Sort {
    fn read(kind: RecordKind, query: &mut Query<'_>) -> Self {
        let text = query.text("sort").unwrap_or("id");
        let (name, is_down) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let fields = kind.fields();
        let found = fields.iter().find(|shown| shown.name == name);
        if found.is_none() && name != "id" {
            query.wrong(
                "sort",
                "expected id or a field of the kind, with a hyphen before it to turn it round",
            );
        }
        let is_number =
            found.is_some_and(|shown| matches!(shown.shape.bare(), Shape::Number | Shape::Decimal));
        Self { field: found.map(|shown| shown.name), is_number, is_down }
    }

    /// Orders two places; what has no value stands last in both directions.
    fn order(&self, one: &Place, other: &Place) -> Ordering {
        let by_text = match (one.text.is_empty(), other.text.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => return Ordering::Greater,
            (false, true) => return Ordering::Less,
            (false, false) if self.is_number => Decimal::parse(&one.text).cmp(&Decimal::parse(&other.text)),
            (false, false) => one.text.cmp(&other.text),
        };
        let order = by_text.then_with(|| one.id.cmp(&other.id));
        if self.is_down { order.reverse() } else { order }
    }
}

/// Where a record stands in a list.
struct Place {
    text: String,
    id: RecordId,
}

impl Place {
    fn of(sort: &Sort, id: RecordId, record: &dyn AnyRecord) -> Self {
        let text = sort.field.and_then(|field| record.text(field)).unwrap_or_default();
        // A cursor stays short; what begins alike stands by id.
        Self { text: text.to_lowercase().chars().take(200).collect(), id }
    }

    fn read(sort: &Sort, parts: &[String]) -> Option<Self> {
        let [text, id] = parts else { return None };
        let is_sound = text.is_empty() || (sort.field.is_some() && text.chars().count() <= 200);
        RecordId::parse(id).filter(|_| is_sound).map(|id| Self { text: text.clone(), id })
    }

    fn cursor(&self) -> String {
        cursor(&[&self.text, &self.id.to_string()])
    }
}
