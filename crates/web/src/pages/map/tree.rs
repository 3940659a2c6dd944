//! The same map as a tree: under each thing what it needs.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{Shown, kind_word};
use crate::parts::section;
use crate::visit::Visit;

/// How many rows there are at most.
const ROWS_MAX: usize = 600;
/// How deep the tree is drawn.
const DEPTH_MAX: usize = 8;

/// One row of the tree.
struct Row {
    at: usize,
    depth: usize,
    /// Whether what it needs stands under an earlier row.
    is_again: bool,
}

/// Returns the tree of all that is on the map.
pub(super) fn tree(visit: &Visit, shown: &Shown) -> Markup {
    let map = &shown.map;
    let wanted = |at: usize| shown.focus.is_none() || shown.drawn.contains(&at);
    let elements: Vec<usize> =
        (0..map.nodes.len()).filter(|at| !map.nodes[*at].is_risk() && wanted(*at)).collect();
    let needed: BTreeSet<usize> =
        map.needs.iter().filter(|(one, _)| wanted(*one)).map(|(_, other)| *other).collect();
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for root in elements.iter().filter(|at| !needed.contains(at)).chain(&elements) {
        if !seen.contains(root) {
            grow(shown, *root, 0, &mut seen, &mut rows);
        }
    }
    let whole = rows.len();
    rows.truncate(ROWS_MAX);
    section(
        "tree",
        "As a tree",
        &whole.to_string(),
        &[],
        html! {
            div.table-region role="region" aria-label="what needs what" tabindex="0" {
                table.table.map-tree {
                    thead { tr { th scope="col" { "What" } th scope="col" { "Kind" } th.number scope="col" { "Needs" } th.number scope="col" { "Lost with it" } th scope="col" { "Risks" } } }
                    tbody { @for row in &rows { (line(visit, shown, row)) } }
                }
            }
            @if rows.len() < whole { p.secondary { "the first " (rows.len()) " of " (whole) " rows are shown; focus on one to see the rest around it" } }
        },
    )
}

fn grow(shown: &Shown, at: usize, depth: usize, seen: &mut BTreeSet<usize>, rows: &mut Vec<Row>) {
    let is_again = !seen.insert(at);
    rows.push(Row { at, depth, is_again });
    if is_again || depth >= DEPTH_MAX || rows.len() > ROWS_MAX {
        return;
    }
    for other in shown.map.needs_of(at) {
        grow(shown, other, depth + 1, seen, rows);
    }
}

fn line(visit: &Visit, shown: &Shown, row: &Row) -> Markup {
    let node = &shown.map.nodes[row.at];
    let id = node.id.to_string();
    let needs = shown.map.needs_of(row.at).len();
    let risks = shown.map.risks_of(row.at);
    html! {
        tr {
            th scope="row" {
                @for _ in 0..row.depth { span.map-indent aria-hidden="true" {} }
                a.id-link href=(visit.record_at(node.id)) { (id) } " " (node.title)
                @if row.is_again && needs > 0 { span.secondary { " (what it needs stands above)" } }
                span.vh { ", level " (row.depth + 1) }
            }
            td { (kind_word(node.id)) @if let Some(criticality) = node.criticality { span.secondary { ", " (criticality.to_string()) } } }
            td.number { @if needs > 0 { (needs) } @else { "–" } }
            td.number { @if row.is_again { "–" } @else { a href=(visit.here_with(&[("focus", id.as_str())])) { (shown.map.impact(row.at).lost.len()) } } }
            td { @for risk in risks.iter().take(6) { @let id = shown.map.nodes[*risk].id; a.id-link href=(visit.record_at(id)) { (id) } " " } @if risks.len() > 6 { "and " (risks.len() - 6) " more" } }
        }
    }
}
