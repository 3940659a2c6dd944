//! The bar above a list: words, choices, and what is chosen now. It is a form that gets, so a filter is a link.

use maud::{Markup, html};

use super::form::Choice;
use super::icon::{Icon, icon};

/// The bar above a list.
#[derive(Debug, Clone, Default)]
pub struct FilterBar {
    /// The page's address.
    pub action: String,
    /// The words searched for, where the list can be searched.
    pub words: Option<String>,
    /// The choices: name, label, what can be chosen, what is.
    pub picks: Vec<Pick>,
    /// The ways to see the same: label, address; always in the same order.
    pub views: Vec<(String, String)>,
    /// The place of the present one among them.
    pub view: usize,
    /// Fields of the query that stay as they are.
    pub kept: Vec<(String, String)>,
    /// What is shown: `17 of 93`.
    pub counted: String,
    /// Where the list is unfiltered, when it is filtered.
    pub clear: Option<String>,
    /// The word on its button where it does not filter a list; a choice is then none that narrows.
    pub go: &'static str,
}

/// One choice of the bar.
#[derive(Debug, Clone, Default)]
pub struct Pick {
    /// The name in the query.
    pub name: String,
    /// The words before it.
    pub label: String,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// What is chosen.
    pub chosen: String,
}

/// Returns the bar.
pub fn filter_bar(bar: &FilterBar) -> Markup {
    html! {
        form.filter method="get" action=(bar.action) role="search" aria-label="filter the list" data-filter {
            @for (name, value) in &bar.kept { input type="hidden" name=(name) value=(value); }
            @if let Some(words) = &bar.words {
                label.filter-words {
                    span.vh { "words" }
                    (icon(Icon::Search))
                    input type="search" name="q" value=(words) autocomplete="off" maxlength="200";
                }
            }
            @for pick in &bar.picks {
                label.filter-pick {
                    span { (pick.label) }
                    select name=(pick.name) .chosen[bar.go.is_empty() && narrows(pick)] {
                        @for choice in &pick.choices {
                            option value=(choice.value) selected[choice.value == pick.chosen] { (choice.label) }
                        }
                    }
                }
            }
            button.button.filter-go type="submit" { @if bar.go.is_empty() { "Filter" } @else { (bar.go) } }
            @if let Some(href) = &bar.clear { a.filter-clear href=(href) { "clear" } }
            span.filter-end {
                span.secondary { (bar.counted) }
                @if !bar.views.is_empty() {
                    span.views {
                        @for (at, (label, href)) in bar.views.iter().enumerate() {
                            a href=(href) aria-current=[(at == bar.view).then_some("true")] { (label) }
                        }
                    }
                }
            }
        }
    }
}

/// Says whether something else than the first choice, which is that of all, is chosen.
fn narrows(pick: &Pick) -> bool {
    !pick.chosen.is_empty() && pick.choices.first().is_none_or(|first| first.value != pick.chosen)
}
