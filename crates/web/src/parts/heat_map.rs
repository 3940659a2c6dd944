//! A heat map: one hue getting stronger, each cell with its level, word and count, and the same as a table.

use maud::{Markup, html};

/// A heat map.
#[derive(Debug, Clone, Default)]
pub struct HeatMap {
    /// What it shows.
    pub caption: String,
    /// The name of the rows' scale: `Likelihood`.
    pub down: String,
    /// The name of the columns' scale: `Impact`.
    pub across: String,
    /// The rows, greatest first.
    pub rows: Vec<HeatRow>,
    /// The words of the columns, smallest first.
    pub columns: Vec<String>,
    /// The levels, smallest first: word and count.
    pub levels: Vec<(String, usize)>,
}

/// One row of a heat map.
#[derive(Debug, Clone, Default)]
pub struct HeatRow {
    /// The word of the row.
    pub label: String,
    /// Its cells, smallest first.
    pub cells: Vec<HeatCell>,
}

/// One cell of a heat map.
#[derive(Debug, Clone, Default)]
pub struct HeatCell {
    /// The level, from one to five.
    pub level: u8,
    /// The number that the method gives: `20`; else that of the level.
    pub score: String,
    /// The level's word.
    pub word: String,
    /// How many stand there.
    pub count: usize,
    /// The list of them.
    pub href: Option<String>,
    /// Whether the list beside shows just them.
    pub chosen: Chosen,
}

/// Whether a cell is what the list beside shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Chosen {
    /// It is one of all.
    #[default]
    No,
    /// It is the one.
    Yes,
}

/// Returns the heat map with its table of levels.
pub fn heat_map(map: &HeatMap) -> Markup {
    html! {
        figure.heat {
            figcaption { (map.caption) }
            div.heat-body {
                table.heat-map {
                    caption.vh { (map.down) " down, " (map.across) " across" }
                    thead.vh { tr { th scope="col" { (map.down) } @for word in &map.columns { th scope="col" { (word) } } } }
                    tbody {
                        @for row in &map.rows {
                            tr {
                                th scope="row" { (row.label) }
                                @for cell in &row.cells { (one_cell(cell)) }
                            }
                        }
                    }
                    tfoot aria-hidden="true" {
                        tr { td {} @for word in &map.columns { td { (word) } } }
                        tr { td.heat-axis { "↑ " (map.down) } td.heat-axis colspan=(map.columns.len()) { (map.across) " →" } }
                    }
                }
                table.heat-levels {
                    caption.vh { "how many at each level" }
                    tbody {
                        @for (at, (word, count)) in map.levels.iter().enumerate().rev() {
                            tr {
                                th scope="row" { span.heat-key.(shade(step(at, map.levels.len()))) { (at + 1) } " " (word) }
                                td.number { (count) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn one_cell(cell: &HeatCell) -> Markup {
    let inside = html! {
        span.heat-score { (cell.score) }
        span.heat-count { @if cell.count > 0 { (cell.count) } @else { span.vh { "0" } } }
        span.heat-word { (cell.word) }
    };
    html! {
        td.(shade(usize::from(cell.level))) .chosen[cell.chosen == Chosen::Yes] .bare-cell[cell.count == 0] {
            @match (&cell.href, cell.count) {
                (Some(_) | None, 0) | (None, _) => span.heat-cell { (inside) },
                (Some(href), _) => a.heat-cell href=(href) aria-current=[(cell.chosen == Chosen::Yes).then_some("true")] { (inside) },
            }
        }
    }
}

/// Returns the shade of a level, one to five, however many levels there are.
pub fn step(place: usize, levels: usize) -> usize {
    let steps = levels.saturating_sub(1).max(1);
    1 + (place.min(steps) * 4 + steps / 2) / steps
}

fn shade(level: usize) -> &'static str {
    match level {
        0 | 1 => "heat-1",
        2 => "heat-2",
        3 => "heat-3",
        4 => "heat-4",
        _ => "heat-5",
    }
}
