//! Where a list stands: `1 to 100 of 214`, and the way on.

use crate::locale::locale;
use maud::{Markup, html};

/// A page of a longer list.
#[derive(Debug, Clone, Default)]
pub struct Pager {
    /// The number of the first row shown, from one.
    pub first: usize,
    /// The number of the last row shown.
    pub last: usize,
    /// How many there are.
    pub whole: usize,
    /// What they are: `risks`.
    pub of: String,
    /// The page before.
    pub before: Option<String>,
    /// The page after.
    pub after: Option<String>,
    /// All of them on one page.
    pub all: Option<String>,
}

/// Returns the line under a list.
pub fn pager(pager: &Pager) -> Markup {
    html! {
        nav.pager aria-label="pages of the list" {
            span { b { (locale().whole(pager.first)) "–" (locale().whole(pager.last)) } " of " (locale().whole(pager.whole)) " " (pager.of) }
            @if let Some(href) = &pager.before { a rel="prev" href=(href) { "previous" } }
            @if let Some(href) = &pager.after { a rel="next" href=(href) { "next" } }
            @if let Some(href) = &pager.all { a href=(href) { "load all" } }
        }
    }
}
