//! A pack: what a share shows, as one file that can be read and checked without this program.
//!
//! A zip, stored, with `index.html` (what it is), `registers/` (each kind as HTML, CSV and JSON), `soa.*`, `files/` (evidence and
//! documents by their ids) and `manifest.json`, which lists every other entry with its SHA-256 and size, and names the commit that
//! all of it shows. The same share gives the same bytes, as long as nothing more is restricted or redacted.

mod check;
mod html;
mod sheets;
mod take;
mod write;

use model::{Date, Digest, Line};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use check::{CheckedEntry, CheckedPack};
pub(crate) use write::hashed;
pub use write::{Packed, digest_of_file};

/// What a manifest says it is.
const FORMAT: &str = "plumbline/pack@v1";
/// The entry that lists all others.
const MANIFEST: &str = "manifest.json";
/// The page that says what the pack is.
const INDEX: &str = "index.html";
/// The most entries of a pack.
const ENTRIES_MAX: usize = 50_000;
/// The largest manifest.
const MANIFEST_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// The most bytes of all entries together.
const BYTES_MAX: u64 = 16 * 1024 * 1024 * 1024;

/// What a manifest says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What the file is.
    pub format: String,
    /// The organisation that wrote the pack.
    pub organisation: Line,
    /// The origin of its log.
    pub log: String,
    /// What it calls the share.
    pub share: Line,
    /// For which body.
    pub body: Line,
    /// What the body calls the work.
    pub engagement: Line,
    /// The day on which the share was opened.
    pub as_of: Option<Date>,
    /// The commit whose state the pack shows.
    pub commit: u32,
    /// The hash of that commit.
    pub head: Digest,
    /// All other entries, by path.
    pub files: Vec<Listed>,
}

/// An entry of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Where it lies in the pack.
    pub path: String,
    /// The hash of its bytes.
    pub sha256: Digest,
    /// How many bytes it has.
    pub size: u64,
}

/// Why a pack is not written or not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PackRefusal {
    /// The share shows nothing today.
    #[error("{0} is not open; a pack shows what an open share does")]
    NotOpen(String),
    /// Something else refuses it.
    #[error("{0}")]
    Refused(String),
    /// The file is no pack.
    #[error("this is no pack of a share: {0}")]
    NotOne(String),
    /// An entry is not what was written.
    #[error("{entry}: {wrong}")]
    Wrong {
        /// Where.
        entry: String,
        /// What is wrong.
        wrong: String,
    },
}

impl PackRefusal {
    /// Says what is wrong with an entry.
    fn at(entry: &str, wrong: impl ToString) -> Self {
        let entry = entry.chars().filter(|sign| !sign.is_control()).take(80).collect();
        Self::Wrong { entry, wrong: wrong.to_string() }
    }
}

/// Says whether an entry of a pack can have this path: plain names below two folders at most.
fn is_path(path: &str) -> bool {
    let is_name = |name: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        (1..=160).contains(&name.len())
            && name.bytes().all(is_plain)
            && name.starts_with(|sign: char| sign.is_ascii_alphanumeric())
            && !name.ends_with('.')
    };
    match path.split_once('/') {
        None => path == INDEX || (path.starts_with("soa.") && is_name(path)),
        Some(("registers" | "files", name)) => is_name(name),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests;
