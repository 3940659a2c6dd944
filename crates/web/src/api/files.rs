//! Files of evidence and documents: they come as one part of a form, and go out as attachments that no browser runs.

use std::sync::Arc;

use app::NewFile;
use axum::Extension;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use model::records::StoredFile;
use model::{RecordId, RecordKind, Ref};
use operations::{AddEvidence, AttachDocumentFile, Typed};
use serde_json::{Map, Value, json};

use super::access::{Asking, RecordAt};
use super::problem::{Problem, ProblemKind, Wrong};
use super::query::Query;
use super::records::{made, no_query, of_evidence, once};
use super::sent::{self, ReadAt, Sent};
use super::steps::run_at;
use super::{Api, Told, answer, schema, typed};
use crate::fields::FORM_BYTES_MAX;
use crate::pages::evidence::file::download;
use crate::pages::record::Which;
use crate::routes::UPLOAD_BYTES_MAX;
use crate::site::Site;

/// Answers with the file of evidence or of a document.
///
/// # Errors
/// Where there is none, or its bytes are others than were kept.
pub async fn get(asking: Asking, RecordAt(id): RecordAt) -> Told {
    asking.reaches(Some(id.kind))?;
    Query::of(&asking.visit.query, |name| name == "as_of").end()?;
    let snapshot = asking.visit.snapshot.clone();
    let file = download(asking.visit, Which(id)).await?;
    Ok(answer::at_head(file, &snapshot))
}

/// A form with a file: `file`, and `fields` as a JSON object.
pub struct Upload {
    fields: Map<String, Value>,
    file: Option<NewFile>,
    sent: Sent,
}

impl FromRequest<Site> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Problem> {
        let headers: HeaderMap = request.headers().clone();
        let (method, path) = (request.method().clone(), request.uri().to_string());
        let (key, read_at) = (sent::key(&headers)?, sent::read_at(&headers)?);
        let mut form = Multipart::from_request(request, site).await.map_err(|_| {
            Problem::new(ProblemKind::NotJson, "expected multipart/form-data with the parts file and fields")
        })?;
        let (mut fields, mut file) = (None, None);
        while let Some(mut part) = form.next_field().await.map_err(|error| unreadable(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" && file.is_none() {
                let called = part.file_name().unwrap_or("file").to_owned();
                file = Some(NewFile { name: called, bytes: bytes(&mut part, UPLOAD_BYTES_MAX).await? });
            } else if name == "fields" && fields.is_none() {
                fields = Some(sent::object(&bytes(&mut part, FORM_BYTES_MAX).await?)?);
            } else {
                let place = format!("/{}", schema::escaped(&name));
                return Err(Problem::unreadable(vec![Wrong::at(
                    place,
                    "expected the parts file and fields, once each",
                )]));
            }
        }
        let fields = fields.unwrap_or_default();
        let digest = digest(&method, &path, &fields, file.as_ref());
        Ok(Self { fields, file, sent: Sent { body: Map::new(), key, read_at, digest } })
    }
}

/// Returns the digest of an upload, whatever stands between its parts.
fn digest(method: &Method, path: &str, fields: &Map<String, Value>, file: Option<&NewFile>) -> String {
    let file = file.map(|file| json!([file.name, model::Digest::of(&file.bytes).to_string()]));
    sent::digest(method, path, json!([fields, file]).to_string().as_bytes())
}

/// Reads a part in pieces, at most so many bytes.
async fn bytes(part: &mut Field<'_>, bytes_max: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| unreadable(&error))? {
        if bytes.len() + piece.len() > bytes_max {
            let words = format!("a part has at most {bytes_max} bytes");
            return Err(Problem::new(ProblemKind::TooLarge, words));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn unreadable(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::new(ProblemKind::TooLarge, format!("an upload has at most {UPLOAD_BYTES_MAX} bytes"))
    } else {
        Problem::new(ProblemKind::Unreadable, "the form ended early or is none; send it again")
    }
}

/// Adds evidence with its file.
///
/// # Errors
/// Where it cannot be added so, or the file is too large.
pub async fn add(Extension(api): Extension<Arc<Api>>, asking: Asking, upload: Upload) -> Told {
    no_query(&asking)?;
    let Upload { mut fields, file, sent } = upload;
    let wrong = schema::differences(&evidence_fields(), &Value::Object(fields.clone()));
    if !wrong.is_empty() {
        return Err(Problem::unreadable(wrong));
    }
    let uses = match fields.shift_remove("uses") {
        Some(Value::Array(ids)) => ids.iter().map(|id| id.as_str().and_then(RecordId::parse)).collect(),
        Some(_) | None => Some(Vec::new()),
    };
    let words = "expected ids such as A.8.13";
    let uses: Vec<RecordId> =
        uses.ok_or_else(|| Problem::unreadable(vec![Wrong::at("/fields/uses", words)]))?;
    let typed = typed::of_new(RecordKind::Evidence, &fields)?;
    let asking = Arc::new(asking);
    let doing = Arc::clone(&asking);
    once(&api, &asking, sent, async move {
        doing.visit.may("evidence.add", &[])?;
        let file = kept(&doing, file).await?;
        let add = AddEvidence { typed: titled(typed, file.as_ref()), file, uses, ..AddEvidence::default() };
        let done = doing.visit.books.run(&doing.acting(""), add).await?.map_err(of_evidence)?;
        let id = done.records.iter().copied().find(|id| id.kind == RecordKind::Evidence);
        Ok(made(&doing, id.ok_or_else(|| Problem::new(ProblemKind::Mistake, "no evidence was added"))?))
    })
    .await
}

/// Attaches the file that holds the text of a document.
///
/// # Errors
/// Where there is no such document, or it cannot be attached.
pub async fn attach(
    State(_): State<Site>,
    Extension(api): Extension<Arc<Api>>,
    asking: Asking,
    RecordAt(id): RecordAt,
    upload: Upload,
) -> Told {
    asking.visit.find(id)?;
    no_query(&asking)?;
    let Upload { fields, file, sent } = upload;
    if !fields.is_empty() {
        return Err(Problem::unreadable(vec![Wrong::at("/fields", "nothing is asked here but the file")]));
    }
    if file.is_none() {
        return Err(Problem::unreadable(vec![Wrong::at("/file", "expected a file")]));
    }
    let asking = Arc::new(asking);
    let doing = Arc::clone(&asking);
    let read_at: ReadAt = sent.read_at.clone();
    once(&api, &asking, sent, async move {
        doing.visit.may("document.attach", &[id])?;
        let file = kept(&doing, file).await?;
        let attach = AttachDocumentFile { document: Ref::of(id.key), file };
        let done = run_at(&doing, id, &read_at, Box::new(attach)).await?;
        let done = done.map_err(|words| Problem::new(ProblemKind::Refused, words))?;
        Ok(answer::outcome(StatusCode::OK, &doing.now(), &done, Some(id)))
    })
    .await
}

/// Keeps the file of an upload.
async fn kept(asking: &Asking, file: Option<NewFile>) -> Result<Option<StoredFile>, Problem> {
    match file {
        Some(file) => Ok(Some(asking.visit.books.keep_file(&file).await?)),
        None => Ok(None),
    }
}

/// Gives evidence without a title the name of its file.
fn titled(mut typed: Typed, file: Option<&StoredFile>) -> Typed {
    if let Some(file) = file.filter(|_| typed.iter().all(|(name, _)| name != "title")) {
        typed.push(("title".to_owned(), file.name.to_string()));
    }
    typed
}

/// Returns the schema of the fields of new evidence.
#[must_use]
pub fn evidence_fields() -> Value {
    let mut fields = schema::of_fields(RecordKind::Evidence);
    fields["properties"]["uses"] = json!({
        "type": "array",
        "items": { "type": "string", "maxLength": 24 },
        "maxItems": super::strict::ITEMS_MAX,
        "description": "The records that it supports.",
    });
    fields
}
