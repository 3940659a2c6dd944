//! The bar that says which version is read, which one holds, and what can be done with it.

use maud::{Markup, html};

use super::action::{Action, actions};
use super::chip::{Status, chip};

/// A version and where it stands.
#[derive(Debug, Clone)]
pub struct VersionBar {
    /// The version: `v3`.
    pub version: String,
    /// Its state, as a status and a word.
    pub state: (Status, String),
    /// Who made or approved it, and when.
    pub words: String,
    /// The version that holds, where it is another one: words and address.
    pub holds: Option<(String, String)>,
    /// What can be done.
    pub actions: Vec<Action>,
}

/// Returns the bar.
pub fn version_bar(bar: &VersionBar) -> Markup {
    html! {
        div.version {
            b.mono { (bar.version) }
            (chip(bar.state.0, &bar.state.1))
            span.secondary { (bar.words) }
            @if let Some((words, href)) = &bar.holds { a href=(href) { (words) } }
            span.version-end { (actions(&bar.actions)) }
        }
    }
}
