//! What a page of an organisation cannot answer, within its frame: what happened, what is kept, and what to do next.

use std::sync::Arc;

use app::Filter;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use model::{RecordId, RecordKind};

use crate::address;
use crate::failure::{Failure, Unmade};
use crate::fields::Fields;
use crate::layout::{self, PageHead};
use crate::pages::account::sent::{self, Waiting};
use crate::pages::naming::short_day;
use crate::pages::record::{capital, here, shown};
use crate::parts::{Action, Fact, facts, section};
use crate::session::Session;
use crate::site::Site;
use crate::visit::Visit;

/// How many records before and after the one that is not there are named.
const NEAR: usize = 2;

/// What was asked, as far as a failure has to speak of it.
struct Asked {
    org: String,
    path: String,
    query: Fields,
    headers: HeaderMap,
    method: Method,
    session: Arc<Session>,
    /// The form that was sent, where it is one that may be sent again.
    form: Option<Waiting>,
}

/// Puts what failed in the frame of the organisation that it was asked in, for who has a seat there; for everybody else it stays bare.
pub async fn framed(State(site): State<Site>, request: Request, next: Next) -> Response {
    let Some(mut asked) = Asked::of(&request).filter(|_| !crate::data::wants(&request)) else {
        return next.run(request).await;
    };
    let (request, bytes) = match in_hand(request).await {
        Ok(in_hand) => in_hand,
        Err(failure) => return failure.into_response(),
    };
    let answer = next.run(request).await;
    let is_framed = is_page(&answer) && answer.status() != StatusCode::UNAUTHORIZED;
    let Some(failure) = answer.extensions().get::<Failure>().cloned().filter(|_| is_framed) else {
        return answer;
    };
    asked.form =
        bytes.and_then(|(to, back, bytes)| Waiting::held(&to, &back, &String::from_utf8_lossy(&bytes)));
    match page(&site, &asked, &failure).await {
        None => answer,
        Some(main) => {
            let (parts, _) = answer.into_parts();
            let mut framed = (parts.status, main).into_response();
            if let Some(after) = parts.headers.get(header::RETRY_AFTER) {
                framed.headers_mut().insert(header::RETRY_AFTER, after.clone());
            }
            framed
        }
    }
}

/// What a form was: where it is sent, the page that it stood on, and its bytes.
type Form = (String, String, Bytes);

/// Keeps the bytes of a form while it is answered.
async fn in_hand(request: Request) -> Result<(Request, Option<Form>), Failure> {
    let Some((to, back)) = sent::worth_keeping(&request) else { return Ok((request, None)) };
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, sent::HELD_MAX)
        .await
        .map_err(|_| Failure::Unreadable("the form ended early; send it again".to_owned()))?;
    Ok((Request::from_parts(parts, Body::from(bytes.clone())), Some((to, back, bytes))))
}

/// Says whether an answer is a page: what scripts and programs ask for stays as it is.
fn is_page(answer: &Response) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

impl Asked {
    fn of(request: &Request) -> Option<Self> {
        let path = request.uri().path().to_owned();
        let org = path.strip_prefix("/o/")?.split('/').next()?.to_owned();
        let session = request.extensions().get::<Arc<Session>>().cloned()?;
        (!request.headers().contains_key("x-fragment")).then(|| Self {
            org,
            path,
            query: Fields::read(request.uri().query().unwrap_or_default()),
            headers: request.headers().clone(),
            method: request.method().clone(),
            session,
            form: None,
        })
    }

    fn writes(&self) -> bool {
        crate::guard::writes(&self.method)
    }
}

/// Returns the page; nothing where the organisation is not the reader's, or cannot be read.
async fn page(site: &Site, asked: &Asked, failure: &Failure) -> Option<Markup> {
    let room = site.room(&asked.org, &asked.session).await.ok()?;
    let (org, path) = (asked.org.clone(), asked.path.clone());
    let visit = Visit::present(site, &asked.session, &asked.headers, (room, org, path, asked.query.clone()));
    let (_, heading, words) = failure.told();
    let mut lines = vec![Fact::words("What happened", &words)];
    lines.push(Fact::words("What is kept", kept(failure, asked)));
    let next = next(&visit, asked, failure);
    let main = html! {
        (facts(&lines))
        (section("next", "What to do next", "", &[], html! { (next) }))
        @if is_unknown(failure) { (section("look", "Search", "", &[], search(&visit))) }
        @if let Some(form) = &asked.form { (typed(&visit, form, failure)) }
    };
    let mut shell = visit.shell(&place(&visit, asked), PageHead::new(heading));
    // It is about none of what the standard's words are for.
    shell.head.words.clear();
    Some(layout::page(&shell, main))
}

/// Returns the entry of the rail that the address stands under.
fn place(visit: &Visit, asked: &Asked) -> String {
    let rest = asked.path.strip_prefix(&format!("/o/{}", visit.org)).unwrap_or_default();
    let word = rest.trim_start_matches('/').split('/').next().unwrap_or_default();
    address::kind_of(word).map_or_else(|| format!("/{word}"), here)
}

/// Says what became of what was there, and of what was sent.
fn kept(failure: &Failure, asked: &Asked) -> &'static str {
    let is_certain = match failure {
        Failure::World(app::Failure::Broken(_)) | Failure::Bug | Failure::Slow => false,
        Failure::World(_)
        | Failure::Unknown(_)
        | Failure::Past(_)
        | Failure::Unreadable(_)
        | Failure::TooLarge(_)
        | Failure::NotMade(_)
        | Failure::NoSession
        | Failure::SignIn(_)
        | Failure::Confirm(_)
        | Failure::Foreign(_)
        | Failure::Misdirected(_) => true,
    };
    match (asked.writes(), is_certain, &asked.form) {
        (false, ..) => "all that is on record; looking changes nothing",
        (true, true, Some(_)) => {
            "all that is on record, and what you typed: it stands below; nothing was written"
        }
        (true, true, None) => "all that is on record; nothing was written",
        (true, false, _) => {
            "what was saved before is safe; whether this was written cannot be said: look before you send it again"
        }
    }
}

/// Returns what can be done about it.
fn next(visit: &Visit, asked: &Asked, failure: &Failure) -> Markup {
    let here = asked.path.split('/').find_map(RecordId::parse);
    let is_there = here.filter(|id| visit.isms().find(*id).is_some());
    let mut ways: Vec<Action> = Vec::new();
    let again = || Action::link("Try again", address::with_query(&asked.path, fields(&asked.query)));
    match failure {
        Failure::Unknown(_) | Failure::World(app::Failure::Unknown(_)) => {
            return html! { (removed(visit, here)) (nearest(visit, asked, here)) (crate::parts::actions(&home(visit))) };
        }
        Failure::Past(_) => {
            let today = asked.query.0.iter().filter(|(name, _)| name != "as_of");
            let today = today.map(|(name, value)| (name.as_str(), value.as_str()));
            ways.push(Action::link("The same today", address::with_query(&asked.path, today)).primary());
        }
        Failure::World(
            app::Failure::Busy | app::Failure::Broken(_) | app::Failure::Full | app::Failure::ReadOnly(_),
        )
        | Failure::World(app::Failure::TooMany(_))
        | Failure::Slow
        | Failure::Bug => {
            if !asked.writes() {
                ways.push(again().primary());
            }
        }
        Failure::World(
            app::Failure::TooLarge(_)
            | app::Failure::NotAllowed(_)
            | app::Failure::NotTaken(_)
            | app::Failure::Cancelled,
        )
        | Failure::Unreadable(_)
        | Failure::TooLarge(_)
        | Failure::NotMade(_)
        | Failure::NoSession
        | Failure::SignIn(_)
        | Failure::Confirm(_)
        | Failure::Foreign(_)
        | Failure::Misdirected(_) => {}
    }
    if let Some(id) = is_there {
        ways.push(Action::link(format!("Open {id}"), visit.record_at(id)));
        if let Failure::World(app::Failure::NotAllowed(_)) = failure {
            ways.push(Action::link("Ask for it in a comment", format!("{}#comments", visit.record_at(id))));
        }
    }
    ways.extend(home(visit));
    html! { @if let Some(words) = advice(failure) { p.words { (words) } } (crate::parts::actions(&ways)) }
}

/// Says in a sentence what helps, where the words of the failure do not say it.
fn advice(failure: &Failure) -> Option<&'static str> {
    match failure {
        Failure::World(app::Failure::Busy) | Failure::Slow => {
            Some("Others are writing too. It is over in a moment: try again in five seconds.")
        }
        Failure::World(app::Failure::Broken(_)) => Some(
            "Try again in a minute. Where it stays so, whoever runs the server finds the reason in its log.",
        ),
        Failure::World(app::Failure::Full) => {
            Some("Whoever runs the server has to make room; then send it again.")
        }
        Failure::World(app::Failure::ReadOnly(_)) => {
            Some("Everything can be read. Whoever runs the server finds out why nothing can be written.")
        }
        Failure::World(app::Failure::NotAllowed(_)) => Some("Where it says who could do it, ask them."),
        Failure::Bug => {
            Some("Try once more. Where it fails again, tell whoever runs the server at what time it was.")
        }
        Failure::TooLarge(_) | Failure::World(app::Failure::TooLarge(_)) => {
            Some("Go back and send less at once.")
        }
        Failure::NotMade(Unmade::TooLong(_)) => {
            Some("The registers are there as workbooks and as CSV, which hold more: see Exports.")
        }
        Failure::NotMade(Unmade::Fault(_)) => {
            Some("Other files can be made. Tell whoever runs the server which one it was, and at what time.")
        }
        Failure::Unreadable(_) | Failure::World(app::Failure::NotTaken(_)) => {
            Some("Go back, mend what is named above, and send it again.")
        }
        Failure::World(app::Failure::TooMany(_)) => Some("Wait until one of them is over, or cancel one."),
        Failure::World(app::Failure::Unknown(_) | app::Failure::Cancelled)
        | Failure::Unknown(_)
        | Failure::Past(_)
        | Failure::NoSession
        | Failure::SignIn(_)
        | Failure::Confirm(_)
        | Failure::Foreign(_)
        | Failure::Misdirected(_) => None,
    }
}

fn is_unknown(failure: &Failure) -> bool {
    matches!(failure, Failure::Unknown(_) | Failure::World(app::Failure::Unknown(_)))
}

fn fields(query: &Fields) -> impl Iterator<Item = (&str, &str)> {
    query.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

fn home(visit: &Visit) -> Vec<Action> {
    vec![Action::link("My work", visit.at(""))]
}

fn search(visit: &Visit) -> Markup {
    html! {
        form.filter method="get" action=(visit.at("/search")) role="search" {
            label for="failed-search" { "Words, or an id such as R-12 or A.8.13" }
            input.date id="failed-search" name="q" type="search" autocomplete="off" maxlength="200";
            button.button type="submit" { "Search" }
        }
    }
}

/// Says when a record was removed and by whom, and leads to its history; nothing where the reader never saw one.
fn removed(visit: &Visit, id: Option<RecordId>) -> Markup {
    let id = id.filter(|id| visit.isms().find(*id).is_none());
    let last = id.and_then(|id| {
        let filter = Filter { record: Some(id), at_most: 1, ..Filter::default() };
        Some((id, visit.books.commits(&filter).into_iter().next()?))
    });
    html! {
        @if let Some((id, last)) = last {
            p.words {
                (id) " was removed on " (short_day(last.stamp.on)) " by " (visit.books.who(last.stamp.by)) ". "
                a href=(visit.at(&format!("/history?record={id}"))) { "Its history" } " is kept; there it can be brought back."
            }
        }
    }
}

/// Returns the records nearest to the one that is not there, by their ids, and their list; else the lists whose words are near.
fn nearest(visit: &Visit, asked: &Asked, id: Option<RecordId>) -> Markup {
    let word = asked.path.split('/').nth(3).unwrap_or_default();
    let Some(kind) = id.map(|id| id.kind).or_else(|| address::kind_of(word)) else {
        return lists(visit, word);
    };
    let all: Vec<RecordId> = visit.isms().counted(kind).into_iter().map(|(known, _)| known).collect();
    let at = id.map_or(all.len(), |id| all.partition_point(|known| *known < id));
    let near = all.get(at.saturating_sub(NEAR)..all.len().min(at + NEAR)).unwrap_or_default();
    html! {
        @if !near.is_empty() {
            p.words { "These are nearest:" }
            ul.plain { @for id in near { li { (shown::link(visit, *id)) } } }
        }
        @if !kind.kind().single { p.words { a href=(visit.at(&here(kind))) { "All " (kind.kind().plural) } } }
    }
}

/// Returns the lists that begin as a word does.
fn lists(visit: &Visit, word: &str) -> Markup {
    let begins: String = word.chars().take(3).collect();
    let like = |kind: &&RecordKind| !kind.kind().single && address::kind(**kind).starts_with(&begins);
    let all: Vec<&RecordKind> = RecordKind::ALL.iter().filter(like).filter(|_| begins.len() == 3).collect();
    html! {
        @if !all.is_empty() {
            p.words { "These lists are called alike:" }
            ul.plain { @for kind in all { li { a href=(visit.at(&here(*kind))) { (capital(kind.kind().plural)) } } } }
        }
    }
}

/// Returns what was typed, so that it is not lost; with the button that sends it again where that may help.
fn typed(visit: &Visit, form: &Waiting, failure: &Failure) -> Markup {
    let may_help = match failure {
        Failure::World(failure) => match failure {
            app::Failure::Busy
            | app::Failure::Full
            | app::Failure::ReadOnly(_)
            | app::Failure::Broken(_)
            | app::Failure::TooMany(_)
            | app::Failure::Cancelled => true,
            app::Failure::Unknown(_)
            | app::Failure::TooLarge(_)
            | app::Failure::NotTaken(_)
            | app::Failure::NotAllowed(_) => false,
        },
        Failure::Slow | Failure::Bug => true,
        Failure::Unknown(_)
        | Failure::Past(_)
        | Failure::Unreadable(_)
        | Failure::TooLarge(_)
        | Failure::NotMade(_)
        | Failure::NoSession
        | Failure::SignIn(_)
        | Failure::Confirm(_)
        | Failure::Foreign(_)
        | Failure::Misdirected(_) => false,
    };
    section(
        "typed",
        "What you typed",
        "",
        &[],
        html! {
            (facts(&form.told(Some(&visit.books))))
            @if may_help { (form.button()) }
        },
    )
}
