//! A block of cells as spreadsheets copy it: tabs between cells, a line for each row, quotes around what holds either.

/// How many columns a block has.
pub const COLUMNS_MAX: usize = 200;

/// Returns the cells of a block, row by row; blank rows at its end are no rows.
#[must_use]
pub fn cells(text: &str) -> Vec<Vec<String>> {
    let even = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut rows = vec![vec![String::new()]];
    let mut signs = even.chars().peekable();
    let mut quoted = false;
    while let Some(sign) = signs.next() {
        let row = rows.last_mut().expect("never empty");
        let cell = row.last_mut().expect("never empty");
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            // A quote that is never closed is a quote, and no bracket around all that follows.
            '"' if cell.is_empty() && closes(signs.clone()) => quoted = true,
            '\t' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            other => cell.push(other),
        }
    }
    while rows.last().is_some_and(|row| row.iter().all(|cell| cell.trim().is_empty())) {
        rows.pop();
    }
    for cell in rows.iter_mut().flatten() {
        let trimmed = cell.trim();
        if trimmed.len() < cell.len() {
            *cell = trimmed.to_owned();
        }
    }
    rows
}

/// Says whether a cell that begins with a quote ends with one before the next cell or at the end.
fn closes(mut rest: std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    while let Some(sign) = rest.next() {
        if sign != '"' {
            continue;
        }
        match rest.peek() {
            Some('"') => {
                rest.next();
            }
            None | Some('\t' | '\n') => return true,
            Some(_) => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_read_as_spreadsheets_write_it() {
        assert_eq!(cells("a\tb\r\nc\t\r\n"), [vec!["a", "b"], vec!["c", ""]]);
        assert_eq!(cells("\"two\nlines\"\t\"a \"\"word\"\"\"\n"), [vec!["two\nlines", "a \"word\""]]);
        assert_eq!(cells("\n\n \t \n"), Vec::<Vec<String>>::new());
        assert_eq!(cells("a\n\nb"), [vec!["a"], vec![""], vec!["b"]]);
    }

    #[test]
    fn a_lone_quote_swallows_nothing() {
        assert_eq!(cells("\"inch\tb\nc"), [vec!["\"inch", "b"], vec!["c"]]);
        assert_eq!(cells("5\" disk\tb"), [vec!["5\" disk", "b"]]);
        assert_eq!(cells("\"a\"b\tc"), [vec!["\"a\"b", "c"]]);
    }
}
