//! The checklist of an audit: each criterion with the working papers on it and what they came to; and the samples drawn for them.

use maud::{Markup, html};
use model::records::{Audit, AuditState, ItemResult, Sample, WorkingPaper};
use model::{Clause, Entry, RecordKind, Ref};

use crate::address::with_query;
use crate::pages::comments::Marks;
use crate::pages::record::shown;
use crate::pages::record::standing::standing;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, facts, section, state};
use crate::visit::Visit;

/// From how many criteria on those without a paper are folded.
const FOLDED_FROM: usize = 30;

/// A working paper with its id.
pub(super) type Paper<'a> = (Ref<WorkingPaper>, &'a Entry<WorkingPaper>);

/// Returns the working papers of an audit, in the order of their ids.
pub(super) fn papers(visit: &Visit, id: Ref<Audit>) -> Vec<Paper<'_>> {
    let isms = visit.isms();
    let all = isms.sources::<WorkingPaper>(id.id());
    let mut all: Vec<Paper> = all
        .filter_map(|paper| Some((paper, isms.working_papers.get(&paper)?)))
        .filter(|(_, paper)| paper.audit == Some(id))
        .collect();
    all.sort_by_key(|(paper, _)| *paper);
    all
}

/// One thing that is looked at: what it is called in a form, how it is shown, and the papers on it.
struct Criterion<'a> {
    field: &'static str,
    value: String,
    name: Markup,
    papers: Vec<&'a Paper<'a>>,
}

/// Returns the criteria of an audit: its clauses, then its controls.
fn criteria<'a>(visit: &Visit, one: &Audit, papers: &'a [Paper<'a>]) -> Vec<Criterion<'a>> {
    let of_clause = |clause: &Clause| {
        let is_it = |(_, paper): &Paper| paper.clause.as_ref().is_some_and(|of| clause.holds(of));
        let title = standards::clause(clause.as_str()).map(|known| known.title.as_str());
        Criterion {
            field: "clause",
            value: clause.to_string(),
            name: html! { span.nowrap { (clause.as_str()) } @if let Some(title) = title { " " span.secondary { (title) } } },
            papers: papers.iter().filter(|paper| is_it(paper)).collect(),
        }
    };
    let of_control = |control: &Ref<model::records::Control>| Criterion {
        field: "control",
        value: control.to_string(),
        name: shown::link(visit, control.id()),
        papers: papers.iter().filter(|(_, paper)| paper.control == Some(*control)).collect(),
    };
    one.clauses.iter().map(of_clause).chain(one.controls.iter().map(of_control)).collect()
}

/// Returns the criteria, each with its papers.
pub(super) fn checklist(visit: &Visit, id: Ref<Audit>, one: &Entry<Audit>, papers: &[Paper<'_>]) -> Markup {
    let all = criteria(visit, one, papers);
    let is_open = [AuditState::Planned, AuditState::Running].contains(&one.state)
        && visit.offers_new(RecordKind::WorkingPaper);
    let begin = |criterion: &Criterion| {
        let at = visit.at("/working-papers/new");
        with_query(&at, [("audit", id.to_string().as_str()), (criterion.field, criterion.value.as_str())])
    };
    let row = |criterion: &&Criterion| {
        vec![
            criterion.name.clone(),
            html! {
                @for (paper, record) in &criterion.papers { div { a href=(visit.record_at(*paper)) { code { (paper) } " " (record.title) } } }
                @if criterion.papers.is_empty() {
                    span.missing { "no working paper" } @if is_open { " " a.nowrap href=(begin(criterion)) { "Begin one" } }
                }
            },
            html! { @for (_, record) in &criterion.papers { div { (result(visit, record)) } } },
        ]
    };
    let met: Vec<Ref<WorkingPaper>> =
        all.iter().flat_map(|one| one.papers.iter().map(|(paper, _)| *paper)).collect();
    let other = papers.iter().filter(|(paper, _)| !met.contains(paper)).map(|(paper, record)| {
        vec![
            html! { span.secondary { "beside the plan" } },
            html! { a href=(visit.record_at(*paper)) { code { (paper) } " " (record.title) } },
            result(visit, record),
        ]
    });
    let (seen, bare): (Vec<&Criterion>, Vec<&Criterion>) =
        all.iter().partition(|one| all.len() <= FOLDED_FROM || !one.papers.is_empty());
    let rows: Vec<Vec<Markup>> = seen.iter().map(row).chain(other).collect();
    let table = |rows| {
        let head = ["Criterion", "Working papers", "What it came to"].map(str::to_owned).to_vec();
        stacked(&Table { caption: String::new(), head, rows })
    };
    let said = Marks::of(visit, id.id());
    let body = html! {
        @if !one.criteria.is_empty() { p.words { (shown::lines(&one.criteria)) } }
        (said.line("criteria", "Criteria"))
        @if rows.is_empty() && bare.is_empty() { p.missing { "no clause and no control is named that it looks at" } }
        @if !rows.is_empty() { (table(rows)) }
        @if !bare.is_empty() {
            details.fold { summary { (bare.len()) " criteria without a working paper" } (table(bare.iter().map(row).collect())) }
        }
    };
    let with = all.iter().filter(|one| one.papers.iter().any(|(_, paper)| paper.result.is_some())).count();
    let count = if all.is_empty() { String::new() } else { format!("{with} of {} concluded", all.len()) };
    section("checklist", "Criteria and checklist", &count, &[], body)
}

fn result(visit: &Visit, paper: &Entry<WorkingPaper>) -> Markup {
    html! { @if let Some((status, word)) = standing(paper, visit.today) { (state(status, &word)) } }
}

/// Returns how many cases are to be looked at, and the samples that the papers rest on.
pub(super) fn samples(
    visit: &Visit,
    id: Ref<Audit>,
    one: &Entry<Audit>,
    papers: &[Paper<'_>],
    steps: &[Action],
) -> Markup {
    let isms = visit.isms();
    let mut plan = shown::record_facts(visit, id.id(), one);
    plan.retain(|fact| fact.name == "Sample plan");
    let mut ids: Vec<Ref<Sample>> =
        papers.iter().flat_map(|(_, paper)| paper.samples.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    let all: Vec<_> =
        ids.into_iter().filter_map(|sample| Some((sample, isms.samples.get(&sample)?))).collect();
    let row = |(sample, record): &(Ref<Sample>, &Entry<Sample>)| {
        let looked = record.items.iter().filter(|item| item.result.is_some()).count();
        let wrong = record.items.iter().filter(|item| item.result == Some(ItemResult::Deviation)).count();
        vec![
            html! { a href=(visit.record_at(*sample)) { code { (sample) } " " (record.title) } },
            html! { @if let Some(population) = record.population { (shown::link(visit, population.id())) } },
            html! { (looked) " of " (record.items.len()) " looked at" },
            html! { @if wrong > 0 { b { (wrong) } } @else { "0" } },
        ]
    };
    let head = ["Sample", "Drawn from", "Cases", "#Deviations"].map(str::to_owned).to_vec();
    let count = if all.is_empty() { String::new() } else { all.len().to_string() };
    let body = html! {
        @if all.is_empty() && plan.is_empty() { p.missing { "no sample is planned or drawn" } }
        (facts(&plan))
        @if !all.is_empty() { (stacked(&Table { caption: String::new(), head, rows: all.iter().map(row).collect() })) }
    };
    section("samples", "Samples", &count, steps, body)
}
