//! The way to the inbox, with how many matters wait in it.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// The highest number that is shown.
const SHOWN_MAX: usize = 99;

/// Returns the way to the inbox; what was not counted has no number.
pub fn to_inbox(count: Option<usize>) -> Markup {
    let words = match count {
        None => "inbox".to_owned(),
        Some(0) => "inbox: nothing new".to_owned(),
        Some(count) => format!("inbox: {count} new"),
    };
    let shown = count.filter(|count| *count > 0);
    html! {
        a.button.icon-button.bar-inbox href="/inbox" title=(words) {
            (icon(Icon::Inbox))
            @if let Some(count) = shown { b aria-hidden="true" { @if count > SHOWN_MAX { (SHOWN_MAX) "+" } @else { (count) } } }
            span.vh { (words) }
        }
    }
}
