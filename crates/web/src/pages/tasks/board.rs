//! Tasks as a board: three columns, a card for each.

use maud::{Markup, html};
use reports::tasks::Task;

use super::Lane;
use super::rows::{href, names, titled};
use crate::locale::locale;
use crate::pages::naming::short_day;
use crate::parts::{Status, tag};
use crate::visit::Visit;

/// How many cards of one column are shown.
const CARDS_MAX: usize = 40;

/// Returns the board.
pub(super) fn board(visit: &Visit, all: &[&Task]) -> Markup {
    html! {
        div.board {
            @for lane in Lane::ALL {
                @let of: Vec<&Task> = all.iter().copied().filter(|task| Lane::of(task, visit) == lane).collect();
                section aria-labelledby={ "lane-" (lane.id()) } {
                    h2 id={ "lane-" (lane.id()) } { (lane.title()) span.count { (of.len()) } }
                    @if of.is_empty() { p.secondary { "nothing" } }
                    ul.cards data-rows { @for task in of.iter().take(CARDS_MAX) { li.card { (card(visit, task)) } } }
                    @if of.len() > CARDS_MAX { p.secondary { "and " (of.len() - CARDS_MAX) " more in the list" } }
                }
            }
        }
    }
}

fn card(visit: &Visit, task: &Task) -> Markup {
    let late = task.is_late(visit.today);
    let status = if late { Status::Attention } else { Status::NotStarted };
    html! {
        a.work-title href=(href(visit, task)) { (titled(task)) }
        p.secondary { (locale().days_in(&task.why)) }
        p.card-end {
            code { (task.record) }
            (tag(task.kind.word()))
            @if let Some(names) = names(visit, task) { span { (names) } }
            @if let Some(due) = task.due { span.due.(status.class()) { @if late { "was due " } (short_day(due)) } }
        }
    }
}
