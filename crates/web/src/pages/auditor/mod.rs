//! The auditor's workspace: the clients of a certification body and its dates, and what others share with whoever reads.

pub mod client;
pub mod engagement;
pub mod path;
mod work;

use std::sync::Arc;

use app::{Reader, Room, policy};
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use maud::{Markup, html};
use model::records::{Client, Engagement, EngagementState, OrganisationKind, Share};
use model::{Date, Isms, Ref, Words as _};

use self::client::Shared;
use crate::address;
use crate::failure::Answer;
use crate::layout::{PageHead, page as whole};
use crate::pages::naming::{counted, short_day};
use crate::parts::empty::empty;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Icon, Status, section, state};
use crate::session::Session;
use crate::site::Site;

/// The address of the workspace.
pub const PATH: &str = "/auditor";

/// Returns the share by which whoever reads comes from a certification body; nothing for everybody else.
#[must_use]
pub fn share_of<'a>(room: &Room, isms: &'a Isms) -> Option<(Ref<Share>, &'a Share)> {
    let Reader::Member(person) = room.reader() else { return None };
    // Nobody else stands in the team of a share.
    policy::share_of(isms, person, room.today())
}

/// Says whether an organisation certifies others.
#[must_use]
pub fn is_body(isms: &Isms) -> bool {
    isms.organisation.one().is_some_and(|one| one.kind == OrganisationKind::Body)
}

/// Says whether an organisation works for clients: it certifies, or advises.
#[must_use]
pub fn serves_clients(isms: &Isms) -> bool {
    isms.organisation.one().is_some_and(|one| one.kind != OrganisationKind::Client)
}

/// Answers with the workspace: each body that one belongs to with its clients, and what is shared without one.
///
/// # Errors
/// Where an organisation cannot be read.
pub async fn page(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
) -> Answer {
    let rooms = site.rooms(&session).await?;
    let bodies: Vec<&(String, Room)> = rooms.iter().filter(|(_, room)| is_body(&room.now().isms)).collect();
    let mut told = Vec::new();
    let mut parts = Vec::new();
    for (word, room) in &bodies {
        parts.push(of_body(word, room, &rooms, &mut told));
    }
    let others: Vec<&(String, Room)> = rooms.iter().filter(|(word, _)| !told.contains(word)).collect();
    let others = shared_without_work(&others);
    let main = html! {
        @for part in &parts { (part) }
        (others)
        @if parts.is_empty() && others.0.is_empty() { (nothing()) }
    };
    let head = PageHead {
        lead: Some(
            html! { "The certification body's own side: its clients and dates, and of each client what it shares." },
        ),
        ..PageHead::new("Auditor workspace")
    };
    let shell = crate::rail::outside(&site, &session, &headers, PATH, head);
    Ok(whole(&shell, main).into_response())
}

fn nothing() -> Markup {
    empty(
        Icon::Audit,
        "No client has shared anything with you",
        "A certification body begins as an organisation of its own kind. A client names you when it opens a share; what it shares stands here then.",
        &[Action::link("Begin an organisation", "/o/new"), Action::link("Portfolio", "/portfolio")],
    )
}

/// Returns a body's engagements, the next first, and its clients without one.
fn of_body(word: &str, room: &Room, rooms: &[(String, Room)], told: &mut Vec<String>) -> Markup {
    let (isms, today) = (room.now().isms, room.today());
    let mut work: Vec<(Ref<Engagement>, &Engagement)> =
        isms.engagements.iter().map(|(id, one)| (id, &**one)).collect();
    work.sort_by_key(|(id, one)| (one.state == EngagementState::Ended, one.from.is_none(), one.from, *id));
    let mut rows = Vec::new();
    for (id, one) in &work {
        let shared = Shared::among(rooms, one);
        if let Some(shared) = &shared {
            told.push(shared.word.clone());
        }
        rows.push(row(word, &isms, *id, one, shared.as_ref(), today));
    }
    told.push(word.to_owned());
    let busy: Vec<Ref<Client>> = work.iter().filter_map(|(_, one)| one.client).collect();
    let idle: Vec<(Ref<Client>, String)> = isms
        .clients
        .iter()
        .filter(|(id, _)| !busy.contains(id))
        .map(|(id, one)| (id, format!("{} ({})", one.title, one.state.word())))
        .collect();
    let at = |page: &str| format!("/o/{word}{page}");
    let head = ["Client", "Work", "Days", "State", "Shared", "Requests"].map(str::to_owned).to_vec();
    let links = [
        Action::link("Clients", at("/clients")).quiet(),
        Action::link("Engagements", at("/engagements")).quiet(),
    ];
    section(
        &format!("body-{word}"),
        &room.name(),
        &counted(work.len(), "engagement", "engagements"),
        &links,
        html! {
            @if rows.is_empty() {
                (empty(Icon::Audit, "No engagement yet", "Take a client on, then plan the work for it.",
                    &[Action::link("Clients", at("/clients")).primary()]))
            } @else { (stacked(&Table { caption: String::new(), head, rows })) }
            @if !idle.is_empty() {
                p.secondary { "Without work: " @for (place, (id, name)) in idle.iter().enumerate() {
                    @if place > 0 { ", " } a href=(at(&address::record(id.id()))) { (name) }
                } }
            }
        },
    )
}

fn row(
    word: &str,
    isms: &Isms,
    id: Ref<Engagement>,
    one: &Engagement,
    shared: Option<&Shared>,
    today: Date,
) -> Vec<Markup> {
    let client = one.client.map(|client| isms.name_of(client.id())).unwrap_or_default();
    let days = match (one.from, one.until) {
        (Some(from), Some(until)) => format!("{} – {}", short_day(from), short_day(until)),
        (Some(day), None) | (None, Some(day)) => short_day(day),
        (None, None) => String::new(),
    };
    let is_late = one.until.is_some_and(|until| until < today) && one.state == EngagementState::Running;
    vec![
        html! { (client) },
        html! { a href={ "/o/" (word) (address::record(id.id())) } { code { (id) } " " (one.title) } },
        html! { @if days.is_empty() { span.missing { "no days" } } @else { (days) } },
        html! { @if is_late { (state(Status::Attention, "running, its days are over")) } @else { (engagement::state_of(one.state)) } },
        html! {
            @match shared {
                Some(shared) => (state(Status::Met, &shared.until())),
                None if one.link.is_some() => span.secondary { "linked; not open to you" },
                None => span.missing { "nothing yet" },
            }
        },
        html! { (work::tally(one, shared)) },
    ]
}

/// Returns what is shared with whoever reads and belongs to no engagement that they see.
fn shared_without_work(rooms: &[&(String, Room)]) -> Markup {
    let mut rows = Vec::new();
    for (word, room) in rooms {
        let isms = room.now().isms;
        let Some((id, share)) = share_of(room, &isms) else { continue };
        let until = share.until.map(short_day).unwrap_or_default();
        rows.push(vec![
            html! { a href={ "/o/" (word) "/soa" } { (room.name()) } },
            html! { a href={ "/o/" (word) (address::record(id.id())) } { code { (id) } " " (share.title) } },
            html! { (until) },
            html! { @if let Some(commit) = share.commit { "commit " (commit) } },
        ]);
    }
    html! {
        @if !rows.is_empty() {
            (section("shared", "Shared with you", &rows.len().to_string(), &[], stacked(&Table {
                caption: String::new(),
                head: ["Client", "Share", "Until", "As of"].map(str::to_owned).to_vec(),
                rows,
            })))
        }
    }
}
