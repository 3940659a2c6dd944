//! The picture of the map: boxes in columns and lines between them.

use maud::{Markup, html};
use reports::dependency_map::layout::layout;

use super::{Shown, kind_word};
use crate::visit::Visit;

/// How wide and high a box is, and how far boxes stand from each other.
const WIDE: usize = 192;
const HIGH: usize = 44;
const GAP_ACROSS: usize = 48;
const GAP_DOWN: usize = 14;
const MARGIN: usize = 8;
/// How many signs of a title have room.
const TITLE_MAX: usize = 25;

/// How a thing stands to what has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Plain,
    First,
    Lost,
    Needed,
    Risk,
}

impl Role {
    fn of(shown: &Shown, at: usize) -> Self {
        let is_risk = shown.map.nodes[at].is_risk();
        match &shown.focus {
            None if is_risk => Self::Risk,
            None => Self::Plain,
            Some((on, impact)) if *on == at || impact.first.contains(&at) => Self::First,
            Some((_, impact)) if impact.lost.contains(&at) => Self::Lost,
            Some((_, impact)) if impact.needed.contains(&at) => Self::Needed,
            Some(_) if is_risk => Self::Risk,
            Some(_) => Self::Plain,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Plain => "map-plain",
            Self::First => "map-first",
            Self::Lost => "map-lost",
            Self::Needed => "map-needed",
            Self::Risk => "map-risk",
        }
    }
}

/// Returns the picture.
pub(super) fn picture(visit: &Visit, shown: &Shown) -> Markup {
    let laid = layout(&shown.map, &shown.drawn);
    let rows = laid.rows();
    let places = laid.places();
    let wide = laid.columns.len() * (WIDE + GAP_ACROSS) + 2 * MARGIN
        - GAP_ACROSS.min(laid.columns.len() * GAP_ACROSS);
    let high = rows * (HIGH + GAP_DOWN) + 2 * MARGIN;
    let corner = |at: &usize| -> Option<(usize, usize)> {
        let (column, row) = places.get(at).copied()?;
        let above = (rows - laid.columns[column].len()) * (HIGH + GAP_DOWN) / 2;
        Some((MARGIN + column * (WIDE + GAP_ACROSS), MARGIN + above + row * (HIGH + GAP_DOWN)))
    };
    let needs = shown.map.needs.iter().map(|line| (line, false));
    let lines = needs.chain(shown.map.touched.iter().map(|line| (line, true)));
    let lines: Vec<(String, &str)> = lines
        .filter_map(|((one, other), is_risk)| {
            let class = match (is_hit(shown, *one, *other), is_risk) {
                (true, _) => "map-line map-hit",
                (false, true) => "map-line map-touch",
                (false, false) => "map-line",
            };
            Some((curve(corner(one)?, corner(other)?), class))
        })
        .collect();
    html! {
        div.map-region role="region" aria-label="map of dependencies" tabindex="0" {
            svg.map width=(wide) height=(high) viewBox={ "0 0 " (wide) " " (high) } role="group" aria-label="what needs what; the tree below says the same" {
                @for (path, class) in &lines { path class=(class) d=(path) {} }
                @for at in &shown.drawn {
                    @if let Some((x, y)) = corner(at) { (node(visit, shown, *at, (x, y))) }
                }
            }
        }
        p.keys-line.secondary {
            @if shown.focus.is_some() { span.map-key.map-first { "fails" } span.map-key.map-lost { "lost with it" } span.map-key.map-needed { "it needs" } }
            span.map-key.map-risk { "risk" }
        }
    }
}

/// Says whether a loss travels along a line.
fn is_hit(shown: &Shown, one: usize, other: usize) -> bool {
    let Some((_, impact)) = &shown.focus else { return false };
    impact.lost.contains(&one) && (impact.lost.contains(&other) || impact.first.contains(&other))
}

fn node(visit: &Visit, shown: &Shown, at: usize, (x, y): (usize, usize)) -> Markup {
    let node = &shown.map.nodes[at];
    let id = node.id.to_string();
    let role = Role::of(shown, at);
    html! {
        a.map-node.(role.class()) href=(visit.here_with(&[("focus", id.as_str())])) {
            title { (id) " " (node.title) }
            rect x=(x) y=(y) width=(WIDE) height=(HIGH) rx="4" {}
            text.map-id x=(x + 10) y=(y + 17) { (id) tspan.map-kind dx="6" { (kind_word(node.id)) } }
            text.map-title x=(x + 10) y=(y + 34) { (clipped(&node.title)) }
        }
    }
}

/// Returns a line from the right of one box to the left of another; back from right to left it swings out.
fn curve((x1, y1): (usize, usize), (x2, y2): (usize, usize)) -> String {
    let (from, to) = (x1 + WIDE, x2);
    let (y1, y2) = (y1 + HIGH / 2, y2 + HIGH / 2);
    let bend = if to > from { (to - from) / 2 } else { GAP_ACROSS };
    format!("M{from} {y1}C{} {y1} {} {y2} {to} {y2}", from + bend, to.saturating_sub(bend))
}

fn clipped(title: &str) -> String {
    if title.chars().count() <= TITLE_MAX {
        return title.to_owned();
    }
    let mut short: String = title.chars().take(TITLE_MAX - 1).collect();
    short.truncate(short.trim_end().len());
    short + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_cut_at_a_sign_and_says_so() {
        assert_eq!(clipped("Orders"), "Orders");
        let short = clipped(&"ž".repeat(60));
        assert_eq!(short.chars().count(), TITLE_MAX);
        assert!(short.ends_with('…'));
    }

    #[test]
    fn a_line_leads_from_the_right_of_one_box_to_the_left_of_the_other() {
        assert_eq!(curve((8, 8), (304, 66)), "M200 30C252 30 252 88 304 88");
    }
}
