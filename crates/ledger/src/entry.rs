//! A commit as a store keeps it, and the check of all that can be said about one commit alone.

use crate::chain::{Fault, Wrong};
use crate::change::{Change, ChangeRef, Unpacking, changes_root_as, unpack};
use crate::header::Header;
use crate::merkle::Tree;
use crate::tag::{PLUMBLINE, Tag};
use crate::{ChangesRoot, Hash, Head};

/// A commit as a store keeps it: bytes that are never written again.
///
/// The changes lie one behind another, each as its commitment hashes it: the length of the meta line (four bytes), the
/// line, the salt (32 bytes), the length of the body (eight bytes), the body.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The header's bytes.
    pub header: Vec<u8>,
    /// The changes' bytes.
    pub changes: Vec<u8>,
}

/// A commit whose header can be read and whose changes are those that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<'a> {
    /// What the header says.
    pub header: Header,
    /// The header's leaf hash.
    pub leaf: Hash,
    /// The changes.
    pub changes: Vec<ChangeRef<'a>>,
}

impl Checked<'_> {
    /// Returns where the log ends when this is its newest commit.
    pub fn head(&self) -> Head {
        Head { epoch: self.header.epoch, seq: self.header.seq, leaf: self.leaf }
    }
}

impl Entry {
    /// Returns the bytes of a commit; the count and root of its changes are written into the header.
    pub fn new(mut header: Header, changes: &[Change]) -> Self {
        header.changes = changes_root_as(PLUMBLINE, changes);
        Self::new_as(PLUMBLINE, &header, changes)
    }

    /// Returns the leaf hash of its header.
    pub fn leaf(&self) -> Hash {
        Hash::leaf(&self.header)
    }

    pub(crate) fn new_as(tag: Tag, header: &Header, changes: &[Change]) -> Self {
        let mut packed = Vec::with_capacity(changes.iter().map(Change::packed_length).sum());
        for change in changes {
            change.pack(&mut packed);
        }
        Self { header: header.to_bytes_as(tag), changes: packed }
    }
}

/// Checks one commit alone: that its header can be read, that its number is `seq`, and that its changes are exactly
/// those that the header commits to. Commits can be checked on several threads; [`crate::Chain::follow`] then checks
/// that they hang together.
///
/// # Errors
/// The first thing that is wrong, with the commit's number.
pub fn check(seq: u64, entry: &Entry) -> Result<Checked<'_>, Fault> {
    check_as(PLUMBLINE, seq, entry).map_err(|wrong| Fault { seq, wrong })
}

pub(crate) fn check_as(tag: Tag, seq: u64, entry: &Entry) -> Result<Checked<'_>, Wrong> {
    let header = Header::parse_as(tag, &entry.header)?;
    if header.seq != seq {
        return Err(Wrong::Seq { found: header.seq });
    }
    let mut changes = Vec::with_capacity(usize::try_from(header.changes.count).unwrap_or(0).min(64));
    let mut tree = Tree::default();
    let mut rest = entry.changes.as_slice();
    while !rest.is_empty() {
        let index = tree.size();
        let (change, after) = unpack(tag, rest).map_err(|problem| match problem {
            Unpacking::Cut => Wrong::Cut { index },
            Unpacking::Meta => Wrong::Meta { index },
        })?;
        tree.push(Hash::leaf(&change.commitment.0));
        changes.push(change);
        rest = after;
    }
    let found = ChangesRoot { count: tree.size(), root: tree.root() };
    if found.count != header.changes.count {
        return Err(Wrong::Count { said: header.changes.count, found: found.count });
    }
    if found.root != header.changes.root {
        return Err(Wrong::Root { said: header.changes.root, found: found.root });
    }
    Ok(Checked { header, leaf: Hash::leaf(&entry.header), changes })
}
