//! Long work of who asks: the list, how far each is, what came of it, and the way to cancel it.

use std::sync::Arc;

use app::identity::Access;
use app::{JobState, LogId};
use axum::Extension;
use axum::extract::Path;
use axum::http::StatusCode;
use operations::{GrantMembership, Operation as _};
use serde_json::{Value, json};

use super::access::Asking;
use super::answer::{self, moment};
use super::keys::Reply;
use super::problem::Problem;
use super::records::{no_query, once};
use super::schema;
use super::sent::Sent;
use super::{Api, Told};
use crate::pages::jobs::beginner;

/// Answers with the jobs of who asks, newest first, and for who keeps the organisation with what runs for others.
///
/// # Errors
/// Where the store does not answer.
pub async fn list(asking: Asking) -> Told {
    asking.reaches(None)?;
    no_query(&asking)?;
    let visit = &asking.visit;
    let (instance, log, by) = (visit.site.instance(), visit.books.log(), beginner(visit));
    let own = instance.jobs_of(log, &by).await?;
    let others = if visit.offers(GrantMembership::INTENT, &[]) {
        instance.jobs_of_others(log, &by).await?
    } else {
        Vec::new()
    };
    let others = others.iter().map(|state| {
        json!({ "what": state.told_to_others(), "state": state.stage.word(), "by": state.by.name, "begun": moment(state.begun) })
    });
    let body = json!({
        "jobs": own.iter().map(brief).collect::<Vec<Value>>(),
        "others": others.collect::<Vec<Value>>(),
    });
    Ok(answer::json_of(&visit.snapshot, &body, None))
}

/// Answers with one job of who asks.
///
/// # Errors
/// Where there is none of theirs.
pub async fn one(asking: Asking, Path((_, id)): Path<(String, String)>) -> Told {
    asking.reaches(None)?;
    no_query(&asking)?;
    let visit = &asking.visit;
    let seen = visit.site.instance().job(visit.books.log(), &beginner(visit), &id).await?;
    Ok(answer::json_of(&visit.snapshot, &whole(&seen.state, seen.file.is_some()), None))
}

/// Stops a job of who asks before its next step; what is over or being written stays as it is.
///
/// # Errors
/// Where there is none of theirs.
pub async fn cancel(
    Extension(api): Extension<Arc<Api>>,
    asking: Asking,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Told {
    asking.reaches_as(Access::Write, None)?;
    no_query(&asking)?;
    let wrong = schema::differences(&cancelling(), &Value::Object(sent.body.clone()));
    if !wrong.is_empty() {
        return Err(Problem::unreadable(wrong));
    }
    let log: LogId = asking.visit.books.log();
    let by = beginner(&asking.visit);
    // What is not theirs is not there, before anything is kept under the key.
    asking.visit.site.instance().job(log, &by, &id).await?;
    let asking = Arc::new(asking);
    let doing = Arc::clone(&asking);
    once(&api, &asking, sent, async move {
        let instance = doing.visit.site.instance();
        instance.cancel_job(log, &by, &id).await?;
        let seen = instance.job(log, &by, &id).await?;
        let reply = Reply::of(StatusCode::OK, Some(whole(&seen.state, seen.file.is_some())));
        Ok(answer::with_head(reply, &doing.now()))
    })
    .await
}

/// Returns the schema of the body that cancels a job: there is nothing to say.
#[must_use]
pub fn cancelling() -> Value {
    json!({ "type": "object", "properties": {}, "additionalProperties": false })
}

/// Returns a job as it stands in the list.
fn brief(state: &JobState) -> Value {
    json!({
        "id": state.id,
        "what": state.what,
        "state": state.stage.word(),
        "over": state.stage.is_over(),
        "by": state.by.name,
        "begun": moment(state.begun),
        "ended": state.ended.map(moment),
        "part": state.part,
        "unit": state.unit,
        "done": state.done,
        "total": state.total,
        "per_second": state.rate(),
        "seconds_left": state.seconds_left(),
        "words": state.result.words,
    })
}

/// Returns a job with its log and what came of it.
fn whole(state: &JobState, is_kept: bool) -> Value {
    let lines = state
        .result
        .lines
        .iter()
        .map(|line| json!({ "what": line.what, "right": line.is_right, "because": line.because }));
    let file = state.result.file.as_ref().map(|file| {
        json!({ "name": file.name, "media": file.media, "bytes": file.bytes, "sha256": file.digest.as_str(), "kept": is_kept })
    });
    let log = state.log.iter().map(|(at, words)| json!({ "at": moment(*at), "words": words }));
    let mut value = brief(state);
    value["commit"] = state.result.commit.into();
    value["lines"] = lines.collect();
    value["file"] = file.into();
    value["log"] = log.collect();
    value["log_left"] = state.log_left.into();
    value
}
