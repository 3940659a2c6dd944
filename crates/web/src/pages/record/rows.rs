//! Lists of parts as rows of cells, and back to the text that fields are read from.

/// Returns the cells of a part's text: what stands between bars.
#[must_use]
pub fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        let last = cells.last_mut().expect("never empty");
        match sign {
            '|' => cells.push(String::new()),
            '\\' => match signs.next() {
                Some('n') => last.push('\n'),
                Some(other) => last.push(other),
                None => {}
            },
            other => last.push(other),
        }
    }
    cells.into_iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Returns the rows of a list's text.
#[must_use]
pub fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines().filter(|line| !line.trim().is_empty()).map(cells).collect()
}

/// Returns the text of a part with these cells.
#[must_use]
pub fn line(cells: &[String]) -> String {
    let escaped = |cell: &String| cell.trim().replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n");
    let mut texts: Vec<String> = cells.iter().map(escaped).collect();
    while texts.last().is_some_and(String::is_empty) {
        texts.pop();
    }
    texts.join(" | ")
}

/// Returns the text of a list; blank rows are dropped.
#[must_use]
pub fn text(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| line(row)).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_comes_back_from_a_row() {
        for row in [vec!["a", "", "c"], vec!["x | y", "two\nlines", "back\\slash"], vec!["only"]] {
            let row: Vec<String> = row.into_iter().map(str::to_owned).collect();
            assert_eq!(cells(&line(&row)), row);
        }
        assert_eq!(text(&[vec![String::new(), " ".to_owned()], vec!["a".to_owned()]]), "a");
        assert_eq!(rows("a | b\n\nc"), [vec!["a", "b"], vec!["c"]]);
    }
}
