//! The inbox: where somebody calls, asks or answers the reader, what was refused to them and what of theirs is late, over all
//! organisations; and the digest that notices are made of.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use maud::{Markup, html};
use model::RecordId;
use reports::inbox::{Item, ItemKind, digest as digested};
use serde_json::json;

use crate::address;
use crate::failure::{self, Answer, Failure};
use crate::fields::Fields;
use crate::inboxes::Inbox;
use crate::layout::{PageHead, page as framed};
use crate::pages::naming::{counted, short_day};
use crate::parts::empty::empty;
use crate::parts::work::{Work, work};
use crate::parts::{Action, Icon, Status, section};
use crate::session::Session;
use crate::site::Site;
use crate::visit::see_other;

/// The address.
pub const HERE: &str = "/inbox";
/// How many records are shown.
const ROWS_MAX: usize = 200;
/// How many matters of one record are told.
const WORDS_MAX: usize = 5;

/// A record with what is the matter with it, the first matter first.
struct Group<'a> {
    of: &'a Inbox,
    record: RecordId,
    items: Vec<Item>,
}

/// Answers with the inbox of who reads.
///
/// # Errors
/// Where an organisation cannot be read.
pub async fn page(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
) -> Answer {
    let all = of(&site, &session).await?;
    let groups = grouped(&all);
    let whole: usize = groups.iter().map(|group| group.items.len()).sum();
    let rows: Vec<Work> = groups.iter().take(ROWS_MAX).map(|group| row(group, all.len())).collect();
    let next = groups.first().map(|group| Action::link("Open next", href(group)).primary().key("o"));
    let main = html! {
        @if rows.is_empty() {
            (empty(Icon::Inbox, "Nothing new", "Who calls you in a comment, asks you for something or refuses something of yours is told here, and what of yours is late.", &[]))
        } @else {
            (work(&rows))
            @if rows.len() < groups.len() { p.secondary { "the first " (rows.len()) " of " (counted(groups.len(), "record", "records")) " are shown" } }
            p.secondary.small { "What is settled leaves by itself; " b { "Done" } " takes away the rest, for you alone." }
        }
    };
    let mut actions: Vec<Action> = next.into_iter().collect();
    actions.push(Action::link("Digest and notices", "/inbox/digest"));
    let lead = match whole {
        0 => html! { "What others want of you, over all your organisations." },
        whole => {
            html! { (counted(whole, "matter waits", "matters wait")) " for you, over all your organisations." }
        }
    };
    let head = PageHead { lead: Some(lead), actions, ..PageHead::new("Inbox") };
    let shell = crate::rail::outside(&site, &session, &headers, HERE, head);
    Ok(framed(&shell, main).into_response())
}

/// Answers with the same as JSON.
///
/// # Errors
/// Where an organisation cannot be read.
pub async fn as_json(State(site): State<Site>, Extension(session): Extension<Arc<Session>>) -> Answer {
    let all = of(&site, &session).await?;
    let rows: Vec<_> = all
        .iter()
        .flat_map(|one| one.left().into_iter().map(move |item| (one, item)))
        .map(|(one, item)| {
            json!({
                "organisation": one.name, "kind": item.kind.word(), "record": item.record.to_string(), "title": item.title, "says": item.words,
                "comment": item.comment.map(|comment| comment.to_string()), "on": item.on.map(|on| on.to_string()),
            })
        })
        .collect();
    Ok(failure::json(&json!({ "inbox": rows })))
}

/// Returns the inboxes of who reads; organisations that nobody has opened yet are opened.
async fn of(site: &Site, session: &Session) -> Result<Vec<Inbox>, Failure> {
    site.rooms(session).await?;
    site.inboxes(session).await
}

/// Returns what is left in inboxes by record, the oldest first.
fn grouped(all: &[Inbox]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for of in all {
        for item in of.left() {
            let is_it = |group: &&mut Group<'_>| std::ptr::eq(group.of, of) && group.record == item.record;
            match groups.iter_mut().find(is_it) {
                Some(group) => group.items.push(item),
                None => groups.push(Group { of, record: item.record, items: vec![item] }),
            }
        }
    }
    groups.sort_by_key(|group| group.items.first().and_then(|item| item.on));
    groups
}

/// Returns where a record is looked at, at the first comment that calls.
fn href(group: &Group<'_>) -> String {
    let comment = group.items.iter().find_map(|item| item.comment);
    let anchor = comment.map(|comment| format!("#{comment}")).unwrap_or_default();
    format!("/o/{}{}{anchor}", group.of.word, address::record(group.record))
}

/// Returns a record as a row, with the button that takes it away.
fn row(group: &Group<'_>, organisations: usize) -> Work {
    let Group { of, record, items } = group;
    let gravest = items.iter().map(|item| item.kind).max().unwrap_or(ItemKind::Mention);
    let status = match gravest {
        ItemKind::Mention => (Status::Info, "mention".to_owned()),
        ItemKind::Asked => (Status::InProgress, "asked".to_owned()),
        ItemKind::Refused => (Status::Problem, "refused".to_owned()),
        ItemKind::Overdue => (Status::Attention, "late".to_owned()),
    };
    let done = Action::post("Done", "/inbox/done").with("org", of.word.clone());
    let done = items.iter().fold(done, |done, item| done.with("item", item.key.clone()));
    let first = items.first().and_then(|item| item.on);
    let place = if organisations > 1 { format!("{} · {record}", of.name) } else { record.to_string() };
    Work {
        title: of.isms.name_of(*record),
        href: href(group),
        place,
        why: html! {
            @for (at, item) in items.iter().take(WORDS_MAX).enumerate() { @if at > 0 { br; } (item.words) }
            @if items.len() > WORDS_MAX { br; "and " (items.len() - WORDS_MAX) " more" }
        },
        due: first.map(|on| (Status::Info, short_day(on))),
        action: Some(done),
        status,
    }
}

/// Takes matters out of the inbox of who reads.
///
/// # Errors
/// Where there is no such organisation, or the store does not take it.
pub async fn done(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    typed: Fields,
) -> Answer {
    let all = of(&site, &session).await?;
    let inbox = all.iter().find(|one| one.word == typed.get("org"));
    let inbox = inbox.ok_or_else(|| Failure::unknown("such organisation"))?;
    let keys: Vec<String> = typed.all("item").map(str::to_owned).collect();
    site.mark(inbox, |marks| marks.clear(&keys, &inbox.items, inbox.today)).await?;
    Ok(see_other(HERE))
}

/// Answers with the digest as it would be sent, and which sorts of matters it tells.
///
/// # Errors
/// Where an organisation cannot be read.
pub async fn digest(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
) -> Answer {
    let all = of(&site, &session).await?;
    let told: Vec<(String, Vec<Item>)> =
        all.iter().map(|one| (one.name.clone(), one.marks.told(one.items.as_ref().clone()))).collect();
    let account = session.account().and_then(|account| site.accounts().account(account));
    let main = html! {
        @match account.filter(|_| site.mail().is_some()) {
            Some(account) => p.secondary { "At eight in the morning, where your organisation is, one message is sent to " (account.email) ": what is new since the last one. What was refused, and what is asked of you for the same day, is sent at once." },
            None => p.secondary { "No mail is sent here by itself. This is the one message a day that " code { "plumb notices" } " writes for you." },
        }
        @match digested("", &told) {
            Some((subject, _)) => (shown(&subject, &told)),
            None => p { "Nothing to tell you today." },
        }
        (section("tell", "What notices tell", "", &[], mutes(&all)))
    };
    let crumbs = vec![("Inbox".to_owned(), HERE.to_owned())];
    let head = PageHead { crumbs, ..PageHead::new("Digest and notices") };
    let shell = crate::rail::outside(&site, &session, &headers, HERE, head);
    Ok(framed(&shell, main).into_response())
}

/// Returns the digest as it reads.
fn shown(subject: &str, told: &[(String, Vec<Item>)]) -> Markup {
    let body = html! {
        @for (organisation, items) in told.iter().filter(|(_, items)| !items.is_empty()) {
            h3 { (organisation) }
            ul.plain { @for item in items { li { (item.record) " " (item.title) ": " (item.words) } } }
        }
    };
    section("digest", subject, "", &[], body)
}

/// Returns the form that says which sorts of matters notices tell.
fn mutes(all: &[Inbox]) -> Markup {
    html! {
        form.form method="post" action="/inbox/digest" data-form {
            fieldset.field {
                legend { "Tell me when" }
                @for kind in ItemKind::ALL {
                    @let is_muted = !all.is_empty() && all.iter().all(|one| one.marks.is_muted(kind));
                    label.choice { input type="checkbox" name="tell" value=(kind.word()) checked[!is_muted]; span { (kind.title()) } }
                }
            }
            div.form-end { button.button.primary type="submit" { "Save" } }
        }
        p.secondary.small { "The inbox itself shows all of them." }
    }
}

/// Keeps which sorts of matters notices tell, for all organisations of who reads.
///
/// # Errors
/// Where the store does not take it.
pub async fn mute(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    typed: Fields,
) -> Answer {
    let told: Vec<&str> = typed.all("tell").collect();
    let muted: Vec<ItemKind> =
        ItemKind::ALL.into_iter().filter(|kind| !told.contains(&kind.word())).collect();
    for inbox in of(&site, &session).await? {
        site.mark(&inbox, |marks| marks.mute(&muted)).await?;
    }
    Ok(see_other("/inbox/digest"))
}
