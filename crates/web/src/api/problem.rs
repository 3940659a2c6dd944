//! What the API answers where something is the matter: RFC 9457, with a type that the reference explains.

use app::policy::StepUp;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::failure::{Failure, Unmade};

/// The media type of a problem.
pub const MEDIA: &str = "application/problem+json";

/// What can be the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The request cannot be read, or is not what the description asks for.
    Unreadable,
    /// Nobody is known to ask.
    SignIn,
    /// It was too long ago that who asks was checked.
    ConfirmYou,
    /// Who asks may not.
    Denied,
    /// There is nothing here, or nothing that who asks may see.
    NotHere,
    /// The address knows no such method.
    NotThisWay,
    /// No form is taken in which it could be answered.
    NotAcceptable,
    /// The state of the records does not allow it now.
    NotNow,
    /// The same request is under way.
    UnderWay,
    /// Somebody wrote the record meanwhile.
    Stale,
    /// It is larger than it may be.
    TooLarge,
    /// The body is of another type.
    NotJson,
    /// It can be read, and cannot be done with these words.
    Refused,
    /// The key came before with another request.
    KeyReused,
    /// The revision that was read is missing.
    NeedsRevision,
    /// Too much at once.
    TooMany,
    /// We were wrong.
    Mistake,
    /// The store does not answer now.
    Busy,
    /// The disk is full.
    Full,
}

impl ProblemKind {
    /// All of them, in the order of their status.
    pub const ALL: &'static [Self] = &[
        Self::Unreadable,
        Self::SignIn,
        Self::ConfirmYou,
        Self::Denied,
        Self::NotHere,
        Self::NotThisWay,
        Self::NotAcceptable,
        Self::NotNow,
        Self::UnderWay,
        Self::Stale,
        Self::TooLarge,
        Self::NotJson,
        Self::Refused,
        Self::KeyReused,
        Self::NeedsRevision,
        Self::TooMany,
        Self::Mistake,
        Self::Busy,
        Self::Full,
    ];

    /// Returns the status, its word in the type, and its title.
    #[must_use]
    pub fn words(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Unreadable => (StatusCode::BAD_REQUEST, "unreadable", "The request cannot be read"),
            Self::SignIn => (StatusCode::UNAUTHORIZED, "sign-in", "Sign in first"),
            Self::ConfirmYou => (StatusCode::UNAUTHORIZED, "confirm-you", "Confirm that it is you"),
            Self::Denied => (StatusCode::FORBIDDEN, "denied", "This is not yours to do"),
            Self::NotHere => (StatusCode::NOT_FOUND, "not-here", "Not here"),
            Self::NotThisWay => (StatusCode::METHOD_NOT_ALLOWED, "not-this-way", "Not with this method"),
            Self::NotAcceptable => (StatusCode::NOT_ACCEPTABLE, "not-acceptable", "No form that you take"),
            Self::NotNow => (StatusCode::CONFLICT, "not-now", "Not as the records stand"),
            Self::UnderWay => (StatusCode::CONFLICT, "under-way", "The same request is under way"),
            Self::Stale => (StatusCode::PRECONDITION_FAILED, "stale", "Changed meanwhile"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Too large"),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "other-type", "Another type of body"),
            Self::Refused => (StatusCode::UNPROCESSABLE_ENTITY, "refused", "It cannot be done so"),
            Self::KeyReused => (StatusCode::UNPROCESSABLE_ENTITY, "key-reused", "The key was used before"),
            Self::NeedsRevision => {
                (StatusCode::PRECONDITION_REQUIRED, "needs-revision", "Say which revision you read")
            }
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too-many", "Too many at once"),
            Self::Mistake => (StatusCode::INTERNAL_SERVER_ERROR, "mistake", "Plumbline made a mistake"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy", "Not now"),
            Self::Full => (StatusCode::INSUFFICIENT_STORAGE, "full", "The disk is full"),
        }
    }

    /// Returns what it means and what to do, for the reference.
    #[must_use]
    pub fn means(self) -> &'static str {
        match self {
            Self::Unreadable => {
                "The body, a header or the query is not what the description asks for; `errors` points at each place."
            }
            Self::SignIn => "No session and no token that holds came with the request.",
            Self::ConfirmYou => {
                "This asks for a sign-in that is at most ten minutes old; a token never does it."
            }
            Self::Denied => "The policies say no; `because` says why, and `who` could do it instead.",
            Self::NotHere => "There is no such thing, or none that you may see: both answers are the same.",
            Self::NotThisWay => "`Allow` names the methods of this address.",
            Self::NotAcceptable => "`Accept` leaves out `application/json`.",
            Self::NotNow => {
                "Another state has to come first, or the record stands as it is: approved, closed, pointed at."
            }
            Self::UnderWay => {
                "A request with the same `Idempotency-Key` is not answered yet; ask again in a moment."
            }
            Self::Stale => "`revision` is the present one; read the record again, and decide again.",
            Self::TooLarge => "A JSON body has at most 1 MiB, a file 64 MiB.",
            Self::NotJson => "Bodies are `application/json` in UTF-8; files come as `multipart/form-data`.",
            Self::Refused => {
                "The request is well formed, and the records do not bear what it says; `detail` says what would."
            }
            Self::KeyReused => "The same `Idempotency-Key` came before with another request; take a new one.",
            Self::NeedsRevision => "Send `If-Match` with the `ETag` that you read.",
            Self::TooMany => "Wait as long as `Retry-After` says.",
            Self::Mistake => "What happened stands in the log of the server; nothing was written by halves.",
            Self::Busy => "The store could not be asked, or is read-only; nothing was written.",
            Self::Full => "Nothing was written.",
        }
    }
}

/// Something that is wrong at one place of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The place: a JSON pointer into the body; the name of a header or of a field of the query.
    pub pointer: String,
    /// What is the matter.
    pub detail: String,
}

impl Wrong {
    /// Says what is wrong at a place.
    pub fn at(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into() }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is the matter.
    pub kind: ProblemKind,
    /// The same in this case.
    pub detail: String,
    /// What is wrong at which place.
    pub errors: Vec<Wrong>,
    /// Who could do it instead, where who asks may not.
    pub who: Vec<String>,
    /// The present revision of the record, where another was read.
    pub revision: Option<u32>,
    /// The methods of the address.
    pub allow: Option<&'static str>,
}

impl Problem {
    /// Says what is the matter.
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), errors: Vec::new(), who: Vec::new(), revision: None, allow: None }
    }

    /// Says that there is nothing; the same words for what is not there and what may not be seen.
    #[must_use]
    pub fn not_here() -> Self {
        Self::new(ProblemKind::NotHere, "there is nothing here that you may see")
    }

    /// Says what is wrong with the request, place by place.
    #[must_use]
    pub fn unreadable(errors: Vec<Wrong>) -> Self {
        let detail = match errors.as_slice() {
            [only] => only.detail.clone(),
            several => format!("{} places are not as expected", several.len()),
        };
        Self { errors, ..Self::new(ProblemKind::Unreadable, detail) }
    }

    /// Says that who asks may not, why, and who could instead.
    pub fn denied(because: impl Into<String>, who: Vec<String>) -> Self {
        Self { who, ..Self::new(ProblemKind::Denied, because) }
    }

    /// Says that the record is at another revision than the one that was read.
    #[must_use]
    pub fn stale(now: u32) -> Self {
        let words = format!("the record is at revision {now} now; read it again");
        Self { revision: Some(now), ..Self::new(ProblemKind::Stale, words) }
    }

    /// Says which methods the address knows.
    #[must_use]
    pub fn other_method(allow: &'static str) -> Self {
        let words = format!("expected one of {allow}");
        Self { allow: Some(allow), ..Self::new(ProblemKind::NotThisWay, words) }
    }

    /// Returns it as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        let (status, word, title) = self.kind.words();
        let mut json = json!({
            "type": format!("{}#{word}", super::REFERENCE),
            "title": title,
            "status": status.as_u16(),
            "detail": self.detail,
        });
        if !self.errors.is_empty() {
            let errors =
                self.errors.iter().map(|one| json!({ "pointer": one.pointer, "detail": one.detail }));
            json["errors"] = errors.collect();
        }
        if self.kind == ProblemKind::Denied {
            json["because"] = self.detail.as_str().into();
            json["who"] = self.who.clone().into();
        }
        if let Some(revision) = self.revision {
            json["revision"] = revision.into();
        }
        json
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, ..) = self.kind.words();
        if status.is_server_error() {
            tracing::error!(status = status.as_u16(), "{}", self.detail);
        }
        let mut response = (status, Body::from(format!("{:#}\n", self.json()))).into_response();
        let headers = response.headers_mut();
        let mut say = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        say(header::CONTENT_TYPE, MEDIA);
        if status == StatusCode::UNAUTHORIZED {
            say(header::WWW_AUTHENTICATE, "Bearer realm=\"plumbline\"");
        }
        if status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE {
            say(header::RETRY_AFTER, "1");
        }
        if let Some(revision) = self.revision {
            say(header::ETAG, &format!("\"{revision}\""));
        }
        if let Some(allow) = self.allow {
            say(header::ALLOW, allow);
        }
        response
    }
}

impl From<app::Failure> for Problem {
    fn from(failure: app::Failure) -> Self {
        let words = failure.to_string();
        match failure {
            app::Failure::Busy | app::Failure::ReadOnly(_) => Self::new(ProblemKind::Busy, words),
            app::Failure::Broken(_) => {
                tracing::error!("{words}");
                Self::new(ProblemKind::Busy, "the records did not answer as expected")
            }
            app::Failure::Full => Self::new(ProblemKind::Full, words),
            app::Failure::Unknown(_) => Self::not_here(),
            app::Failure::TooLarge(_) => Self::new(ProblemKind::TooLarge, words),
            app::Failure::Cancelled => Self::new(ProblemKind::NotNow, words),
            app::Failure::TooMany(_) => Self::new(ProblemKind::TooMany, words),
            app::Failure::NotTaken(_) => Self::new(ProblemKind::Refused, words),
            app::Failure::NotAllowed(denial) if denial.step_up == StepUp::Wanted => {
                Self::new(ProblemKind::ConfirmYou, denial.because)
            }
            app::Failure::NotAllowed(denial) => {
                let who = denial.who.iter().map(ToString::to_string).collect();
                Self::denied(words, who)
            }
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::World(failure) => failure.into(),
            Failure::Unknown(_) => Self::not_here(),
            Failure::Past(_) => {
                Self::new(ProblemKind::Unreadable, "the past cannot be written; leave out as_of")
            }
            Failure::Unreadable(words) => Self::new(ProblemKind::Unreadable, words),
            Failure::TooLarge(words) => Self::new(ProblemKind::TooLarge, words),
            Failure::NotMade(Unmade::TooLong(words)) => Self::new(ProblemKind::Refused, words),
            Failure::NotMade(Unmade::Fault(words)) => {
                tracing::error!("{words}");
                Self::new(ProblemKind::Mistake, "what happened stands in the log of the server")
            }
            Failure::Confirm(_) => {
                Self::new(ProblemKind::ConfirmYou, "this needs a proof of at most ten minutes' age")
            }
            Failure::NoSession | Failure::SignIn(_) => {
                Self::new(ProblemKind::SignIn, "expected a session or a token that holds")
            }
            Failure::Foreign(words) => Self::denied(words, Vec::new()),
            Failure::Misdirected(words) => Self::unreadable(vec![Wrong::at("Host", words)]),
            Failure::Slow => Self::new(ProblemKind::Busy, "this took too long; try again in a moment"),
            Failure::Bug => Self::new(ProblemKind::Mistake, "what happened stands in the log of the server"),
        }
    }
}

/// Puts a problem in the place of an answer that none of our own handlers made: panics, limits, unknown methods.
#[must_use]
pub fn told(response: Response) -> Response {
    let status = response.status();
    let own = response.headers().get(header::CONTENT_TYPE).is_some_and(|media| media == MEDIA);
    if own || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let kind = ProblemKind::ALL.iter().find(|kind| kind.words().0 == status);
    let mut problem = match kind {
        Some(ProblemKind::NotHere) => Problem::not_here(),
        Some(kind) => Problem::new(*kind, "the server could not answer this request"),
        None if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT => Failure::Slow.into(),
        None => Problem::new(ProblemKind::Unreadable, "the request cannot be read"),
    };
    if status == StatusCode::METHOD_NOT_ALLOWED {
        "the address knows other methods".clone_into(&mut problem.detail);
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut told = problem.into_response();
    if let Some(allow) = allow {
        told.headers_mut().insert(header::ALLOW, allow);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_problem_has_a_word_of_its_own() {
        let words: std::collections::BTreeSet<&str> =
            ProblemKind::ALL.iter().map(|kind| kind.words().1).collect();
        assert_eq!(words.len(), ProblemKind::ALL.len());
        assert!(ProblemKind::ALL.is_sorted_by_key(|kind| kind.words().0.as_u16()));
        assert!(ProblemKind::ALL.iter().all(|kind| kind.means().ends_with('.')));
    }

    #[test]
    fn a_denial_says_why_and_who_could_instead() {
        let json = Problem::denied("the risk is not yours", vec!["PER-2".to_owned()]).json();
        assert_eq!(json["because"], "the risk is not yours");
        assert_eq!(json["who"][0], "PER-2");
        assert_eq!(json["type"], "/api#denied");
    }
}
