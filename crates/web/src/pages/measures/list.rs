//! The list of measures.

use maud::{Markup, html};
use model::records::Measure;
use model::{Entry, RecordKind, Ref};

use super::{HERE, chart, readings, standing, target, with_unit};
use crate::failure::Answer;
use crate::pages::naming::{owner_cell, short_day};
use crate::pages::record::proposals;
use crate::pages::register;
use crate::parts::empty::empty;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Icon, state};
use crate::visit::Visit;

/// How many measures are listed.
const ROWS_MAX: usize = 200;

/// Answers with the list.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let all: Vec<(Ref<Measure>, &Entry<Measure>)> = visit
        .isms()
        .measures
        .iter()
        .filter(|(id, one)| register::says(&visit, &[&one.title, &one.object, &id.to_string()]))
        .collect();
    let is_empty = visit.isms().measures.iter().next().is_none();
    let main = html! {
        (proposals::section(&visit, RecordKind::Measure))
        @if is_empty { (nothing(&visit)) }
        @else {
            (register::bar(&visit, RecordKind::Measure, vec![], &[], (all.len(), visit.isms().measures.iter().count())))
            (table(&visit, &all))
        }
    };
    Ok(visit.page(HERE, register::head(&visit, RecordKind::Measure), main))
}

fn nothing(visit: &Visit) -> Markup {
    let steps = match visit.offers_new(RecordKind::Measure) {
        false => vec![],
        true => vec![
            Action::link("New measure", visit.at("/measures/new")).primary(),
            Action::link("Objectives", visit.at("/objectives")),
        ],
    };
    let why = "Begin with what the objectives promise: what is counted, how often, by whom, and which number is good.";
    empty(Icon::Chart, "Nothing is measured yet", why, &steps)
}

fn table(visit: &Visit, all: &[(Ref<Measure>, &Entry<Measure>)]) -> Markup {
    let row = |(id, one): &(Ref<Measure>, &Entry<Measure>)| {
        let newest =
            readings(one, visit.today).last().and_then(|reading| Some((reading.on?, reading.value?)));
        let (status, word) = standing(one, visit.today);
        vec![
            html! { a.id-link href=(visit.record_at(*id)) { (id) } " " a.plain-link href=(visit.record_at(*id)) { (one.title) } },
            html! { @match newest { Some((on, value)) => { b { (with_unit(one, value)) } " " span.secondary.nowrap { (short_day(on)) } }, None => span.missing { "none" } } },
            html! { @match target(one) { Some(target) => (target), None => span.missing { "no target" } } },
            state(status, &word),
            chart::spark(one, visit.today),
            html! { @if let Some(due) = one.next_reading(visit.today) { span.nowrap { (short_day(due)) } } },
            owner_cell(visit.isms(), one.measured_by.as_ref()),
        ]
    };
    let head = ["Measure", "Newest", "Target", "State", "Readings", "Next", "Measured by"];
    html! {
        (stacked(&Table {
            caption: String::new(),
            head: head.map(str::to_owned).to_vec(),
            rows: all.iter().take(ROWS_MAX).map(row).collect(),
        }))
        @if all.len() > ROWS_MAX { p.secondary { "the first " (ROWS_MAX) " of " (all.len()) " are shown" } }
    }
}
