//! What a page says while it has nothing to show: one sentence, and the first step.

use maud::{Markup, html};

use super::action::{Action, actions};
use super::icon::{Icon, icon};

/// Returns the empty state.
pub fn empty(picture: Icon, sentence: &str, why: &str, steps: &[Action]) -> Markup {
    html! {
        div.empty {
            span.empty-icon { (icon(picture)) }
            p.empty-sentence { (sentence) }
            @if !why.is_empty() { p.secondary { (why) } }
            (actions(steps))
        }
    }
}
