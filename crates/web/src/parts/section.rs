//! A part of a page under its own heading, and two columns side by side.

use maud::{Markup, html};

use super::action::{Action, actions};

/// Returns a part of a page: heading, count beside it (or nothing), actions at the end.
pub fn section(id: &str, title: &str, count: &str, doable: &[Action], body: Markup) -> Markup {
    html! {
        section.section id=(id) aria-labelledby={ (id) "-title" } {
            header {
                h2 id={ (id) "-title" } { (title) @if !count.is_empty() { span.count { (count) } } }
                (actions(doable))
            }
            (body)
        }
    }
}

/// Returns a wide column with a panel beside it, where there is room.
pub fn split(main: Markup, panel: Markup) -> Markup {
    html! { div.split { div { (main) } aside { (panel) } } }
}

/// Returns two columns of the same width, where there is room.
pub fn halves(first: Markup, second: Markup) -> Markup {
    html! { div.split.split-half { div { (first) } div { (second) } } }
}
