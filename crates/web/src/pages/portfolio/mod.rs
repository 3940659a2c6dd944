//! The portfolio: one row for each organisation, and one list of what waits in them, for whom.

mod strip;
pub mod tags;

use std::sync::Arc;

use app::{Filter, Room};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use maud::{Markup, html};
use model::{Date, Isms};
use reports::portfolio::{Reminder, Standing, reminders, standing};
use reports::tasks::Task;

use crate::address;
use crate::failure::{Answer, Failure};
use crate::layout::{PageHead, page as framed};
use crate::pages::naming::counted;
use crate::pages::record::page::can_be_typed;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Choice, Icon, Status, section, state};
use crate::rail::long_day;
use crate::session::Session;
use crate::site::Site;

/// How many rows of what waits are shown.
const ROWS_MAX: usize = 200;

/// An organisation with its word, its state and where it stands.
struct One {
    word: String,
    isms: Arc<Isms>,
    standing: Standing,
    today: Date,
    /// Something waits for who asks.
    is_mine: bool,
    /// The words that who asks gave it.
    tags: Vec<String>,
}

/// What the page is asked for.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// `late`: only what is late.
    #[serde(default)]
    only: String,
    /// `name`, `next`, `errors`, `idle`.
    #[serde(default)]
    sort: String,
    /// `mine`: only clients in which something waits for who asks.
    #[serde(default)]
    whose: String,
    /// Only clients with this tag.
    #[serde(default)]
    tag: String,
}

/// Answers with all organisations that one has a seat in.
///
/// # Errors
/// Where one cannot be read.
pub async fn page(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let mut all = every(&site, &session).await?;
    let whole = all.len();
    let mut tags: Vec<String> = all.iter().flat_map(|one| one.tags.clone()).collect();
    tags.sort_by_key(|tag| tag.to_lowercase());
    tags.dedup();
    all.retain(|one| {
        (asked.whose != "mine" || one.is_mine) && (asked.tag.is_empty() || one.tags.contains(&asked.tag))
    });
    match asked.sort.as_str() {
        "errors" => all.sort_by_key(|one| std::cmp::Reverse(one.standing.errors)),
        "idle" => all.sort_by_key(|one| std::cmp::Reverse(one.standing.idle_days(one.today))),
        "name" => all.sort_by_key(|one| one.standing.name.to_lowercase()),
        _ => all.sort_by_key(|one| {
            (one.standing.next.is_none(), one.standing.next.as_ref().map(|(_, day)| *day))
        }),
    }
    let main = html! {
        (bar(&asked, &tags, all.len(), whole))
        (organisations(&all))
        (strip::strip(&all))
        (waiting(&all, asked.only == "late"))
    };
    let refused = super::start::who_begins(&site, &session);
    let new = Action::link("New client", "/o/new").primary().icon(Icon::Plus).key("n");
    let mut actions: Vec<Action> = refused.is_none().then_some(new).into_iter().collect();
    actions.extend([
        Action::link("Templates", "/portfolio/templates"),
        Action::link("Tags", "/portfolio/tags"),
        Action::link("Remind", "/portfolio/remind"),
    ]);
    let head = PageHead {
        lead: Some(html! {
            (counted(whole, "organisation", "organisations")) " that you have a seat in"
            @if let Some(words) = &refused { "; a new client: " (words) }
        }),
        actions,
        ..PageHead::new("Portfolio")
    };
    let shell = crate::rail::outside(&site, &session, &headers, "/portfolio", head);
    Ok(framed(&shell, main).into_response())
}

/// Returns all organisations that one has a seat in, with where each stands.
async fn every(site: &Site, session: &Session) -> Result<Vec<One>, Failure> {
    let mut all = Vec::new();
    for (word, room) in site.rooms(session).await? {
        let tags = tags::of(site, &room, session).await?;
        all.push(One { tags, ..one(word, &room, session) });
    }
    Ok(all)
}

fn one(word: String, room: &Room, session: &Session) -> One {
    let (snapshot, today) = (room.now(), room.today());
    let results = room.check();
    let acted = room.commits(&Filter { at_most: 1, ..Filter::default() });
    let acted = acted.first().map(|commit| commit.stamp.on);
    let standing = standing(room.name(), &snapshot.isms, results.diagnostics(), acted, today);
    let me = crate::visit::actor(room, session);
    let is_mine = standing.waiting.iter().any(|task| task.on.contains(&me));
    One { word, isms: snapshot.isms, standing, today, is_mine, tags: Vec::new() }
}

/// Returns the bar above the clients: whose, with which tag, in which order.
fn bar(asked: &Asked, tags: &[String], shown: usize, whole: usize) -> Markup {
    let choices = |all: &[(&str, &str)]| all.iter().map(|(word, label)| Choice::new(*word, *label)).collect();
    let mut picks = vec![Pick {
        name: "whose".to_owned(),
        label: "Clients".to_owned(),
        choices: choices(&[("", "all"), ("mine", "in which something waits for me")]),
        chosen: asked.whose.clone(),
    }];
    if !tags.is_empty() {
        let tagged = tags.iter().map(|tag| Choice::new(tag.clone(), tag.clone()));
        picks.push(Pick {
            name: "tag".to_owned(),
            label: "Tag".to_owned(),
            choices: std::iter::once(Choice::new("", "any")).chain(tagged).collect(),
            chosen: asked.tag.clone(),
        });
    }
    picks.push(Pick {
        name: "sort".to_owned(),
        label: "Sorted by".to_owned(),
        choices: choices(&[("", "next date"), ("errors", "errors"), ("idle", "idle"), ("name", "name")]),
        chosen: asked.sort.clone(),
    });
    let is_narrowed = !asked.whose.is_empty() || !asked.tag.is_empty();
    filter_bar(&FilterBar {
        action: "/portfolio".to_owned(),
        picks,
        kept: if asked.only.is_empty() { vec![] } else { vec![("only".to_owned(), asked.only.clone())] },
        counted: format!("{shown} of {whole}"),
        clear: is_narrowed.then(|| "/portfolio".to_owned()),
        ..FilterBar::default()
    })
}

fn organisations(all: &[One]) -> Markup {
    let head = ["Client", "Phase", "Next date", "#Errors", "#Warnings", "Waiting on", "#Idle"];
    let shown = Table {
        caption: String::new(),
        head: head.map(str::to_owned).to_vec(),
        rows: all.iter().map(row).collect(),
    };
    html! {
        @if all.is_empty() { p { "No client is one of these." } } @else { (stacked(&shown)) }
    }
}

fn row(one: &One) -> Vec<Markup> {
    let told = &one.standing;
    let on = told.waiting_on(&one.isms);
    let readiness = format!("/o/{}/readiness", one.word);
    vec![
        html! {
            a href={ "/o/" (one.word) } { (told.name) }
            @for tag in &one.tags { " " a.tag href=(address::with_query("/portfolio", [("tag", tag.as_str())])) { (tag) } }
        },
        html! { (told.phase) " " (told.phase_title) },
        html! { @if let Some((what, day)) = &told.next { (what) " " (long_day(*day)) } },
        html! { @if told.errors > 0 { a href=(readiness) { (told.errors) } } @else { "0" } },
        html! { (told.warnings) },
        html! {
            @for (at, (name, count)) in on.iter().take(3).enumerate() { @if at > 0 { " · " } (name) " " (count) }
            @if let Some(days) = told.late_days(one.today) { " " (state(Status::Attention, &format!("{days} d late"))) }
        },
        html! {
            @match told.idle_days(one.today) {
                Some(days) if days > 7 => { (state(Status::Attention, &counted_days(days))) }
                Some(days) => { (counted_days(days)) }
                None => {}
            }
        },
    ]
}

fn counted_days(days: i32) -> String {
    counted(usize::try_from(days).unwrap_or(0), "day", "days")
}

fn waiting(all: &[One], only_late: bool) -> Markup {
    let mut rows: Vec<(&One, &Task)> =
        all.iter().flat_map(|one| one.standing.waiting.iter().map(move |item| (one, item))).collect();
    rows.retain(|(one, item)| !only_late || item.is_late(one.today));
    rows.sort_by_key(|(_, item)| (item.due.is_none(), item.due));
    let whole = rows.len();
    rows.truncate(ROWS_MAX);
    let (other, words) =
        if only_late { ("/portfolio", "show all") } else { ("/portfolio?only=late", "only what is late") };
    let head = ["Client", "Record", "What", "To do", "For", "Due"];
    let row = |(one, item): &(&One, &Task)| {
        let href = format!("/o/{}{}", one.word, address::record(item.record));
        vec![
            html! { (one.standing.name) },
            html! { a href=(href) { (item.record) } },
            html! { (item.title) },
            html! { (item.verb) },
            html! {
                (item.waits_for(&one.isms, |person| one.isms.name_of(person.id())))
                @if item.on.is_empty() && item.meant.is_none() && can_be_typed(item.record.kind) { " " a href={ (href) "/edit" } { "name somebody" span.vh { " for " (item.record) } } }
            },
            html! {
                @if let Some(due) = item.due {
                    @if item.is_late(one.today) { (state(Status::Attention, &format!("late, {}", long_day(due)))) }
                    @else { (long_day(due)) }
                }
            },
        ]
    };
    let shown = Table {
        caption: String::new(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.iter().map(row).collect(),
    };
    section(
        "waiting",
        "What waits",
        &whole.to_string(),
        &[Action::link(words, other)],
        html! {
            (stacked(&shown))
            @if whole > rows.len() { p.secondary { "the first " (rows.len()) " of " (whole) " are shown" } }
        },
    )
}

/// Answers with one message for each person with something late, ready to send.
///
/// # Errors
/// Where an organisation cannot be read.
pub async fn remind(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
) -> Answer {
    let all = every(&site, &session).await?;
    let messages = reminders(all.iter().map(|one| (&one.standing, &*one.isms, one.today)));
    let main = html! {
        p.secondary { "One message for each person, over all clients you have a seat in. Plumbline sends nothing by itself: the link opens your mail program." }
        @if messages.is_empty() { p { "Nothing is late." } }
        @for Reminder { name, email, lines } in &messages {
            @let subject = format!("{} waiting for you", counted(lines.len(), "thing is", "things are"));
            @let body = lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n");
            section {
                h2 { (name) " " span.count { (lines.len()) } }
                ul { @for line in lines { li { (line) } } }
                @if email.is_empty() { p.secondary { "No e-mail address is recorded." } }
                @else { p { a href=(mailto(email, &subject, &body)) { "Write to " (email) } } }
            }
        }
    };
    Ok(beside(&site, &session, &headers, PageHead::new("Remind"), main))
}

/// Answers with a page beside the portfolio, in the frame of all that is across clients.
pub(super) fn beside(
    site: &Site,
    session: &Session,
    headers: &HeaderMap,
    head: PageHead,
    main: Markup,
) -> axum::response::Response {
    let crumbs = vec![("Portfolio".to_owned(), "/portfolio".to_owned())];
    let shell = crate::rail::outside(site, session, headers, "/portfolio", PageHead { crumbs, ..head });
    framed(&shell, main).into_response()
}

/// Returns the address that opens the mail program with a message.
fn mailto(email: &str, subject: &str, body: &str) -> String {
    let body: String = body.chars().take(1_500).collect();
    format!(
        "mailto:{}?subject={}&body={}",
        address::encoded(email),
        address::encoded(subject),
        address::encoded(&body)
    )
}
