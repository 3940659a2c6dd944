//! A link whose address somebody typed or a file brought.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// Returns a link that leaves the program; an address that is not of the web stays plain words.
pub fn outside(href: &str, words: &str) -> Markup {
    let of_the_web = href.starts_with("https://") || href.starts_with("http://");
    let plain = href.chars().all(|c| !c.is_control() && !c.is_whitespace());
    html! {
        @if of_the_web && plain {
            a.outside href=(href) rel="noopener noreferrer" target="_blank" { (words) (icon(Icon::External)) span.vh { " opens elsewhere" } }
        } @else { (words) @if !href.is_empty() && href != words { " " code { (href) } } }
    }
}
