//! The map: what needs what, as a picture and as a tree; and what is lost when one of it fails.

mod picture;
mod tree;

use std::collections::BTreeSet;

use maud::{Markup, html};
use model::{RecordId, RecordKind};
use reports::dependency_map::{DependencyMap, Impact, dependency_map};
use serde_json::json;

use crate::failure::{self, Answer, Failure};
use crate::layout::PageHead;
use crate::pages::naming::counted;
use crate::pages::record::capital;
use crate::pages::record::shown::link;
use crate::parts::empty::empty;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::{Action, Choice, Icon, section};
use crate::visit::Visit;

/// The address within the organisation.
const HERE: &str = "/map";
/// How many things are drawn.
const DRAWN_MAX: usize = 200;
/// How many things the list offers to focus on.
const CHOICES_MAX: usize = 2_000;
/// How many records of a kind are named.
const NAMED_MAX: usize = 40;

/// What is shown: the map, what has the focus, and what is drawn.
struct Shown {
    map: DependencyMap,
    focus: Option<(usize, Impact)>,
    drawn: BTreeSet<usize>,
    /// How many things with lines are not drawn.
    left_out: usize,
}

impl Shown {
    fn of(visit: &Visit) -> Result<Self, Failure> {
        let map = dependency_map(visit.isms(), visit.today);
        let asked = visit.query.get("focus");
        let focus = match RecordId::parse(asked) {
            None if asked.is_empty() => None,
            None => {
                return Err(Failure::Unreadable("focus is not an id; expected one such as AST-7".to_owned()));
            }
            Some(id) => {
                let at = map.place(id).ok_or_else(|| Failure::unknown(format!("{id} on the map")))?;
                Some((at, map.impact(at)))
            }
        };
        let links = map.links();
        let near = |at: &usize| match &focus {
            None => links[*at] > 0,
            Some((on, impact)) => {
                let sets = [&impact.first, &impact.lost, &impact.needed, &impact.risks];
                at == on || sets.iter().any(|set| set.contains(at))
            }
        };
        let mut all: Vec<usize> = (0..map.nodes.len()).filter(near).collect();
        all.sort_by_key(|at| {
            (focus.as_ref().is_none_or(|(on, _)| on != at), std::cmp::Reverse(links[*at]), *at)
        });
        let left_out = all.len().saturating_sub(DRAWN_MAX);
        all.truncate(DRAWN_MAX);
        Ok(Self { map, focus, drawn: all.into_iter().collect(), left_out })
    }
}

/// Answers with the map.
///
/// # Errors
/// Where the address names nothing that is on the map.
pub async fn page(visit: Visit) -> Answer {
    let shown = Shown::of(&visit)?;
    let main = html! {
        @if shown.map.needs.is_empty() && shown.map.touched.is_empty() { (nothing(&visit)) }
        @else {
            (bar(&visit, &shown))
            @if let Some((at, impact)) = &shown.focus { (lost(&visit, &shown.map, *at, impact)) }
            (picture::picture(&visit, &shown))
            @if shown.left_out > 0 { p.secondary { (counted(shown.left_out, "thing is", "things are")) " not drawn: those with the fewest lines. The tree has them; focus on one to see it." } }
            (tree::tree(&visit, &shown))
        }
    };
    let head = PageHead {
        lead: Some(html! { "From left to right: what needs, what is needed, and the risks that touch it." }),
        ..PageHead::new("Map")
    };
    Ok(visit.page(HERE, head, main))
}

/// Answers with the same as JSON.
///
/// # Errors
/// Where the address names nothing that is on the map.
pub async fn as_json(visit: Visit) -> Answer {
    let shown = Shown::of(&visit)?;
    let id = |at: &usize| shown.map.nodes[*at].id.to_string();
    let nodes: Vec<_> = shown
        .map
        .nodes
        .iter()
        .map(|node| json!({ "id": node.id.to_string(), "title": node.title }))
        .collect();
    let lines = |all: &BTreeSet<(usize, usize)>| -> Vec<[String; 2]> {
        all.iter().map(|(one, other)| [id(one), id(other)]).collect()
    };
    let impact = shown.focus.as_ref().map(|(at, impact)| {
        let ids = |set: &BTreeSet<usize>| set.iter().map(id).collect::<Vec<_>>();
        json!({ "of": id(at), "lost": ids(&impact.lost), "needed": ids(&impact.needed), "risks": ids(&impact.risks) })
    });
    let needs = lines(&shown.map.needs);
    let touched = lines(&shown.map.touched);
    Ok(failure::json(&json!({ "nodes": nodes, "needs": needs, "touched_by": touched, "impact": impact })))
}

fn nothing(visit: &Visit) -> Markup {
    let steps = match visit.reads_only() {
        true => vec![],
        false => vec![
            Action::link("Processes", visit.at("/processes")).primary(),
            Action::link("Assets", visit.at("/assets")),
        ],
    };
    empty(
        Icon::Map,
        "Link two assets",
        "Say of a process or an asset what it depends on; the map draws itself.",
        &steps,
    )
}

fn bar(visit: &Visit, shown: &Shown) -> Markup {
    let mut choices = vec![Choice::new("", "the whole map")];
    let all = shown.map.nodes.iter().take(CHOICES_MAX);
    choices.extend(all.map(|node| Choice::new(node.id.to_string(), format!("{} {}", node.id, node.title))));
    let lines = shown.map.needs.len() + shown.map.touched.len();
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        picks: vec![Pick {
            name: "focus".to_owned(),
            label: "What if this fails".to_owned(),
            chosen: visit.query.get("focus").to_owned(),
            choices,
        }],
        kept: match visit.query.get("as_of") {
            "" => vec![],
            day => vec![("as_of".to_owned(), day.to_owned())],
        },
        counted: format!(
            "{} drawn of {}, {}",
            shown.drawn.len(),
            shown.map.nodes.len(),
            counted(lines, "line", "lines")
        ),
        clear: shown.focus.as_ref().map(|_| visit.here_with(&[("focus", "")])),
        ..FilterBar::default()
    })
}

/// Returns what is lost when the thing in focus fails, in words.
fn lost(visit: &Visit, map: &DependencyMap, at: usize, impact: &Impact) -> Markup {
    let node = &map.nodes[at];
    let words = if node.is_risk() { "comes true" } else { "fails" };
    let title = format!("When {} {words}", node.id);
    section(
        "impact",
        &title,
        "",
        &[],
        html! {
            p.confirm-sentence { (node.title) @if impact.lost.is_empty() { ": nothing else on the map stands still." } @else { ": " (sentence(map, &impact.lost)) " cannot go on." } }
            div.map-lists {
                @for (heading, set) in [("Lost with it", &impact.lost), ("It needs", &impact.needed), ("Risks that touch it", &impact.risks)] {
                    @if !set.is_empty() {
                        div { h3 { (heading) " " span.secondary { (set.len()) } }
                            ul.plain { @for other in set.iter().take(NAMED_MAX) { li { (link(visit, map.nodes[*other].id)) } } }
                            @if set.len() > NAMED_MAX { p.secondary { "and " (set.len() - NAMED_MAX) " more" } }
                        }
                    }
                }
            }
        },
    )
}

/// Counts things by kind: `2 processes, 1 asset`.
fn sentence(map: &DependencyMap, set: &BTreeSet<usize>) -> String {
    let kinds =
        [RecordKind::Unit, RecordKind::Process, RecordKind::Asset, RecordKind::Site, RecordKind::Supplier];
    let of = |kind: RecordKind| set.iter().filter(|at| map.nodes[**at].id.kind == kind).count();
    let parts = kinds.iter().map(|kind| (kind.kind(), of(*kind))).filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts.map(|(kind, count)| counted(count, kind.singular, kind.plural)).collect();
    parts.join(", ")
}

/// Returns the word of a kind.
fn kind_word(id: RecordId) -> String {
    capital(id.kind.kind().singular)
}
