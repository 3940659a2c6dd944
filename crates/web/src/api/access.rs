//! Who asks: a session of the browser, or the bearer of a token. The only place where a request of the API becomes somebody.

use std::sync::{Arc, OnceLock};

use app::Snapshot;
use app::identity::Access;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::{RecordId, RecordKind};

use super::problem::{Problem, ProblemKind, Wrong};
use super::records::{of_list, of_one};
use super::schema::is_full_date;
use super::steps;
use crate::address;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::guard::signed_in;
use crate::session::{Session, Who};
use crate::site::Site;
use crate::visit::{Visit, param};

/// The header that says why something is changed.
const BECAUSE: &str = "because";
/// The longest of it, as it is sent.
const BECAUSE_BYTES_MAX: usize = 8_000;
/// How every token begins.
const TOKEN: &str = "plumb_";
/// The longest token.
const TOKEN_BYTES_MAX: usize = 200;

/// Says whether a request brings a token, good or bad: then no cookie counts, and no page can have sent it.
#[must_use]
pub fn has_token(headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION)
}

/// Finds who a token speaks for.
fn bearer(site: &Site, token: &str) -> Option<Arc<Session>> {
    let used = site.accounts().token(token)?;
    Some(site.sessions().of(Who::Token(Arc::new(used))))
}

/// Lets a request of the API through whose session or token holds.
pub async fn session(site: Site, mut request: Request, next: Next) -> Response {
    let found = if has_token(request.headers()) {
        token(request.headers()).and_then(|token| bearer(&site, token))
    } else {
        signed_in(&site, request.headers())
    };
    let Some(session) = found else {
        let words = "expected a session or a token that holds";
        return Problem::new(ProblemKind::SignIn, words).into_response();
    };
    // An empty part of a path is no part: one address, one spelling.
    if request.uri().path().contains("//") {
        return Problem::not_here().into_response();
    }
    request.extensions_mut().insert(session);
    next.run(request).await
}

/// Returns the token that a request brings, where it is one.
#[must_use]
pub fn token(headers: &HeaderMap) -> Option<&str> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let (line, None) = (lines.next()?.to_str().ok()?, lines.next()) else { return None };
    let (scheme, token) = line.split_once(' ')?;
    let is_one =
        scheme.eq_ignore_ascii_case("bearer") && token.starts_with(TOKEN) && token.len() <= TOKEN_BYTES_MAX;
    is_one.then_some(token)
}

/// Who asks, about which organisation.
pub struct Asking {
    /// The same as pages know it.
    pub visit: Visit,
    /// What tells the request from others, once it is known.
    idem: OnceLock<[u8; 16]>,
    /// Why something is changed, where the request says so beside its body.
    because: String,
}

impl Asking {
    /// Returns how the books know who asks.
    #[must_use]
    pub fn acting(&self, because: &str) -> app::Visit {
        let because = if because.is_empty() { &self.because } else { because };
        app::Visit { idem: self.idem.get().copied(), ..self.visit.acting(because) }
    }

    /// Says what tells the request from others: what it commits carries that.
    pub fn under(&self, idem: [u8; 16]) {
        let _ = self.idem.set(idem); // one request has one key
    }

    /// Returns who asks, in a word that is the same each time: what is kept for somebody is kept under it.
    #[must_use]
    pub fn who(&self) -> String {
        let person = self.visit.isms().people.find(&self.visit.actor).map(|person| person.uuid.to_string());
        person.unwrap_or_else(|| self.visit.actor.to_string())
    }

    /// Looks that a token reaches records of a kind, or all of them where no kind is named; who came without one does.
    ///
    /// # Errors
    /// Where it does not.
    pub fn reaches(&self, kind: Option<RecordKind>) -> Result<(), Problem> {
        self.reaches_as(Access::Read, kind)
    }

    /// The same, to read or to write.
    ///
    /// # Errors
    /// Where it does not.
    pub fn reaches_as(&self, access: Access, kind: Option<RecordKind>) -> Result<(), Problem> {
        let Who::Token(used) = self.visit.session.who() else { return Ok(()) };
        let slug = kind.map(|kind| kind.kind().slug());
        if used.token.scopes.reach(access, slug.as_deref()) {
            return Ok(());
        }
        let words = format!("this token does not reach so far; it may {}", used.token.scopes);
        Err(Problem::denied(words, Vec::new()))
    }

    /// Returns the present state, as who asks may see it.
    #[must_use]
    pub fn now(&self) -> Snapshot {
        self.visit.books.now()
    }
}

impl FromRequestParts<Site> for Asking {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        day_of_state(parts.uri.query().unwrap_or_default())?;
        let visit = Visit::from_request_parts(parts, site).await.map_err(Problem::from)?;
        acceptable(&parts.headers, &parts.method)?;
        let because = because(&parts.headers)?;
        Ok(Self { visit, idem: OnceLock::new(), because })
    }
}

/// Looks that the day of the state that is asked for is one.
fn day_of_state(query: &str) -> Result<(), Problem> {
    let fields = Fields::read(query);
    if fields.0.iter().any(|(name, day)| name == "as_of" && !is_full_date(day)) {
        return Err(Problem::unreadable(vec![Wrong::at("as_of", "expected a date such as 2026-03-31")]));
    }
    Ok(())
}

/// Reads why something is changed, where the request says so beside its body: text as it stands in an address.
fn because(headers: &HeaderMap) -> Result<String, Problem> {
    let mut lines = headers.get_all(BECAUSE).iter();
    let Some(line) = lines.next() else { return Ok(String::new()) };
    let is_one = lines.next().is_none() && line.len() <= BECAUSE_BYTES_MAX;
    let line = line.to_str().ok().filter(|_| is_one);
    let words = "expected one reason in UTF-8 with percent signs, of at most 8000 bytes";
    let line = line.ok_or_else(|| Problem::unreadable(vec![Wrong::at("Because", words)]))?;
    Ok(Fields::read(&format!("because={}", line.replace('&', "%26"))).get("because").to_owned())
}

/// Looks that JSON is among what who asks takes.
fn acceptable(headers: &HeaderMap, method: &Method) -> Result<(), Problem> {
    let mut lines = headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok()).peekable();
    if lines.peek().is_none() || *method == Method::HEAD {
        return Ok(());
    }
    let taken = |range: &str| {
        let mut parts = range.split(';').map(str::trim);
        let media = parts.next().unwrap_or_default().to_ascii_lowercase();
        let refused = parts.any(|part| ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains(&part));
        !refused && ["*/*", "application/*", "application/json"].contains(&media.as_str())
    };
    if lines.flat_map(|line| line.split(',')).any(taken) {
        return Ok(());
    }
    Err(Problem::new(ProblemKind::NotAcceptable, "answers are application/json"))
}

/// The kind of record that an address names: `{kind}`.
pub struct KindAt(pub RecordKind);

/// The record that an address names: `{kind}` and `{id}`, which fit each other. It need not be there.
pub struct RecordAt(pub RecordId);

/// The same, of kinds of which there are several: the only record of its kind is neither made nor removed.
pub struct Several<T>(pub T);

impl FromRequestParts<Site> for Several<KindAt> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let at = KindAt::from_request_parts(parts, site).await?;
        if at.0.kind().single { Err(Problem::other_method(of_list(at.0))) } else { Ok(Self(at)) }
    }
}

impl FromRequestParts<Site> for Several<RecordAt> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let at = RecordAt::from_request_parts(parts, site).await?;
        if at.0.kind.kind().single { Err(Problem::other_method(of_one(at.0.kind))) } else { Ok(Self(at)) }
    }
}

impl FromRequestParts<Site> for KindAt {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let word = match param(parts, site, "kind").await {
            Ok(word) => word,
            // Where a step has an address of its own, the word of its kind stands in the path itself.
            Err(_) => parts.uri.path().split('/').nth(2).unwrap_or_default().to_owned(),
        };
        address::kind_of(&word).map(Self).ok_or_else(Problem::not_here)
    }
}

impl FromRequestParts<Site> for RecordAt {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let KindAt(kind) = KindAt::from_request_parts(parts, site).await?;
        let text = param(parts, site, "id").await.map_err(|_: Failure| Problem::not_here())?;
        // One spelling: an id that reads the same and is written otherwise is another address.
        let id = RecordId::parse(&text).filter(|id| id.kind == kind && id.to_string() == text);
        let is_last = parts.uri.path().split('/').count() == 4;
        id.map(Self).ok_or_else(|| {
            if is_last && steps::is_making(kind, &text) {
                Problem::other_method("POST")
            } else {
                Problem::not_here()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::AUTHORIZATION, HeaderValue::from_str(line).expect("a line"));
        }
        headers
    }

    #[test]
    fn a_reason_beside_the_body_is_one_line_and_bounded() {
        let read = |line: &str| {
            because(&HeaderMap::from_iter([(
                header::HeaderName::from_static(BECAUSE),
                HeaderValue::from_str(line).expect("a line"),
            )]))
        };
        assert_eq!(because(&HeaderMap::new()), Ok(String::new()));
        assert_eq!(read("two%20last%20y%C3%A9ar%26more"), Ok("two last yéar&more".to_owned()));
        assert_eq!(read("a&because=b"), Ok("a&because=b".to_owned()));
        assert!(read(&"x".repeat(9_000)).is_err());
    }

    #[test]
    fn a_token_is_one_line_of_one_scheme_and_bounded() {
        assert_eq!(token(&headers(&["Bearer plumb_abc"])), Some("plumb_abc"));
        assert_eq!(token(&headers(&["bearer plumb_abc"])), Some("plumb_abc"));
        let long = format!("Bearer plumb_{}", "x".repeat(10_000));
        for bad in ["Basic plumb_abc", "Bearer", "Bearer abc", "plumb_abc", long.as_str()] {
            assert_eq!(token(&headers(&[bad])), None, "{bad:.20}");
        }
        assert_eq!(token(&headers(&["Bearer plumb_a", "Bearer plumb_b"])), None);
    }
}
