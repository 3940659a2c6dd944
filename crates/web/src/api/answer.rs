//! What is answered: a record, what a step came to, and the headers that say at which commit.

use app::{Done, Snapshot};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::{AnyRecord, Isms, RecordId, Stamp};
use serde_json::{Value, json};

use super::keys::Reply;
use crate::address;

/// The header that names the newest commit of the state that is answered.
pub const LOG_HEAD: HeaderName = HeaderName::from_static("log-head");

/// Returns a record as JSON: its fields, and what is kept beside them.
#[must_use]
pub fn record(isms: &Isms, id: RecordId, record: &dyn AnyRecord) -> Value {
    let mut value = json!({
        "id": id.to_string(),
        "kind": id.kind.kind().slug(),
        "title": record.title(),
        "revision": record.revision(),
        "made": stamp(isms, record.made()),
        "changed": stamp(isms, record.changed()),
        "proposed": record.about().proposed.is_some(),
        "record": record.json(),
    });
    if !record.about().is_empty() {
        value["about"] = serde_json::to_value(record.about()).expect("plain data");
    }
    value
}

/// Returns when something was written, and by whom.
#[must_use]
pub fn stamp(isms: &Isms, stamp: Stamp) -> Value {
    let by = isms.person_of(stamp.by).map(|(person, _)| person.to_string());
    json!({ "at": moment(stamp.at), "on": stamp.on.to_string(), "by": by })
}

/// Returns a moment in RFC 3339.
#[must_use]
pub fn moment(micros: i64) -> String {
    jiff::Timestamp::from_microsecond(micros).map(|moment| moment.to_string()).unwrap_or_default()
}

/// Returns the tag of a revision.
#[must_use]
pub fn tag(revision: u32) -> String {
    format!("\"{revision}\"")
}

/// Answers with JSON of a state.
#[must_use]
pub fn json_of(snapshot: &Snapshot, body: &Value, tag: Option<&str>) -> Response {
    let mut response = (StatusCode::OK, Body::from(format!("{body:#}\n"))).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(tag).ok()) {
        headers.insert(header::ETAG, tag);
    }
    at_head(response, snapshot)
}

/// Says at which commit an answer was made.
#[must_use]
pub fn at_head(mut response: Response, snapshot: &Snapshot) -> Response {
    if let Some(head) = snapshot.head {
        response.headers_mut().insert(LOG_HEAD, HeaderValue::from(head.seq));
    }
    response
}

/// Returns the answer that gives a record after it was written.
#[must_use]
pub fn written(status: StatusCode, snapshot: &Snapshot, id: RecordId) -> Reply {
    let found = snapshot.isms.find(id);
    let body = found.map(|found| record(&snapshot.isms, id, found));
    let reply = with_head(Reply::of(status, body), snapshot);
    match found {
        Some(found) => reply.with(&header::ETAG, tag(found.revision())),
        None => reply,
    }
}

/// Returns the answer of a step: the commit, the records that it wrote, and the one that it was done to, or made.
#[must_use]
pub fn outcome(status: StatusCode, snapshot: &Snapshot, done: &Done, id: Option<RecordId>) -> Reply {
    let found = id.and_then(|id| Some((id, snapshot.isms.find(id)?)));
    let wrote: Vec<String> = done.records.iter().map(ToString::to_string).collect();
    let body = json!({
        "commit": done.seq,
        "wrote": wrote,
        "record": found.map(|(id, found)| record(&snapshot.isms, id, found)),
    });
    let reply = with_head(Reply::of(status, Some(body)), snapshot);
    match found {
        Some((_, found)) => reply.with(&header::ETAG, tag(found.revision())),
        None => reply,
    }
}

/// Adds the newest commit to an answer.
#[must_use]
pub fn with_head(reply: Reply, snapshot: &Snapshot) -> Reply {
    match snapshot.head {
        Some(head) => reply.with(&LOG_HEAD, head.seq.to_string()),
        None => reply,
    }
}

/// Returns the address of a record in the API.
#[must_use]
pub fn at(org: &str, id: RecordId) -> String {
    format!("{}/{org}{}", super::ROOT, address::record(id))
}
