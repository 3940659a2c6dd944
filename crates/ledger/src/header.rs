//! The header of a commit: fourteen lines of text with exactly one spelling.

use std::fmt::Write;

use thiserror::Error;
use uuid::Uuid;

use crate::actor::{Aal, Actor, ActorKind, Auth, Via};
use crate::change::ChangesRoot;
use crate::hash::{decode, encode};
use crate::tag::{PLUMBLINE, Tag};
use crate::{Hash, Intent, LogId, Time};

/// The longest header.
pub const HEADER_BYTES_MAX: usize = 4096;

/// The header of a commit: who did what when, on which predecessor. Its bytes are the leaf of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Header {
    /// The organisation whose log this is.
    pub org: Uuid,
    /// The epoch of the log.
    pub epoch: u64,
    /// The commit's number; the first is 0.
    pub seq: u64,
    /// The leaf hash of the header before; for the first the genesis hash.
    pub prev: Hash,
    /// When the server committed it; strictly later than the header before.
    pub time: Time,
    /// Who acted.
    pub actor: Actor,
    /// Through which channel.
    pub via: Via,
    /// How the server recognised the actor.
    pub auth: Auth,
    /// What it was meant to do.
    pub intent: Intent,
    /// The hash of the policies that allowed it.
    pub policy: Hash,
    /// The generation of the bodies' layout.
    pub schema: u64,
    /// The client's key against doing it twice, or random bytes.
    pub idem: [u8; 16],
    /// How many changes, and their root.
    pub changes: ChangesRoot,
}

/// Bytes that are not a header.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HeaderFault {
    /// They are too many.
    #[error("header has {0} bytes, expected at most {HEADER_BYTES_MAX}")]
    TooLong(usize),
    /// They are not ASCII.
    #[error("header is not ascii")]
    NotAscii,
    /// A line is not what stands there.
    #[error("header line {line}: expected {expected}")]
    Line {
        /// Which line; the first is 1.
        line: u8,
        /// What stands there in a header.
        expected: &'static str,
    },
    /// Something follows the last line.
    #[error("header goes on after its last line, changes")]
    Trailing,
}

impl Header {
    /// Returns the header's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_bytes_as(PLUMBLINE)
    }

    /// Returns what the bytes say.
    ///
    /// # Errors
    /// When they are not exactly what [`Header::to_bytes`] writes.
    pub fn parse(bytes: &[u8]) -> Result<Self, HeaderFault> {
        Self::parse_as(PLUMBLINE, bytes)
    }

    /// Returns the log that it belongs to.
    pub fn log(&self) -> LogId {
        LogId { org: self.org, epoch: self.epoch }
    }

    pub(crate) fn to_bytes_as(&self, tag: Tag) -> Vec<u8> {
        let [mut prev, mut policy, mut root] = [[0; 44]; 3];
        let mut idem = [0; 24];
        let mut text = String::with_capacity(480);
        let written = write!(
            text,
            "{tag}/commit@v1\norg {org}\nepoch {epoch}\nseq {seq}\nprev {prev}\ntime {time}\nactor {kind} {actor}\n\
             via {via}\nauth {level} {method}\nintent {intent}\npolicy {policy}\nschema {schema}\nidem {idem}\n\
             changes {count} {root}\n",
            tag = tag.0,
            org = self.org,
            epoch = self.epoch,
            seq = self.seq,
            prev = encode(&self.prev.0, &mut prev),
            time = self.time,
            kind = self.actor.kind.as_str(),
            actor = self.actor.id,
            via = self.via.as_str(),
            level = self.auth.level.as_str(),
            method = self.auth.method.as_str(),
            intent = self.intent.as_str(),
            policy = encode(&self.policy.0, &mut policy),
            schema = self.schema,
            idem = encode(&self.idem, &mut idem),
            count = self.changes.count,
            root = encode(&self.changes.root.0, &mut root),
        );
        written.expect("writing into a string does not fail");
        text.into_bytes()
    }

    pub(crate) fn parse_as(tag: Tag, bytes: &[u8]) -> Result<Self, HeaderFault> {
        if bytes.len() > HEADER_BYTES_MAX {
            return Err(HeaderFault::TooLong(bytes.len()));
        }
        if !bytes.is_ascii() {
            return Err(HeaderFault::NotAscii);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| HeaderFault::NotAscii)?;
        let mut lines = Lines { rest: text, line: 0 };
        lines.first(tag)?;
        let header = Self {
            org: lines.value("org ", "org and a lower-case uuid", uuid)?,
            epoch: lines.value("epoch ", "epoch and a number", decimal)?,
            seq: lines.value("seq ", "seq and a number", decimal)?,
            prev: lines.value("prev ", "prev and a hash in base64", hash)?,
            time: lines
                .value("time ", "time and an instant in UTC with six decimals", |text| text.parse().ok())?,
            actor: lines.value("actor ", "actor, its kind and a lower-case uuid", actor)?,
            via: lines.value("via ", "via and a channel", Via::parse)?,
            auth: lines.value("auth ", "auth, aal0 to aal3 and a method", auth)?,
            intent: lines.value("intent ", "intent and a dotted verb", |text| text.parse().ok())?,
            policy: lines.value("policy ", "policy and a hash in base64", hash)?,
            schema: lines.value("schema ", "schema and a number", decimal)?,
            idem: lines.value("idem ", "idem and 16 bytes in base64", decode)?,
            changes: lines.value("changes ", "changes, their count and a hash in base64", changes)?,
        };
        if lines.rest.is_empty() { Ok(header) } else { Err(HeaderFault::Trailing) }
    }
}

/// What is still to be read of a header.
struct Lines<'a> {
    rest: &'a str,
    line: u8,
}

impl<'a> Lines<'a> {
    fn next(&mut self, expected: &'static str) -> Result<&'a str, HeaderFault> {
        self.line += 1;
        let (line, rest) =
            self.rest.split_once('\n').ok_or(HeaderFault::Line { line: self.line, expected })?;
        self.rest = rest;
        Ok(line)
    }

    fn first(&mut self, tag: Tag) -> Result<(), HeaderFault> {
        let expected = "the format, plumbline/commit@v1";
        let line = self.next(expected)?;
        if line.strip_prefix(tag.0) == Some("/commit@v1") {
            Ok(())
        } else {
            Err(HeaderFault::Line { line: self.line, expected })
        }
    }

    fn value<T>(
        &mut self,
        name: &'static str,
        expected: &'static str,
        read: impl Fn(&'a str) -> Option<T>,
    ) -> Result<T, HeaderFault> {
        let line = self.next(expected)?;
        line.strip_prefix(name).and_then(read).ok_or(HeaderFault::Line { line: self.line, expected })
    }
}

fn hash(text: &str) -> Option<Hash> {
    decode(text).map(Hash)
}

fn actor(text: &str) -> Option<Actor> {
    let (kind, id) = text.split_once(' ')?;
    Some(Actor { kind: ActorKind::parse(kind)?, id: uuid(id)? })
}

fn auth(text: &str) -> Option<Auth> {
    let (level, method) = text.split_once(' ')?;
    Some(Auth { level: Aal::parse(level)?, method: method.parse().ok()? })
}

fn changes(text: &str) -> Option<ChangesRoot> {
    let (count, root) = text.split_once(' ')?;
    Some(ChangesRoot { count: decimal(count)?, root: hash(root)? })
}

/// Returns the uuid from its lower-case spelling with hyphens.
pub(crate) fn uuid(text: &str) -> Option<Uuid> {
    let plain = text.len() == 36 && !text.bytes().any(|byte| byte.is_ascii_uppercase());
    if plain { Uuid::try_parse(text).ok() } else { None }
}

/// Returns the number from its digits, without leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample;

    #[test]
    fn a_header_is_read_back_as_it_was_written() {
        let header = sample::header(PLUMBLINE, 0, Hash([7; 32]));
        assert_eq!(Header::parse(&header.to_bytes()), Ok(header));
    }

    #[test]
    fn a_header_has_one_spelling() {
        let good = String::from_utf8(sample::header(PLUMBLINE, 12, Hash([7; 32])).to_bytes()).expect("ascii");
        let mut lines: Vec<_> = good.lines().collect();
        lines.swap(2, 3);
        for bad in [
            good.replace("epoch 1", "epoch  1"),
            good.replace("epoch 1", "epoch 01"),
            good.replace("epoch 1", "epoch +1"),
            good.replace("epoch 1\n", "epoch 1\nepoch 1\n"),
            good.replace("epoch 1\n", ""),
            good.replace("epoch 1\n", "epoch 1\nmood good\n"),
            good.replace("seq 12", "seq 18446744073709551616"),
            good.replace("aaaa\n", "AAAA\n"),
            good.replace("actor user", "actor nobody"),
            good.replace("aal2", "aal4"),
            good.replace("passkey", "pass key"),
            good.replace("@v1", "@v2"),
            good.replace('\n', "\r\n"),
            good.replace("via session", "via session "),
            good.replace("via session", "via sessión"),
            lines.join("\n") + "\n",
            format!("{good}\n"),
            good.trim_end().to_owned(),
            good.replace("passkey", &"p".repeat(4096)),
            String::new(),
        ] {
            assert!(Header::parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_fault_names_its_line() {
        let good = String::from_utf8(sample::header(PLUMBLINE, 12, Hash([7; 32])).to_bytes()).expect("ascii");
        let fault = Header::parse(good.replace("seq 12", "seq x").as_bytes()).expect_err("seq is no number");
        assert_eq!(fault.to_string(), "header line 4: expected seq and a number");
    }

    proptest! {
        #[test]
        fn every_header_is_read_back(header in sample::any_header()) {
            prop_assert!(header.to_bytes().len() <= HEADER_BYTES_MAX);
            prop_assert_eq!(Header::parse(&header.to_bytes()), Ok(header));
        }

        #[test]
        fn what_is_read_is_written_the_same(header in sample::any_header(), at in 0_usize..4096, byte in 0_u8..128) {
            let mut bytes = header.to_bytes();
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Ok(read) = Header::parse(&bytes) {
                prop_assert_eq!(read.to_bytes(), bytes);
            }
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = Header::parse(&bytes);
        }
    }
}
