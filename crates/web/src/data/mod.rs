//! Other ways to look at any page: `.json` answers with what it says as data, `?diff=` with what changed in what it is about.

mod read;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use model::RecordId;
use serde_json::json;

use crate::address;
use crate::api::problem::{Problem, ProblemKind, told};
use crate::failure::{self, Failure};
use crate::fields::Fields;

pub use read::page_data;

/// The end of an address that asks for data.
const END: &str = ".json";
/// Pages by hand that answer with data of their own.
const OWN: &[&str] = &["tasks", "map", "treatment", "calendar", "search"];
/// Files that are no pages, whatever their names end with.
const FILES: &[&str] = &["/exports/", "/import/"];
/// The page among them, which asks before it makes a file.
const ARCHIVE: &str = "/exports/archive";
/// Addresses whose answers are data already: those of the API, and a page with data of its own.
const DATA: &[&str] = &["/api/", "/inbox"];
/// The largest page that is turned into data.
const PAGE_MAX: usize = 16 * 1024 * 1024;

/// Marks a request that wants what the page says as data.
#[derive(Debug, Clone, Copy)]
struct AsData;

/// Marks a request that wants data, whoever makes it: what fails is told as data too.
#[derive(Debug, Clone, Copy)]
struct WantsData;

/// Says whether an answer is to be data: then what fails has no frame.
#[must_use]
pub(crate) fn wants(request: &Request) -> bool {
    request.extensions().get::<WantsData>().is_some()
}

/// Says whether what a page says is asked for as data.
#[must_use]
pub(crate) fn is_asked(request: &Request) -> bool {
    request.extensions().get::<AsData>().is_some()
}

/// Turns the address of a page as data, or of what changed in it, into the one that answers it.
pub fn asked(mut request: Request) -> Request {
    // Only looking has other ways.
    if !request.method().is_safe() {
        return request;
    }
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let is_api = path.starts_with("/api/");
    if !is_api && (path.ends_with(END) || path.starts_with("/o/") && path.contains("/json/")) {
        request.extensions_mut().insert(WantsData);
    }
    if let Some(page) = path.strip_suffix(END) {
        if let Some(own) = own_data(page) {
            put(&mut request, &own, &query);
        } else if is_page(page) {
            put(&mut request, page, &query);
            request.extensions_mut().insert(AsData);
        }
    }
    let path = request.uri().path().to_owned();
    if query.contains("diff=")
        && let Some((history, of)) = changed_in(&path, &query)
    {
        put(&mut request, &history, &of);
    }
    request
}

fn put(request: &mut Request, path: &str, query: &str) {
    let whole = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    if let Ok(uri) = whole.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
}

/// Returns the address of a page's own data, where it has some: a list, a record, a page that makes it itself.
fn own_data(page: &str) -> Option<String> {
    let (organisation, rest) = page.strip_prefix("/o/")?.split_once('/')?;
    let (word, id) = rest.split_once('/').unwrap_or((rest, ""));
    let kind = address::kind_of(word);
    let is_own = match kind {
        Some(kind) if id.is_empty() => !kind.kind().single,
        Some(kind) => RecordId::parse(id).is_some_and(|id| id.kind == kind),
        None => OWN.contains(&rest),
    };
    is_own.then(|| format!("/o/{organisation}/json/{rest}"))
}

/// Says whether an address may be that of a page.
fn is_page(page: &str) -> bool {
    let is_file = page.strip_prefix("/o/").is_some_and(|rest| FILES.iter().any(|file| rest.contains(file)))
        && !page.ends_with(ARCHIVE);
    !is_file && !DATA.iter().any(|data| page == *data || (data.ends_with('/') && page.starts_with(data)))
}

/// Returns the address and the query of what changed in what a page is about: `/o/acme/risks?diff=…`.
fn changed_in(path: &str, query: &str) -> Option<(String, String)> {
    let rest = path.strip_prefix("/o/")?;
    let (organisation, page) = rest.split_once('/').unwrap_or((rest, ""));
    if page == "history" || page.starts_with("json/") {
        return None;
    }
    let fields = Fields::read(query);
    let diff = fields.get("diff");
    let history = format!("/o/{organisation}/history");
    let of = address::with_query("", [("diff", diff), ("of", page), ("print", fields.get("print"))]);
    (!diff.is_empty()).then(|| (history, of.trim_start_matches('?').to_owned()))
}

/// Answers with what a page says as data, where that was asked for.
pub async fn answer(request: Request, next: Next) -> Response {
    if !is_asked(&request) {
        return next.run(request).await;
    }
    let at = request.uri().path().to_owned();
    let answer = next.run(request).await;
    if answer.status().is_redirection() {
        return moved(answer);
    }
    let is_html = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"));
    if !is_html {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, PAGE_MAX).await else { return Failure::Bug.into_response() };
    let mut told = page_data(&String::from_utf8_lossy(&bytes));
    told["address"] = json!(at);
    let (_, body) = failure::json(&told).into_parts();
    parts
        .headers
        .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json; charset=utf-8"));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, body)
}

/// Pages that ask who it is: a program is told so instead.
const ASKS: &[(&str, ProblemKind)] =
    &[("/login", ProblemKind::SignIn), ("/step-up", ProblemKind::ConfirmYou)];

/// Tells what failed as a problem, where data was asked for.
pub async fn problems(request: Request, next: Next) -> Response {
    if !wants(&request) {
        return next.run(request).await;
    }
    let answer = next.run(request).await;
    let status = answer.status();
    if status.is_redirection() {
        let to = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
        let page = to.split('?').next().unwrap_or_default();
        return match ASKS.iter().find(|(asks, _)| *asks == page) {
            Some((_, kind)) => Problem::new(*kind, "this needs somebody who is signed in").into_response(),
            None => answer,
        };
    }
    if !status.is_client_error() && !status.is_server_error() {
        return answer;
    }
    match answer.extensions().get::<Failure>().cloned() {
        Some(Failure::Unknown(words)) => Problem::new(ProblemKind::NotHere, words).into_response(),
        Some(failure) => Problem::from(failure).into_response(),
        None => told(answer),
    }
}

/// Leads to the data of the page that an answer leads to.
fn moved(mut answer: Response) -> Response {
    let to = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    let (path, query) = to.split_once('?').unwrap_or((to, ""));
    let path = path.split('#').next().unwrap_or_default();
    if !path.starts_with('/') || path == "/" || ASKS.iter().any(|(page, _)| *page == path) {
        return answer;
    }
    let query = query.split('#').next().unwrap_or_default();
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    if let Ok(to) = format!("{}{END}{query}", path.trim_end_matches('/')).parse() {
        answer.headers_mut().insert(header::LOCATION, to);
    }
    answer
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn turned(asked: &str) -> (String, bool) {
        let request = Request::get(asked).body(Body::empty()).expect("a request");
        let request = super::asked(request);
        (request.uri().to_string(), request.extensions().get::<AsData>().is_some())
    }

    #[test]
    fn what_has_data_of_its_own_answers_with_it_and_every_other_page_with_what_it_says() {
        for (asked, at, is_turned) in [
            ("/o/acme/risks.json?q=x", "/o/acme/json/risks?q=x", false),
            ("/o/acme/risks/R-12.json", "/o/acme/json/risks/R-12", false),
            ("/o/acme/tasks.json", "/o/acme/json/tasks", false),
            ("/o/acme/readiness.json?gate=stage1", "/o/acme/readiness?gate=stage1", true),
            ("/o/acme.json", "/o/acme", true),
            ("/o/acme/documents/register.json", "/o/acme/documents/register", true),
            ("/portfolio.json", "/portfolio", true),
            ("/portfolio/templates.json", "/portfolio/templates", true),
            ("/settings/tokens.json", "/settings/tokens", true),
            ("/inbox.json", "/inbox.json", false),
            ("/api/v1/openapi.json", "/api/v1/openapi.json", false),
            ("/o/acme/exports/risks.json", "/o/acme/exports/risks.json", false),
            ("/o/acme/soa", "/o/acme/soa", false),
        ] {
            assert_eq!(turned(asked), (at.to_owned(), is_turned), "{asked}");
        }
    }

    #[test]
    fn what_changed_in_a_page_is_asked_of_the_history() {
        for (asked, at) in [
            (
                "/o/acme/risks/R-12?diff=2026-01-01..2026-03-31",
                "/o/acme/history?diff=2026-01-01..2026-03-31&of=risks%2FR-12",
            ),
            ("/o/acme?diff=a..b", "/o/acme/history?diff=a..b"),
            ("/o/acme/history?diff=a..b", "/o/acme/history?diff=a..b"),
            ("/portfolio?diff=a..b", "/portfolio?diff=a..b"),
        ] {
            assert_eq!(turned(asked).0, at, "{asked}");
        }
    }
}
