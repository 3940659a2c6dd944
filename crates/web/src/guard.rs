//! What every request passes before a page sees it: host, origin, session; and what every answer says to the browser.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::problem::{self, Problem};
use crate::api::{access, is_api};
use crate::failure::Failure;
use crate::layout::CONTENT_SECURITY_POLICY;
use crate::pages::drafts::signed_out;
use crate::session::{Session, Sessions, Who};
use crate::site::Site;

/// Refuses requests for other hosts (a name that was turned to this machine) and writes from other pages.
pub async fn place(State(site): State<Site>, request: Request, next: Next) -> Response {
    let host = host(&request);
    // A request line that names another server than the header is meant for that one.
    let line = request.uri().authority().map(ToString::to_string);
    let is_meant = |host: Option<&str>| host.is_some_and(|host| is_ours(host, site.sessions()));
    if !is_meant(host.as_deref()) || (line.is_some() && !is_meant(line.as_deref())) {
        return failed(
            &request,
            Failure::Misdirected("this server answers only to this machine's own name, as in the link"),
        );
    }
    // What brings a token was sent by no page: browsers add none by themselves, and none from elsewhere is let through.
    let by_token = is_api(request.uri().path()) && access::has_token(request.headers());
    let is_trusted = request.method().is_safe()
        || by_token
        || is_from_here(request.headers(), host.as_deref().unwrap_or_default(), site.sessions());
    if !is_trusted {
        return failed(&request, Failure::Foreign("a page of another site asked for this; nothing was done"));
    }
    next.run(request).await
}

/// Answers with a failure, in the form that the address speaks.
fn failed(request: &Request, failure: Failure) -> Response {
    if is_api(request.uri().path()) {
        Problem::from(failure).into_response()
    } else {
        failure.into_response()
    }
}

/// Lets through who came in by the link; the link itself and the styles are open.
pub async fn session(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    if is_api(request.uri().path()) {
        return access::session(site, request, next).await;
    }
    let found = signed_in(&site, request.headers());
    match found {
        Some(session) => {
            request.extensions_mut().insert(session);
            next.run(request).await
        }
        None if is_open(request.uri().path()) => next.run(request).await,
        // What was typed is not lost with the session.
        None if signed_out::brings_form(&request) => {
            let way =
                if site.accounts().is_empty() { signed_out::Way::Link } else { signed_out::Way::SignIn };
            signed_out::answer(request, way).await
        }
        None if site.accounts().is_empty() => Failure::NoSession.into_response(),
        None => {
            let asked = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
            let back = if request.method().is_safe() { asked } else { "/".to_owned() };
            Failure::SignIn(back).into_response()
        }
    }
}

/// Returns the session of a cookie: of an account where there are accounts, else of who came in by the link.
#[must_use]
pub fn signed_in(site: &Site, headers: &HeaderMap) -> Option<Arc<Session>> {
    let secret = cookie(headers, &site.sessions().cookie())?;
    if site.accounts().is_empty() {
        return site.sessions().find(&secret);
    }
    let signed = site.accounts().session(&secret)?;
    Some(site.sessions().of(Who::Account(Arc::new(signed))))
}

/// Says whether a path is open to who is not signed in: the ways in, what pages look like, and calendars under secret addresses.
fn is_open(path: &str) -> bool {
    ["/enter/", "/assets/", "/invited/", "/new-password/", "/sign-on/", "/login/", "/calendar/"]
        .iter()
        .any(|open| path.starts_with(open))
        || path == "/login"
        // A program brings the token that it ends; whoever brings nothing is told to sign in.
        || path == "/logout"
}

/// Adds to every answer what browsers must know.
pub async fn headers(State(site): State<Site>, request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let is_api = is_api(request.uri().path());
    let mut response = next.run(request).await;
    if response.status() == StatusCode::REQUEST_TIMEOUT {
        response = Failure::Slow.into_response();
    }
    if is_api {
        response = problem::told(response);
    }
    let headers = response.headers_mut();
    let mut say = |name: header::HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    say(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(header::REFERRER_POLICY, "same-origin");
    say(header::X_FRAME_OPTIONS, "DENY");
    say(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    say(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    say(
        header::HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    );
    // Only where browsers come through TLS; other names of the domain are not ours to bind.
    if site.sessions().is_secure() {
        say(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if !is_asset {
        say(header::CACHE_CONTROL, "no-store");
    }
    response
}

/// Returns the value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

/// Returns the host that was asked; none where a request names two, which others would read otherwise.
fn host(request: &Request) -> Option<String> {
    if request.headers().get_all(header::HOST).iter().count() > 1 {
        return None;
    }
    let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    named.map(str::to_owned).or_else(|| request.uri().authority().map(ToString::to_string))
}

/// Says whether a host is this machine, by one of its own names or by the one that a proxy serves it under.
fn is_ours(host: &str, sessions: &Sessions) -> bool {
    let port = sessions.address().port();
    let origin = sessions.origin();
    let named: Option<String> = origin.host_str().map(|name| match origin.port() {
        Some(port) => format!("{name}:{port}"),
        None => name.to_owned(),
    });
    named.is_some_and(|named| host.eq_ignore_ascii_case(&named))
        || ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|name| host.eq_ignore_ascii_case(&format!("{name}:{port}")))
}

/// Says whether a write comes from one of our own pages.
fn is_from_here(headers: &HeaderMap, host: &str, sessions: &Sessions) -> bool {
    let ours = sessions.origin().origin().ascii_serialization();
    let is_ours = |origin: &str| origin == format!("http://{host}") || origin == ours;
    let word = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (word("sec-fetch-site"), word("origin")) {
        (Some(site), None) => site == "same-origin",
        (Some(site), Some(origin)) => site == "same-origin" && is_ours(origin),
        (None, Some(origin)) => is_ours(origin),
        (None, None) => false,
    }
}

/// Says whether a request may change something.
#[must_use]
pub fn writes(method: &Method) -> bool {
    !method.is_safe()
}
