//! Levels as they are shown: number, word and shade.

use std::cmp::Ordering;

use maud::{Markup, html};
use model::records::{MethodContent, Rating};

use crate::locale::locale;
use crate::visit::Visit;

/// Returns the method that holds on the day of the page.
pub fn method(visit: &Visit) -> MethodContent {
    visit.isms().method.one().map(|method| method.now(visit.today)).unwrap_or_default()
}

/// Returns the shade of a level, one to five.
pub fn shade(place: usize, levels: usize) -> u8 {
    u8::try_from(crate::parts::heat_map::step(place, levels)).unwrap_or(5)
}

/// Returns the class of a shade.
fn class(place: usize, levels: usize) -> String {
    format!("heat-{}", shade(place, levels))
}

/// Returns the number and the word of a rating.
pub fn words(method: &MethodContent, rating: &Rating) -> (String, String) {
    let place = method.level(rating);
    let word = place.and_then(|place| method.word(place)).or(rating.level.as_ref());
    let score = rating.score.map(|score| locale().decimal(score)).unwrap_or_default();
    (score, word.map(ToString::to_string).unwrap_or_default())
}

/// Shows a rating: its number on the shade of its level, and its word.
pub fn level(method: &MethodContent, rating: &Rating) -> Markup {
    if rating.is_blank() {
        return html! { span.missing { "not rated" } };
    }
    let (score, word) = words(method, rating);
    let number = if score.is_empty() {
        method.level(rating).map(|place| (place + 1).to_string())
    } else {
        Some(score)
    };
    html! {
        span.level {
            @match (method.level(rating), number) {
                (Some(place), Some(number)) => span.heat-key.(class(place, method.levels.len())) { (number) },
                (None, Some(number)) => span.heat-key.bare-key title="this level is not one of the method" { (number) },
                (_, None) => "",
            }
            span { (word) }
        }
    }
}

/// Orders ratings: what is not rated stands below everything.
pub fn order(method: &MethodContent, one: &Rating, other: &Rating) -> Ordering {
    let key = |rating: &Rating| (method.level(rating), rating.score);
    key(one).cmp(&key(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_spread_over_any_number_of_levels() {
        assert_eq!((0..5).map(|place| shade(place, 5)).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert_eq!((0..3).map(|place| shade(place, 3)).collect::<Vec<_>>(), [1, 3, 5]);
        assert_eq!((0..4).map(|place| shade(place, 4)).collect::<Vec<_>>(), [1, 2, 4, 5]);
        assert_eq!(shade(0, 1), 1);
        assert_eq!(shade(9, 2), 5);
    }
}
