//! Clauses 4 to 10, with the amendment of 2024, at the grain that an auditor uses.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// A clause or one lettered item of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Clause {
    /// Its number as printed: `6.1.3 d)`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Its official title, or our label; see `official_title`.
    pub title: String,
    /// Whether the title is the standard's own.
    pub official_title: bool,
    /// What it asks, in our own words.
    pub summary: String,
    /// What may show that it is met.
    pub evidence: Vec<String>,
    /// Whether it asks for something in writing.
    pub documented_information: DocumentedInformation,
    /// Whether the clause itself says so.
    pub documented_information_mandatory: bool,
    /// Where an ISMS keeps the answer: ids of `kept_things`.
    pub satisfied_by: Vec<String>,
    /// In which stages an auditor mainly looks at it.
    pub stage: Vec<Stage>,
    /// What else to know.
    pub note: Option<String>,
}

/// What a clause wants in writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentedInformation {
    /// Nothing.
    None,
    /// A text that is kept up to date.
    Document,
    /// A proof of what happened.
    Record,
    /// As much as is needed for confidence.
    Extent,
}

/// The two stages of the first certification audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "u8")]
pub enum Stage {
    /// Documents and readiness.
    One,
    /// Working in practice.
    Two,
}

impl TryFrom<u8> for Stage {
    type Error = String;

    fn try_from(stage: u8) -> Result<Self, String> {
        match stage {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            other => Err(format!("expected stage 1 or 2, found {other}")),
        }
    }
}

/// A thing that an ISMS keeps, named by `satisfied_by` and `held_in`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct KeptThing {
    /// The word it is named by.
    pub id: String,
    /// What it is.
    pub meaning: String,
}

#[derive(Deserialize)]
struct File {
    object: Vec<KeptThing>,
    clause: Vec<Clause>,
}

fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| {
        toml::from_str(include_str!("../data/iso27001-2022-clauses.toml"))
            .expect("our own data is well formed")
    })
}

/// Returns all clauses and items in the order of the standard.
pub fn clauses() -> &'static [Clause] {
    &file().clause
}

/// Returns the things that an ISMS keeps to answer the clauses.
pub fn kept_things() -> &'static [KeptThing] {
    &file().object
}

/// Returns the clause or item with this number, however its letters are written: `6.1.3 d)`, `6.1.3d`, `Clause 6.1.3 (d)`.
///
/// An item that the data holds together with others (`7.4 a)-d)`) answers for each of them.
pub fn clause(text: &str) -> Option<&'static Clause> {
    static PLACES: OnceLock<HashMap<String, usize>> = OnceLock::new();
    let places = PLACES.get_or_init(|| {
        let all = clauses().iter().enumerate();
        all.flat_map(|(place, clause)| keys(&clause.reference).into_iter().map(move |key| (key, place)))
            .collect()
    });
    places.get(&key(text)?).map(|place| &clauses()[*place])
}

/// Returns the items below a clause or letter, itself left out: the three of `6.1.2 d)`.
pub fn clauses_under(text: &str) -> Vec<&'static Clause> {
    let Some(above) = key(text) else { return Vec::new() };
    let below = |key: &String| key.strip_prefix(&above).is_some_and(|rest| rest.starts_with([' ', '.']));
    clauses().iter().filter(|clause| keys(&clause.reference).iter().any(below)).collect()
}

/// Returns every key that a printed number answers to: itself, and each letter of a range.
fn keys(reference: &str) -> Vec<String> {
    let own = key(reference).expect("our own numbers are short");
    let mut keys = Vec::new();
    if let Some((first, last)) = reference.split_once(")-") {
        let (number, first) = first.rsplit_once(' ').expect("a range stands behind a number");
        let letter = |text: &str| text.bytes().next().expect("a range has letters");
        keys.extend((letter(first)..=letter(last)).map(|letter| format!("{number} {}", letter as char)));
    }
    keys.push(own);
    keys
}

/// Returns the number with one space between number, letters and digits, and nothing else.
fn key(text: &str) -> Option<String> {
    const LONGEST: usize = 60;
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let lower = lower.trim();
    let lower = lower.strip_prefix("clause").unwrap_or(lower);
    let lower = lower.strip_prefix("§").unwrap_or(lower);
    let mut key = String::new();
    let mut before = ' ';
    for now in lower.chars() {
        let now = if now.is_alphanumeric() || now == '.' { now } else { ' ' };
        let turns = before.is_alphabetic() != now.is_alphabetic() && now != ' ' && before != ' ';
        if turns {
            close(&mut key);
        }
        if now == ' ' || (now == '.' && (key.is_empty() || key.ends_with(' '))) {
            close(&mut key);
        } else {
            key.push(now);
        }
        before = now;
    }
    close(&mut key);
    key.pop();
    (!key.is_empty()).then_some(key)
}

/// Ends a word of a key: no dots at its end, one space.
fn close(key: &mut String) {
    while key.ends_with(['.', ' ']) {
        key.pop();
    }
    if !key.is_empty() {
        key.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn found(text: &str) -> &'static str {
        clause(text).map_or("nothing", |clause| clause.reference.as_str())
    }

    #[test]
    fn there_are_150_clauses_and_items_and_the_file_says_so() {
        assert_eq!(clauses().len(), 150);
        let file: toml::Table =
            toml::from_str(include_str!("../data/iso27001-2022-clauses.toml")).expect("well formed");
        assert_eq!(file["meta"]["item_count"].as_integer(), Some(150));
    }

    #[test]
    fn no_two_numbers_read_the_same() {
        let keys: Vec<_> = clauses().iter().flat_map(|clause| keys(&clause.reference)).collect();
        let unique: BTreeSet<_> = keys.iter().collect();
        assert_eq!(unique.len(), keys.len());
    }

    #[test]
    fn each_clause_is_found_by_its_printed_number() {
        for clause in clauses() {
            assert_eq!(found(&clause.reference), clause.reference);
        }
    }

    #[test]
    fn letters_may_be_written_in_many_ways() {
        for (typed, printed) in [
            ("6.1.3 d", "6.1.3 d)"),
            ("6.1.3d)", "6.1.3 d)"),
            ("6.1.3(d)", "6.1.3 d)"),
            ("6.1.3.d", "6.1.3 d)"),
            (" Clause 6.1.3 D) ", "6.1.3 d)"),
            ("§ 6.1.3 d)", "6.1.3 d)"),
            ("10.2 b 1", "10.2 b) 1)"),
            ("10.2.b.1", "10.2 b) 1)"),
            ("10.2b)1)", "10.2 b) 1)"),
            ("6.1.1 b)", "6.1.1 a)-c)"),
            ("6.1.1 a)-c)", "6.1.1 a)-c)"),
            ("7.5.3 e", "7.5.3 c)-f)"),
            ("4.1 Amd. 1", "4.1 (Amd 1)"),
            ("8.1 evidence", "8.1 evidence"),
            ("9.3.", "9.3"),
            ("4", "4"),
        ] {
            assert_eq!(found(typed), printed, "{typed}");
        }
    }

    #[test]
    fn each_kind_of_record_stands_under_a_clause_or_control_that_exists() {
        for kind in model::RecordKind::ALL {
            let reference = kind.kind().clause;
            let exists = clause(reference).is_some() || crate::printed(reference).is_some();
            assert!(exists, "{reference}");
        }
    }

    #[test]
    fn what_is_no_clause_is_not_found() {
        for text in ["", ".", "clause", "11", "6.1.3 z", "A.5.1", "6.1.4", "6.1.2 a", "é", &"6".repeat(500)]
        {
            assert!(clause(text).is_none(), "{text}");
        }
    }

    #[test]
    fn items_below_a_letter_are_found() {
        let below: Vec<_> =
            clauses_under("6.1.2 d)").iter().map(|clause| clause.reference.as_str()).collect();
        assert_eq!(below, ["6.1.2 d) 1)", "6.1.2 d) 2)", "6.1.2 d) 3)"]);
        assert!(clauses_under("10").len() > 10);
        assert!(clauses_under("10").iter().all(|clause| clause.reference.starts_with("10.")));
    }

    #[test]
    fn what_answers_a_clause_is_a_thing_that_an_isms_keeps() {
        let kept: BTreeSet<_> = kept_things().iter().map(|thing| &thing.id).collect();
        assert_eq!(kept.len(), kept_things().len());
        for clause in clauses() {
            assert!(clause.satisfied_by.iter().all(|id| kept.contains(id)), "{}", clause.reference);
            assert!(!clause.stage.is_empty() && !clause.summary.is_empty(), "{}", clause.reference);
        }
    }

    #[test]
    fn only_a_clause_that_wants_writing_makes_it_mandatory() {
        for clause in clauses().iter().filter(|clause| clause.documented_information_mandatory) {
            assert_ne!(clause.documented_information, DocumentedInformation::None, "{}", clause.reference);
        }
    }
}
