//! Steps: every operation on a record, by the verb that pages and commands know it by.

use std::sync::Arc;

use app::{Done, Engage};
use axum::Extension;
use axum::extract::{FromRequest as _, FromRequestParts as _, Request, State};
use axum::http::{Method, StatusCode, header};
use model::records::Person;
use model::{Change, Date, Isms, Key, RecordId, RecordKind, Ref};
use operations::{AnyOperation, FormTarget, OperationForm, every_form, forms_of_any};

use super::access::{Asking, KindAt, RecordAt};
use super::problem::{Problem, ProblemKind};
use super::records::{no_query, of_one, once};
use super::sent::{ReadAt, Sent};
use super::{Api, Told, answer, typed};
use crate::site::Site;
use crate::visit::param;

/// The verb that an address names: `{verb}`.
pub struct Verb(pub String);

impl axum::extract::FromRequestParts<Site> for Verb {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        site: &Site,
    ) -> Result<Self, Problem> {
        for name in ["verb", "id"] {
            if let Ok(word) = param(parts, site, name).await {
                return Ok(Self(word));
            }
        }
        Err(Problem::not_here())
    }
}

/// Returns the steps of a kind: those done to one of its records, and those that make one.
pub fn of_kind(kind: RecordKind) -> impl Iterator<Item = &'static OperationForm> {
    every_form().filter(move |form| form.on == kind).chain(forms_of_any())
}

/// Finds a step of a kind by its verb.
fn find(kind: RecordKind, verb: &str, target: FormTarget) -> Option<&'static OperationForm> {
    of_kind(kind).find(|form| form.verb == verb && form.target == target)
}

/// Returns the verbs of the steps that the state of a record lets happen.
#[must_use]
pub fn fitting(isms: &Isms, id: RecordId, today: Date) -> Vec<&'static str> {
    let steps = of_kind(id.kind).filter(|form| form.target == FormTarget::Record);
    steps.filter(|form| (form.fits)(isms, id, today)).map(|form| form.verb).collect()
}

/// Says which methods an address of one word under a kind knows, where it is the verb of a step.
#[must_use]
pub fn is_making(kind: RecordKind, word: &str) -> bool {
    find(kind, word, FormTarget::Kind).is_some()
}

/// Takes a step that makes a record; says of all other methods which ones the address knows.
///
/// # Errors
/// Where there is no such step, or it cannot happen so.
pub async fn make_or_say(
    State(site): State<Site>,
    Extension(api): Extension<Arc<Api>>,
    KindAt(kind): KindAt,
    Verb(word): Verb,
    request: Request,
) -> Told {
    let form = find(kind, &word, FormTarget::Kind);
    let is_post = *request.method() == Method::POST;
    match form {
        Some(form) if is_post => {
            let (mut parts, body) = request.into_parts();
            let asking = Asking::from_request_parts(&mut parts, &site).await?;
            let sent = Sent::from_request(Request::from_parts(parts, body), &site).await?;
            take(api, asking, form, RecordId { kind, key: Key::One }, sent).await
        }
        Some(_) => Err(Problem::other_method("POST")),
        // A word that is no id names no step.
        None if is_post && RecordId::parse(&word).is_none_or(|id| id.kind != kind) => {
            Err(Problem::not_here())
        }
        None => Err(Problem::other_method(of_one(kind))),
    }
}

/// Takes a step on a record.
///
/// # Errors
/// Where there is no such step or record, or it cannot happen so.
pub async fn step(
    Extension(api): Extension<Arc<Api>>,
    asking: Asking,
    RecordAt(id): RecordAt,
    Verb(verb): Verb,
    sent: Sent,
) -> Told {
    let form = find(id.kind, &verb, FormTarget::Record).ok_or_else(Problem::not_here)?;
    asking.visit.find(id)?;
    take(api, asking, form, id, sent).await
}

async fn take(api: Arc<Api>, asking: Asking, form: &'static OperationForm, id: RecordId, sent: Sent) -> Told {
    no_query(&asking)?;
    let typed = typed::of_inputs(form.inputs, &sent.body)?;
    let operation = (form.make)(id, &typed).map_err(|found| Problem::unreadable(typed::places(&found)))?;
    // Of what somebody does not see they are told what they are told of what is not there.
    let seen = asking.now();
    if let Some(hidden) = form.named(&typed).into_iter().find(|named| seen.isms.find(*named).is_none()) {
        return Err(Problem::new(ProblemKind::Refused, format!("there is no {hidden}")));
    }
    let read_at = sent.read_at.clone();
    let asking = Arc::new(asking);
    let doing = Arc::clone(&asking);
    once(&api, &asking, sent, async move {
        let revision = doing.visit.books.now().isms.revision(id);
        if !read_at.allows(revision) {
            return Err(Problem::stale(revision));
        }
        let engage = Engage { instance: doing.visit.site.instance(), accounts: doing.visit.site.accounts() };
        let joint = doing.visit.books.take_joint(&engage, &doing.acting(""), form, id, &typed).await?;
        let done = match joint {
            Some(joint) => joint.map_err(|refusal| refusal.to_string()),
            None => run_at(&doing, id, &read_at, operation).await?,
        };
        let done = done.map_err(|words| refused(&doing, form, id, words))?;
        let now = doing.now();
        if form.target == FormTarget::Record {
            return Ok(answer::outcome(StatusCode::OK, &now, &done, Some(id)));
        }
        let made = done.records.iter().copied().find(|made| made.kind == id.kind);
        let reply = answer::outcome(StatusCode::CREATED, &now, &done, made);
        Ok(match made {
            Some(made) => reply.with(&header::LOCATION, answer::at(&doing.visit.org, made)),
            None => reply,
        })
    })
    .await
}

/// Says whether another state has to come first, or other words.
fn refused(asking: &Asking, form: &OperationForm, id: RecordId, words: String) -> Problem {
    let now = asking.now();
    let fits = form.target == FormTarget::Kind || (form.fits)(&now.isms, id, asking.visit.today);
    Problem::new(if fits { ProblemKind::Refused } else { ProblemKind::NotNow }, words)
}

/// Runs an operation where the record is at a revision that was read; a refusal is its words.
///
/// # Errors
/// A failure of the world, or that the record is at another revision.
pub async fn run_at(
    asking: &Asking,
    id: RecordId,
    read_at: &ReadAt,
    operation: Box<dyn AnyOperation>,
) -> Result<Result<Done, String>, Problem> {
    let books = &asking.visit.books;
    let intent = operation.intent();
    let at = AtRevision { id, read_at: read_at.clone(), operation };
    let done = books.run_all(&asking.acting(""), intent, &[Box::new(at)]).await?;
    match done {
        Ok(done) => Ok(Ok(done)),
        Err((_, words)) => match words.strip_prefix(OTHER_REVISION) {
            Some(now) => Err(Problem::stale(now.parse().unwrap_or_default())),
            None => Ok(Err(words)),
        },
    }
}

/// How the refusal of another revision begins; no operation's own words hold such a sign.
const OTHER_REVISION: &str = "\u{0}revision ";

/// An operation that is done where the record is at a revision that was read; looked at where it is decided.
struct AtRevision {
    id: RecordId,
    read_at: ReadAt,
    operation: Box<dyn AnyOperation>,
}

impl AnyOperation for AtRevision {
    fn name(&self) -> &'static str {
        self.operation.name()
    }
    fn intent(&self) -> &'static str {
        self.operation.intent()
    }
    fn decide(&self, isms: &Isms, actor: Ref<Person>, today: Date) -> Result<Vec<Change>, String> {
        let now = isms.revision(self.id);
        if !self.read_at.allows(now) {
            return Err(format!("{OTHER_REVISION}{now}"));
        }
        self.operation.decide(isms, actor, today)
    }
}
