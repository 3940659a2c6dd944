//! The stored form of a change: one meta line and a body in restricted JSON.
//!
//! Restricted JSON: keys in byte order, no insignificant blanks, no fractions (decimals are strings), no duplicate keys.
//! A released form is read for ever: fields are added with a default, never renamed or reused.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::records::verb_of;
use crate::{Change, Isms, Prose, RecordId, Verb};

/// The generation of bodies that this program writes; readers of an older program refuse what is newer.
pub const SCHEMA: u32 = 1;

/// Why a stored change cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(pub String);

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// Returns the meta line of a change as it is decided on this state, for example `risk R-12 update 4\n`.
#[must_use]
pub fn meta(change: &Change, isms: &Isms) -> String {
    match change.id() {
        None => "note - create 1\n".to_owned(),
        Some(id) => {
            let verb = verb_of(change, isms).word();
            format!("{} {id} {verb} {}\n", id.kind.kind().slug(), isms.revision(id) + 1)
        }
    }
}

/// Reads a change from its meta line and body.
///
/// # Errors
/// Where the meta line is not ours, or the body is not of its kind. The program that reads then stops: a change that is
/// not understood must not be skipped.
pub fn change(meta: &str, body: &[u8]) -> Result<(Change, u32), Fault> {
    let mut words = meta.trim_end_matches('\n').split(' ');
    let (kind, id, verb) = (words.next(), words.next(), words.next());
    let (Some(kind), Some(id), Some(verb), Some(revision), None) =
        (kind, id, verb, words.next(), words.next())
    else {
        return Err(Fault(format!("the meta line {meta:?} does not have four words")));
    };
    let revision: u32 =
        revision.parse().map_err(|_| Fault(format!("the meta line {meta:?} ends with no revision")))?;
    read_change(kind, id, verb, body).map(|change| (change, revision))
}

/// Reads a change from the words of its meta line and its body.
///
/// # Errors
/// As `change`.
pub fn read_change(kind: &str, id: &str, verb: &str, body: &[u8]) -> Result<Change, Fault> {
    if kind == "note" {
        return Ok(Change::Note(read::<Note>(body)?.text));
    }
    let record = RecordId::parse(id).filter(|record| record.kind.is_slug(kind));
    let record =
        record.ok_or_else(|| Fault(format!("{kind} {id} is not a record that this program knows")))?;
    if verb == Verb::Delete.word() {
        Ok(Change::Removed(record, read::<Because>(body)?.because))
    } else {
        Change::of_body(record, body).map_err(|fault| Fault(format!("{record}: {fault}")))
    }
}

/// The body of a note.
#[derive(Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    text: Prose,
}

/// The body of a removal.
#[derive(Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Because {
    because: Prose,
}

/// Returns the body of a note.
pub(crate) fn note_bytes(text: &Prose) -> Vec<u8> {
    bytes(&Note { text: text.clone() })
}

/// Returns the body of a removal.
pub(crate) fn because_bytes(because: &Prose) -> Vec<u8> {
    bytes(&Because { because: because.clone() })
}

/// Reads a body.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(body).map_err(|error| Fault(error.to_string()))
}

/// Returns the stored form of plain data: restricted JSON.
#[must_use]
pub fn bytes(data: &impl Serialize) -> Vec<u8> {
    let json = serde_json::to_value(data).expect("records are plain data");
    let mut out = Vec::with_capacity(512);
    write(&json, &mut out);
    out
}

/// Writes JSON with keys in byte order and without blanks.
fn write(json: &Json, out: &mut Vec<u8>) {
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {
            serde_json::to_writer(&mut *out, json).expect("writing to memory");
        }
        Json::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write(item, out);
            }
            out.push(b']');
        }
        Json::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            out.push(b'{');
            for (place, key) in keys.into_iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                serde_json::to_writer(&mut *out, key).expect("writing to memory");
                out.push(b':');
                write(&map[key], out);
            }
            out.push(b'}');
        }
    }
}
