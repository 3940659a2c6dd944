//! The hash chain and its proofs; bytes only.
//!
//! A commit is a text header and a list of changes. The header is the leaf of a Merkle tree (RFC 6962) and names the
//! leaf hash of the header before it, so that one value serves both the chain and the proofs. Changes are bound to
//! their header by salted commitments. The format is told in `docs/guide/ledger-format.md`.

mod actor;
mod chain;
mod change;
mod entry;
mod genesis;
mod hash;
mod header;
pub mod json;
pub mod merkle;
#[cfg(test)]
mod sample;
mod tag;
mod time;
mod word;

pub use actor::{Aal, Actor, ActorKind, Auth, Via};
pub use chain::{Chain, Draft, Fault, Wrong};
pub use change::{Change, ChangeRef, ChangesRoot, Meta, MetaFault, Verb, changes_root};
pub use entry::{Checked, Entry, check};
pub use genesis::{Genesis, GenesisFault, InstanceName};
pub use hash::{Hash, HashFault};
pub use header::{HEADER_BYTES_MAX, Header, HeaderFault};
pub use time::{Time, TimeFault};
pub use word::{Intent, Method, WordFault};

/// One log: an organisation and its epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId {
    /// The organisation.
    pub org: uuid::Uuid,
    /// Its epoch: 1 until a log had to be begun anew.
    pub epoch: u64,
}

impl std::fmt::Display for LogId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/e{}", self.org, self.epoch)
    }
}

/// Where a log ends: its newest commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Head {
    /// The epoch of the log.
    pub epoch: u64,
    /// The number of the newest commit; the first is 0.
    pub seq: u64,
    /// The leaf hash of its header.
    pub leaf: Hash,
}

impl std::fmt::Display for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "e{} {} {}", self.epoch, self.seq, self.leaf)
    }
}
