//! Tables in the terminal: ids first, one line a row, cut only where a person looks at a terminal.

use comfy_table::{ContentArrangement, Table, presets};

use crate::screen::{Screen, clip};

/// The longest cell where nothing has to fit.
const CELL_MAX: usize = 200;

/// The main column: the title, beside the id.
const MAIN: usize = 1;
/// The narrowest that the main column becomes before another one gives way.
const MAIN_MIN: usize = 30;
/// The narrowest that the other columns become.
const OTHER_MIN: usize = 10;

/// Shows rows under headings, ids first; what does not fit is cut with an ellipsis, and the last columns give way.
pub fn table(screen: &mut Screen, head: &[&str], rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        return;
    }
    let widths = fitting(screen.width(), head, &rows);
    let cut = |cells: Vec<String>| -> Vec<String> {
        let pairs = cells.into_iter().zip(&widths);
        pairs.filter(|(_, width)| **width > 0).map(|(cell, width)| clip(&cell, *width)).collect()
    };
    show(screen, head, rows, &cut);
}

/// Shows rows under headings where each word counts: what does not fit goes on in the next line, and nothing is left out.
pub fn wrapped(screen: &mut Screen, head: &[&str], rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        return;
    }
    let widths = sharing(screen.width(), head, &rows);
    let wrap = |cells: Vec<String>| -> Vec<String> {
        cells.into_iter().zip(&widths).map(|(cell, width)| lines(&cell, *width).join("\n")).collect()
    };
    show(screen, head, rows, &wrap);
}

fn show(
    screen: &mut Screen,
    head: &[&str],
    rows: Vec<Vec<String>>,
    cut: &dyn Fn(Vec<String>) -> Vec<String>,
) {
    let mut table = Table::new();
    table.force_no_tty();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(cut(head.iter().map(|label| (*label).to_owned()).collect()));
    for row in rows {
        table.add_row(cut(row));
    }
    let columns = table.column_count();
    for (place, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if place + 1 == columns { 0 } else { 2 }));
    }
    screen.line(table.trim_fmt());
}

/// Returns the width of each column: as wide as its cells; where that is too much, the widest one shrinks first.
fn sharing(width: Option<usize>, head: &[&str], rows: &[Vec<String>]) -> Vec<usize> {
    let longest = |place: usize| {
        let cells = rows.iter().filter_map(|row| row.get(place)).map(|cell| cell.chars().count());
        cells.chain(head.get(place).map(|cell| cell.chars().count())).max().unwrap_or(0).max(1)
    };
    let mut widths: Vec<usize> = (0..head.len()).map(longest).collect();
    let Some(width) = width else { return widths };
    let gaps = head.len().saturating_sub(1) * 2;
    while widths.iter().sum::<usize>() + gaps > width {
        match widths.iter_mut().max().filter(|widest| **widest > OTHER_MIN) {
            Some(widest) => *widest -= 1,
            None => return widths,
        }
    }
    widths
}

/// Returns a text in lines of at most so many signs; a word that is longer is broken.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut all: Vec<String> = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let mut signs: Vec<char> = word.chars().collect();
        if used > 0 && used + 1 + signs.len() > width {
            all.push(String::new());
            used = 0;
        }
        while signs.len() > width {
            let rest = signs.split_off(width);
            all.last_mut().into_iter().for_each(|line| line.extend(&signs));
            all.push(String::new());
            signs = rest;
        }
        if let Some(line) = all.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.extend(&signs);
            used += signs.len();
        }
    }
    all
}

/// Returns the width of each column: as wide as its cells; where that is too much, others than the main one shrink first,
/// then the main one, then columns are left out (width 0).
fn fitting(width: Option<usize>, head: &[&str], rows: &[Vec<String>]) -> Vec<usize> {
    let widest = |place: usize| {
        let cells = rows.iter().filter_map(|row| row.get(place)).map(|cell| cell.chars().count());
        cells.chain(head.get(place).map(|cell| cell.chars().count())).max().unwrap_or(0).min(CELL_MAX)
    };
    let mut widths: Vec<usize> = (0..head.len()).map(widest).collect();
    let Some(width) = width else { return widths };
    loop {
        let shown = widths.iter().filter(|width| **width > 0).count();
        let needed = widths.iter().sum::<usize>() + shown.saturating_sub(1) * 2;
        if needed <= width || shown < 2 {
            return widths;
        }
        let main = widths[MAIN];
        let other = widest_beside(&widths, MAIN).filter(|place| widths[*place] > OTHER_MIN);
        match other {
            Some(place) if widths[place] > width / 3 || main <= width / 2 => widths[place] -= 1,
            Some(_) => widths[MAIN] -= 1,
            None if main > MAIN_MIN => widths[MAIN] -= 1,
            None => match leaving(&widths) {
                Some(place) => widths[place] = 0,
                None if main > OTHER_MIN => widths[MAIN] -= 1,
                None => return widths,
            },
        }
    }
}

/// Returns the widest column beside the main one.
fn widest_beside(widths: &[usize], main: usize) -> Option<usize> {
    (0..widths.len()).filter(|place| *place != main).max_by_key(|place| widths[*place])
}

/// Returns the column that is left out next: the last one behind the main one.
fn leaving(widths: &[usize]) -> Option<usize> {
    widths.iter().rposition(|width| *width > 0).filter(|place| *place > MAIN)
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

    #[test]
    fn what_is_wrapped_is_whole_and_fits() {
        let text = "applies because the contract with Albion Bank asks for it, incomprehensibilities";
        for width in [10, 13, 40, 200] {
            let all = lines(text, width);
            assert!(all.iter().all(|line| line.chars().count() <= width && !line.is_empty()), "{all:?}");
            let whole = |text: &str| text.replace(' ', "");
            assert_eq!(whole(&all.concat()), whole(text), "{width}");
        }
        assert_eq!(lines("", 10), [""]);
        let row: Vec<String> =
            ["A.8.13", &"x".repeat(90), "included", &"y".repeat(90)].map(String::from).to_vec();
        let widths = sharing(Some(80), &["id", "control", "what", "v1"], &[row]);
        assert_eq!(widths.iter().sum::<usize>() + 6, 80, "{widths:?}");
        assert_eq!((widths[0], widths[2]), (6, 8));
    }

    #[test]
    fn where_little_fits_the_last_columns_give_way_to_the_title() {
        let row: Vec<String> =
            ["R-1", &"x".repeat(90), "owner of it", "controls of it", "open"].map(String::from).to_vec();
        let widths = fitting(Some(60), &["id", "title", "owner", "controls", "status"], &[row]);
        assert_eq!(widths, [3, 30, 10, 10, 0]);
    }
}
