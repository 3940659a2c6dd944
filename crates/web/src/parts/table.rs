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

/// How many columns of words stand beside each other on a telephone; with more of them a table is stacked.
const BESIDE_MAX: usize = 2;

/// Returns the table in its own region, which scrolls by itself; many columns of words stand under each other where there is little room.
pub fn table(table: &Table) -> Markup {
    drawn(table, class(table), None)
}

/// Returns a table whose region is named by what stands above it, where a page holds several with the same columns.
pub fn table_of(what: &str, table: &Table) -> Markup {
    drawn(table, class(table), Some(what))
}

/// Returns a table of words: where there is little room, what stands in a row stands under each other, each with its heading.
pub fn stacked(table: &Table) -> Markup {
    drawn(table, "table stacks", None)
}

/// Numbers are read down a column and stay beside each other; words that share 360 px are a word or two wide.
fn class(table: &Table) -> &'static str {
    let words = table.head.iter().filter(|head| !is_number(head)).count();
    if words > BESIDE_MAX { "table stacks" } else { "table" }
}

fn drawn(table: &Table, class: &str, what: Option<&str>) -> Markup {
    // Where the heading above is the caption, the columns say what the region holds.
    let label = match what {
        Some(what) => format!("{what}, table"),
        None if table.caption.is_empty() => columns(table),
        None => table.caption.clone(),
    };
    html! {
        div.table-region role="region" aria-label=(label) tabindex="0" {
            table.(class) {
                @if !table.caption.is_empty() { caption { (table.caption) } }
                thead { tr { @for head in &table.head {
                    @if head.is_empty() { td {} } @else { th.number[is_number(head)] scope="col" { (head.trim_start_matches('#')) } }
                } } }
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

/// Names the columns of a table.
fn columns(table: &Table) -> String {
    let named = table.head.iter().map(|head| head.trim_start_matches('#')).filter(|head| !head.is_empty());
    named.collect::<Vec<_>>().join(", ")
}

fn is_number(head: &str) -> bool {
    head.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_without_a_caption_is_named_by_its_columns_and_each_cell_by_its_heading() {
        let head = ["Id", "", "#Days"].map(str::to_owned).to_vec();
        let cell = |words: &str| html! { (words) };
        let rows = vec![vec![cell("AUD-1"), cell("Stage 1"), cell("2")]];
        let shown = stacked(&Table { caption: String::new(), head, rows }).into_string();
        for words in [
            "aria-label=\"Id, Days\"",
            "table stacks",
            "<td></td>",
            "data-label=\"Days\"",
            "class=\"number\"",
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
    }

    #[test]
    fn a_table_is_stacked_where_it_has_more_words_than_a_telephone_is_wide() {
        let shown = |head: &[&str]| {
            let head = head.iter().map(|word| (*word).to_owned()).collect();
            table_of("Numbers", &Table { head, ..Table::default() }).into_string()
        };
        assert!(shown(&["What", "Asked by", "Standing"]).contains("table stacks"));
        assert!(!shown(&["What", "Asked by"]).contains("stacks"));
        assert!(!shown(&["Kind", "#New", "#Changed", "#Gone"]).contains("stacks"));
    }
}
