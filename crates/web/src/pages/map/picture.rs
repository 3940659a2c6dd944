//! The picture of the map: boxes in columns and lines between them.

use maud::{Markup, html};
use reports::dependency_map::layout::layout;

use super::{Shown, kind_word};
use crate::visit::Visit;

/// How wide a box is at most and at least, and how high.
const WIDE: usize = 192;
const WIDE_MIN: usize = 136;
const HIGH: usize = 44;
const GAP_DOWN: usize = 14;
const MARGIN: usize = 8;
/// How much room there is beside the rail on a screen of 1440 px.
const ROOM: usize = 1136;
/// How wide a sign of a title is, and what stands free at the sides of one.
const SIGN: usize = 7;
const SIDES: usize = 24;

/// How the columns stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Across {
    /// How wide a box is.
    wide: usize,
    /// How far boxes stand from each other.
    gap: usize,
}

impl Across {
    /// Returns how so many columns stand: all of them side by side on a screen, as long as their words can be read.
    fn of(columns: usize) -> Self {
        let gap = if columns > 5 { 28 } else { 48 };
        let each = (ROOM - 2 * MARGIN + gap) / columns.max(1);
        Self { wide: each.saturating_sub(gap).clamp(WIDE_MIN, WIDE), gap }
    }

    /// Returns where a column begins.
    fn at(self, column: usize) -> usize {
        MARGIN + column * (self.wide + self.gap)
    }

    /// Returns how wide so many columns are together.
    fn whole(self, columns: usize) -> usize {
        2 * MARGIN + (columns * (self.wide + self.gap)).saturating_sub(self.gap)
    }
}

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
    let across = Across::of(laid.columns.len());
    let wide = across.whole(laid.columns.len());
    let high = rows * (HIGH + GAP_DOWN) + 2 * MARGIN;
    let corner = |at: &usize| -> Option<(usize, usize)> {
        let (column, row) = places.get(at).copied()?;
        let above = (rows - laid.columns[column].len()) * (HIGH + GAP_DOWN) / 2;
        Some((across.at(column), MARGIN + above + row * (HIGH + GAP_DOWN)))
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
            Some((curve(across, corner(one)?, corner(other)?), class))
        })
        .collect();
    html! {
        div.map-region role="region" aria-label="map of dependencies" tabindex="0" {
            svg.map width=(wide) height=(high) viewBox={ "0 0 " (wide) " " (high) } role="group" aria-label="what needs what; the tree below says the same" {
                @for (path, class) in &lines { path class=(class) d=(path) {} }
                @for at in &shown.drawn {
                    @if let Some((x, y)) = corner(at) { (node(visit, shown, *at, (across, x, y))) }
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

fn node(visit: &Visit, shown: &Shown, at: usize, (across, x, y): (Across, usize, usize)) -> Markup {
    let node = &shown.map.nodes[at];
    let id = node.id.to_string();
    let role = Role::of(shown, at);
    html! {
        a.map-node.(role.class()) href=(visit.here_with(&[("focus", id.as_str())])) {
            title { (id) " " (node.title) }
            rect x=(x) y=(y) width=(across.wide) height=(HIGH) rx="4" {}
            text.map-id x=(x + 10) y=(y + 17) { (id) tspan.map-kind dx="6" { (kind_word(node.id)) } }
            text.map-title x=(x + 10) y=(y + 34) { (clipped(&node.title, (across.wide - SIDES) / SIGN)) }
        }
    }
}

/// Returns a line from the right of one box to the left of another; back from right to left it swings out.
fn curve(across: Across, (x1, y1): (usize, usize), (x2, y2): (usize, usize)) -> String {
    let (from, to) = (x1 + across.wide, x2);
    let (y1, y2) = (y1 + HIGH / 2, y2 + HIGH / 2);
    let bend = if to > from { (to - from) / 2 } else { across.gap };
    format!("M{from} {y1}C{} {y1} {} {y2} {to} {y2}", from + bend, to.saturating_sub(bend))
}

fn clipped(title: &str, signs: usize) -> String {
    if title.chars().count() <= signs {
        return title.to_owned();
    }
    let mut short: String = title.chars().take(signs - 1).collect();
    short.truncate(short.trim_end().len());
    short + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_cut_at_a_sign_and_says_so() {
        assert_eq!(clipped("Orders", 25), "Orders");
        let short = clipped(&"ž".repeat(60), 17);
        assert_eq!(short.chars().count(), 17);
        assert!(short.ends_with('…'));
    }

    #[test]
    fn a_line_leads_from_the_right_of_one_box_to_the_left_of_the_other() {
        let across = Across { wide: 192, gap: 48 };
        assert_eq!(curve(across, (8, 8), (304, 66)), "M200 30C252 30 252 88 304 88");
    }

    #[test]
    fn up_to_seven_columns_stand_side_by_side_on_a_screen() {
        assert_eq!(Across::of(0).whole(0), 2 * MARGIN);
        for columns in 1..=7 {
            let across = Across::of(columns);
            assert!(across.whole(columns) <= ROOM, "{columns}: {across:?}");
            assert!((WIDE_MIN..=WIDE).contains(&across.wide), "{columns}: {across:?}");
        }
        assert_eq!(Across::of(3), Across { wide: 192, gap: 48 });
    }
}
