//! Comments: what people say about a record, in threads beneath it. They count for nothing and hold nothing.

use crate::field::record;
use crate::values::words;
use crate::{Date, Key, Line, Prose, RecordId, Ref};

use super::Person;
record! {
    /// What somebody says about a record.
    Comment => comments, "CMT", "comment", "comments", clause "7.4", single false,
    "What somebody says about a record, in a thread beneath it.";
    title: Line, Operation "Begins", "Its first words.";
    about: Option<RecordId>, Operation "About", "The record that it is about.";
    answers: Option<Ref<Comment>>, Operation "Answers", "The comment that began its thread.";
    field: Line, Operation "Field", "The field that the thread is about, by name; all of the record where none is named.";
    quote: Prose, Operation "Quote", "The words of that field that the thread is about, as they stood.";
    quoted_version: Option<u32>, Operation "Quoted version", "The version of the document that is quoted.";
    text: Prose, Operation "Text", "What is said; @PER-3 names a person, #R-12 a record.";
    audience: Audience, Operation "Audience", "Who reads it.";
    by: Option<Ref<Person>>, Operation "By", "Who said it.";
    on: Option<Date>, Operation "On", "When.";
    amended_on: Option<Date>, Operation "Amended on", "When its words were changed.";
    resolved_by: Option<Ref<Person>>, Operation "Resolved by", "Who ended the thread.";
    resolved_on: Option<Date>, Operation "Resolved on", "When the thread was ended.";
    resolved_because: Prose, Operation "Resolved because", "What the thread came to.";
    withdrawn_on: Option<Date>, Operation "Withdrawn on", "When who said it took it back.";
    withdrawn_because: Prose, Operation "Withdrawn because", "Why it was taken back.";
}

words! {
    /// Who reads a comment.
    Audience default Team {
        /// Members here who see the record.
        Team = "team" | "",
        /// They, and auditors of a certification body with whom the record is shared.
        Auditor = "team and certification auditor" | "auditor",
        /// Who wrote it, and nobody else.
        Private = "private to me" | "private",
    }
}

/// A stretch of what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said<'a> {
    /// Words.
    Text(&'a str),
    /// A person who is called, as it was written: `@PER-3`.
    Person(Ref<Person>, &'a str),
    /// A record that is named, as it was written: `#R-12`, or `R-12` by itself.
    Record(RecordId, &'a str),
}

impl Comment {
    /// The longest text of a comment, in characters.
    pub const TEXT_MAX: usize = 10_000;
    /// The longest quote, in characters.
    pub const QUOTE_MAX: usize = 1_000;

    /// Returns the comment that began the thread in which this one stands; itself where it began one.
    #[must_use]
    pub fn thread(&self, own: Ref<Self>) -> Ref<Self> {
        self.answers.unwrap_or(own)
    }

    /// Says whether who said it took it back.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn_on.is_some()
    }

    /// Says whether it calls a person.
    #[must_use]
    pub fn calls(&self, person: Ref<Person>) -> bool {
        let is_it = |part: &Said<'_>| matches!(part, Said::Person(called, _) if *called == person);
        self.text.contains('@') && said(&self.text).iter().any(is_it)
    }
}

/// Says whether words stand in a text: the same ones, one after another, whatever marks and blanks are between them.
#[must_use]
pub fn stands_in(words: &str, text: &str) -> bool {
    let bare = |text: &str| {
        let mut bare = String::with_capacity(text.len() + 2);
        bare.push(' ');
        for word in text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()) {
            bare.push_str(word);
            bare.push(' ');
        }
        bare
    };
    let words = bare(words);
    words.len() > 1 && bare(text).contains(&words)
}

/// Returns what was said in stretches: words, people who are called, and records that are named.
#[must_use]
pub fn said(text: &str) -> Vec<Said<'_>> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut before = ' ';
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        let found = if joins(before) { None } else { named(&text[at..], sign) };
        match found {
            Some((part, length)) => {
                parts.extend((from < at).then_some(Said::Text(&text[from..at])));
                parts.push(part);
                at += length;
                from = at;
                before = '0';
            }
            None => {
                at += sign.len_utf8();
                before = sign;
            }
        }
    }
    parts.extend((from < text.len()).then_some(Said::Text(&text[from..])));
    parts
}

/// Says whether a word that stands behind this sign goes on from it.
fn joins(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '.' | '-' | '_' | '/' | '@' | '#')
}

/// Returns who or what is named at the beginning of a text, and how many bytes name it.
fn named(text: &str, first: char) -> Option<(Said<'_>, usize)> {
    let marks = usize::from(matches!(first, '@' | '#'));
    if marks == 0 && !first.is_ascii_uppercase() {
        return None;
    }
    let word = &text[marks..];
    let is_of_id = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-');
    let word = &word[..word.find(|sign| !is_of_id(sign)).unwrap_or(word.len())];
    let word = word.trim_end_matches(['.', '-']);
    // What goes on with a letter of any script is another word.
    if text[marks + word.len()..].starts_with(|sign: char| sign.is_alphanumeric() || sign == '_') {
        return None;
    }
    let id = RecordId::parse(word)?;
    let length = marks + word.len();
    let written = &text[..length];
    match first {
        '@' => Ref::parse(word).map(|person| (Said::Person(person, written), length)),
        '#' => Some((Said::Record(id, written), length)),
        // "Plan" in a sentence is a word, not the plan.
        _ => (id.key != Key::One).then_some((Said::Record(id, written), length)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let part = |part: &Said<'_>| match part {
            Said::Text(text) => (*text).to_owned(),
            Said::Person(person, _) => format!("<{person}>"),
            Said::Record(id, _) => format!("[{id}]"),
        };
        said(text).iter().map(part).collect()
    }

    #[test]
    fn quoted_words_stand_in_a_text_whatever_marks_are_between_them() {
        let text = "## Access\n\n**Accounts** are made\nby the *service desk*; nobody else's.";
        for (words, stand) in [
            ("Accounts are made by the service desk", true),
            ("  Access Accounts ", true),
            ("nobody else’s", true),
            ("Account", false),
            ("Accounts made", false),
            ("", false),
            ("**", false),
        ] {
            assert_eq!(stands_in(words, text), stand, "{words}");
        }
    }

    #[test]
    fn people_and_records_that_are_named_are_found_and_nothing_else() {
        for (text, found) in [
            ("@PER-3 see #R-12, A.8.13.", "<PER-3> see [R-12], [A.8.13]."),
            ("R-12's level (EV-4)", "[R-12]'s level ([EV-4])"),
            ("#SOA and the Plan", "[SOA] and the Plan"),
            ("mail@PER-3.example, x#R-1, r-12", "mail@PER-3.example, x#R-1, r-12"),
            ("@R-12 @nobody # @ A.99.1 CA-4.2", "@R-12 @nobody # @ A.99.1 CA-4.2"),
            ("R-12é R-12_x ünR-1", "R-12é R-12_x ünR-1"),
            ("", ""),
        ] {
            assert_eq!(shown(text), found, "{text}");
        }
        let odd = "a R-01 ü @PER-2#R-1 @@PER-3";
        let written = |part: &Said<'_>| match part {
            Said::Text(text) | Said::Person(_, text) | Said::Record(_, text) => (*text).to_owned(),
        };
        assert_eq!(said(odd).iter().map(written).collect::<String>(), odd, "no sign is lost");
    }
}
