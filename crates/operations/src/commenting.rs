//! What all operations on comments share: why one cannot be, how long its text may be, and whom it calls by name.

use model::records::{Comment, Person, Said, said, stands_in};
use model::{Date, Isms, Line, Prose, RecordId, RecordKind, Ref};
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
    /// The record has no such field.
    #[error("{id} has no field {field}; expected one of its fields by name, such as {such}")]
    NoField {
        /// The record.
        id: RecordId,
        /// What was given.
        field: String,
        /// One that it has.
        such: &'static str,
    },
    /// The quote is longer than one.
    #[error("the quote has {0} characters; expected at most 1000")]
    LongQuote(usize),
    /// The quoted words are not there.
    #[error("the quoted words do not stand in {field} of {id}; quote them as they are there")]
    NotQuoted {
        /// The record.
        id: RecordId,
        /// The label of the field.
        field: &'static str,
    },
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
            Self::Long(_)
            | Self::Many(_)
            | Self::NoField { .. }
            | Self::LongQuote(_)
            | Self::NotQuoted { .. }
            | Self::NotYours { .. }
            | Self::NotPrivate
            | Self::Private(_) => false,
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

/// What a thread is about, where that is not a record as a whole.
#[derive(Default)]
pub(crate) struct Place {
    pub field: Line,
    pub quote: Prose,
    pub quoted_version: Option<u32>,
}

/// Returns the field that is named, and the words of it that are quoted; a quote alone is of the text of a document.
pub(crate) fn place(
    isms: &Isms,
    about: RecordId,
    (field, quote): (&str, &Prose),
    today: Date,
) -> Result<Place, CommentRefusal> {
    let has_quote = !quote.trim().is_empty();
    let wanted = match field.trim() {
        "" if has_quote => "text",
        "" => return Ok(Place::default()),
        wanted => wanted,
    };
    let record = isms.find(about).ok_or(Absent::Unknown(about))?;
    let fields = record.fields();
    let is_it = |name: &str, label: &str| name == wanted || label.to_lowercase() == wanted.to_lowercase();
    let found = fields.iter().find(|one| is_it(one.name, one.label)).ok_or_else(|| {
        let such = fields.first().map_or("title", |one| one.name);
        let field = wanted.chars().take(80).collect();
        CommentRefusal::NoField { id: about, field, such }
    })?;
    if !has_quote {
        return Ok(Place { field: Line::new(found.name), ..Place::default() });
    }
    match quote.chars().count() {
        count if count > Comment::QUOTE_MAX => return Err(CommentRefusal::LongQuote(count)),
        _ => {}
    }
    if !stands_in(quote, &found.text) {
        return Err(CommentRefusal::NotQuoted { id: about, field: found.label });
    }
    let quoted_version = crate::draft_version(isms, about, today);
    Ok(Place { field: Line::new(found.name), quote: quote.clone(), quoted_version })
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
