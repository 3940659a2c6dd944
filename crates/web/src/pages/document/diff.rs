//! Two texts side by side: lines that are the same, and those that changed, word by word.

use std::time::{Duration, Instant};

use maud::{Markup, html};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// How long one comparison may take; what is not found by then is shown as replaced.
const LONGEST: Duration = Duration::from_millis(150);
/// How many lines stay in sight around a change.
const AROUND: usize = 3;
/// How many rows are shown.
const ROWS_MAX: usize = 3_000;

/// A piece of a line, and whether it is only on its side.
type Piece = (String, Only);

/// Whether words are on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Only {
    Here,
    Both,
}

/// One row of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    Same(usize, usize, String),
    Changed(Option<(usize, Vec<Piece>)>, Option<(usize, Vec<Piece>)>),
    /// So many lines that are the same on both sides.
    Folded(usize),
}

/// Returns both texts side by side; nothing where they are the same.
pub(super) fn side_by_side(before: &str, after: &str, heads: (&str, &str)) -> Option<Markup> {
    let mut rows = folded(rows(before, after));
    if rows.iter().all(|row| !matches!(row, Row::Changed(..))) {
        return None;
    }
    let whole = rows.len();
    rows.truncate(ROWS_MAX);
    Some(html! {
        table.diff {
            caption.vh { "what changed from " (heads.0) " to " (heads.1) }
            thead { tr { th.diff-n {} th scope="col" { (heads.0) } th.diff-n {} th scope="col" { (heads.1) } } }
            tbody { @for row in &rows { (drawn(row)) } }
        }
        @if rows.len() < whole { p.secondary { "the first " (rows.len()) " of " (whole) " lines are shown" } }
    })
}

fn drawn(row: &Row) -> Markup {
    html! {
        @match row {
            Row::Same(old, new, line) => tr { td.diff-n { (old) } td { (line) } td.diff-n { (new) } td.diff-again { (line) } },
            Row::Folded(count) => tr.diff-fold { td colspan="4" { (count) " lines as before" } },
            Row::Changed(old, new) => tr {
                @match old {
                    Some((number, pieces)) => { td.diff-n { (number) } td.diff-old { @for (words, only) in pieces { @if *only == Only::Here { del { (words) } } @else { (words) } } } }
                    None => { td.diff-n {} td.diff-none {} }
                }
                @match new {
                    Some((number, pieces)) => { td.diff-n { (number) } td.diff-new { @for (words, only) in pieces { @if *only == Only::Here { ins { (words) } } @else { (words) } } } }
                    None => { td.diff-n {} td.diff-none {} }
                }
            },
        }
    }
}

fn changes<T: Eq + std::hash::Hash>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let last = Instant::now().checked_add(LONGEST);
    capture_diff_slices_deadline(Algorithm::Myers, old, new, last)
}

fn rows(before: &str, after: &str) -> Vec<Row> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let mut rows = Vec::new();
    for op in changes(&old, &new) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                let same = |at: usize| {
                    Row::Same(old_index + at + 1, new_index + at + 1, old[old_index + at].to_owned())
                };
                rows.extend((0..len).map(same));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                rows.extend((0..old_len).map(|at| Row::Changed(Some(alone(&old, old_index + at)), None)));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                rows.extend((0..new_len).map(|at| Row::Changed(None, Some(alone(&new, new_index + at)))));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                for at in 0..old_len.max(new_len) {
                    rows.push(match (at < old_len, at < new_len) {
                        (true, true) => pair((&old, old_index + at), (&new, new_index + at)),
                        (true, false) => Row::Changed(Some(alone(&old, old_index + at)), None),
                        (false, _) => Row::Changed(None, Some(alone(&new, new_index + at))),
                    });
                }
            }
        }
    }
    rows
}

/// Returns a line that has no other side.
fn alone(lines: &[&str], at: usize) -> (usize, Vec<Piece>) {
    (at + 1, vec![(lines[at].to_owned(), Only::Here)])
}

/// Returns two lines that stand for each other, compared word by word.
fn pair((old, old_at): (&[&str], usize), (new, new_at): (&[&str], usize)) -> Row {
    let (before, after) = (words(old[old_at]), words(new[new_at]));
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let joined = |words: &[&str], from: usize, len: usize| words[from..from + len].concat();
    for op in changes(&before, &after) {
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                let same = joined(&before, old_index, len);
                left.push((same.clone(), Only::Both));
                right.push((same, Only::Both));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                left.push((joined(&before, old_index, old_len), Only::Here))
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                right.push((joined(&after, new_index, new_len), Only::Here))
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                left.push((joined(&before, old_index, old_len), Only::Here));
                right.push((joined(&after, new_index, new_len), Only::Here));
            }
        }
    }
    Row::Changed(Some((old_at + 1, left)), Some((new_at + 1, right)))
}

/// Parts a line into words and what is between them.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut from = 0;
    let mut was_letter = None;
    for (at, sign) in line.char_indices() {
        let is_letter = sign.is_alphanumeric();
        if was_letter.is_some_and(|was| was != is_letter || !is_letter) {
            words.push(&line[from..at]);
            from = at;
        }
        was_letter = Some(is_letter);
    }
    if from < line.len() {
        words.push(&line[from..]);
    }
    words
}

/// Folds long runs of lines that are the same.
fn folded(rows: Vec<Row>) -> Vec<Row> {
    let is_near = |at: usize| {
        let near = &rows[at.saturating_sub(AROUND)..rows.len().min(at + AROUND + 1)];
        near.iter().any(|row| matches!(row, Row::Changed(..)))
    };
    let near: Vec<bool> = (0..rows.len()).map(is_near).collect();
    let mut shown: Vec<Row> = Vec::new();
    for (row, near) in rows.into_iter().zip(near) {
        match (near, shown.last_mut()) {
            (true, _) => shown.push(row),
            (false, Some(Row::Folded(count))) => *count += 1,
            (false, _) => shown.push(Row::Folded(1)),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_that_changed_are_marked() {
        let all = rows("Lock it after ten minutes.\nSame", "Lock it after five minutes.\nSame");
        let Row::Changed(Some((1, old)), Some((1, new))) = &all[0] else { panic!("{all:?}") };
        let here = |pieces: &[Piece]| {
            let only = pieces.iter().filter(|(_, only)| *only == Only::Here);
            only.map(|(words, _)| words.clone()).collect::<Vec<_>>()
        };
        assert_eq!((here(old), here(new)), (vec!["ten".to_owned()], vec!["five".to_owned()]));
        assert_eq!(all[1], Row::Same(2, 2, "Same".to_owned()));
    }

    #[test]
    fn both_sides_hold_their_whole_text() {
        let (before, after) = ("a\nb b\n\nc", "b c\nž\nc\nd");
        let text = |side: fn(&Row) -> Option<String>| {
            rows(before, after).iter().filter_map(side).collect::<Vec<_>>().join("\n")
        };
        let left = text(|row| match row {
            Row::Same(_, _, line) => Some(line.clone()),
            Row::Changed(Some((_, pieces)), _) => {
                Some(pieces.iter().map(|(words, _)| words.as_str()).collect())
            }
            Row::Changed(None, _) | Row::Folded(_) => None,
        });
        let right = text(|row| match row {
            Row::Same(_, _, line) => Some(line.clone()),
            Row::Changed(_, Some((_, pieces))) => {
                Some(pieces.iter().map(|(words, _)| words.as_str()).collect())
            }
            Row::Changed(_, None) | Row::Folded(_) => None,
        });
        assert_eq!((left.as_str(), right.as_str()), (before, after));
    }

    #[test]
    fn what_is_far_from_a_change_is_folded_and_same_texts_have_no_rows() {
        let long: String = (0..40).map(|at| format!("line {at}\n")).collect();
        let changed = long.replace("line 20\n", "another\n");
        let shown = folded(rows(&long, &changed));
        assert_eq!(shown.iter().filter(|row| matches!(row, Row::Folded(_))).count(), 2);
        assert_eq!(shown.first(), Some(&Row::Folded(17)));
        assert!(side_by_side(&long, &long, ("v1", "v2")).is_none());
    }
}
