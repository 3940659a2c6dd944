//! A word of the standard, explained where it stands in one sentence.

use maud::{Markup, html};

/// Returns a word that opens its explanation. `id` is the popover's id and must be the only one on the page.
pub fn term(id: &str, word: &str, sentence: &str) -> Markup {
    html! {
        span.term {
            button.term-word type="button" popovertarget=(id) { (word) }
            span.term-says id=(id) popover role="note" { b { (word) } " " (sentence) }
        }
    }
}
