//! The actions as cards, by how far they are.

use maud::{Markup, html};

use super::{Lane, One, is_late, risk_of};
use crate::pages::naming::{owner_cell, short_day};
use crate::pages::record::deeds;
use crate::pages::risks::{level, method_of};
use crate::parts::{Status, actions};
use crate::visit::Visit;

/// How many cards of one column are shown.
const CARDS_MAX: usize = 40;

/// Returns the board.
pub(super) fn board(visit: &Visit, all: &[One]) -> Markup {
    html! {
        div.board {
            @for lane in Lane::ALL {
                @let of = in_lane(all, lane);
                section aria-labelledby={ "lane-" (lane.id()) } {
                    h2 id={ "lane-" (lane.id()) } { (lane.title()) span.count { (of.len()) } }
                    @if of.is_empty() { p.secondary { "nothing" } }
                    ul.cards data-rows { @for one in of.iter().take(CARDS_MAX) { li.card { (card(visit, *one)) } } }
                    @if of.len() > CARDS_MAX { p.secondary { "and " (of.len() - CARDS_MAX) " more in the table" } }
                }
            }
        }
    }
}

/// Returns the cards of a column: the next due first, and of what is done the newest.
fn in_lane<'a>(all: &[One<'a>], lane: Lane) -> Vec<One<'a>> {
    let mut of: Vec<One> =
        all.iter().copied().filter(|(_, action)| Lane::of(&action.state) == Some(lane)).collect();
    of.sort_by_key(|(id, action)| match action.state.done_on() {
        None => (action.due.is_none(), action.due, None, *id),
        Some(on) => (false, None, Some(std::cmp::Reverse(on)), *id),
    });
    of
}

fn card(visit: &Visit, (id, action): One) -> Markup {
    let late = is_late(action, visit.today);
    let status = if late { Status::Attention } else { Status::NotStarted };
    // What moves a card to the right, where who reads may do it.
    let moves = deeds::offered_of(visit, id.id(), action, &["start", "finish", "verify"]);
    let method = method_of(visit);
    html! {
        a.work-title href=(visit.record_at(id)) { (action.title) }
        @if let Some((risk, found)) = risk_of(visit, action) {
            p.secondary { a.id-link href=(visit.record_at(risk)) { (risk) } " " (found.title) }
            p.card-levels { (level(&method, &found.now)) span aria-label="after treatment" { "→" } (level(&method, &found.after)) }
        } @else { p { span.missing { "no risk is named" } } }
        @if !action.means.is_empty() { p.secondary { "Takes: " (action.means) } }
        @if !action.blocked_by.is_empty() { p.s-attention.warned { "held up: " (action.blocked_by) } }
        p.card-end {
            code { (id) }
            (owner_cell(visit.isms(), action.owner.as_ref()))
            @match (action.state.done_on(), action.due) {
                (Some(on), _) => span.due { "done " (short_day(on)) },
                (None, Some(due)) => span.due.(status.class()) { @if late { "was due " } (short_day(due)) },
                (None, None) => span.missing { "no date" },
            }
        }
        (actions(&moves))
    }
}
