//! Webhooks: the other servers that are told when records of an organisation change; for who gives roles here.

pub mod endpoint;

use std::sync::Arc;

use app::policy::{StepUp, Verdict};
use app::webhooks::{AskedEndpoint, DeliveryState, ENDPOINTS_MAX, Endpoint, EndpointState};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use operations::{GrantMembership, Operation as _};

use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::{PageHead, page as whole};
use crate::pages::naming::counted;
use crate::parts::empty::empty;
use crate::parts::form::form;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, FormView, Icon, Input, Status, Widget, section, state};
use crate::session::Session;
use crate::site::Site;
use crate::twice;
use crate::visit::{Visit, see_other};

/// The entry of the rail that it stands under.
const HERE: &str = "/settings";
/// The page within an organisation.
pub const PATH: &str = "/settings/webhooks";

/// Leads to the webhooks of the one organisation that somebody manages; where there are several, to each.
///
/// # Errors
/// Where an organisation cannot be read.
pub async fn elsewhere(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
) -> Answer {
    let mut own = site.rooms(&session).await?;
    own.retain(|(_, room)| {
        let proof = session.proof(room.micros());
        match room.may(crate::visit::actor(room, &session), &proof, GrantMembership::INTENT, &[]) {
            Verdict::Permit => true,
            Verdict::Deny(denial) => denial.step_up == StepUp::Wanted,
        }
    });
    if let [(word, _)] = own.as_slice() {
        return Ok(see_other(&format!("/o/{word}{PATH}")));
    }
    let shell = crate::rail::outside(&site, &session, &headers, "", PageHead::new("Webhooks"));
    let main = html! {
        @if own.is_empty() { p.secondary { "You give roles in no organisation here; who does, sets its webhooks." } }
        ul.plain { @for (word, room) in &own { li { a href={ "/o/" (word) (PATH) } { (room.name()) } } } }
    };
    Ok(whole(&shell, main).into_response())
}

/// Answers with the endpoints, and the form of a new one.
///
/// # Errors
/// Where who asks does not manage them, or the drawer does not answer.
pub async fn page(visit: Visit) -> Answer {
    sees(&visit)?;
    let main = shown(&visit, &Fields::default(), None).await?;
    Ok(visit.page(HERE, head(&visit), main))
}

/// Adds an endpoint and shows its secret, once.
///
/// # Errors
/// Where who asks does not manage them, or the drawer does not take it.
pub async fn add(visit: Visit, typed: Fields) -> Answer {
    manages(&visit)?;
    let refused = |words: String, main: Markup| {
        tracing::debug!("a webhook was refused: {words}");
        visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(&visit), main)
    };
    let asked = match asked(&typed) {
        Ok(asked) => asked,
        Err(words) => {
            let main = shown(&visit, &typed, Some(&words)).await?;
            return Ok(refused(words, main));
        }
    };
    match visit.site.webhooks().add(&visit.books, visit.actor_name(), asked).await? {
        Ok((endpoint, secret)) => {
            noted(&visit, &endpoint.id.to_string(), "added");
            Ok(once(&visit, &endpoint, &secret))
        }
        Err(refusal) => {
            let words = refusal.to_string();
            let main = shown(&visit, &typed, Some(&words)).await?;
            Ok(refused(words, main))
        }
    }
}

/// Refuses who does not give roles here, before anything is shown.
fn sees(visit: &Visit) -> Result<(), Failure> {
    if visit.offers(GrantMembership::INTENT, &[]) {
        return Ok(());
    }
    visit.may(GrantMembership::INTENT, &[])
}

/// Refuses who does not give roles here, or has not proved lately who they are.
fn manages(visit: &Visit) -> Result<(), Failure> {
    visit.writable()?;
    visit.may(GrantMembership::INTENT, &[])
}

/// Notes who did what with an endpoint, for the log of the server.
fn noted(visit: &Visit, endpoint: &str, what: &str) {
    tracing::info!(target: "security", org = %visit.books.log().org, endpoint, by = %visit.actor.id(), "a webhook was {what}");
}

/// Reads what was typed: the address, and the kinds of records by their names.
fn asked(typed: &Fields) -> Result<AskedEndpoint, String> {
    let names = typed.joined("kinds");
    let read = |name: &str| {
        let kind = address::kind_of(&name.to_lowercase().replace(' ', "-"));
        kind.map(|kind| kind.kind().slug()).ok_or_else(|| {
            format!(
                "there are no records called {name}; expected names of registers, such as risks, controls"
            )
        })
    };
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let kinds: Result<Vec<String>, String> = names.map(read).collect();
    Ok(AskedEndpoint { url: typed.get("url").to_owned(), kinds: kinds? })
}

/// Returns the kinds that an endpoint is told of, as they are typed.
fn kinds(endpoint: &Endpoint) -> String {
    let all = model::RecordKind::ALL.iter().map(|kind| kind.kind());
    let named = all.filter(|kind| endpoint.kinds.contains(&kind.slug()));
    named.map(|kind| kind.plural).collect::<Vec<_>>().join(", ")
}

fn head(visit: &Visit) -> PageHead {
    PageHead {
        crumbs: vec![("Settings".to_owned(), visit.at(HERE))],
        lead: Some(
            html! { "Other servers are told when records change: which ones, by their ids, and by which operation. What the records say is not sent, and nothing at all of records that only some people see." },
        ),
        ..PageHead::new("Webhooks")
    }
}

/// Answers with a secret, which is shown this once.
fn once(visit: &Visit, endpoint: &Endpoint, secret: &str) -> Response {
    let main = html! {
        (section("secret", "Signing secret", "", &[], html! {
            p { (state(Status::Attention, "shown once")) " Keep it now, where " span.breaks { (endpoint.url) } " checks signatures with it." }
            pre.mono { (secret) }
            p.secondary { "How a signature is checked stands in the guide, under " i { "Webhooks" } "." }
        }))
        (Action::link("Go on to the endpoint", at(visit, endpoint)).primary().show())
    };
    visit.page(HERE, below(visit, "The secret of an endpoint"), main)
}

/// Returns the head of a page below the list.
fn below(visit: &Visit, title: &str) -> PageHead {
    PageHead {
        crumbs: vec![("Settings".to_owned(), visit.at(HERE)), ("Webhooks".to_owned(), visit.at(PATH))],
        ..PageHead::new(title)
    }
}

/// Returns the address of an endpoint's page.
fn at(visit: &Visit, endpoint: &Endpoint) -> String {
    visit.at(&format!("{PATH}/{}", endpoint.id))
}

async fn shown(visit: &Visit, typed: &Fields, problem: Option<&str>) -> Result<Markup, Failure> {
    let all = visit.site.webhooks().of(&visit.books).await?;
    let row = |endpoint: &Endpoint| {
        vec![
            html! { a.breaks href=(at(visit, endpoint)) { (endpoint.url) } },
            html! { @if endpoint.kinds.is_empty() { "all records" } @else { (kinds(endpoint)) } },
            standing(endpoint),
            last(visit, endpoint),
        ]
    };
    let table = Table {
        caption: String::new(),
        head: ["Endpoint", "Told of", "Standing", "Last delivery"].map(str::to_owned).to_vec(),
        rows: all.iter().map(row).collect(),
    };
    let why = "An endpoint is an address of another server, such as a chat, a ticket system or a script of your own.";
    Ok(html! {
        @if all.is_empty() && problem.is_none() { (empty(Icon::Inbox, "No endpoint", why, &[])) } @else { (stacked(&table)) }
        @if visit.is_past() { p.secondary { "Endpoints are those of today." } }
        @else if all.len() >= ENDPOINTS_MAX { p.secondary { "An organisation has at most " (ENDPOINTS_MAX) " endpoints." } }
        @else { (section("add", "Add an endpoint", "", &[], new(visit, typed, problem))) }
    })
}

fn new(visit: &Visit, typed: &Fields, problem: Option<&str>) -> Markup {
    form(&FormView {
        action: visit.at(PATH),
        parts: vec![(String::new(), inputs(typed.get("url"), &typed.joined("kinds")))],
        problem: problem.map(str::to_owned),
        submit: "Add".to_owned(),
        hidden: vec![twice::hidden()],
        ..FormView::default()
    })
}

/// Returns the fields of an endpoint.
fn inputs(url: &str, kinds: &str) -> Vec<Input> {
    vec![
        Input::new("url", "Address", Widget::Text)
            .hint("https, port 443, a server of the public internet: https://hooks.example.org/isms")
            .value(url)
            .required(),
        Input::new("kinds", "Which records", Widget::Tags)
            .hint("Names of registers, parted by commas: risks, controls. Empty for all")
            .value(kinds),
    ]
}

/// Says whether an endpoint is told anything, and takes it.
fn standing(endpoint: &Endpoint) -> Markup {
    let over = endpoint.deliveries.iter().rev().find(|one| one.state != DeliveryState::Waiting);
    let failed = over.is_some_and(|one| one.state == DeliveryState::Failed);
    let tried = endpoint.deliveries.iter().any(|one| one.state == DeliveryState::Waiting && one.tries > 0);
    match endpoint.state {
        EndpointState::Off => state(Status::NotStarted, "off"),
        EndpointState::Gone => state(Status::Problem, "gone: it answered 410"),
        EndpointState::On if failed => state(Status::Problem, "on; the last delivery failed"),
        EndpointState::On if tried => state(Status::Attention, "on; tried again"),
        EndpointState::On => state(Status::Met, "on"),
    }
}

/// Says when something was delivered the last time, and what waits.
fn last(visit: &Visit, endpoint: &Endpoint) -> Markup {
    let taken = endpoint.deliveries.iter().rev().find(|one| one.state == DeliveryState::Taken);
    let waiting = endpoint.waiting();
    html! {
        @if let Some(at) = taken.and_then(|one| one.tried_at) { (moment(visit, at)) } @else { span.secondary { "none yet" } }
        @if waiting > 0 { br; (counted(waiting, "delivery waits", "deliveries wait")) }
    }
}

/// Returns a moment as the clock of who reads shows it.
fn moment(visit: &Visit, micros: i64) -> String {
    crate::locale::moment(visit, jiff::Timestamp::from_microsecond(micros).unwrap_or_default())
}

/// Returns the way to this page for the settings, for who manages webhooks.
///
/// # Errors
/// Where the drawer does not answer.
pub async fn way(visit: &Visit) -> Result<Markup, Failure> {
    if !visit.offers(GrantMembership::INTENT, &[]) {
        return Ok(html! {});
    }
    let count = visit.site.webhooks().of(&visit.books).await?.len();
    Ok(html! {
        p { a href=(visit.at(PATH)) { "Webhooks" } ": " @if count == 0 { "no endpoint" } @else { (counted(count, "endpoint", "endpoints")) } }
    })
}
