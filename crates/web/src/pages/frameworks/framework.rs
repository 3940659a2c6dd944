//! One framework: each requirement with its state, the edges that it rests on, and what is missing.

use axum::extract::Path;
use maud::{Markup, html};
use model::RecordId;
use reports::framework_coverage::on_record;
use standards::frameworks::{
    Coverage, Covered, EdgeOpened, Framework, FrameworkRequirement, Met, OwnReach, State, coverage,
    framework_requirement,
};

use super::{HERE, list::clauses_from};
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::table::{Table, table};
use crate::parts::{Choice, Status, count, section, state};
use crate::visit::Visit;

/// Requirements under one heading: its number, and them.
type Group<'a> = (String, Vec<&'a Covered<'a>>);

/// Answers with the coverage of a framework.
///
/// # Errors
/// Where there is no such framework.
pub async fn page(visit: Visit, Path(params): Path<std::collections::HashMap<String, String>>) -> Answer {
    let word = params.get("id").map(String::as_str).unwrap_or_default();
    let framework = Framework::ALL.into_iter().find(|framework| framework.id() == word);
    let framework = framework.ok_or_else(|| Failure::unknown("such framework"))?;
    let said = on_record(visit.isms(), visit.today);
    let coverage = coverage(framework, &said.standing, said.own(framework));
    let taken: Vec<&Covered> = coverage.requirements.iter().filter(|one| takes(&visit, one)).collect();
    let main = html! {
        (figures(&coverage))
        (clauses_from(&visit, &said))
        (bar(&visit, framework, taken.len(), coverage.requirements.len()))
        @if taken.is_empty() { p.secondary { "No requirement is like this" } }
        @for (heading, group) in groups(&taken) { (under(&visit, framework, &heading, &group)) }
        @if !coverage.unplaced.is_empty() {
            (section("unplaced", "Own links that lead nowhere", &coverage.unplaced.len().to_string(), &[], html! {
                ul.plain { @for edge in &coverage.unplaced { li { (origin(&visit, &edge.from)) " to " code { (edge.to) } } } }
            }))
        }
    };
    let head = PageHead {
        crumbs: vec![("Frameworks".to_owned(), visit.at(HERE))],
        ..PageHead::new(framework.title())
    };
    Ok(visit.page(HERE, head, main))
}

fn takes(visit: &Visit, covered: &Covered) -> bool {
    match visit.query.get("show") {
        "missing" => covered.state != State::Met,
        "met" => covered.state == State::Met,
        "partly" => covered.state == State::PartlyMet,
        "not" => covered.state == State::NotMet,
        "none" => covered.state == State::NoEdge,
        _ => true,
    }
}

fn figures(coverage: &Coverage) -> Markup {
    let counts = coverage.counts();
    html! {
        p.lead {
            (count(counts.met, coverage.requirements.len(), "met"))
            span { b { (counts.partly_met) } " partly met" }
            span { b { (counts.not_met) } " not met" }
            span { b { (counts.no_edge) } " without a control" }
        }
    }
}

fn bar(visit: &Visit, framework: Framework, shown: usize, all: usize) -> Markup {
    let choices = [
        ("", "all"),
        ("missing", "where something is missing"),
        ("met", "met"),
        ("partly", "partly met"),
        ("not", "not met"),
        ("none", "without a control"),
    ];
    let as_of = visit.query.get("as_of");
    let here = format!("{HERE}/{}", framework.id());
    filter_bar(&FilterBar {
        action: format!("/o/{}{here}", visit.org),
        picks: vec![Pick {
            name: "show".to_owned(),
            label: "Requirements".to_owned(),
            choices: choices.iter().map(|(value, label)| Choice::new(*value, *label)).collect(),
            chosen: visit.query.get("show").to_owned(),
        }],
        kept: if as_of.is_empty() { Vec::new() } else { vec![("as_of".to_owned(), as_of.to_owned())] },
        counted: format!("{shown} of {all}"),
        clear: visit.query.has("show").then(|| visit.at(&here)),
        ..FilterBar::default()
    })
}

/// Returns the requirements under their headings, in the framework's order.
fn groups<'a>(taken: &[&'a Covered<'a>]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group> = Vec::new();
    for covered in taken {
        let heading = covered.requirement.parent.clone().unwrap_or_default();
        match groups.last_mut() {
            Some((last, group)) if *last == heading => group.push(covered),
            Some(_) | None => groups.push((heading, vec![covered])),
        }
    }
    groups
}

fn under(visit: &Visit, framework: Framework, heading: &str, group: &[&Covered]) -> Markup {
    let title = framework_requirement(framework, heading)
        .map_or_else(|| heading.to_owned(), |found| format!("{} {}", found.id, found.title));
    let met = group.iter().filter(|covered| covered.state == State::Met).count();
    let id = format!("h-{}", heading.replace(|sign: char| !sign.is_ascii_alphanumeric(), "-"));
    let title = if title.is_empty() { "Requirements".to_owned() } else { title };
    section(
        &id,
        &title,
        &format!("{met} of {} met", group.len()),
        &[],
        html! { div.requirements { @for covered in group { (requirement(visit, covered)) } } },
    )
}

fn requirement(visit: &Visit, covered: &Covered) -> Markup {
    let FrameworkRequirement { id, title, outcome, .. } = covered.requirement;
    html! {
        details.requirement id=(id) {
            summary {
                code.requirement-id { (id) }
                span.requirement-title { (title) }
                span.requirement-state { (shown(covered.state)) }
                span.secondary.small { (edges_counted(covered.edges.len())) }
            }
            @if let Some(outcome) = outcome { p.secondary { (outcome) } }
            @if !covered.edges.is_empty() { (edges(visit, &covered.edges)) }
            @if !covered.missing.is_empty() {
                p.requirement-missing { b { "Still missing" } }
                ul.plain { @for one in &covered.missing { li { (one) } } }
            }
        }
    }
}

fn edges_counted(count: usize) -> String {
    crate::pages::naming::counted(count, "link", "links")
}

fn shown(of: State) -> Markup {
    match of {
        State::Met => state(Status::Met, of.title()),
        State::PartlyMet => state(Status::InProgress, of.title()),
        State::NotMet => state(Status::Problem, of.title()),
        State::NoEdge => state(Status::NotApplicable, of.title()),
    }
}

fn edges(visit: &Visit, edges: &[EdgeOpened]) -> Markup {
    let row = |edge: &EdgeOpened| match edge {
        EdgeOpened::Shipped(shipped, met) => vec![
            origin(visit, &shipped.from.to_string()),
            how_far(*met),
            html! { (shipped.relation) },
            html! { (shipped.strength.word()) ", " (shipped.strength) },
            html! { @if edge.reaches_all() { "all of it" } @else { "a part" } },
            html! { @if shipped.by.is_empty() { span.missing { "our judgement" } } @else { (shipped.by.join(", ")) } },
        ],
        EdgeOpened::Own(own) => vec![
            origin(visit, &own.from),
            how_far(Some(own.met)),
            html! { "our own link" },
            html! { "–" },
            html! { @match &own.reach { OwnReach::Whole => "all of it", OwnReach::Part { .. } => "a part" } },
            html! { @if own.because.is_empty() { span.missing { "no reason" } } @else { (own.because) } },
        ],
    };
    table(&Table {
        caption: String::new(),
        head: ["From", "There", "Relation", "Strength", "Reaches", "Linked by"].map(str::to_owned).to_vec(),
        rows: edges.iter().map(row).collect(),
    })
}

/// Returns where an edge begins: a control or record leads to its page.
fn origin(visit: &Visit, from: &str) -> Markup {
    // An own edge names its record behind the record that it begins at: `A.8.13 (MAP-60)`.
    let (from, edge) = from.split_once(' ').unwrap_or((from, ""));
    let edge = edge.trim_matches(['(', ')']);
    let edge = RecordId::parse(edge).filter(|id| visit.isms().find(*id).is_some());
    let title = standards::requirement(from).map(|found| found.title);
    match RecordId::parse(from).filter(|id| visit.isms().find(*id).is_some()) {
        Some(id) => {
            let title = title.map_or_else(|| visit.isms().name_of(id), str::to_owned);
            html! { a.id-link href=(visit.record_at(id)) { (id) } " " (title)
                @if let Some(edge) = edge { " " a.id-link href=(visit.record_at(edge)) { (edge) } }
            }
        }
        None => html! { code { (from) } @if let Some(title) = title { " " (title) } },
    }
}

fn how_far(met: Option<Met>) -> Markup {
    match met {
        Some(Met::Yes) => state(Status::Met, "met"),
        Some(Met::Partly) => state(Status::InProgress, "partly met"),
        Some(Met::No) => state(Status::Problem, "not met"),
        None => state(Status::NotStarted, "not stated"),
    }
}
