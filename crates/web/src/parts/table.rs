//! A table that is only read: reports, comparisons, the numbers beside a picture.

use maud::{Markup, html};

/// A table of words.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What it holds; shown above it.
    pub caption: String,
    /// The headings. One that begins with `#` is of a column of numbers.
    pub head: Vec<String>,
    /// The rows; the first cell names the row.
    pub rows: Vec<Vec<Markup>>,
}

/// Returns the table in its own region, which scrolls by itself.
pub fn table(table: &Table) -> Markup {
    drawn(table, "table")
}

/// Returns a table of words: where there is little room, what stands in a row stands under each other, each with its heading.
pub fn stacked(table: &Table) -> Markup {
    drawn(table, "table stacks")
}

fn drawn(table: &Table, class: &str) -> Markup {
    html! {
        div.table-region role="region" aria-label=(table.caption) tabindex="0" {
            table.(class) {
                @if !table.caption.is_empty() { caption { (table.caption) } }
                thead { tr { @for head in &table.head { th.number[is_number(head)] scope="col" { (head.trim_start_matches('#')) } } } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                @let head = table.head.get(at).map_or("", String::as_str);
                                @if at == 0 { th.number[is_number(head)] scope="row" { (cell) } }
                                @else { td.number[is_number(head)] data-label=(head.trim_start_matches('#')) { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn is_number(head: &str) -> bool {
    head.starts_with('#')
}
