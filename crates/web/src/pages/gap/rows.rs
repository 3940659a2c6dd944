//! The items of an analysis as rows; one of them open as the form of its step.

use maud::{Markup, html};
use model::records::{GapDepth, GapEntry, GapState};
use model::{Clause, RecordId, Value as _, Words as _};
use operations::{QUICK, Typed};

use super::{HERE, One, anchor, step};
use crate::address;
use crate::locale::locale;
use crate::pages::naming::owner_cell;
use crate::pages::record::deeds::steps;
use crate::parts::{Status, state};
use crate::visit::Visit;

/// How many columns there are.
const COLUMNS: &str = "8";

/// Returns the rows, with the open one as a form under its line.
pub(super) fn rows(visit: &Visit, one: One, taken: &[&GapEntry], open: Option<&GapEntry>) -> Markup {
    html! {
        div.grid-region.gap role="region" aria-label="items, table" tabindex="0" {
            table.grid.compact {
                caption.vh { "items of the gap analysis" }
                thead { tr {
                    th.g-id scope="col" { "Item" }
                    th.g-wide scope="col" { "What is asked" }
                    th.g-words scope="col" { "State" }
                    th.g-words scope="col" title="0 nothing, 1 by chance, 2 repeated, 3 written down, 4 measured, 5 improved" { "Maturity" }
                    th.g-wide scope="col" { "Gap" }
                    th.g-words scope="col" { "Effort" }
                    th.g-words scope="col" { "Work" }
                    th.g-act scope="col" { span.vh { "assess" } }
                } }
                tbody {
                    @for entry in taken {
                        @if let Some(criterion) = &entry.criterion {
                            (row(visit, one, entry, criterion))
                            @if open.is_some_and(|open| open.criterion == entry.criterion) { (form(visit, one, entry, criterion)) }
                        }
                    }
                }
            }
        }
    }
}

fn row(visit: &Visit, (id, analysis): One, entry: &GapEntry, criterion: &Clause) -> Markup {
    let query = [("clause", super::group_of(criterion)), ("open", criterion.as_str())];
    let assess = format!("{}#open", visit.at(&address::with_query(&format!("{HERE}/{id}"), query)));
    let can = !visit.reads_only() && analysis.done_on.is_none();
    html! {
        tr id=(anchor(criterion)) {
            th.g-id scope="row" { (criterion_link(visit, criterion)) }
            td.g-wide data-label="What is asked" { (asked(analysis.depth, criterion)) }
            td.g-words data-label="State" {
                (state_of(entry.state))
                @if !entry.from.is_empty() { span.secondary.small.from-records { "from " (from(visit, &entry.from)) } }
            }
            td.g-words data-label="Maturity" {
                @match entry.maturity { Some(maturity) => { (maturity) " of 5" }, None => span.missing { "–" } }
            }
            td.g-wide data-label="Gap" { (gap(visit, entry)) }
            td.g-words data-label="Effort" {
                @match entry.effort_days { Some(days) => { (locale().decimal(days)) " d" }, None => span.missing { "–" } }
                @if entry.owner.is_some() { br; (owner_cell(visit.isms(), entry.owner.as_ref())) }
            }
            td.g-words data-label="Work" { (work(visit, id.id(), entry, criterion)) }
            td.g-act { @if can { a.button.quiet href=(assess) { "Assess" span.vh { " " (criterion) } } } }
        }
    }
}

/// Returns the item; a control leads to its page.
fn criterion_link(visit: &Visit, criterion: &Clause) -> Markup {
    let found = RecordId::parse(criterion.as_str()).filter(|id| visit.isms().find(*id).is_some());
    match found {
        Some(id) => html! { a href=(visit.record_at(id)) { (criterion) } },
        None => html! { (criterion) },
    }
}

/// Returns what is asked: the question of the quick pass, else the title of the requirement.
fn asked(depth: Option<GapDepth>, criterion: &Clause) -> Markup {
    let quick = QUICK.iter().find(|one| one.criterion == criterion.as_str());
    let requirement = standards::requirement(criterion.as_str());
    let summary = requirement.as_ref().map(|found| found.summary);
    html! {
        @match (depth, quick, &requirement) {
            (Some(GapDepth::Quick), Some(quick), _) => span title=[summary] { (quick.question) },
            (_, _, Some(found)) => span title=[summary] { (found.title) },
            (_, _, None) => span.missing { "not in the standard" },
        }
    }
}

fn state_of(of: Option<GapState>) -> Markup {
    match of {
        Some(met @ GapState::Met) => state(Status::Met, met.word()),
        Some(partly @ GapState::Partly) => state(Status::Attention, partly.word()),
        Some(not @ GapState::NotMet) => state(Status::Problem, not.word()),
        Some(none @ GapState::NotApplicable) => state(Status::NotApplicable, none.word()),
        None => state(Status::NotStarted, "not answered"),
    }
}

/// Returns the records that a state was taken from; many are counted.
fn from(visit: &Visit, ids: &[RecordId]) -> Markup {
    html! {
        @for (at, id) in ids.iter().take(2).enumerate() { @if at > 0 { ", " } a href=(visit.record_at(*id)) { (id) } }
        @if ids.len() > 2 { " and " (ids.len() - 2) " more" }
    }
}

fn gap(visit: &Visit, entry: &GapEntry) -> Markup {
    html! {
        @if !entry.gap.is_empty() { (entry.gap) }
        @if !entry.seen.is_empty() {
            @if entry.gap.is_empty() { span.secondary { (entry.seen) } }
            @else { details.fold { summary { "seen" } p { (entry.seen) } } }
        }
        @if !entry.evidence.is_empty() {
            p.small { @for id in &entry.evidence { a href=(visit.record_at(id.id())) { (id) } " " } }
        }
    }
}

fn work(visit: &Visit, id: RecordId, entry: &GapEntry, criterion: &Clause) -> Markup {
    let query = [("criterion", criterion.as_str()), ("back", "gap")];
    let begin = visit.at(&address::with_query(&format!("{}/do/follow-up", address::record(id)), query));
    html! {
        @for follow in &entry.follow_up { a href=(visit.record_at(*follow)) title=(visit.isms().name_of(*follow)) { code { (follow) } } " " }
        @if entry.follow_up.is_empty() && entry.is_gap() && !visit.reads_only() { a href=(begin) { "Turn into work" } }
    }
}

/// Returns the open item as the form of its step.
fn form(visit: &Visit, (id, _): One, entry: &GapEntry, criterion: &Clause) -> Markup {
    let Some(form) = step("assess") else { return html! {} };
    let text = |name: &str| entry.part_text(name).unwrap_or_default();
    let typed: Typed = form.inputs.iter().map(|input| (input.name.to_owned(), text(input.name))).collect();
    let leave = super::row_at(visit, id, criterion);
    let summary = standards::requirement(criterion.as_str()).map(|found| found.summary);
    html! {
        tr.open-row id="open" {
            td colspan=(COLUMNS) {
                @if let Some(summary) = summary { p { b { (criterion) } " " (summary) } }
                (steps::inside(visit, form, id.id(), &typed, &["criterion"], ("gap", &leave)))
            }
        }
    }
}
