//! All drafts of a person in an organisation.

use maud::html;
use model::RecordId;

use super::HERE;
use super::kept::{DRAFTS_MAX, Draft, Drawer};
use super::page::{at, readers};
use crate::address;
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::pages::record::capital;
use crate::parts::empty::empty;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Icon, Status, actions, state};
use crate::visit::Visit;

/// How much of what was typed is shown.
const SHOWN: usize = 120;

/// Answers with the drafts of who asks.
///
/// # Errors
/// Where the store does not answer.
pub async fn page(visit: Visit) -> Answer {
    let drawer = Drawer::of(visit.site.instance(), &visit.books, visit.actor);
    let all = drawer.current().await?;
    let row = |(place, draft): &(String, Draft)| {
        let take = address::with_query(&visit.at(place), [("draft", "take")]);
        vec![
            html! { a href=(take) { (name(&visit, place)) } },
            html! { (state(Status::InProgress, "not saved")) " " span.secondary.nowrap { (drawer.age(draft.at)) } },
            html! { (begins(draft)) },
            actions(&[
                Action::link("Take it up", take),
                Action::post("Drop it", at(&visit, place, "list")).quiet(),
            ]),
        ]
    };
    let main = html! {
        @if all.is_empty() {
            (empty(Icon::Pencil, "No unsaved text", "What you type into a form and do not save lies here.", &[]))
        } @else {
            (stacked(&Table {
                caption: "Unsaved text".to_owned(),
                head: ["Form", "Kept", "What it says", ""].map(str::to_owned).to_vec(),
                rows: all.iter().map(row).collect(),
            }))
        }
    };
    let head = PageHead {
        lead: Some(
            html! { "What you typed and did not save. " (readers(&visit)) "; it is kept for thirty days, at most " (DRAFTS_MAX) " forms." },
        ),
        ..PageHead::new("Unsaved text")
    };
    Ok(visit.page(HERE, head, main))
}

/// Returns what a form is called.
fn name(visit: &Visit, place: &str) -> String {
    let parts: Vec<&str> = place.trim_matches('/').split('/').collect();
    let kind =
        |word: &str| address::kind_of(word).map_or(word.to_owned(), |kind| kind.kind().singular.to_owned());
    let named = |id: &str| match RecordId::parse(id) {
        Some(id) => format!("{id} {}", visit.isms().name_of(id)),
        None => id.to_owned(),
    };
    match parts.as_slice() {
        ["scope"] => "Scope".to_owned(),
        ["answers"] => "Five questions".to_owned(),
        [word, "new"] => format!("New {}", kind(word)),
        [word, "do", verb] => format!("{}: {}", capital(&kind(word)), verb.replace('-', " ")),
        [_, id, "do", verb] => format!("{}: {}", named(id), verb.replace('-', " ")),
        [_, id, "edit"] => named(id),
        ["risks", id, verb] => format!("{}: {verb}", named(id)),
        _ => place.to_owned(),
    }
}

/// Returns how what was typed begins: its title, else its first words.
fn begins(draft: &Draft) -> String {
    let words = draft
        .fields
        .iter()
        .filter(|(name, value)| !["revision", "moment"].contains(&name.as_str()) && !value.trim().is_empty());
    let title = words.clone().find(|(name, _)| name == "title");
    let first = title.or_else(|| words.clone().next()).map_or("", |(_, value)| value.trim());
    let mut short: String = first.chars().take(SHOWN).collect();
    if short.len() < first.len() {
        short.push('…');
    }
    short
}
