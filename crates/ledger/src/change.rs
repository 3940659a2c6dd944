//! One change of one record, and the commitment that binds it to its header.

use std::fmt;

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::Hash;
use crate::actor::spelled;
use crate::header::decimal;
use crate::merkle::Tree;
use crate::tag::{PLUMBLINE, Tag};
use crate::word::is_word;

/// The longest meta line.
const META_BYTES_MAX: usize = 256;

spelled! {
    /// What a change did to its record.
    Verb {
        /// It was made.
        Create = "create",
        /// Its content changed.
        Update = "update",
        /// Its state moved.
        State = "state",
        /// It was tied to another record.
        Link = "link",
        /// It was removed.
        Delete = "delete",
        /// Its content was taken away, its hash kept.
        Redact = "redact",
    }
}

/// Which record a change is about; never personal data. Written as one line: `risk R-12 update 4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Meta<'a> {
    /// The kind of record: a word such as `risk`.
    pub kind: &'a str,
    /// The record's id: letters, digits, `.`, `-` and `_`.
    pub id: &'a str,
    /// What was done.
    pub verb: Verb,
    /// The record's version after it.
    pub version: u64,
}

/// A line that does not say which record a change is about.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected a line such as: risk R-12 update 4")]
pub struct MetaFault;

/// One change as it is written: which record, what blinds it, what it says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// The meta line with its line feed; see [`Meta`].
    pub meta: String,
    /// 32 random bytes, without which nobody can guess the body from its commitment.
    pub salt: [u8; 32],
    /// What the record says, in restricted JSON.
    pub body: Vec<u8>,
}

/// One change as it is read, borrowed from an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChangeRef<'a> {
    /// Which record.
    pub meta: Meta<'a>,
    /// What blinds it.
    pub salt: &'a [u8; 32],
    /// What it says.
    pub body: &'a [u8],
    /// The hash of all this that its header's root stands on.
    pub commitment: Hash,
}

/// How many changes a commit has, and the root of the tree over their commitments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChangesRoot {
    /// How many.
    pub count: u64,
    /// The root.
    pub root: Hash,
}

impl<'a> Meta<'a> {
    /// Returns what a line says.
    ///
    /// # Errors
    /// When it is not exactly what [`Meta`] writes, with its line feed.
    pub fn parse(line: &'a str) -> Result<Self, MetaFault> {
        let mut words = line.strip_suffix('\n').ok_or(MetaFault)?.split(' ');
        let mut word = || words.next().ok_or(MetaFault);
        let (kind, id, verb, version) = (word()?, word()?, word()?, word()?);
        let meta = Self {
            kind,
            id,
            verb: Verb::parse(verb).ok_or(MetaFault)?,
            version: decimal(version).ok_or(MetaFault)?,
        };
        if words.next().is_none() && line.len() <= META_BYTES_MAX && meta.is_sound() {
            Ok(meta)
        } else {
            Err(MetaFault)
        }
    }

    fn is_sound(&self) -> bool {
        let of_id = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        is_word(self.kind) && !self.id.is_empty() && self.id.bytes().all(of_id)
    }
}

impl fmt::Display for Meta<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {} {} {}", self.kind, self.id, self.verb.as_str(), self.version)
    }
}

impl Change {
    /// Returns the change of the record that `meta` names.
    ///
    /// # Errors
    /// When the kind or the id could not be read back.
    pub fn new(meta: Meta<'_>, salt: [u8; 32], body: Vec<u8>) -> Result<Self, MetaFault> {
        let line = meta.to_string();
        Meta::parse(&line)?;
        Ok(Self { meta: line, salt, body })
    }

    /// Returns the hash that its header's root stands on.
    pub fn commitment(&self) -> Hash {
        self.commitment_as(PLUMBLINE)
    }

    pub(crate) fn commitment_as(&self, tag: Tag) -> Hash {
        let mut bytes = Vec::with_capacity(self.packed_length());
        self.pack(&mut bytes);
        commitment(tag, &bytes)
    }

    /// Writes what the commitment hashes after its tag, which is also what a store keeps.
    pub(crate) fn pack(&self, into: &mut Vec<u8>) {
        let meta_length = u32::try_from(self.meta.len()).expect("a meta line is short");
        into.extend_from_slice(&meta_length.to_be_bytes());
        into.extend_from_slice(self.meta.as_bytes());
        into.extend_from_slice(&self.salt);
        into.extend_from_slice(&(self.body.len() as u64).to_be_bytes());
        into.extend_from_slice(&self.body);
    }

    pub(crate) fn packed_length(&self) -> usize {
        self.meta.len() + self.body.len() + 44
    }
}

/// Returns the first change of the packed bytes, and the bytes after it.
pub(crate) fn unpack(tag: Tag, bytes: &[u8]) -> Result<(ChangeRef<'_>, &[u8]), Unpacking> {
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or(Unpacking::Cut)?;
    let length = u32::from_be_bytes(*length) as usize;
    if length > META_BYTES_MAX {
        return Err(Unpacking::Meta);
    }
    let (line, rest) = rest.split_at_checked(length).ok_or(Unpacking::Cut)?;
    let line = std::str::from_utf8(line).map_err(|_| Unpacking::Meta)?;
    let meta = Meta::parse(line).map_err(|MetaFault| Unpacking::Meta)?;
    let (salt, rest) = rest.split_first_chunk::<32>().ok_or(Unpacking::Cut)?;
    let (length, rest) = rest.split_first_chunk::<8>().ok_or(Unpacking::Cut)?;
    let length = usize::try_from(u64::from_be_bytes(*length)).map_err(|_| Unpacking::Cut)?;
    let (body, rest) = rest.split_at_checked(length).ok_or(Unpacking::Cut)?;
    let commitment = commitment(tag, &bytes[..bytes.len() - rest.len()]);
    Ok((ChangeRef { meta, salt, body, commitment }, rest))
}

/// Why packed bytes are not a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unpacking {
    /// They end too early.
    Cut,
    /// The meta line is not one.
    Meta,
}

fn commitment(tag: Tag, packed: &[u8]) -> Hash {
    Hash(
        Sha256::new().chain_update(tag.0).chain_update("/change@v1\n").chain_update(packed).finalize().into(),
    )
}

/// Returns what a header says about these changes.
pub fn changes_root(changes: &[Change]) -> ChangesRoot {
    changes_root_as(PLUMBLINE, changes)
}

pub(crate) fn changes_root_as(tag: Tag, changes: &[Change]) -> ChangesRoot {
    let mut tree = Tree::default();
    for change in changes {
        tree.push(Hash::leaf(&change.commitment_as(tag).0));
    }
    ChangesRoot { count: tree.size(), root: tree.root() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use crate::tag::EXAMPLE;

    #[test]
    fn the_published_changes_have_their_published_commitments_and_root() {
        for (tag, commitment, root) in [
            (
                EXAMPLE,
                "ustnSxEVMT65HK/0X8p+toD+IaQE4vgntx+Du+7CR0A=",
                "7F/gLLl/bNkMb/1n5gloK5KvyEtBe9lE2esvNW7pnPY=",
            ),
            (
                PLUMBLINE,
                "gORLTwAjHKoF8abKx07wbHjz24eYKYxXr2OT7XrBEWs=",
                "tDqyY2q6uxMFTEe7Zy9kxdFgvgBwXmDugaQ+s26URV8=",
            ),
        ] {
            let changes = sample::changes(tag);
            assert_eq!(changes[0].commitment_as(tag).to_string(), commitment);
            let found = changes_root_as(tag, &changes);
            assert_eq!((found.count, found.root.to_string().as_str()), (2, root));
        }
        let ours = sample::changes(PLUMBLINE);
        assert_eq!(changes_root(&ours), changes_root_as(PLUMBLINE, &ours));
    }

    #[test]
    fn a_meta_line_has_one_spelling() {
        let good = "control A.8.13 create 1\n";
        assert_eq!(Meta::parse(good).map(|meta| meta.to_string()).as_deref(), Ok(good));
        let long = format!("risk {} update 4\n", "R".repeat(300));
        for bad in [
            "control A.8.13 create 1",
            "control A.8.13 create 01\n",
            "control A.8.13 create -1\n",
            "control A.8.13 create 1 \n",
            "control  A.8.13 create 1\n",
            "control A.8.13 make 1\n",
            "Control A.8.13 create 1\n",
            "control A/8 create 1\n",
            "control é create 1\n",
            "control A.8.13 create 1\r\n",
            "control A.8.13 create 99999999999999999999\n",
            &long,
            "\n",
            "",
        ] {
            assert_eq!(Meta::parse(bad), Err(MetaFault), "{bad:?}");
        }
    }

    #[test]
    fn a_change_that_could_not_be_read_back_is_not_made() {
        let meta = Meta { kind: "risk", id: "R 12", verb: Verb::Update, version: 4 };
        assert_eq!(Change::new(meta, [0; 32], Vec::new()), Err(MetaFault));
    }
}
