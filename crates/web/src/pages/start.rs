//! The way in: the link of the terminal, the first page, the colours.

use app::Books;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::html;

use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::guard;
use crate::layout::{Theme, Width, bare};
use crate::parts::Action;
use crate::site::Site;
use crate::visit::see_other;

/// Opens a session for who has the link.
///
/// # Errors
/// Where the link is no longer good.
pub async fn enter(State(site): State<Site>, Path(token): Path<String>) -> Answer {
    let sessions = site.sessions();
    let secret = sessions.enter(&token)?.ok_or(Failure::NoSession)?;
    let cookie = format!("{}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800", sessions.cookie());
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/".to_owned()), (header::SET_COOKIE, cookie)])
        .into_response())
}

/// Answers with the only organisation, or with the list of them.
///
/// # Errors
/// Where they cannot be read.
pub async fn first(State(site): State<Site>, headers: HeaderMap) -> Answer {
    let all = site.all().await?;
    match all.as_slice() {
        [(word, _)] => Ok(see_other(&format!("/o/{word}"))),
        _ => Ok(list(&all, &headers)),
    }
}

/// Answers with the list of organisations, and the way to begin one.
///
/// # Errors
/// Where they cannot be read.
pub async fn all(State(site): State<Site>, headers: HeaderMap) -> Answer {
    Ok(list(&site.all().await?, &headers))
}

/// Loads the sample company.
///
/// # Errors
/// Where the store does not take it.
pub async fn sample(State(site): State<Site>) -> Answer {
    let books = app::load_sample(site.instance()).await?;
    show_loaded(&site, &books).await
}

/// Loads the sample company with three years of history.
///
/// # Errors
/// Where the store does not take it.
pub async fn history(State(site): State<Site>) -> Answer {
    let books = app::load_history(site.instance()).await?;
    show_loaded(&site, &books).await
}

/// Leads to an organisation that was just loaded.
async fn show_loaded(site: &Site, books: &Books) -> Answer {
    let all = site.all().await?;
    let made = all.iter().find(|(_, known)| known.origin() == books.origin());
    Ok(see_other(&made.map_or_else(|| "/".to_owned(), |(word, _)| format!("/o/{word}"))))
}

/// Keeps the colours that one wants to read in.
pub async fn theme(headers: HeaderMap, typed: Fields) -> Response {
    let theme = Theme::read(typed.get("theme"));
    let cookie = format!("theme={}; Path=/; SameSite=Lax; HttpOnly; Max-Age=31536000", theme.word());
    let back = headers.get(header::REFERER).and_then(|from| from.to_str().ok()).and_then(|from| {
        let path = from.split_once("://")?.1;
        path.find('/').map(|at| path[at..].to_owned())
    });
    // Two slashes would lead to another host.
    let back = back.filter(|path| !path.starts_with("//")).unwrap_or_else(|| "/".to_owned());
    (StatusCode::SEE_OTHER, [(header::LOCATION, back), (header::SET_COOKIE, cookie)]).into_response()
}

/// Answers where there is no page.
pub async fn nowhere() -> Failure {
    Failure::unknown("such page")
}

/// Returns the colours of a request.
pub fn theme_of(headers: &HeaderMap) -> Theme {
    Theme::read(&guard::cookie(headers, "theme").unwrap_or_default())
}

fn list(all: &[(String, std::sync::Arc<Books>)], headers: &HeaderMap) -> Response {
    let main = html! {
        h1 { @if all.is_empty() { "Begin" } @else { "Organisations" } }
        @if !all.is_empty() {
            ul.plain {
                @for (word, books) in all {
                    li { a href={ "/o/" (word) "/" } { (books.name()) } " " span.secondary { (books.now().commits()) " commits" } }
                }
            }
            h2 { "Another one" }
        } @else {
            p { "Plumbline keeps an ISMS: scope, risks, controls, evidence, and the statement of applicability that follows." }
        }
        div.prose {
            h3 { "Your own organisation" }
            p { "Five questions, each may be skipped: then a plan with dates stands, with drafts to take or refuse. What you have already, such as a risk register, an asset list, a SoA table or another tool's export, is imported afterwards." }
            (Action::link("Begin with five questions", "/o/new").primary().show())
        }
        div.prose {
            h3 { "A sample company" }
            p { "A software company of sixty people, half way to its Stage 1 audit, with honest gaps. Nothing of it is real." }
            (Action::post("Load the sample company", "/sample").show())
            h3 { "A sample company with a history" }
            p { "A payroll company of ninety people, three years from its first gap analysis to the recertification that is due, with the mistakes it found and mended on the way." }
            (Action::post("Load the three years", "/sample/history").show())
        }
    };
    bare("Organisations · Plumbline", theme_of(headers), Width::Wide, main).into_response()
}

/// Leads from an organisation's address with a slash behind it to the one without.
pub async fn without_slash(Path(org): Path<String>) -> Response {
    see_other(&format!("/o/{}", crate::address::encoded(&org)))
}
