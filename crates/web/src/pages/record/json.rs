//! The same as JSON: a list, a record.

use axum::extract::Path;
use model::{AnyRecord, RecordId, RecordKind};
use serde_json::{Value, json};

use super::{Which, list};
use crate::address;
use crate::failure::{Answer, Failure, json};
use crate::visit::Visit;

/// Answers with the records of a kind that the query asks for.
///
/// # Errors
/// Where there is no such kind.
pub async fn of_kind(visit: Visit, Path(params): Path<std::collections::HashMap<String, String>>) -> Answer {
    let word = params.get("kind").map(String::as_str).unwrap_or_default();
    let kind = address::kind_of(word).ok_or_else(|| Failure::unknown("such page"))?;
    let found = list::found(&visit, kind);
    if kind == RecordKind::Evidence {
        visit.books.looked(&found.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await?;
    }
    let records: Vec<Value> = found.into_iter().map(|(id, record)| one(id, record)).collect();
    let commits = visit.snapshot.commits();
    Ok(json(
        &json!({ "kind": kind.kind().slug(), "commits": commits, "on": visit.today.to_string(), "records": records }),
    ))
}

/// Answers with a record.
///
/// # Errors
/// Where there is no such record.
pub async fn of_record(visit: Visit, Which(id): Which) -> Answer {
    let record = visit.find(id)?;
    visit.books.looked(&[id]).await?;
    Ok(json(&one(id, record)))
}

/// Returns a record as JSON: its fields, and what is kept beside them.
fn one(id: RecordId, record: &dyn AnyRecord) -> Value {
    let mut value = json!({ "id": id.to_string(), "revision": record.revision(), "record": record.json() });
    if !record.about().is_empty() {
        value["about"] = serde_json::to_value(record.about()).expect("plain data");
    }
    value
}
