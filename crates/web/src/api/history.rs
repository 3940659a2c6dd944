//! The history: commits, those of one record, and taking one back.

use std::sync::Arc;

use app::{Event, Filter, Snapshot, Via};
use axum::Extension;
use axum::extract::Path;
use axum::http::StatusCode;
use model::RecordId;
use serde_json::{Value, json};

use super::access::{Asking, RecordAt};
use super::problem::{Problem, ProblemKind};
use super::query::{Query, cursor};
use super::records::{no_query, once};
use super::sent::Sent;
use super::{Api, Told, answer, schema};

/// The fields of the query.
pub const QUERY: &[&str] = &["limit", "after", "as_of"];
/// How many changes of a commit are told in a list.
const TOLD_MAX: usize = 50;
/// How many changes of a commit are told where it is asked for alone.
const TOLD_ALONE_MAX: usize = 2_000;

/// Answers with commits, newest first.
///
/// # Errors
/// Where the query or the log cannot be read.
pub async fn list(asking: Asking) -> Told {
    asking.reaches(None)?;
    commits(&asking, None).await
}

/// Answers with the commits that wrote a record, newest first.
///
/// # Errors
/// Where there is no such record, or the query or the log cannot be read.
pub async fn of_record(asking: Asking, RecordAt(id): RecordAt) -> Told {
    asking.reaches(Some(id.kind))?;
    if asking.visit.isms().revision(id) == 0 {
        return Err(Problem::not_here());
    }
    commits(&asking, Some(id)).await
}

async fn commits(asking: &Asking, record: Option<RecordId>) -> Told {
    let visit = &asking.visit;
    let mut query = Query::of(&visit.query, |name| QUERY.contains(&name));
    let limit = query.limit();
    let mut before = visit.snapshot.commits();
    match query.after().as_deref() {
        Some([seq]) => match seq.parse() {
            Ok(seq) => before = before.min(seq),
            Err(_) => query.wrong_cursor(),
        },
        Some(_) => query.wrong_cursor(),
        None => {}
    }
    query.end()?;
    let filter = Filter {
        record,
        before: Some(before),
        at_most: limit + 1,
        told_max: Some(TOLD_MAX),
        ..Filter::default()
    };
    let mut events = visit.books.history(&filter).await?;
    let is_more = events.len() > limit;
    events.truncate(limit);
    let next = events.last().filter(|_| is_more).map(|last| cursor(&[&last.seq.to_string()]));
    let told: Vec<Value> = events.iter().map(|event| commit(&visit.snapshot, event)).collect();
    Ok(answer::json_of(&visit.snapshot, &json!({ "commits": told, "next": next }), None))
}

/// Answers with one commit.
///
/// # Errors
/// Where there is no such commit, or the log cannot be read.
pub async fn one(asking: Asking, Path((_, seq)): Path<(String, String)>) -> Told {
    asking.reaches(None)?;
    let visit = &asking.visit;
    Query::of(&visit.query, |name| name == "as_of").end()?;
    let seq = number(&seq).filter(|seq| *seq < visit.snapshot.commits()).ok_or_else(Problem::not_here)?;
    let event = visit.books.commit_in_brief(seq, TOLD_ALONE_MAX).await?;
    Ok(answer::json_of(&visit.snapshot, &commit(&visit.snapshot, &event), None))
}

/// Takes a commit back by a new one.
///
/// # Errors
/// Where there is no such commit, or something was built on it.
pub async fn undo(
    Extension(api): Extension<Arc<Api>>,
    asking: Asking,
    Path((_, seq)): Path<(String, String)>,
    sent: Sent,
) -> Told {
    let seq = number(&seq).filter(|seq| *seq < asking.now().commits()).ok_or_else(Problem::not_here)?;
    no_query(&asking)?;
    let wrong = schema::differences(&undoing(), &Value::Object(sent.body.clone()));
    if !wrong.is_empty() {
        return Err(Problem::unreadable(wrong));
    }
    let because = sent.body.get("because").and_then(Value::as_str).unwrap_or_default().to_owned();
    let asking = Arc::new(asking);
    let doing = Arc::clone(&asking);
    once(&api, &asking, sent, async move {
        let done = doing.visit.books.undo(&doing.acting(&because), seq).await?;
        let done = done.map_err(|refusal| Problem::new(ProblemKind::NotNow, refusal.to_string()))?;
        Ok(answer::outcome(StatusCode::OK, &doing.now(), &done, None))
    })
    .await
}

/// Returns the schema of the body that takes a commit back.
#[must_use]
pub fn undoing() -> Value {
    json!({
        "type": "object",
        "properties": { "because": { "type": "string", "maxLength": 100_000, "description": "Why." } },
        "additionalProperties": false,
    })
}

fn number(text: &str) -> Option<u64> {
    let digits = text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = text == "0" || !text.starts_with('0');
    text.parse().ok().filter(|_| digits && is_plain)
}

/// Returns a commit as JSON.
fn commit(snapshot: &Snapshot, event: &Event) -> Value {
    let changes = event.changes.iter().map(|change| {
        let fields = change
            .fields
            .iter()
            .map(|field| json!({ "name": field.name, "before": field.before, "after": field.after }));
        json!({
            "id": change.id.to_string(),
            "title": change.title,
            "verb": change.verb,
            "fields": fields.collect::<Vec<Value>>(),
        })
    });
    let mut value = json!({ "seq": event.seq });
    let stamp = answer::stamp(&snapshot.isms, event.stamp);
    for name in ["at", "on", "by"] {
        value[name] = stamp[name].clone();
    }
    value["who"] = event.who.as_str().into();
    value["intent"] = event.intent.as_str().into();
    value["via"] = via(event.via).into();
    value["because"] = event.because.as_str().into();
    value["leaf"] = event.leaf.as_str().into();
    value["auth"] = event.auth.as_str().into();
    value["policy"] = event.policy.as_str().into();
    value["changes"] = changes.collect();
    value["untold"] = event.untold.into();
    value
}

fn via(via: Via) -> &'static str {
    match via {
        Via::Session => "session",
        Via::ApiKey => "apikey",
        Via::Cli => "cli",
        Via::Import => "import",
        Via::Upgrade => "upgrade",
        Via::Scheduler => "scheduler",
    }
}
