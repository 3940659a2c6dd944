//! Tables in the terminal: ids first, one line a row, cut only where a person looks at a terminal.

use comfy_table::{ContentArrangement, Row, Table, presets};

use crate::screen::{Screen, clip};

/// The longest cell where nothing has to fit.
const CELL_MAX: usize = 200;

/// Shows rows under headings; what does not fit is cut with an ellipsis.
pub fn table(screen: &mut Screen, head: &[&str], rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        return;
    }
    let mut table = Table::new();
    table.force_no_tty();
    table.load_style(presets::NOTHING);
    table.set_truncation_indicator("…");
    let mut heading = Row::from(head.to_vec());
    heading.max_height(1);
    table.set_header(heading);
    let widths = fitting(screen.width(), head, &rows);
    for row in rows {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| clip(cell, *width)).collect();
        table.add_row(cells);
    }
    table.set_content_arrangement(ContentArrangement::Disabled);
    let columns = table.column_count();
    for (place, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if place + 1 == columns { 0 } else { 2 }));
    }
    screen.line(table.trim_fmt());
}

/// Returns the width of each column: as wide as its cells, the widest ones cut until all fit.
fn fitting(width: Option<usize>, head: &[&str], rows: &[Vec<String>]) -> Vec<usize> {
    let widest = |place: usize| {
        let cells = rows.iter().filter_map(|row| row.get(place)).map(|cell| cell.chars().count());
        cells.chain(head.get(place).map(|cell| cell.chars().count())).max().unwrap_or(0).min(CELL_MAX)
    };
    let mut widths: Vec<usize> = (0..head.len()).map(widest).collect();
    let Some(width) = width else { return widths };
    let gaps = head.len().saturating_sub(1) * 2;
    while widths.iter().sum::<usize>() + gaps > width {
        let Some(widest) = widths.iter_mut().max_by_key(|width| **width).filter(|width| **width > 8) else {
            break;
        };
        *widest -= 1;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_in_the_widest_column() {
        let rows = vec![vec!["R-1".to_owned(), "x".repeat(90), "PER-1".to_owned()]];
        let widths = fitting(Some(60), &["id", "title", "owner"], &rows);
        assert_eq!(widths, [3, 48, 5]);
        assert_eq!(fitting(None, &["id", "title", "owner"], &rows), [3, 90, 5]);
    }
}
