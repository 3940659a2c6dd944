//! What evidence may be for, by the name of its file: ids that stand in it, and words that a control shares with it.

use model::records::Evidence;
use model::{Isms, RecordId, RecordKind};

/// How many proposals are made.
const PROPOSALS_MAX: usize = 3;
/// How much of a name is read.
const CHARS_MAX: usize = 200;
/// From how many letters on a word says something.
const LETTERS_MIN: usize = 5;
/// Words that many controls share.
const COMMON: &[&str] = &[
    "information",
    "security",
    "management",
    "policy",
    "policies",
    "report",
    "system",
    "systems",
    "controls",
    "control",
    "against",
    "service",
    "services",
];

/// Returns the records that evidence may support, each with why.
#[must_use]
pub fn proposed(isms: &Isms, evidence: &Evidence) -> Vec<(RecordId, String)> {
    let file = evidence.file.as_ref().map(|file| file.name.to_string()).unwrap_or_default();
    let name: String = format!("{} {}", stem(&file), stem(&evidence.title)).chars().take(CHARS_MAX).collect();
    let mut all: Vec<(RecordId, String)> = Vec::new();
    let kinds = [RecordKind::Control, RecordKind::TreatmentAction, RecordKind::Document];
    for id in ids(&name).into_iter().filter(|id| kinds.contains(&id.kind) && isms.find(*id).is_some()) {
        if !all.iter().any(|(known, _)| *known == id) {
            all.push((id, "its name says so".to_owned()));
        }
    }
    if all.is_empty() {
        all = by_words(isms, &name);
    }
    all.truncate(PROPOSALS_MAX);
    all
}

/// Returns a name without its ending.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending))
            if !stem.is_empty() && ending.len() <= 4 && ending.chars().any(char::is_alphabetic) =>
        {
            stem
        }
        Some(_) | None => name,
    }
}

/// Returns the ids that stand in a name: `A.8.13`, `a_8_13`, `DOC-4`.
fn ids(name: &str) -> Vec<RecordId> {
    let parts: Vec<&str> =
        name.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let mut found = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let number = |at: usize| {
            parts.get(at).filter(|part| part.len() <= 4 && part.bytes().all(|sign| sign.is_ascii_digit()))
        };
        let word = part.to_ascii_uppercase();
        // `A8` stands for `A.8`.
        let (first, next) = match word.strip_prefix('A').filter(|rest| rest.len() == 1) {
            Some(digit) => (Some(digit), at + 1),
            None => (number(at + 1).copied().filter(|_| word == "A"), at + 2),
        };
        let control = first
            .zip(number(next))
            .and_then(|(theme, number)| RecordId::parse(&format!("A.{theme}.{number}")));
        let other = number(at + 1).and_then(|number| RecordId::parse(&format!("{word}-{number}")));
        found.extend(control.or(other));
    }
    found
}

/// Returns the controls whose title shares most words with a name.
fn by_words(isms: &Isms, name: &str) -> Vec<(RecordId, String)> {
    let words = significant(name);
    let shared = |title: &str| -> Vec<String> {
        significant(title).into_iter().filter(|word| words.iter().any(|other| alike(word, other))).collect()
    };
    let mut all: Vec<(RecordId, Vec<String>)> = isms
        .controls
        .iter()
        .map(|(id, _)| (id.id(), shared(&isms.name_of(id.id()))))
        .filter(|(_, shared)| !shared.is_empty())
        .collect();
    all.sort_by_key(|(_, shared)| std::cmp::Reverse(shared.len()));
    let most = all.first().map_or(0, |(_, shared)| shared.len());
    all.retain(|(_, shared)| shared.len() == most);
    all.into_iter().map(|(id, shared)| (id, format!("both say {}", shared.join(", ")))).collect()
}

/// Returns the words of a text that say something.
fn significant(text: &str) -> Vec<String> {
    let words = text.split(|sign: char| !sign.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() >= LETTERS_MIN && !COMMON.contains(&word.as_str())).collect()
}

/// Says whether two words are forms of one: they begin alike.
fn alike(one: &str, other: &str) -> bool {
    let long = one.chars().count().max(other.chars().count());
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    same >= LETTERS_MIN && same + 2 >= long
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str) -> Vec<String> {
        ids(name).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn ids_are_found_however_they_are_written_in_a_name() {
        for name in ["A.8.13 restore", "restore_a-8-13", "a8.13_restore", "A8-13"] {
            assert_eq!(said(name), ["A.8.13"], "{name}");
        }
        assert_eq!(said("DOC-4 and doc_5"), ["DOC-4", "DOC-5"]);
        assert_eq!(said("report 2026-03-31"), Vec::<String>::new());
        assert_eq!(stem("a.8.13"), "a.8.13");
        assert_eq!(stem("a.8.13.pdf"), "a.8.13");
    }

    #[test]
    fn a_word_that_a_control_shares_proposes_it() {
        let mut sample = model::sample::Sample::in_good_order();
        sample.edit_control("A.8.13", |control| control.title = "Information backup".into());
        let isms = sample.isms;
        assert!(by_words(&isms, "xyz").is_empty());
        let found = by_words(&isms, "monthly backups");
        assert!(
            found.iter().any(|(id, why)| id.to_string() == "A.8.13" && why == "both say backup"),
            "{found:?}"
        );
        assert!(alike("backup", "backups") && !alike("backup", "background"));
        assert!(!alike("screen", "screening"), "another word");
        assert_eq!(significant("Information backup of it"), ["backup"]);
    }
}
