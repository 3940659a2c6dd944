//! Organisations: those that who asks may see, and one in brief.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde_json::{Value, json};

use super::access::Asking;
use super::query::Query;
use super::{Told, answer};
use crate::fields::Fields;
use crate::session::Session;
use crate::site::Site;

/// Answers with the organisations.
///
/// # Errors
/// Where they cannot be read.
pub async fn list(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    RawQuery(query): RawQuery,
) -> Told {
    let fields = Fields::read(&query.unwrap_or_default());
    Query::of(&fields, |_| false).end()?;
    let all = site.rooms(&session).await?;
    let told: Vec<Value> =
        all.iter().map(|(word, books)| json!({ "word": word, "name": books.name() })).collect();
    Ok(json_alone(&json!({ "organisations": told })))
}

/// Answers with an organisation in brief: its name, its day and its newest commit.
///
/// # Errors
/// Where there is none.
pub async fn one(asking: Asking) -> Told {
    let visit = &asking.visit;
    Query::of(&visit.query, |name| name == "as_of").end()?;
    let head = visit.snapshot.head.map(|head| json!({ "seq": head.seq, "leaf": head.leaf.to_string() }));
    let body = json!({
        "word": visit.org,
        "name": visit.isms().organisation.one().map(|one| one.title.to_string()).unwrap_or_default(),
        "day": visit.today.to_string(),
        "origin": visit.books.origin(),
        "head": head,
        "commits": visit.snapshot.commits(),
        "actor": visit.actor.to_string(),
    });
    Ok(answer::json_of(&visit.snapshot, &body, None))
}

fn json_alone(body: &Value) -> Response {
    let nothing = app::Snapshot { isms: Arc::default(), head: None };
    answer::json_of(&nothing, body, None)
}
