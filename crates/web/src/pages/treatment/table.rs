//! The actions as a table.

use maud::{Markup, html};
use model::records::TreatmentAction;

use super::{Lane, One, is_late, risk_of};
use crate::pages::naming::{owner_cell, short_day};
use crate::pages::record::shown::link;
use crate::pages::risks::{level, method_of};
use crate::parts::table::{Table, stacked};
use crate::parts::{Status, state};
use crate::visit::Visit;

/// How many rows are shown.
const ROWS_MAX: usize = 500;

/// Returns the table.
pub(super) fn table_of(visit: &Visit, all: &[One]) -> Markup {
    let mut rows: Vec<One> = all.to_vec();
    rows.sort_by_key(|(id, action)| (!action.state.is_open(), action.due.is_none(), action.due, *id));
    let method = method_of(visit);
    let row = |(id, action): &One| {
        let risk = risk_of(visit, action);
        vec![
            html! { a.id-link href=(visit.record_at(*id)) { (id) } },
            html! { a.plain-link href=(visit.record_at(*id)) { (action.title) } },
            html! { @match &risk { Some((risk, _)) => (link(visit, risk.id())), None => span.missing { "none" } } },
            html! { @if let Some((_, risk)) = &risk { (level(&method, &risk.now)) } },
            html! { @if let Some((_, risk)) = &risk { (level(&method, &risk.after)) } },
            owner_cell(visit.isms(), action.owner.as_ref()),
            html! { @match action.due { Some(due) => span.nowrap.late[is_late(action, visit.today)] { (short_day(due)) }, None => span.missing { "no date" } } },
            how_far(visit, action),
            html! { (action.means) },
        ]
    };
    let head = ["Id", "Action", "Risk", "Now", "After", "Done by", "Due", "State", "What it takes"];
    html! {
        (stacked(&Table { caption: String::new(), head: head.map(str::to_owned).to_vec(), rows: rows.iter().take(ROWS_MAX).map(row).collect() }))
        @if rows.len() > ROWS_MAX { p.secondary { "the first " (ROWS_MAX) " of " (rows.len()) " are shown; the register has all" } }
    }
}

/// Returns how far an action is, in a word.
fn how_far(visit: &Visit, action: &TreatmentAction) -> Markup {
    let (status, word) = match Lane::of(&action.state) {
        Some(Lane::ToDo) => (Status::NotStarted, "to do"),
        Some(Lane::Doing) => (Status::InProgress, "doing"),
        Some(Lane::Done) => (Status::Met, "done"),
        Some(Lane::Verified) => (Status::Met, "verified"),
        None => (Status::NotApplicable, "dropped"),
    };
    state(if is_late(action, visit.today) { Status::Attention } else { status }, word)
}
