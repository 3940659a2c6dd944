//! What all operations on comments share: why one cannot be, how long its text may be, and whom it calls by name.

use model::records::{Comment, Person, Said, said};
use model::{Isms, Prose, RecordId, RecordKind, Ref};
use thiserror::Error;

use crate::{Absent, StepRefusal};

/// Most people that one comment calls.
const CALLED_MAX: usize = 50;

/// Why something cannot be said, or not be done with what was said.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CommentRefusal {
    /// The record, the comment or its thread is not in the state for it.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// The text is longer than a comment.
    #[error("the text has {0} characters; expected at most 10000")]
    Long(usize),
    /// It calls more people than can be meant.
    #[error("{0} people are called; expected at most 50")]
    Many(usize),
    /// Somebody else said it.
    #[error("{id} was said by {by}; only who said it changes or withdraws it")]
    NotYours {
        /// The comment.
        id: RecordId,
        /// Who said it.
        by: String,
    },
    /// Notes for oneself have their place.
    #[error("only a certification body keeps private notes, on the records of its own engagements")]
    NotPrivate,
    /// The thread is a private note.
    #[error("{0} is a private note; nobody else reads what answers it")]
    Private(RecordId),
}

impl From<Absent> for CommentRefusal {
    fn from(absent: Absent) -> Self {
        Self::Step(absent.into())
    }
}

impl crate::form::Refused for CommentRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            Self::Step(step) => step.is_too_soon(subject),
            Self::Long(_) | Self::Many(_) | Self::NotYours { .. } | Self::NotPrivate | Self::Private(_) => {
                false
            }
        }
    }
}

/// Returns the text of a comment with the people who are called by their names put as ids: a name may change.
pub(crate) fn settled(isms: &Isms, text: &Prose) -> Result<Prose, CommentRefusal> {
    let bounded = |text: &str| match text.chars().count() {
        count if count > Comment::TEXT_MAX => Err(CommentRefusal::Long(count)),
        _ => Ok(()),
    };
    bounded(text)?;
    let mut settled = String::with_capacity(text.len());
    let names = names(isms);
    let mut called = 0;
    let mut rest: &str = text;
    while let Some(at) = rest.find('@') {
        let (before, from) = rest.split_at(at);
        settled.push_str(before);
        let is_word = settled.chars().next_back().is_none_or(|sign| !sign.is_alphanumeric());
        let found = if is_word { named(&names, &from[1..]) } else { None };
        let length = match found {
            Some((person, length)) => {
                called += 1;
                settled.push_str(&format!("@{person}"));
                1 + length
            }
            None => {
                settled.push('@');
                1
            }
        };
        rest = &from[length..];
    }
    settled.push_str(rest);
    if called > CALLED_MAX {
        return Err(CommentRefusal::Many(called));
    }
    // Ids may be longer than the names in whose place they stand.
    bounded(&settled)?;
    Ok(Prose::new(&settled))
}

/// Returns a text as people write it: who is called, by name.
#[must_use]
pub fn as_written(isms: &Isms, text: &str) -> String {
    let part = |part: &Said<'_>| match part {
        Said::Person(person, _) if isms.people.find(person).is_some() => {
            format!("@{}", isms.name_of(person.id()))
        }
        Said::Text(text) | Said::Person(_, text) | Said::Record(_, text) => (*text).to_owned(),
    };
    said(text).iter().map(part).collect()
}

/// Returns the names by which people are called, in small letters, the longest first; a name that two have calls nobody.
fn names(isms: &Isms) -> Vec<(String, Ref<Person>)> {
    let mut names: Vec<(String, Ref<Person>)> = Vec::new();
    for (id, person) in isms.people.iter() {
        let name = person.title.to_lowercase();
        let first = name.split(' ').next().unwrap_or_default().to_owned();
        let email = person.email.to_lowercase();
        for word in [name, first, email] {
            if !word.is_empty() && !names.contains(&(word.clone(), id)) {
                names.push((word, id));
            }
        }
    }
    names.sort();
    let all = names.clone();
    names.retain(|(word, _)| {
        let from = all.partition_point(|(known, _)| known < word);
        all.get(from + 1).is_none_or(|(next, _)| next != word)
    });
    names.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    names
}

/// Returns the person whose name a text begins with, and how many bytes name them.
fn named(names: &[(String, Ref<Person>)], text: &str) -> Option<(Ref<Person>, usize)> {
    names.iter().find_map(|(name, person)| {
        let mut signs = text.char_indices();
        let mut wanted = name.chars();
        let mut end = 0;
        while let Some(expected) = wanted.next() {
            let (at, sign) = signs.next()?;
            let mut small = sign.to_lowercase();
            if small.next() != Some(expected) || small.any(|more| wanted.next() != Some(more)) {
                return None;
            }
            end = at + sign.len_utf8();
        }
        let goes_on = text[end..].starts_with(|sign: char| sign.is_alphanumeric() || sign == '_');
        (!goes_on).then_some((*person, end))
    })
}

/// Returns the first words of a text, for where one line has to do.
pub(crate) fn beginning(isms: &Isms, text: &str) -> String {
    const MOST: usize = 80;
    let line = as_written(isms, text).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// Returns the comments about records that go, and about what goes with them: comments hold nothing, and go with it.
pub(crate) fn comments_about(isms: &Isms, gone: &[RecordId]) -> Vec<RecordId> {
    let about = |id: RecordId| {
        let comments = isms.sources::<Comment>(id);
        comments.filter(move |comment| is_comment_about(isms, comment.id(), id)).map(Ref::id)
    };
    let mut comments: Vec<RecordId> = gone.iter().flat_map(|id| about(*id)).collect();
    comments.retain(|comment| !gone.contains(comment));
    comments.sort_unstable();
    comments.dedup();
    comments
}

/// Says whether a record is a comment about another one.
pub(crate) fn is_comment_about(isms: &Isms, source: RecordId, id: RecordId) -> bool {
    let comment = isms.comments.find(&Ref::of(source.key)).filter(|_| source.kind == RecordKind::Comment);
    comment.is_some_and(|comment| comment.about == Some(id))
}
