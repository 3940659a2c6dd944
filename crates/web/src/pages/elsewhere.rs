//! Addresses that lead on: a decision without its organisation, and lists under the words that people use for them.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::html;
use model::RecordId;

use crate::address;
use crate::api::is_api;
use crate::failure::{Answer, Failure};
use crate::layout::{PageHead, page as whole};
use crate::pages::decide;
use crate::session::Session;
use crate::site::Site;
use crate::visit::{Visit, see_other};

/// Other words for lists: the word, and what it is called here.
pub const OTHER_WORDS: &[(&str, &str)] = &[
    ("metrics", "measures"),
    ("nc", "nonconformities"),
    ("reviews", "management-reviews"),
    ("cert", "certifications"),
    ("training", "trainings"),
    ("programme", "audit-programmes"),
];

/// Leads to the same under the word that it has here: `/nc/NC-4`, `/cert/2026/requests`.
///
/// # Errors
/// Never; what stands behind the word may not be there.
pub async fn moved(visit: Visit) -> Answer {
    let rest = visit.path.splitn(4, '/').nth(3).unwrap_or_default();
    // The ending comes back where the answer is led to the data of what it leads to.
    let rest = rest.strip_suffix(".json").unwrap_or(rest);
    let (word, below) = rest.split_once('/').unwrap_or((rest, ""));
    let to = match below.rsplit('/').next() {
        Some("room") => return Ok(see_other(super::auditor::PATH)),
        Some("requests") => "/requests".to_owned(),
        Some(_) | None => {
            let named = OTHER_WORDS.iter().find(|(other, _)| *other == word).map_or(word, |(_, here)| *here);
            if below.is_empty() { format!("/{named}") } else { format!("/{named}/{below}") }
        }
    };
    let kept = visit.query.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Ok(see_other(&address::with_query(&format!("/o/{}{to}", visit.org), kept)))
}

/// Leads who opens an address that takes only forms to the page above it: the answer of a form stands under such an address, and
/// whoever loads it again asks for it.
pub(crate) async fn upward(request: Request, next: Next) -> Response {
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path().to_owned();
    let is_of_pages =
        !is_api(&path) && !crate::data::wants(&request) && !request.headers().contains_key("x-fragment");
    let answer = next.run(request).await;
    if answer.status() == StatusCode::METHOD_NOT_ALLOWED && looks && is_of_pages {
        return see_other(&above(&path));
    }
    let is_bare =
        answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/plain; charset=utf-8");
    if !(is_bare && is_of_pages && answer.extensions().get::<Failure>().is_none()) {
        return answer;
    }
    // What the framework says of requests that it cannot read is meant for programmers.
    match answer.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Failure::TooLarge("what was sent is larger than this page takes".to_owned())
        }
        StatusCode::BAD_REQUEST if looks => Failure::unknown("such page"),
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::UNPROCESSABLE_ENTITY => {
            Failure::Unreadable(
                "this did not come as the form of a page sends it; open the page and send it again"
                    .to_owned(),
            )
        }
        _ => return answer,
    }
    .into_response()
}

/// Returns the address above one.
fn above(path: &str) -> String {
    let above = path.trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
    // What is done with a list has an address of its own: `/o/acme/grids/risks/bulk`.
    if above.is_empty() { "/".to_owned() } else { above.replacen("/grids/", "/", 1) }
}

/// Leads to the decision about a record in the one organisation that has it; where several have it, to each of them.
///
/// # Errors
/// Where no organisation that one may see has it, or nothing about it is decided on one page.
pub async fn decide(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
    Path(text): Path<String>,
) -> Answer {
    let unknown = || Failure::unknown("such decision");
    let id = RecordId::parse(&text).filter(|id| decide::knows(id.kind)).ok_or_else(unknown)?;
    let rooms = site.rooms(&session).await?;
    let found: Vec<(String, String, String)> = rooms
        .iter()
        .filter_map(|(word, room)| {
            let isms = room.now().isms;
            let is_there = isms.get(id).is_some();
            is_there.then(|| (format!("/o/{word}{}", decide::path(id)), room.name(), isms.name_of(id)))
        })
        .collect();
    match found.as_slice() {
        [] => Err(unknown()),
        [(href, ..)] => Ok(see_other(href)),
        several => {
            let head = PageHead {
                id: id.to_string(),
                lead: Some(html! { "Several organisations have a record under this id." }),
                ..PageHead::new("Which one?")
            };
            let shell = crate::rail::outside(&site, &session, &headers, "", head);
            let main = html! {
                ul.plain { @for (href, name, title) in several { li { a href=(href) { (name) } " " span.secondary { (title) } } } }
            };
            Ok(whole(&shell, main).into_response())
        }
    }
}

/// Leads to what one can set for oneself.
pub async fn settings() -> Response {
    see_other("/account")
}
