//! How far each clause and each theme of Annex A is.

use maud::{Markup, html};
use model::records::{GapAnalysis, GapEntry, GapState};
use standards::Theme;

use super::{HERE, One, group_of};
use crate::parts::count;
use crate::parts::table::{Table, table};
use crate::visit::Visit;

/// Returns the clauses and themes of an analysis, in its order.
pub(super) fn groups(analysis: &GapAnalysis) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    for criterion in analysis.entries.iter().filter_map(|entry| entry.criterion.as_ref()) {
        let group = group_of(criterion);
        if !groups.iter().any(|known| known == group) {
            groups.push(group.to_owned());
        }
    }
    groups
}

/// Returns what a clause or theme is called, with its number.
pub(super) fn title_of(group: &str) -> String {
    let theme = Theme::ALL.into_iter().find(|theme| format!("A.{}", theme.number()) == group);
    match theme {
        Some(theme) => format!("{group} {}", theme.title()),
        None => standards::clause(group)
            .map_or_else(|| group.to_owned(), |clause| format!("{group} {}", clause.title)),
    }
}

/// Returns a table: of each clause how much is answered, and how.
pub(super) fn by_clause(visit: &Visit, (id, analysis): One) -> Markup {
    let row = |group: &String| {
        let of: Vec<&GapEntry> = analysis
            .entries
            .iter()
            .filter(|entry| entry.criterion.as_ref().is_some_and(|criterion| group_of(criterion) == group))
            .collect();
        let answered = of.iter().filter(|entry| entry.state.is_some()).count();
        let so = |state: GapState| {
            let many = of.iter().filter(|entry| entry.state == Some(state)).count();
            html! { @if many > 0 { (many) } @else { span.missing { "–" } } }
        };
        let href = visit.at(&format!("{HERE}/{id}?clause={group}#items"));
        vec![
            html! { a.plain-link href=(href) { (title_of(group)) } },
            count(answered, of.len(), ""),
            so(GapState::Met),
            so(GapState::Partly),
            so(GapState::NotMet),
            so(GapState::NotApplicable),
            maturity(&of),
        ]
    };
    table(&Table {
        caption: String::new(),
        head: ["Clause", "Answered", "#Met", "#Partly", "#Not met", "#Not applicable", "Maturity"]
            .map(str::to_owned)
            .to_vec(),
        rows: groups(analysis).iter().map(row).collect(),
    })
}

/// Returns the lowest and the highest maturity that was stated; a mean would hide both.
fn maturity(of: &[&GapEntry]) -> Markup {
    let stated: Vec<u32> = of.iter().filter_map(|entry| entry.maturity).collect();
    html! {
        @match (stated.iter().min(), stated.iter().max()) {
            (Some(least), Some(most)) if least == most => span.nowrap { (least) " of 5" },
            (Some(least), Some(most)) => span.nowrap { (least) " to " (most) " of 5" },
            (None, _) | (_, None) => span.missing { "–" },
        }
    }
}
