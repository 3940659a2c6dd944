//! Files of evidence, each under the hash of its content.

use async_trait::async_trait;
use ledger::Hash;
use thiserror::Error;
use tokio::io::AsyncRead;

use crate::contract::Unavailable;

mod folder;

pub use folder::EvidenceObjects;

/// Keeps files under the SHA-256 of their content, so that a file cannot change unseen.
#[async_trait]
pub trait EvidenceStore: Send + Sync {
    /// Keeps a file of at most so many bytes. It is safe on the disk when this returns; only then may a commit name it.
    async fn put(
        &self,
        content: &mut (dyn AsyncRead + Send + Unpin),
        bytes_max: u64,
    ) -> Result<Stored, PutError>;

    /// Returns a file whose content was hashed again.
    async fn get(&self, hash: Hash) -> Result<Vec<u8>, GetError>;

    /// Hashes a file's content again without keeping it in memory, and returns its size.
    async fn check(&self, hash: Hash) -> Result<u64, GetError>;

    /// Takes a file away for good; one that is not there is gone already.
    async fn remove(&self, hash: Hash) -> Result<(), Unavailable>;

    /// Returns every file that is kept, in the order of their hashes.
    async fn list(&self) -> Result<Vec<Stored>, Unavailable>;
}

/// A file that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stored {
    /// The SHA-256 of its content.
    pub hash: Hash,
    /// Its size.
    pub bytes: u64,
}

/// Why a file was not kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PutError {
    /// It is too large.
    #[error("the file is too large, expected at most {bytes_max} bytes")]
    TooLarge {
        /// The most that it may have.
        bytes_max: u64,
    },
    /// There is no room.
    #[error("the disk is full; the file was not saved")]
    Full,
    /// Reading it from where it comes failed.
    #[error("the file did not arrive whole: {0}")]
    Source(String),
    /// The store did not answer.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Why a file was not returned.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GetError {
    /// There is no such file.
    #[error("there is no file with the hash {0}")]
    Unknown(Hash),
    /// Its content is not what was kept.
    #[error("the file with the hash {expected} was changed: its content now hashes to {found}")]
    Changed {
        /// The hash under which it was kept.
        expected: Hash,
        /// The hash of what is there.
        found: Hash,
    },
    /// The store did not answer.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Returns a hash as `sha256sum` writes it, which is the name of the file.
pub fn file_name(hash: Hash) -> String {
    use std::fmt::Write;
    hash.0.iter().fold(String::with_capacity(64), |mut name, byte| {
        let written = write!(name, "{byte:02x}");
        written.expect("writing into a string does not fail");
        name
    })
}

/// Returns the hash that a file name stands for.
pub fn hash_of_name(name: &str) -> Option<Hash> {
    if name.len() != 64 || !name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(name.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(Hash(hash))
}
