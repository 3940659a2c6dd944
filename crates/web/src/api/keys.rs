//! Keys against doing it twice: what came of a request is kept for eight days under its key, and answered again.
//!
//! Only what was done is kept. What was refused changed nothing: the same request is decided again.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use app::{Filter, Room};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::access::Asking;
use super::problem::{Problem, ProblemKind};
use crate::session::Who;
use crate::site::Site;

/// How long an answer is kept, in microseconds.
const KEPT: i64 = 8 * 24 * 60 * 60 * 1_000_000;
/// How long the same request waits for one that is under way.
const WAIT: Duration = Duration::from_secs(10);
/// Of how many organisations it is held what was done before.
const ORGANISATIONS_MAX: usize = 100;
/// Where answers lie, beside the records.
const ASIDE: &str = "api/once/";

/// An answer of a change, so that it can be kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Option<Value>,
}

impl Reply {
    /// Returns an answer with a body.
    #[must_use]
    pub fn of(status: StatusCode, body: Option<Value>) -> Self {
        Self { status: status.as_u16(), headers: BTreeMap::new(), body }
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &HeaderName, value: impl Into<String>) -> Self {
        self.headers.insert(name.as_str().to_owned(), value.into());
        self
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = match &self.body {
            Some(body) => (status, Body::from(format!("{body:#}\n"))).into_response(),
            None => status.into_response(),
        };
        if self.body.is_some() {
            let json = HeaderValue::from_static("application/json; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, json);
        }
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// The digest of the request that it answers.
    request: String,
    /// When it was given, in microseconds since 1970.
    at: i64,
    reply: Reply,
}

/// A request that changes something.
pub struct Asked {
    /// Of which organisation, by the origin of its log.
    origin: String,
    /// With what it was asked: a token or a session, and the person whose it is.
    with: String,
    /// The key that came with it.
    key: String,
    /// The digest of all of it.
    digest: String,
}

impl Asked {
    /// Returns a request of who asks.
    #[must_use]
    pub fn of(asking: &Asking, key: String, digest: String) -> Self {
        let with = match asking.visit.session.who() {
            Who::Link => "link".to_owned(),
            Who::Account(signed) => format!("session {}", signed.id),
            Who::Token(used) => format!("token {}", used.token.id),
        };
        let with = format!("{with} {}", asking.who());
        Self { origin: asking.visit.books.origin(), with, key, digest }
    }

    /// Returns what tells its key from all others, of other organisations and tokens too; it stands in the header of the commit.
    #[must_use]
    pub fn idem(&self) -> [u8; 16] {
        let whole = self.hashed();
        std::array::from_fn(|at| whole[at])
    }

    fn hashed(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        for part in ["plumbline idem", &self.origin, &self.with, &self.key] {
            hasher.update(part.len().to_be_bytes());
            hasher.update(part.as_bytes());
        }
        hasher.finalize().into()
    }
}

/// Requests that are under way, by key; and when what is kept was last looked through.
#[derive(Default)]
pub struct Keys {
    under_way: Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>,
    swept: Mutex<HashMap<String, i64>>,
    /// What was done before this program began, by organisation: the answer may be lost, the commit is not.
    done: Mutex<HashMap<String, Arc<Done>>>,
}

/// Commits by what tells their requests apart.
type Done = HashMap<[u8; 16], u64>;

impl Keys {
    /// Does the work of a request, unless it was done: then what came of it is answered again.
    ///
    /// The work goes on where the client leaves, so that the same request finds it.
    ///
    /// # Errors
    /// What the work refuses, or that the key came with another request.
    pub async fn once(
        self: &Arc<Self>,
        site: &Site,
        books: &Arc<Room>,
        asked: Asked,
        work: impl Future<Output = Result<Reply, Problem>> + Send + 'static,
    ) -> Result<Response, Problem> {
        let place = place(&asked);
        let lock = self.lock(&format!("{} {place}", books.origin()));
        let mine = tokio::time::timeout(WAIT, lock.lock_owned()).await;
        let mine = mine.map_err(|_| Problem::new(ProblemKind::UnderWay, "ask again in a moment"))?;
        if let Some(kept) = kept(site, books, &place).await? {
            if kept.request != asked.digest {
                let words = "this key came before with another request; take a new one";
                return Err(Problem::new(ProblemKind::KeyReused, words));
            }
            let again = HeaderName::from_static("idempotency-replayed");
            return Ok(kept.reply.with(&again, "true").into_response());
        }
        if let Some(seq) = self.done_before(books, &asked) {
            let words =
                format!("this was done in commit {seq}, and its answer was lost; read what that wrote");
            return Err(Problem::new(ProblemKind::NotNow, words));
        }
        let (site, books, keys) = (site.clone(), Arc::clone(books), Arc::clone(self));
        let task = tokio::spawn(async move {
            let _mine = mine;
            let reply = work.await?;
            let kept = Kept { request: asked.digest, at: books.micros(), reply };
            let bytes = serde_json::to_vec(&kept).expect("plain data");
            // It was done: that the answer could not be kept does not take it back.
            if let Err(failure) = site.instance().put_aside(books.log(), &place, Some(bytes)).await {
                tracing::warn!(%failure, "an answer of the API could not be kept");
                // The commit tells it instead: what is known of the organisation is read again with it.
                keys.done.lock().expect("nobody panics here").remove(&asked.origin);
            }
            keys.sweep(&site, &books).await;
            Ok(kept.reply)
        });
        let reply: Result<Reply, Problem> =
            task.await.map_err(|_| Problem::new(ProblemKind::Mistake, "what happened stands in the log"))?;
        reply.map(Reply::into_response)
    }

    /// Returns the commit of a request that was done before this program began, or whose answer could not be kept.
    fn done_before(&self, books: &Room, asked: &Asked) -> Option<u64> {
        let known = self.done.lock().expect("nobody panics here").get(&asked.origin).cloned();
        let known = known.unwrap_or_else(|| {
            let since = books.micros().saturating_sub(KEPT);
            let commits = books.commits(&Filter { at_most: usize::MAX, ..Filter::default() });
            let new = commits.iter().take_while(|commit| commit.stamp.at >= since);
            let found: Arc<Done> = Arc::new(new.map(|commit| (commit.idem, commit.seq)).collect());
            let mut done = self.done.lock().expect("nobody panics here");
            if done.len() >= ORGANISATIONS_MAX {
                done.clear();
            }
            Arc::clone(done.entry(asked.origin.clone()).or_insert(found))
        });
        known.get(&asked.idem()).copied()
    }

    fn lock(&self, place: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut under_way = self.under_way.lock().expect("nobody panics here");
        under_way.retain(|_, lock| lock.strong_count() > 0);
        if let Some(lock) = under_way.get(place).and_then(Weak::upgrade) {
            return lock;
        }
        let lock = Arc::new(tokio::sync::Mutex::new(()));
        under_way.insert(place.to_owned(), Arc::downgrade(&lock));
        lock
    }

    /// Throws away what is kept long enough, at most once a day for each organisation.
    async fn sweep(&self, site: &Site, books: &Room) {
        let now = books.micros();
        {
            let mut swept = self.swept.lock().expect("nobody panics here");
            let last = swept.entry(books.origin()).or_insert(i64::MIN);
            if now.saturating_sub(*last) < KEPT / 8 {
                return;
            }
            *last = now;
        }
        let instance = site.instance();
        let Ok(all) = instance.asides(books.log(), ASIDE).await else { return };
        for (place, bytes) in all {
            let at = serde_json::from_slice::<Kept>(&bytes).map_or(i64::MIN, |kept| kept.at);
            if now.saturating_sub(at) > KEPT {
                // What stays is tried again tomorrow.
                let _ = instance.put_aside(books.log(), &place, None).await;
            }
        }
    }
}

/// Returns what came of the request of a key, where it was done not long ago.
async fn kept(site: &Site, books: &Room, place: &str) -> Result<Option<Kept>, Problem> {
    let bytes = site.instance().aside(books.log(), place).await?;
    let kept = bytes.and_then(|bytes| serde_json::from_slice::<Kept>(&bytes).ok());
    Ok(kept.filter(|kept| books.micros().saturating_sub(kept.at) <= KEPT))
}

/// Returns where the answer of a key lies: the same key with two tokens is two keys.
fn place(asked: &Asked) -> String {
    let digest = operations::hex(&asked.hashed());
    format!("{ASIDE}{digest}")
}
