//! The way in: the link of the terminal, the first page, the colours.

use std::sync::Arc;

use app::identity::{Admin, Fresh};
use app::policy::Denial;
use app::{Keeper, Room, Sample, Via};
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use model::records::MemberRole;

use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::guard;
use crate::layout::{Letters, PageHead, Theme, Width, bare, page as framed};
use crate::once;
use crate::pages::naming::counted;
use crate::parts::{Action, Status, state};
use crate::session::{Session, Who};
use crate::site::Site;
use crate::visit::see_other;

/// Of how many people who manage the installation the names are told.
const MANAGING_NAMED: usize = 3;

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
pub async fn first(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let all = begun(&site, &session).await?;
    match all.as_slice() {
        [one] if one.unfinished.is_none() => Ok(see_other(&asked_of(&one.word, query))),
        _ => Ok(list(&site, &session, &all, &headers)),
    }
}

/// Answers with the list of organisations, and the way to begin one.
///
/// # Errors
/// Where they cannot be read.
pub async fn all(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
) -> Answer {
    Ok(list(&site, &session, &begun(&site, &session).await?, &headers))
}

/// An organisation, and the sample that it was to be where that was interrupted.
struct Begun {
    word: String,
    books: Room,
    unfinished: Option<Sample>,
}

async fn begun(site: &Site, session: &Session) -> Result<Vec<Begun>, Failure> {
    let mut all = Vec::new();
    for (word, books) in site.rooms(session).await? {
        let unfinished = app::unfinished_sample(site.instance(), books.log()).await?;
        all.push(Begun { word, books, unfinished });
    }
    Ok(all)
}

/// Loads the sample company.
///
/// # Errors
/// Where the store does not take it.
pub async fn sample(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    typed: Fields,
) -> Answer {
    load(&site, &session, &typed, Sample::Midway).await
}

/// Loads the sample company with three years of history.
///
/// # Errors
/// Where the store does not take it.
pub async fn history(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    typed: Fields,
) -> Answer {
    load(&site, &session, &typed, Sample::History).await
}

/// Loads a sample, once for each button, and leads to it.
async fn load(site: &Site, session: &Session, typed: &Fields, which: Sample) -> Answer {
    may_begin(site, session)?;
    let instance = Arc::clone(site.instance());
    let work = async move {
        let loaded = match which {
            Sample::Midway => app::load_sample(&instance).await,
            Sample::History => app::load_history(&instance).await,
        };
        loaded.map(|books| books.origin())
    };
    let origin = session.organisations.once(typed, |_| true, work).await??;
    let fresh = take_seat(site, session, &origin).await?;
    let (word, _) = found(site, session, &origin).await?;
    Ok(entered(site, fresh, &format!("/o/{word}")))
}

/// Says that where there are accounts, only those that manage the installation begin organisations.
///
/// # Errors
/// Where who asks does not manage it.
pub fn may_begin(site: &Site, session: &Session) -> Result<(), Failure> {
    match who_begins(site, session) {
        None => Ok(()),
        Some(words) => Err(app::Failure::NotAllowed(Box::new(Denial::plain(&words))).into()),
    }
}

/// Returns who begins organisations here, in words, where who asks does not.
#[must_use]
pub fn who_begins(site: &Site, session: &Session) -> Option<String> {
    let account = session.account()?;
    if site.accounts().account(account).is_some_and(|one| one.admin == Admin::Manages) {
        return None;
    }
    let managing = site.accounts().accounts().into_iter().filter(app::identity::Account::manages);
    let names: Vec<String> = managing.map(|one| one.name).take(MANAGING_NAMED).collect();
    Some(format!("only who manages this installation begins organisations; ask {}", names.join(" or ")))
}

/// Gives the account of a session a seat in an organisation that it has just begun, and makes it its keeper.
///
/// # Errors
/// Where accounts or the ledger cannot be written.
pub async fn take_seat(site: &Site, session: &Session, origin: &str) -> Result<Option<Fresh>, Failure> {
    let Who::Account(signed) = session.who() else { return Ok(None) };
    for books in site.instance().all().await? {
        if books.origin() == origin {
            let isms = books.now().isms;
            let person = isms.people.iter().next().map(|(person, _)| person).ok_or(Failure::Bug)?;
            let keeper = Keeper { person, roles: vec![MemberRole::IsmsManager], via: Via::Session };
            let kept = site.instance().keep_for(site.accounts(), &signed, books.log(), keeper).await?;
            // The session goes on; what this request still asks is asked with its new seat.
            return Ok(kept);
        }
    }
    Err(Failure::Bug)
}

/// Goes to a page, with the new secret of a session where it got one.
#[must_use]
pub fn entered(site: &Site, fresh: Option<Fresh>, href: &str) -> Response {
    match fresh {
        None => see_other(href),
        Some(fresh) => {
            let cookie = site.sessions().set_cookie(fresh.secret.show());
            let headers = [(header::LOCATION, href.to_owned()), (header::SET_COOKIE, cookie)];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
    }
}

/// Returns the organisation whose log begins so, with its word.
///
/// # Errors
/// Where they cannot be read.
pub async fn found(site: &Site, session: &Session, origin: &str) -> Result<(String, Room), Failure> {
    let all = site.rooms(session).await?;
    all.into_iter().find(|(_, books)| books.origin() == origin).ok_or(Failure::Bug)
}

/// Keeps the colours that one wants to read in, or whether single letters are keys.
pub async fn theme(headers: HeaderMap, typed: Fields) -> Response {
    let (name, word) = match typed.has("letters") {
        true => ("letters", Letters::read(typed.get("letters")).word()),
        false => ("theme", Theme::read(typed.get("theme")).word()),
    };
    let cookie = format!("{name}={word}; Path=/; SameSite=Lax; HttpOnly; Max-Age=31536000");
    let back = headers.get(header::REFERER).and_then(|from| from.to_str().ok()).and_then(|from| {
        let path = from.split_once("://")?.1;
        path.find('/').map(|at| path[at..].to_owned())
    });
    // Two slashes, or what browsers take for one, would lead to another host.
    let back =
        back.filter(|path| !path.starts_with("//") && !path.contains('\\')).unwrap_or_else(|| "/".to_owned());
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

fn list(site: &Site, session: &Session, all: &[Begun], headers: &HeaderMap) -> Response {
    let refused = who_begins(site, session);
    let main = html! {
        @if all.is_empty() { h1 { "Begin" } }
        @if !all.is_empty() {
            ul.plain {
                @for one in all {
                    li {
                        a href={ "/o/" (one.word) "/" } { (one.books.name()) } " "
                        span.secondary { (counted(usize::try_from(one.books.now().commits()).unwrap_or(usize::MAX), "commit", "commits")) }
                        @if let Some(sample) = one.unfinished.filter(|_| refused.is_none()) {
                            " " (state(Status::Attention, "not fully loaded"))
                            div.row {
                                span.secondary { "Loading takes some seconds. Where it was interrupted:" }
                                (button("Load it again", sample).show())
                            }
                        }
                    }
                }
            }
            @if refused.is_none() { h2 { "Another one" } }
        } @else if refused.is_none() {
            p { "Plumbline keeps an ISMS: scope, risks, controls, evidence, and the statement of applicability that follows." }
        }
        @if let Some(words) = &refused { p.words { (crate::pages::record::capital(words)) "." } }
        @if refused.is_none() { (ways_to_begin()) }
    };
    if all.is_empty() {
        return bare("Organisations · Plumbline", theme_of(headers), Width::Wide, main).into_response();
    }
    let shell = crate::rail::outside(site, session, headers, "/all", PageHead::new("Organisations"));
    framed(&shell, html! { div.narrow { (main) } }).into_response()
}

/// Returns the ways to begin an organisation: with questions, or as a sample.
fn ways_to_begin() -> Markup {
    html! {
        div.prose {
            h3 { "Your own organisation" }
            p { "Five questions, each may be skipped: then a plan with dates stands, with proposals to take or refuse. What you have already, such as a risk register, an asset list, a SoA table or another tool's export, is imported afterwards." }
            (Action::link("Begin with five questions", "/o/new").primary().show())
        }
        div.prose {
            h3 { "A sample company" }
            p { "A software company of sixty people, half way to its Stage 1 audit, with honest gaps. Nothing of it is real." }
            (button("Load the sample company", Sample::Midway).show())
            h3 { "A sample company with a history" }
            p { "A payroll company of ninety people, three years from its first gap analysis to the recertification that is due, with the mistakes it found and mended on the way." }
            (button("Load the three years", Sample::History).show())
        }
    }
}

/// Returns the button that loads a sample.
fn button(label: &str, sample: Sample) -> Action {
    let address = match sample {
        Sample::Midway => "/sample",
        Sample::History => "/sample/history",
    };
    let (name, word) = once::hidden();
    Action::post(label, address).with(name, word)
}

/// Leads from an organisation's address with a slash behind it to the one without.
pub async fn without_slash(Path(org): Path<String>, RawQuery(query): RawQuery) -> Response {
    see_other(&asked_of(&crate::address::encoded(&org), query))
}

/// Returns the address of an organisation's first page with what was asked of it, such as a past day.
fn asked_of(org: &str, query: Option<String>) -> String {
    query
        .filter(|query| !query.is_empty())
        .map_or_else(|| format!("/o/{org}"), |query| format!("/o/{org}?{query}"))
}
