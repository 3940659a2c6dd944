//! What a review decided: who sees to it, by when, and whether it was done.

use maud::{Markup, html};
use model::records::{Decision, ManagementReview, ReviewState};
use model::{PartId, Ref, YesNo};

use crate::pages::comments::Marks;
use crate::pages::naming::{owner_cell, short_day};
use crate::pages::record::shown;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Status, section, state};
use crate::visit::Visit;

/// Returns the decisions of a review, each with its owner and its day.
pub(super) fn decisions(
    visit: &Visit,
    id: Ref<ManagementReview>,
    review: &ManagementReview,
    offered: &[(&'static str, Action)],
) -> Markup {
    let can = |verb: &str| offered.iter().find(|(known, _)| *known == verb);
    let more: Vec<Action> = can("decide").map(|(_, action)| action.clone().quiet()).into_iter().collect();
    let count = if review.decisions.is_empty() { String::new() } else { review.decisions.len().to_string() };
    let none = match review.state {
        ReviewState::Planned => "They are recorded once the review was held.",
        ReviewState::Held => "None is recorded; that nothing is to change is a decision too.",
        ReviewState::Cancelled => "The review does not take place.",
    };
    let body = html! {
        @if review.decisions.is_empty() { p.words.secondary { (none) } }
        @else {
            (stacked(&Table {
                caption: String::new(),
                head: ["Id", "Decision", "Owner", "Due", "How it stands"].map(str::to_owned).to_vec(),
                rows: review.decisions.iter().map(|one| row(visit, id, one, can("finish-decision").is_some())).collect(),
            }))
        }
        (Marks::of(visit, id.id()).line("decisions", "Decisions"))
    };
    section("decisions", "Decisions", &count, &more, body)
}

fn row(visit: &Visit, id: Ref<ManagementReview>, one: &Decision, can_finish: bool) -> Vec<Markup> {
    let part = PartId::Decision(id, one.number);
    let finish =
        visit.at(&format!("{}/do/finish-decision?number={}", crate::address::record(id.id()), one.number));
    vec![
        html! { code.part-id id=(part) { (part) } },
        html! {
            (one.title)
            @if let Some(change) = one.change {
                div.secondary { @match change { YesNo::Yes => "the management system is to change", YesNo::No => "nothing is to change" } }
            }
            @for about in &one.about { div { (shown::link(visit, *about)) } }
        },
        html! { span.nowrap { (owner_cell(visit.isms(), one.owner.as_ref())) } },
        html! { @match one.due { Some(due) => span.nowrap { (short_day(due)) }, None => span.missing { "no day" } } },
        html! {
            (standing(visit, one))
            @if !one.result.is_empty() { div { (shown::lines(&one.result)) } }
            @if one.done_on.is_none() && can_finish { div { a.nowrap href=(finish) { "Finish it" } } }
        },
    ]
}

/// Returns how a decision stands: done, late, or open.
fn standing(visit: &Visit, one: &Decision) -> Markup {
    match (one.done_on, one.due) {
        (Some(on), _) => state(Status::Met, &format!("done {}", short_day(on))),
        (None, Some(due)) if due < visit.today => state(Status::Attention, "late"),
        (None, _) => state(Status::NotStarted, "open"),
    }
}
