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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::ASSETS;

    #[test]
    fn the_first_and_the_last_picture_have_their_own_ids_and_are_in_the_sprite() {
        assert_eq!((Icon::ArrowDown.id(), Icon::Triangle.id()), ("arrowdown", "triangle"));
        let sprite =
            ASSETS.iter().find(|asset| asset.name.starts_with("icons-")).expect("the sprite is embedded");
        let sprite = std::str::from_utf8(sprite.plain).expect("the sprite is text");
        assert!(IDS.iter().all(|id| sprite.contains(&format!("<symbol id=\"{id}\""))));
    }
}
