//! Several values in one cell.

use super::is_blank;

/// Returns the values of a cell that may hold several.
///
/// Lines, semicolons and pipes part them; commas do only where none of those stands, and not inside brackets. Fillers
/// are left out, and so are bullets and what comes twice.
pub fn list(text: &str) -> Vec<String> {
    let strong = |c: char| matches!(c, '\n' | ';' | '|' | '\u{2022}');
    let pieces: Vec<&str> =
        if text.contains(strong) { text.split(strong).collect() } else { outside_brackets(text) };
    let mut values: Vec<String> = Vec::new();
    for piece in pieces {
        let value = piece.trim().trim_start_matches(['-', '*', '\u{2013}']).trim();
        if !is_blank(value) && !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    values
}

fn outside_brackets(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let mut begin = 0;
    let mut pieces = Vec::new();
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                pieces.push(text.get(begin..at).unwrap_or_default());
                begin = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(text.get(begin..).unwrap_or_default());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_mark_parts_the_values() {
        assert_eq!(list("A.8.16, A.5.25"), ["A.8.16", "A.5.25"]);
        assert_eq!(list("Berg, Ida; Haji, Omar"), ["Berg, Ida", "Haji, Omar"]);
        assert_eq!(list("- one\n- two, three\n"), ["one", "two, three"]);
        assert_eq!(list("network|infrastructure"), ["network", "infrastructure"]);
        assert_eq!(list("servers (web, mail), laptops"), ["servers (web, mail)", "laptops"]);
    }

    #[test]
    fn fillers_and_repeats_are_left_out() {
        assert!(list(" -- ").is_empty());
        assert_eq!(list("a,,a, b,"), ["a", "b"]);
    }
}
