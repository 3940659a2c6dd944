//! How far long work is: a bar with its numbers.

use crate::locale::locale;
use maud::{Markup, html};

/// Returns the bar. `note` says the rate and the time left.
pub fn progress(label: &str, done: u64, whole: u64, note: &str) -> Markup {
    html! {
        div.progress {
            p { b { (label) } " " span.secondary { (locale().whole(done)) " of " (locale().whole(whole)) } }
            progress max=(whole.max(1)) value=(done.min(whole)) aria-label=(label) { (done) " of " (whole) }
            @if !note.is_empty() { p.small.secondary { (note) } }
        }
    }
}
