//! One picture of the sprite.

use maud::{Markup, html};

use crate::assets::ICONS_SVG;

include!(concat!(env!("OUT_DIR"), "/icons.rs"));

/// Returns a picture that says nothing by itself: a word must stand beside it.
pub fn icon(icon: Icon) -> Markup {
    html! {
        svg.icon width="16" height="16" aria-hidden="true" focusable="false" {
            use href={ (ICONS_SVG) "#" (icon.id()) } {}
        }
    }
}
