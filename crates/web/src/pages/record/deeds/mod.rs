//! Deeds: what operations offer for a record beside editing it, each drawn from the operation's own form.

pub mod steps;

use maud::{Markup, html};
use model::{AnyRecord, RecordId, RecordKind};
use operations::{FormTarget, OperationForm, drawn_of};

use super::{Which, proposals};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::parts::{Action, section};
use crate::visit::{Visit, param};

/// The step that an address names: `{deed}`.
pub struct Named(String);

impl axum::extract::FromRequestParts<crate::site::Site> for Named {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        site: &crate::site::Site,
    ) -> Result<Self, Failure> {
        param(parts, site, "deed").await.map(Self)
    }
}

/// Answers with the form of a step.
///
/// # Errors
/// Where there is no such record or step, or the past is shown.
pub async fn ask(visit: Visit, Which(id): Which, Named(word): Named) -> Answer {
    visit.writable()?;
    let form = step(&visit, id, &word)?;
    steps::show(&visit, form, id)
}

/// Takes it.
///
/// # Errors
/// A failure of the world.
pub async fn run(visit: Visit, Which(id): Which, Named(word): Named, typed: Fields) -> Answer {
    let form = step(&visit, id, &word)?;
    steps::take(&visit, form, id, &typed).await
}

/// Finds the step of a verb that the record's kind knows; whether it can happen now, the operation says.
fn step(visit: &Visit, id: RecordId, verb: &str) -> Result<&'static OperationForm, Failure> {
    visit.find(id)?;
    steps::named(id.kind, verb)
        .filter(|form| form.target == FormTarget::Record)
        .ok_or_else(|| Failure::unknown("such page"))
}

/// Returns the links to what can be done with a record now.
#[must_use]
pub fn links(visit: &Visit, id: RecordId, record: &dyn AnyRecord) -> Markup {
    if visit.is_past() {
        return html! {};
    }
    if record.about().proposed.is_some() {
        return section(
            "deeds",
            "Proposed",
            "",
            &[],
            html! {
                p.secondary { "It counts nowhere until somebody takes it." }
                (proposals::buttons(visit, id))
            },
        );
    }
    // What has a way of its own on the page is offered there alone.
    let first = verb_of_state(id, record);
    let offered = offered(visit, id, record)
        .into_iter()
        .filter(|(verb, _)| !OWN_WAY.contains(&(id.kind, *verb)) && first != Some(*verb));
    let offered: Vec<Action> = offered.map(|(_, action)| action).collect();
    html! {
        @if !offered.is_empty() { (section("deeds", "Next steps", "", &[], html! { div.stack { (crate::parts::actions(&offered)) } })) }
    }
}

/// Steps that a part of the record's page offers with a form of its own: a paper of the body is taken in as a file.
const OWN_WAY: &[(RecordKind, &str)] = &[(RecordKind::Share, "receive")];

/// Steps that need something on record first, which their operation cannot tell from what is not said yet: the intent, and
/// the fields of which one has to be filled.
const NEEDS: &[(&str, &[&str])] = &[
    ("approval.withdraw", &["approvals", "reports", "packs", "registers", "approved_on"]),
    ("evidence.unlink", &["uses"]),
];

/// Returns what can be done with a record now: the verb of each step, and the link to its form.
#[must_use]
pub fn offered(visit: &Visit, id: RecordId, record: &dyn AnyRecord) -> Vec<(&'static str, Action)> {
    if visit.is_past() || record.about().proposed.is_some() {
        return Vec::new();
    }
    let has = |field: &&str| record.text(field).is_some_and(|text| !text.is_empty());
    let is_there = |form: &OperationForm| {
        let is_open = id.kind == RecordKind::TreatmentAction && is_open(record);
        !(form.verb == "reopen" && is_open)
            && NEEDS
                .iter()
                .filter(|(intent, _)| *intent == form.intent)
                .all(|(_, fields)| fields.iter().any(has))
    };
    let steps = drawn_of(id.kind).filter(|form| form.target == FormTarget::Record && is_there(form));
    let fitting =
        steps.filter(|form| (form.fits)(visit.isms(), id, visit.today) && visit.offers(form.intent, &[id]));
    fitting.map(|form| (form.verb, Action::link(form.label, steps::at(visit, form, id)))).collect()
}

/// Returns the step that the state of a record asks for, which stands first in its heading.
#[must_use]
pub fn first(visit: &Visit, id: RecordId, record: &dyn AnyRecord) -> Option<Action> {
    let verb = verb_of_state(id, record)?;
    offered_of(visit, id, record, &[verb]).into_iter().next().map(Action::primary)
}

/// Says whether an action is still to be done.
fn is_open(record: &dyn AnyRecord) -> bool {
    record.text("state").is_some_and(|state| state == "to do" || state == "doing")
}

/// Returns the verb of that step: somebody has to look at evidence that came in, and an action is begun and finished.
fn verb_of_state(id: RecordId, record: &dyn AnyRecord) -> Option<&'static str> {
    const FIRST: &[(RecordKind, &str, &str, &str)] = &[
        (RecordKind::Evidence, "status", "submitted", "accept"),
        (RecordKind::TreatmentAction, "state", "to do", "start"),
        (RecordKind::TreatmentAction, "state", "doing", "finish"),
    ];
    let mut of_kind = FIRST.iter().filter(|(kind, ..)| *kind == id.kind);
    let found = of_kind.find(|(_, field, word, _)| record.text(field).is_some_and(|text| text == *word));
    found.map(|(.., verb)| *verb)
}

/// Returns the steps of these verbs that can be taken with a record now, in their order.
#[must_use]
pub fn offered_of(visit: &Visit, id: RecordId, record: &dyn AnyRecord, verbs: &[&str]) -> Vec<Action> {
    let mut all = offered(visit, id, record);
    all.retain(|(verb, _)| verbs.contains(verb));
    all.sort_by_key(|(verb, _)| verbs.iter().position(|wanted| wanted == verb));
    all.into_iter().map(|(_, action)| action).collect()
}
