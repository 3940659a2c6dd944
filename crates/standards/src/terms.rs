//! Words of the standard, each explained in one sentence of our own.

use std::sync::OnceLock;

use serde::Deserialize;

/// A word of the standard.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Term {
    /// The word as it is typed and linked: `residual-risk`.
    pub id: String,
    /// The word as it is shown.
    pub word: String,
    /// Other words for the same thing.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it means, in one sentence.
    pub says: String,
    /// The clauses or controls where it matters most.
    #[serde(default)]
    pub clauses: Vec<String>,
    /// The ids of words to read next.
    #[serde(default)]
    pub see: Vec<String>,
}

/// Returns all words, sorted by id.
pub fn terms() -> &'static [Term] {
    #[derive(Deserialize)]
    struct File {
        term: Vec<Term>,
    }
    static FILE: OnceLock<File> = OnceLock::new();
    let file = FILE.get_or_init(|| {
        toml::from_str(include_str!("../data/terms.toml")).expect("our own data is well formed")
    });
    &file.term
}

/// Returns the word, in whatever case and with spaces or dashes, by its id, its name or another word for it.
pub fn term(text: &str) -> Option<&'static Term> {
    let wanted = key(text);
    let names = |term: &Term| {
        key(&term.id) == wanted
            || key(&term.word) == wanted
            || term.also.iter().any(|also| key(also) == wanted)
    };
    terms().iter().find(|term| names(term))
}

fn key(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_are_sorted_and_none_has_two_meanings() {
        assert!(terms().iter().map(|term| &term.id).is_sorted());
        let names: Vec<_> = terms()
            .iter()
            .flat_map(|term| {
                let names: BTreeSet<_> = [key(&term.id), key(&term.word)].into_iter().collect();
                names.into_iter().chain(term.also.iter().map(|also| key(also)))
            })
            .collect();
        for name in &names {
            assert_eq!(names.iter().filter(|other| *other == name).count(), 1, "{name}");
        }
    }

    #[test]
    fn each_is_one_sentence_with_a_full_stop() {
        for Term { id, says, .. } in terms() {
            assert!(says.ends_with('.') && says.len() > 30 && says.len() < 320, "{id}");
            assert_eq!(says.matches(". ").count(), 0, "{id}");
            assert_eq!(key(id), *id);
        }
    }

    #[test]
    fn each_points_at_clauses_controls_and_words_that_exist() {
        for Term { id, clauses, see, .. } in terms() {
            for reference in clauses {
                let control = crate::printed::printed(reference).is_some();
                assert!(control || crate::clause(reference).is_some(), "{id}: {reference}");
            }
            for other in see {
                assert!(terms().iter().any(|term| term.id == *other) && other != id, "{id}: {other}");
            }
        }
    }

    #[test]
    fn a_word_is_found_as_typed() {
        for text in ["residual-risk", "Residual risk", "RESIDUAL  RISK", "remaining risk"] {
            assert_eq!(term(text).map(|term| term.id.as_str()), Some("residual-risk"), "{text}");
        }
        assert_eq!(term("SoA").map(|term| term.id.as_str()), Some("statement-of-applicability"));
        assert!(term("").is_none() && term("banana").is_none());
    }
}
