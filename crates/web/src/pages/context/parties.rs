//! Interested parties, and what each asks.

use maud::{Markup, html};
use model::records::{Obligation, Party};
use model::{Entry, RecordKind, Ref, YesNo};

use super::{ROWS_MAX, met, prompt};
use crate::parts::{Action, Status, section, state, tag};
use crate::visit::Visit;

/// How many requirements of one party are shown.
const ASKED_MAX: usize = 12;

/// Returns the parties, those that matter first.
pub(super) fn parties(visit: &Visit) -> Markup {
    let mut all: Vec<(Ref<Party>, &Entry<Party>)> = visit.isms().parties.iter().collect();
    all.sort_by_key(|(id, party)| (party.relevant == Some(YesNo::No), *id));
    let writes = visit.offers_new(RecordKind::Obligation);
    let new = match visit.offers_new(RecordKind::Party) {
        false => vec![],
        true => vec![Action::link("Add", visit.at("/interested-parties/new")).quiet()],
    };
    section(
        "parties",
        "Interested parties and what they ask",
        &all.len().to_string(),
        &new,
        html! {
            @if all.len() < 3 { (prompt("Who would be hurt, or would ask, if information leaked, was wrong or was gone: customers, their customers, staff, owners, authorities, insurers, suppliers?")) }
            @for (id, party) in all.iter().take(ROWS_MAX) { (one(visit, *id, party, writes)) }
            @if all.len() > ROWS_MAX { p { a href=(visit.at("/interested-parties")) { "and " (all.len() - ROWS_MAX) " more" } } }
        },
    )
}

fn one(visit: &Visit, id: Ref<Party>, party: &Party, writes: bool) -> Markup {
    let asked: Vec<(Ref<Obligation>, &Entry<Obligation>)> = visit
        .isms()
        .sources::<Obligation>(id.id())
        .filter_map(|source| Some((source, visit.isms().obligations.get(&source)?)))
        .filter(|(_, one)| one.party == Some(id) && one.ended_on.is_none_or(|on| on > visit.today))
        .collect();
    html! {
        article.party {
            h3 { a.id-link href=(visit.record_at(id)) { (id) } " " (party.title)
                @match party.relevant {
                    Some(YesNo::No) => { " " (state(Status::NotApplicable, "not relevant")) }
                    None => { " " (state(Status::NotStarted, "relevance not decided")) }
                    Some(YesNo::Yes) => {}
                }
            }
            @if !party.description.is_empty() { p.secondary { (party.description) } }
            @if asked.is_empty() {
                @if party.relevant != Some(YesNo::No) {
                    p { (state(Status::Attention, "what it asks is not written down")) @if writes { " " a href=(visit.at(&format!("/obligations/new?party={id}"))) { "Write it" } } }
                }
            } @else {
                ul.asked {
                    @for (obligation, one) in asked.iter().take(ASKED_MAX) {
                        li { a.id-link href=(visit.record_at(*obligation)) { (obligation) } span { (one.title) } @if let Some(kind) = one.kind { (tag(&kind.to_string())) } span.asked-met { (met(visit, one)) } }
                    }
                    @if asked.len() > ASKED_MAX { li.secondary { "and " (asked.len() - ASKED_MAX) " more" } }
                }
            }
        }
    }
}
