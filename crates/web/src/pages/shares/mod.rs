//! What goes between a client and a body elsewhere: the key that people compare, the pack, and papers as files.

pub mod pack;
pub mod receive;

use maud::{Markup, html};
use model::records::{Engagement, Share, ShareState};
use model::{RecordId, RecordKind, Ref};
use operations::{BodyKey, ExportShare, Operation as _, ReceiveIssued};

use crate::parts::{Action, Fact, actions, facts, section};
use crate::visit::Visit;

/// Returns what stands on the page of a share or an engagement beside its fields; nothing for other records.
#[must_use]
pub fn between(visit: &Visit, id: RecordId) -> Markup {
    html! {
        @if id.kind == RecordKind::Share { (of_share(visit, Ref::of(id.key))) }
        @if id.kind == RecordKind::Engagement { (of_engagement(visit, Ref::of(id.key))) }
    }
}

fn of_share(visit: &Visit, id: Ref<Share>) -> Markup {
    let Some(share) = visit.isms().shares.get(&id).filter(|share| share.state == ShareState::Open) else {
        return html! {};
    };
    let at = |page: &str| visit.at(&format!("{}/{page}", crate::address::record(id.id())));
    let mut links = Vec::new();
    if !visit.is_past() && visit.offers(ReceiveIssued::INTENT, &[id.id()]) && !share.body_key.is_empty() {
        links.push(Action::link("Take in a paper", at("receive")));
    }
    if !visit.is_past() && visit.offers(ExportShare::INTENT, &[id.id()]) {
        links.push(Action::link("Write the pack", at("pack")));
    }
    html! {
        (section("between", "For a body elsewhere", "", &[], html! {
            @match BodyKey::read(&share.body_key) {
                Some(key) => (print(&key)),
                None => p.words {
                    "No key of " (share.body) " is bound: nothing that it issues is taken in. Compare the fingerprint that it gave you with the engagement, then bind the key."
                },
            }
            (actions(&links))
        }))
    }
}

fn of_engagement(visit: &Visit, id: Ref<Engagement>) -> Markup {
    let key = visit.isms().engagements.get(&id).and_then(|one| BodyKey::read(&one.key));
    html! {
        @if let Some(key) = key { (section("between", "For a client elsewhere", "", &[], print(&key))) }
    }
}

/// Shows what people compare, by telephone or on paper.
fn print(key: &BodyKey) -> Markup {
    facts(&[Fact::new("Fingerprint of the key", html! { code { (key.fingerprint()) } })
        .help("Compare it with the engagement letter, or by telephone; the key itself stands with the other fields.")])
}
