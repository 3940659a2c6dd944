//! What holds for every record beside its fields: where it came from, how often and when it was written.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::records::Person;
use crate::{Date, Digest, Line, Prose, Record, Ref};

/// What is kept with a record beside its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct About {
    /// Where it was imported from; an import of the same row finds it again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// What a file said under headings that nobody mapped: kept, shown, exported.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
    /// Words people sort by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Line>,
    /// Where texts came from that nobody here wrote from nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<TextOrigin>,
    /// Set where only some people may see it, whatever their roles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restricted: Option<Restricted>,
    /// Set while it is only proposed: no count, rule, export or approval sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Proposed>,
}

impl About {
    /// Says whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Who may see a record that not everybody here may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restricted {
    /// Who sees it.
    pub to: Vec<Ref<Person>>,
    /// Why others do not.
    pub because: Prose,
}

/// Where a record was imported from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The kind of file: `ciso-assistant`, `risk register`.
    pub file: Line,
    /// The id there; where rows have none, what tells them apart.
    pub id: Line,
    /// Sheet and row, as the user of the file sees them.
    pub row: Line,
}

/// A value under a heading that nobody mapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The heading.
    pub heading: Line,
    /// The cell.
    pub text: Prose,
}

/// Where the text of a field came from, and who took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextOrigin {
    /// The name of the field.
    pub field: Line,
    /// What offered the text.
    pub source: TextSource,
    /// The template or question that it came from.
    pub template: Line,
    /// The digest of the text as it was offered; the text was edited where its digest differs.
    pub digest: Digest,
    /// Who took it.
    pub accepted_by: Ref<Person>,
    /// When.
    pub accepted_on: Date,
    /// Why it stands word for word, where somebody stands by that.
    #[serde(default, skip_serializing_if = "says_nothing")]
    pub confirmed_because: Prose,
}

/// Says whether a reason is empty; what is empty is not stored.
fn says_nothing(because: &Prose) -> bool {
    because.is_empty()
}

impl TextOrigin {
    /// Says whether a text is no longer the one that was offered.
    #[must_use]
    pub fn is_edited(&self, text: &str) -> bool {
        Digest::of(text.as_bytes()) != self.digest
    }
}

/// What offered a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSource {
    /// A template.
    Template,
    /// A suggestion of the program.
    Suggestion,
    /// It was put together from own records.
    OwnRecords,
}

/// Who suggests a record that nobody has taken yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// The template, the question or the importer.
    pub origin: Line,
}

/// A record as the ledger keeps it: fields, and what is kept beside them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored<R> {
    /// What is kept beside the fields.
    #[serde(default, skip_serializing_if = "About::is_empty")]
    pub about: About,
    /// The fields.
    pub record: R,
}

impl<R> From<R> for Stored<R> {
    fn from(record: R) -> Self {
        Self { about: About::default(), record }
    }
}

/// When something was written, and by whom; taken from the commit, stored nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// The day, in the time zone of the organisation.
    pub on: Date,
    /// The uuid that the commit names as its actor.
    pub by: Uuid,
}

/// A record in its table.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<R> {
    /// How often it was written; an edit names the revision it was read at.
    pub revision: u32,
    /// When it was made.
    pub made: Stamp,
    /// When it was last changed.
    pub changed: Stamp,
    /// The record.
    pub stored: Arc<Stored<R>>,
    searched: Searched,
}

impl<R> Entry<R> {
    /// Returns a record as it stands in its table.
    #[must_use]
    pub fn new(revision: u32, made: Stamp, changed: Stamp, stored: Arc<Stored<R>>) -> Self {
        Self { revision, made, changed, stored, searched: Searched::default() }
    }

    /// Returns its words for search, written by `words` the first time.
    pub(crate) fn searched(&self, words: impl FnOnce() -> String) -> &str {
        self.searched.0.get_or_init(|| words().into_boxed_str())
    }
}

/// The words of a record in small letters, kept from the first search on. A copy begins without them: it may be changed.
#[derive(Debug, Default)]
struct Searched(OnceLock<Box<str>>);

impl Clone for Searched {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Searched {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<R: Record> std::ops::Deref for Entry<R> {
    type Target = R;
    fn deref(&self) -> &R {
        &self.stored.record
    }
}
