//! Proposals: what a template or a file suggests, taken or refused with one button.

use maud::{Markup, html};
use model::{RecordId, RecordKind};
use operations::{RefuseProposal, TakeProposal};

use super::{Which, here, shown};
use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::parts::table::{Table, table};
use crate::parts::{Action, Icon};
use crate::visit::Visit;

/// How many proposals a list shows.
const SHOWN: usize = 100;

/// Takes the proposals of a kind that the form names, or refuses them.
///
/// # Errors
/// A failure of the world, or where a kind or a record is unknown.
pub async fn decide(visit: Visit, super::Kind(kind): super::Kind, typed: Fields) -> Answer {
    let ids: Vec<RecordId> =
        typed.all("id").filter_map(RecordId::parse).filter(|id| id.kind == kind).collect();
    run(&visit, ids, typed.get("what")).await?;
    Ok(visit.to(&here(kind)))
}

/// Takes a proposal from its own page, or refuses it.
///
/// # Errors
/// A failure of the world, or where the record is unknown.
pub async fn decide_one(visit: Visit, Which(id): Which, typed: Fields) -> Answer {
    visit.find(id)?;
    let is_taken = run(&visit, vec![id], typed.get("what")).await?;
    Ok(visit.to(&if is_taken { address::record(id) } else { here(id.kind) }))
}

/// Takes or refuses, and says so on the next page; returns whether the records are there still.
pub(crate) async fn run(visit: &Visit, ids: Vec<RecordId>, what: &str) -> Result<bool, Failure> {
    let names = match ids.as_slice() {
        [one] => one.to_string(),
        several => format!("{} proposals", several.len()),
    };
    let (outcome, word) = match what {
        "take" => (visit.run(TakeProposal { ids }).await?.map_err(|refusal| refusal.to_string()), "taken"),
        "refuse" => {
            (visit.run(RefuseProposal { ids }).await?.map_err(|refusal| refusal.to_string()), "refused")
        }
        _ => return Err(Failure::Unreadable("expected take or refuse".to_owned())),
    };
    let is_done = outcome.is_ok();
    match outcome {
        Ok(done) => visit.say(format!("{names}: {word}"), Some(&done)),
        Err(refusal) => visit.say_refused(refusal),
    }
    Ok(!is_done || word == "taken")
}

/// Returns the proposals of a kind above its list; nothing where there are none.
#[must_use]
pub fn section(visit: &Visit, kind: RecordKind) -> Markup {
    let all = visit.isms().all(kind);
    let proposed: Vec<RecordId> =
        all.iter().filter(|(_, record)| record.about().proposed.is_some()).map(|(id, _)| *id).collect();
    if proposed.is_empty() {
        return html! {};
    }
    let row = |id: &RecordId| {
        let origin = visit
            .isms()
            .find(*id)
            .and_then(|record| record.about().proposed.as_ref().map(|one| one.origin.to_string()));
        vec![shown::link(visit, *id), html! { (origin.unwrap_or_default()) }, buttons(visit, *id)]
    };
    let every = |label: &str, what: &str| {
        let post = Action::post(
            format!("{label} all {}", proposed.len()),
            visit.at(&format!("{}/proposals", here(kind))),
        )
        .with("what", what);
        proposed.iter().fold(post, |post, id| post.with("id", id.to_string()))
    };
    let actions =
        if visit.is_past() { vec![] } else { vec![every("Take", "take"), every("Refuse", "refuse").quiet()] };
    crate::parts::section(
        "proposals",
        "Proposed",
        &format!("{}, counted nowhere until taken", proposed.len()),
        &actions,
        html! {
            (table(&Table {
                caption: String::from("Proposals"),
                head: ["Record", "From", "Decide"].map(str::to_owned).to_vec(),
                rows: proposed.iter().take(SHOWN).map(row).collect(),
            }))
        },
    )
}

/// Returns the two buttons of a proposal.
#[must_use]
pub fn buttons(visit: &Visit, id: RecordId) -> Markup {
    let post = |label: &str, what: &str| {
        Action::post(label, visit.at(&format!("{}/proposal", address::record(id)))).with("what", what)
    };
    if visit.is_past() {
        return html! {};
    }
    crate::parts::actions(&[post("Take", "take").icon(Icon::Check), post("Refuse", "refuse").quiet()])
}
