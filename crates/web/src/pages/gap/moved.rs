//! What moved since the analysis before.

use maud::{Markup, html};
use model::Words as _;
use model::records::GapState;
use operations::{GapMove, GapTurn, movement};

use super::{One, row_at};
use crate::parts::table::{Table, table};
use crate::parts::{Status, section, state};
use crate::visit::Visit;

/// Returns what moved since the analysis that this one follows; nothing where it follows none.
pub(super) fn since_before(visit: &Visit, (id, analysis): One) -> Markup {
    let before = analysis.follows.and_then(|before| Some((before, visit.isms().gap_analyses.get(&before)?)));
    let Some((before_id, before)) = before else { return html! {} };
    let all = movement(before, analysis);
    let count = |turn: GapTurn| all.iter().filter(|one| one.turn == turn).count();
    let moved: Vec<&GapMove> = all.iter().filter(|one| one.turn != GapTurn::Same).collect();
    let row = |one: &&GapMove| {
        vec![
            html! { a.id-link href=(row_at(visit, id, &one.criterion)) { (one.criterion) } },
            html! { (word(one.before)) },
            html! { (word(one.after)) },
            turn(one.turn),
        ]
    };
    let body = html! {
        p.lead {
            span { b { (count(GapTurn::Better)) } " better" }
            span { b { (count(GapTurn::Worse)) } " worse" }
            span { b { (count(GapTurn::Same)) } " the same" }
            span.secondary { "compared with " a href=(visit.record_at(before_id.id())) { (before_id) " " (before.title) } }
        }
        @if !moved.is_empty() {
            details.fold open[moved.len() <= 12] {
                summary { (moved.len()) " items moved" }
                (table(&Table {
                    caption: String::new(),
                    head: ["Item", "Before", "Now", "Moved"].map(str::to_owned).to_vec(),
                    rows: moved.iter().map(row).collect(),
                }))
            }
        }
    };
    section("movement", "What moved", "", &[], body)
}

fn word(state: Option<GapState>) -> &'static str {
    state.map_or("–", GapState::word)
}

fn turn(turn: GapTurn) -> Markup {
    match turn {
        GapTurn::Better => state(Status::Met, "better"),
        GapTurn::Worse => state(Status::Problem, "worse"),
        GapTurn::Same => state(Status::NotApplicable, "the same"),
        GapTurn::Applies => state(Status::Info, "applies otherwise"),
        GapTurn::New => state(Status::Info, "first looked at"),
        GapTurn::Gone => state(Status::NotApplicable, "not looked at again"),
    }
}
