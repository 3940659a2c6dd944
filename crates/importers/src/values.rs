//! What the words in cells mean: yes and no, dates, numbers, control ids, treatments, states, scales.
//!
//! Nothing is guessed. A text is understood, or it says nothing (`Blank`), or it is refused with the nearest word
//! that would have been understood. A sentence that only contains a good word is never good news.

pub mod dates;
pub mod lists;
pub mod numbers;
pub mod scales;
pub mod words;

use crate::problem::{Place, Problem, quote};

/// A text that could not be understood, and what was expected instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// What is the matter.
    pub message: String,
    /// What would be understood.
    pub expected: String,
}

impl Unread {
    /// Returns a refusal of a text.
    pub fn new(text: &str, message: &str, expected: impl Into<String>) -> Self {
        Self { message: format!("{} {message}", quote(text)), expected: expected.into() }
    }

    /// Returns the problem at a place.
    pub fn at(self, place: Place) -> Problem {
        Problem::new(place, self.message, self.expected)
    }
}

/// A value, or the fact that nothing was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read<T> {
    /// The text says nothing: empty, a dash, "tbd".
    Blank,
    /// The text says this.
    Is(T),
}

impl<T> Read<T> {
    /// Returns the value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Blank => None,
            Self::Is(value) => Some(value),
        }
    }
}

/// Says whether a text only fills the cell.
pub fn is_blank(text: &str) -> bool {
    const FILLERS: &[&str] = &[
        "",
        "-",
        "--",
        "---",
        "\u{2013}",
        "\u{2014}",
        "?",
        "??",
        ".",
        "tbd",
        "tba",
        "tbc",
        "todo",
        "none",
        "nil",
        "null",
        "unknown",
        "undefined",
        "not set",
        "not defined",
        "to be defined",
        "to be determined",
        "(none)",
        "(leer)",
        "keine",
        "k.a.",
        "aucun",
        "aucune",
        "ninguno",
    ];
    let text = text.trim().to_lowercase();
    FILLERS.contains(&text.as_str())
}

/// Returns a text in the form in which words are compared: small letters, no marks, single spaces.
///
/// Marks such as a green circle or a tick are dropped: the words beside them decide. `_` and `-` count as spaces.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() || letter == '\u{301}' {
            plain.push(letter);
        } else if matches!(letter, '\'' | '\u{2019}') {
            // "don't" stays one word
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.trim().to_owned()
}

/// Returns the candidate that a text was probably meant to be, if one is near.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = plain(text);
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&text, &plain(candidate)), candidate))
        .filter(|(likeness, _)| *likeness > 0.78)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// Returns "one of …", with the nearest candidate first where one is near.
pub(crate) fn one_of(text: &str, candidates: &[&str]) -> String {
    let all = candidates.join(", ");
    match nearest(text, candidates.iter().copied()) {
        Some(near) => format!("{near}? one of {all}"),
        None => format!("one of {all}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_say_nothing() {
        for text in ["", " ", "--", "\u{2014}", "TBD", "?", "None", "unknown"] {
            assert!(is_blank(text), "{text}");
        }
        for text in ["no", "0", "n/a", "open", "done"] {
            assert!(!is_blank(text), "{text}");
        }
    }

    #[test]
    fn marks_and_case_do_not_count() {
        assert_eq!(plain("\u{1f7e1} In-Progress"), "in progress");
        assert_eq!(plain("\u{2705} Yes"), "yes");
        assert_eq!(plain("TO_DO"), "to do");
    }

    #[test]
    fn the_nearest_word_is_named_and_never_taken() {
        assert_eq!(nearest("implmented", ["planned", "implemented"]), Some("implemented"));
        assert_eq!(nearest("banana", ["planned", "implemented"]), None);
    }
}
