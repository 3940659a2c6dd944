//! Who asks for a page of accounts: from where, with which session, and what an answer sets.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use app::identity::{self, Caller, Fresh, Network, Problem, Refusal, Uuid};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;

use crate::failure::Failure;
use crate::fields::Fields;
use crate::guard;
use crate::layout::{Flash, Theme, Width, bare};
use crate::parts::Status;
use crate::session::{Session, Who};
use crate::site::Site;

/// Somebody who asks, signed in or not.
pub struct Asked {
    /// What all pages share.
    pub site: Site,
    /// The session, if there is one.
    pub session: Option<Arc<Session>>,
    /// From where, with what, and with which session so far.
    pub caller: Caller,
    /// The colours.
    pub theme: Theme,
    /// The path that was asked.
    pub path: String,
    /// The query.
    pub query: Fields,
    /// What the request said.
    pub headers: HeaderMap,
}

/// Somebody who is signed in with an account.
pub struct Signed {
    /// Who asks.
    pub asked: Asked,
    /// The session of the account.
    pub session: Arc<identity::Session>,
}

impl FromRequestParts<Site> for Asked {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let word = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let before = guard::cookie(&parts.headers, &site.sessions().cookie());
        let device = word(header::USER_AGENT).unwrap_or_default().to_owned();
        Ok(Self {
            site: site.clone(),
            session: parts.extensions.get::<Arc<Session>>().cloned(),
            caller: Caller { network: network(parts, site), device, before },
            theme: Theme::read(&guard::cookie(&parts.headers, "theme").unwrap_or_default()),
            path: parts.uri.path().to_owned(),
            query: Fields::read(parts.uri.query().unwrap_or_default()),
            headers: parts.headers.clone(),
        })
    }
}

/// What is said of pages of accounts where there are none yet.
const NO_ACCOUNTS: &str = "accounts are not set up: whoever opened the link of this machine is in. Set up accounts, in the menu of the person or at /setup, gives each person an account with settings and tokens of their own";

impl FromRequestParts<Site> for Signed {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let asked = Asked::from_request_parts(parts, site).await?;
        let session = match asked.session.as_ref().map(|session| session.who()) {
            Some(Who::Account(signed)) => signed,
            Some(Who::Link) => return Err(Failure::Unknown(NO_ACCOUNTS.to_owned())),
            Some(Who::Token(_)) => return Err(Failure::unknown("such page")),
            None => return Err(Failure::SignIn(asked.path)),
        };
        Ok(Self { asked, session })
    }
}

impl Asked {
    /// Returns a page without rail.
    pub fn page(&self, title: &str, width: Width, main: Markup) -> Response {
        bare(&format!("{title} · Plumbline"), self.theme, width, main).into_response()
    }

    /// Returns the same page with what was refused: 422, or 429 and 503 where waiting helps.
    pub fn refused(&self, refusal: &Refusal, title: &str, width: Width, main: Markup) -> Response {
        let page = self.page(&format!("Error: {title}"), width, main);
        let status = if matches!(refusal, Refusal::Later { .. }) {
            StatusCode::TOO_MANY_REQUESTS
        } else if *refusal == Refusal::Busy {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        let mut answer = (status, page).into_response();
        if let Refusal::Later { seconds } = refusal {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        answer
    }

    /// Returns the names of organisations, which no password there may hold.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub async fn names(&self, orgs: &[Uuid]) -> Result<Vec<String>, Failure> {
        let all = self.site.instance().all().await?;
        Ok(all.iter().filter(|books| orgs.contains(&books.log().org)).map(|books| books.name()).collect())
    }

    /// Says something on the next page of a session that goes on.
    pub fn say(&self, words: impl Into<String>) {
        if let Some(session) = &self.session {
            session.say(Flash { status: Status::Met, words: words.into(), undo: None });
        }
    }

    /// Answers that somebody is in, or goes on, with a new secret.
    pub fn entered(&self, fresh: &Fresh, to: &str) -> Response {
        let cookie = self.site.sessions().set_cookie(fresh.secret.show());
        let to = local(to);
        (StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::SET_COOKIE, cookie)]).into_response()
    }
}

/// Returns why something was refused; a failure of the world is a page of its own.
pub fn refusal(problem: Problem) -> Result<Refusal, Failure> {
    match problem {
        Problem::Refused(refusal) => Ok(refusal),
        Problem::Failed(failed) => Err(app::Failure::from(failed).into()),
    }
}

/// Returns the answer of a step of one's own account; what needs a proof leads to it, and then back to `here`.
pub fn done<T>(answer: Result<T, Problem>, here: &str) -> Result<Result<T, Refusal>, Failure> {
    match answer.map_err(refusal) {
        Ok(done) => Ok(Ok(done)),
        Err(Err(failure)) => Err(failure),
        Err(Ok(Refusal::ProveAgain)) => Err(Failure::Confirm(here.to_owned())),
        Err(Ok(refusal)) => Ok(Err(refusal)),
    }
}

/// Returns a path of this server to go back to; everything else leads to the first page.
pub fn local(to: &str) -> String {
    let mut signs = to.chars();
    let is_path = signs.next() == Some('/') && !matches!(signs.next(), Some('/' | '\\'));
    let is_plain =
        to.len() <= 2_000 && to.is_ascii() && !to.contains(|c: char| c.is_ascii_control() || c == '\\');
    if is_path && is_plain { to.to_owned() } else { "/".to_owned() }
}

/// Returns where a request comes from: through a proxy of ours, whom it says it served last.
fn network(parts: &Parts, site: &Site) -> Network {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let through_proxy = site.sessions().origin().scheme() == "https";
    let said =
        parts.headers.get_all("x-forwarded-for").iter().next_back().and_then(|line| line.to_str().ok());
    let said: Option<IpAddr> = said.and_then(|line| line.rsplit(',').next()?.trim().parse().ok());
    match (said, peer) {
        // Whoever comes past the proxy says nothing that counts.
        (Some(said), Some(peer)) if through_proxy && is_near(peer) => said.into(),
        (_, Some(peer)) => peer.into(),
        (_, None) => Network::of(""),
    }
}

/// Says whether an address is where a proxy of ours may be: this machine, or a private network.
fn is_near(peer: IpAddr) -> bool {
    match peer.to_canonical() {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
        IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_never_leads_to_another_server() {
        for to in [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/../\\evil.example",
            "",
            "evil",
            "/a\r\nset-cookie: x=1",
            "/ä",
            &format!("/{}", "x".repeat(3_000)),
        ] {
            assert_eq!(local(to), "/", "{to:?}");
        }
        assert_eq!(local("/o/acme/risks?level=high#R-1"), "/o/acme/risks?level=high#R-1");
    }
}
