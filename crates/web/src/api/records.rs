//! Records: one, and its creation, change and removal.

use std::sync::Arc;

use axum::Extension;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::{About, Prose, RecordId, RecordKind};
use operations::{
    AddEvidence, AddEvidenceRefusal, CreateRecord, CreateRecordRefusal, EditRecord, EditRecordRefusal,
    FieldProblem, RemoveRecord, RemoveRecordRefusal, frozen,
};
use serde_json::{Value, json};

use super::access::{Asking, KindAt, RecordAt, Several};
use super::keys::{Asked, Reply};
use super::problem::{Problem, ProblemKind};
use super::query::Query;
use super::sent::{ReadAt, Sent, is_known};
use super::{Api, Told, answer, schema, steps, typed};

/// Answers with a record.
///
/// # Errors
/// Where there is none.
pub async fn one(asking: Asking, RecordAt(id): RecordAt, headers: HeaderMap) -> Told {
    asking.reaches(Some(id.kind))?;
    let visit = &asking.visit;
    Query::of(&visit.query, |name| name == "as_of").end()?;
    let record = visit.isms().find(id).ok_or_else(Problem::not_here)?;
    let tag = answer::tag(record.revision());
    if is_known(&headers, &tag) {
        let unchanged = (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
        return Ok(answer::at_head(unchanged, &visit.snapshot));
    }
    visit.books.looked(&[id]).await?;
    let mut body = answer::record(visit.isms(), id, record);
    if !visit.is_past() {
        body["steps"] = steps::fitting(visit.isms(), id, visit.today).into();
    }
    Ok(answer::json_of(&visit.snapshot, &body, Some(&tag)))
}

/// Makes a record.
///
/// # Errors
/// Where it cannot be made so.
pub async fn create(
    Extension(api): Extension<Arc<Api>>,
    Several(KindAt(kind)): Several<KindAt>,
    asking: Asking,
    sent: Sent,
) -> Told {
    no_query(&asking)?;
    let typed = typed::of_new(kind, &sent.body)?;
    let asking = Arc::new(asking);
    let doing = Arc::clone(&asking);
    once(&api, &asking, sent, async move {
        let create = CreateRecord { kind, id: None, typed, about: About::default(), uuid: None };
        let done = if kind == RecordKind::Evidence {
            let add = AddEvidence { typed: create.typed, ..AddEvidence::default() };
            doing.visit.books.run(&doing.acting(""), add).await?.map_err(of_evidence)?
        } else {
            doing.visit.books.run(&doing.acting(""), create).await?.map_err(of_create)?
        };
        let id = done.records.iter().copied().find(|id| id.kind == kind);
        let id = id.ok_or_else(|| Problem::new(ProblemKind::Mistake, "no record was made"))?;
        Ok(made(&doing, id))
    })
    .await
}

/// Returns the answer that gives a new record.
#[must_use]
pub fn made(asking: &Asking, id: RecordId) -> Reply {
    let reply = answer::written(StatusCode::CREATED, &asking.now(), id);
    reply.with(&header::LOCATION, answer::at(&asking.visit.org, id))
}

/// Changes fields of a record.
///
/// # Errors
/// Where somebody wrote it meanwhile, or it cannot be so.
pub async fn change(
    Extension(api): Extension<Arc<Api>>,
    asking: Asking,
    RecordAt(id): RecordAt,
    sent: Sent,
) -> Told {
    asking.reaches(Some(id.kind))?;
    let record = asking.visit.find(id)?;
    no_query(&asking)?;
    let revision = record.revision();
    let typed = typed::of_patch(id, record, &sent.body)?;
    let read_at = needed(&sent.read_at, revision)?;
    let asking = Arc::new(asking);
    let doing = Arc::clone(&asking);
    once(&api, &asking, sent, async move {
        // What was sent is put over the revision that was looked at: on another one it would be another change.
        let edit = EditRecord { id, revision: Some(revision), typed, because: Prose::default() };
        let done = doing.visit.books.run(&doing.acting(""), edit).await?;
        match done {
            Ok(_) => Ok(answer::written(StatusCode::OK, &doing.now(), id)),
            Err(EditRecordRefusal::Stale { now, .. }) if read_at == ReadAt::Any => Err(Problem {
                revision: Some(now),
                ..Problem::new(ProblemKind::NotNow, "others write it too; try again")
            }),
            Err(refusal) => Err(of_edit(&doing, id, refusal)),
        }
    })
    .await
}

/// Removes a record; its history stays.
///
/// # Errors
/// Where somebody wrote it meanwhile, or it stays on record.
pub async fn remove(
    Extension(api): Extension<Arc<Api>>,
    Several(RecordAt(id)): Several<RecordAt>,
    asking: Asking,
    sent: Sent,
) -> Told {
    let record = asking.visit.find(id)?;
    no_query(&asking)?;
    let wrong = schema::differences(&because(), &Value::Object(sent.body.clone()));
    if !wrong.is_empty() {
        return Err(Problem::unreadable(wrong));
    }
    let read_at = needed(&sent.read_at, record.revision())?;
    let because = Prose::new(sent.body.get("because").and_then(Value::as_str).unwrap_or_default());
    let asking = Arc::new(asking);
    let doing = Arc::clone(&asking);
    once(&api, &asking, sent, async move {
        let remove = RemoveRecord { id, because };
        steps::run_at(&doing, id, &read_at, Box::new(remove.clone())).await?.map_err(|words| {
            let now = doing.now();
            match operations::Operation::decide(remove, &now.isms, doing.visit.actor, doing.visit.today) {
                Err(refusal) => of_remove(&refusal),
                Ok(_) => Problem::new(ProblemKind::Refused, words),
            }
        })?;
        Ok(answer::with_head(Reply::of(StatusCode::NO_CONTENT, None), &doing.now()))
    })
    .await
}

/// Returns the methods of the list of a kind.
#[must_use]
pub fn of_list(kind: RecordKind) -> &'static str {
    if kind.kind().single { "GET, HEAD" } else { "GET, HEAD, POST" }
}

/// Returns the methods of one record of a kind.
#[must_use]
pub fn of_one(kind: RecordKind) -> &'static str {
    if kind.kind().single { "GET, HEAD, PATCH" } else { "GET, HEAD, PATCH, DELETE" }
}

/// Says which methods the list of a kind knows.
pub async fn other_of_kind(KindAt(kind): KindAt) -> Problem {
    Problem::other_method(of_list(kind))
}

/// Returns the schema of the body that removes a record.
#[must_use]
pub fn because() -> Value {
    json!({
        "type": "object",
        "properties": { "because": { "type": "string", "maxLength": 100_000, "description": "Why." } },
        "required": ["because"],
        "additionalProperties": false,
    })
}

/// Looks that a change says at which revision it was decided, and that this is the present one.
fn needed(read_at: &ReadAt, now: u32) -> Result<ReadAt, Problem> {
    if *read_at == ReadAt::Unsaid {
        let words = "expected If-Match with the ETag that you read";
        return Err(Problem::new(ProblemKind::NeedsRevision, words));
    }
    if read_at.allows(now) { Ok(read_at.clone()) } else { Err(Problem::stale(now)) }
}

/// Looks that nothing stands in the query of a change.
///
/// # Errors
/// Where something does.
pub fn no_query(asking: &Asking) -> Result<(), Problem> {
    Query::of(&asking.visit.query, |_| false).end()
}

/// Does the work of a request once.
///
/// # Errors
/// What the work refuses.
pub async fn once(
    api: &Arc<Api>,
    asking: &Arc<Asking>,
    sent: Sent,
    work: impl Future<Output = Result<Reply, Problem>> + Send + 'static,
) -> Result<Response, Problem> {
    let _turn = api.turn(&asking.who())?;
    let asked = Asked::of(asking, sent.key, sent.digest);
    asking.under(asked.idem());
    api.keys.once(&asking.visit.site, &asking.visit.books, asked, work).await
}

fn of_create(refusal: CreateRecordRefusal) -> Problem {
    let words = refusal.to_string();
    match refusal {
        CreateRecordRefusal::Fields(problems) => of_fields(&problems),
        CreateRecordRefusal::Untitled(_) => {
            let title = super::problem::Wrong::at("/title", words);
            Problem { errors: vec![title.clone()], ..Problem::new(ProblemKind::Refused, title.detail) }
        }
        CreateRecordRefusal::Single(_) => Problem::new(ProblemKind::NotNow, words),
        CreateRecordRefusal::OtherId { .. }
        | CreateRecordRefusal::SameUuid(_)
        | CreateRecordRefusal::Given(_) => Problem::new(ProblemKind::Refused, words),
    }
}

/// Returns why evidence was not added.
#[must_use]
pub fn of_evidence(refusal: AddEvidenceRefusal) -> Problem {
    if let AddEvidenceRefusal::Create(refusal) = refusal {
        return of_create(refusal);
    }
    Problem::new(ProblemKind::Refused, refusal.to_string())
}

fn of_edit(asking: &Asking, id: RecordId, refusal: EditRecordRefusal) -> Problem {
    let words = refusal.to_string();
    match refusal {
        EditRecordRefusal::Unknown(_) => Problem::not_here(),
        EditRecordRefusal::Stale { now, .. } => Problem::stale(now),
        EditRecordRefusal::Untitled(_) => Problem::new(ProblemKind::Refused, words),
        EditRecordRefusal::Fields(problems) => {
            let frozen = frozen(&asking.now().isms, id);
            let stands = |one: &FieldProblem| frozen.is_some_and(|frozen| frozen.holds(&one.field));
            let mut problem = of_fields(&problems);
            if problems.iter().any(stands) {
                problem.kind = ProblemKind::NotNow;
            }
            problem
        }
    }
}

fn of_remove(refusal: &RemoveRecordRefusal) -> Problem {
    let words = refusal.to_string();
    match refusal {
        RemoveRecordRefusal::Unknown(_) => Problem::not_here(),
        RemoveRecordRefusal::NoReason(_) => Problem::new(ProblemKind::Refused, words),
        RemoveRecordRefusal::Fixed(_)
        | RemoveRecordRefusal::Frozen { .. }
        | RemoveRecordRefusal::Needed { .. } => Problem::new(ProblemKind::NotNow, words),
    }
}

/// Returns what the records do not bear, place by place.
#[must_use]
pub fn of_fields(problems: &[FieldProblem]) -> Problem {
    let errors = typed::places(problems);
    let detail = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    Problem { errors, ..Problem::new(ProblemKind::Refused, detail) }
}
