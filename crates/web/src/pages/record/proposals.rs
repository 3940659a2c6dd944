//! Proposals: what a template or a file suggests, taken or refused with one button.

use std::collections::BTreeSet;

use maud::{Markup, html};
use model::{Isms, RecordId, RecordKind};
use operations::{RefuseProposal, TakeProposal};

use super::{Which, here, shown};
use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::pages::proposals::SHOWN;
use crate::parts::table::{Table, table};
use crate::parts::{Action, Icon};
use crate::visit::Visit;

/// Takes the proposals of a kind that the form names, or refuses them.
///
/// # Errors
/// A failure of the world, or where a kind or a record is unknown.
pub async fn decide(visit: Visit, super::Kind(kind): super::Kind, typed: Fields) -> Answer {
    run(&visit, &typed, |id| id.kind == kind).await?;
    Ok(visit.to(&here(kind)))
}

/// Takes a proposal from its own page, or refuses it.
///
/// # Errors
/// A failure of the world, or where the record is unknown.
pub async fn decide_one(visit: Visit, Which(id): Which, typed: Fields) -> Answer {
    visit.find(id)?;
    let is_taken = run(&visit, &typed, |other| other == id).await?;
    Ok(visit.to(&if is_taken { address::record(id) } else { here(id.kind) }))
}

/// What is done with proposals.
enum What {
    Take,
    Refuse,
}

/// A proposal as somebody saw it: what changed since is not decided unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    pub id: RecordId,
    revision: u32,
}

impl Seen {
    /// Returns it as it is now.
    pub fn of(isms: &Isms, id: RecordId) -> Self {
        Self { id, revision: isms.revision(id) }
    }

    /// Reads it: `R-1@3`.
    pub fn read(text: &str) -> Option<Self> {
        let (id, revision) = text.split_once('@')?;
        Some(Self { id: RecordId::parse(id)?, revision: revision.parse().ok()? })
    }

    /// Says whether it waits still, as it was seen.
    fn stands(self, isms: &Isms) -> bool {
        let waits = isms.find(self.id).is_some_and(|record| record.about().proposed.is_some());
        waits && isms.revision(self.id) == self.revision
    }
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.id, self.revision)
    }
}

/// Takes or refuses those that the form names, as they were seen, and says so on the next page; returns whether they are there still.
pub(crate) async fn run(
    visit: &Visit,
    typed: &Fields,
    is_meant: impl Fn(RecordId) -> bool,
) -> Result<bool, Failure> {
    let what = match (typed.get("what"), typed.all("what").count()) {
        ("take", 1) => What::Take,
        ("refuse", 1) => What::Refuse,
        _ => return Err(Failure::Unreadable("expected take or refuse, once".to_owned())),
    };
    let named = typed.all("id").filter_map(Seen::read).filter(|seen| is_meant(seen.id));
    let seen: BTreeSet<Seen> = named.collect();
    let ids: Vec<RecordId> =
        seen.iter().filter(|seen| seen.stands(visit.isms())).map(|seen| seen.id).collect();
    let unseen = seen.len() - ids.len();
    if ids.is_empty() {
        visit.say_refused(match unseen {
            0 => "name the proposals".to_owned(),
            1 => "it was changed or decided meanwhile; look at it again".to_owned(),
            many => format!("all {many} were changed or decided meanwhile; look at them again"),
        });
        return Ok(true);
    }
    let left = match unseen {
        0 => String::new(),
        1 => "; 1 was changed or decided meanwhile and was left".to_owned(),
        many => format!("; {many} were changed or decided meanwhile and were left"),
    };
    let names = match ids.as_slice() {
        [one] => one.to_string(),
        several => format!("{} proposals", several.len()),
    };
    let (outcome, word) = match what {
        What::Take => {
            (visit.run(TakeProposal { ids }).await?.map_err(|refusal| refusal.to_string()), "taken")
        }
        What::Refuse => {
            (visit.run(RefuseProposal { ids }).await?.map_err(|refusal| refusal.to_string()), "refused")
        }
    };
    let is_done = outcome.is_ok();
    match outcome {
        Ok(done) => visit.say(format!("{names}: {word}{left}"), Some(&done)),
        Err(refusal) => visit.say_refused(refusal),
    }
    Ok(!is_done || word == "taken")
}

/// Returns the proposals of a kind above its list; nothing where there are none.
#[must_use]
pub fn section(visit: &Visit, kind: RecordKind) -> Markup {
    let proposed = visit.isms().proposed(kind);
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
    let seen = &proposed[..proposed.len().min(SHOWN)];
    let to = visit.at(&format!("{}/proposals", here(kind)));
    let every = |label: &str, what: &str| every(visit, &to, (label, what), seen, proposed.len());
    let actions = if visit.reads_only() {
        vec![]
    } else {
        vec![every("Take", "take"), every("Refuse", "refuse").quiet()]
    };
    crate::parts::section(
        "proposals",
        "Proposed",
        &format!("{}, counted nowhere until taken", proposed.len()),
        &actions,
        html! {
            (table(&Table {
                caption: String::from("Proposals"),
                head: ["Record", "From", "Decide"].map(str::to_owned).to_vec(),
                rows: seen.iter().map(row).collect(),
            }))
        },
    )
}

/// Returns the button that decides all proposals that are shown, of so many that wait.
#[must_use]
pub(crate) fn every(
    visit: &Visit,
    to: &str,
    (label, what): (&str, &str),
    shown: &[RecordId],
    waiting: usize,
) -> Action {
    let which = if shown.len() == waiting { "all" } else { "these" };
    let post = Action::post(format!("{label} {which} {}", shown.len()), to).with("what", what);
    shown.iter().fold(post, |post, id| post.with("id", Seen::of(visit.isms(), *id).to_string()))
}

/// Returns the two buttons of a proposal.
#[must_use]
pub fn buttons(visit: &Visit, id: RecordId) -> Markup {
    let post = |label: &str, what: &str| {
        let post = Action::post(label, visit.at(&format!("{}/proposal", address::record(id))));
        post.with("what", what).with("id", Seen::of(visit.isms(), id).to_string())
    };
    if visit.reads_only() {
        return html! {};
    }
    crate::parts::actions(&[post("Take", "take").icon(Icon::Check), post("Refuse", "refuse").quiet()])
}
