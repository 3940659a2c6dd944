//! An archive: one organisation as one file, its log and its files. It is the backup, and what is handed over.
//!
//! A zip, stored, with these entries in this order: `ORGANISATION` (what it is, in lines of text), `genesis`, `log/00000000` and so on
//! (commits, at most 1,000 each: length of the header in four bytes, the header, length of the changes in eight, the changes),
//! `files/<sha256>`, and `MANIFEST.txt` (`sha256 size name` of each other entry, as `sha256sum` writes hashes). Numbers are big-endian.

mod read;
mod write;

use std::collections::BTreeMap;

use ledger::{Genesis, Hash, Head};
use thiserror::Error;

pub use read::Restored;

/// The first line of an archive's first entry.
const FORMAT: &str = "plumbline/archive@v1";
/// The entry that says what the archive is.
const ORGANISATION: &str = "ORGANISATION";
/// The entry with the statement that the log begins with.
const GENESIS: &str = "genesis";
/// The entry that lists all others.
const MANIFEST: &str = "MANIFEST.txt";
/// How many commits stand in one entry.
const COMMITS_IN_ENTRY: u64 = 1_000;
/// How many bytes an archive has at most that is fetched in the browser.
pub(crate) const BYTES_IN_BROWSER_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// The largest entry with commits.
const LOG_ENTRY_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// The most entries.
const ENTRIES_MAX: usize = 1_000_000;
/// The largest entry with lines of text.
const TEXT_BYTES_MAX: u64 = 128 * 1024 * 1024;

/// What an archive came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// The name of the organisation.
    pub name: String,
    /// How many commits it holds.
    pub commits: u64,
    /// How many files.
    pub files: u64,
    /// Files that records name and that were not there or were changed: they are not in it.
    pub missing: Vec<String>,
    /// The head: number and leaf hash.
    pub head: Head,
}

/// Why an archive was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArchiveFault {
    /// It is no archive, or was cut short.
    #[error("this is no archive of an organisation: {0}")]
    NotOne(String),
    /// Something in it is not what was written.
    #[error("{entry}: {wrong}")]
    Wrong {
        /// Where.
        entry: String,
        /// What is wrong.
        wrong: String,
    },
    /// The organisation is here, and has gone another way since.
    #[error(
        "\"{name}\" is here already, and its commit {seq} is another than that of the archive; nothing was changed"
    )]
    Forked {
        /// The organisation.
        name: String,
        /// The first commit that differs.
        seq: u64,
    },
    /// The organisation is here, and newer.
    #[error(
        "\"{name}\" is here already with {here} commits, the archive has {there} of them; nothing was changed"
    )]
    Older {
        /// The organisation.
        name: String,
        /// How many commits are here.
        here: u64,
        /// How many the archive has.
        there: u64,
    },
    /// The organisation is here, and nobody said which head the archive must reach.
    #[error(
        "\"{name}\" is here already, and the archive would add {added} commits to it; name the head that it must reach, as whoever \
         made it knows it"
    )]
    Unasked {
        /// The organisation.
        name: String,
        /// How many commits would be added.
        added: u64,
    },
    /// The archive ends before a commit that is known from elsewhere.
    #[error(
        "the archive ends with commit {seq}, which is before the head given; what came after it is lost with it"
    )]
    Rollback {
        /// Its last commit.
        seq: u64,
    },
    /// The archive does not hold the commit that is known from elsewhere.
    #[error("commit {seq} of the archive is not the one whose hash was given; it is another history")]
    OtherHead {
        /// The commit.
        seq: u64,
    },
}

impl ArchiveFault {
    /// Says what is wrong with an entry.
    fn at(entry: &str, wrong: impl ToString) -> Self {
        Self::Wrong { entry: entry.to_owned(), wrong: wrong.to_string() }
    }
}

/// What the first entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Label {
    genesis: Genesis,
    commits: u64,
    leaf: Hash,
    files: u64,
}

impl Label {
    /// Returns its lines.
    fn text(&self, name: &str) -> String {
        // The name is for who opens the file; nothing is read from it.
        let name = serde_json::Value::from(name).to_string();
        format!(
            "{FORMAT}\norigin {}\ncommits {}\nhead {}\nfiles {}\nname {name}\n",
            self.genesis.origin(),
            self.commits,
            self.leaf,
            self.files
        )
    }

    /// Reads its lines; the genesis stands in an entry of its own.
    fn read(text: &str, genesis: Genesis) -> Result<Self, ArchiveFault> {
        let wrong = |wrong: &str| ArchiveFault::at(ORGANISATION, wrong);
        let mut lines = text.lines();
        if lines.next() != Some(FORMAT) {
            return Err(ArchiveFault::NotOne(format!("{ORGANISATION} does not begin with {FORMAT}")));
        }
        let known: BTreeMap<&str, &str> = lines.filter_map(|line| line.split_once(' ')).collect();
        let value = |name: &str| known.get(name).copied().unwrap_or_default();
        if value("origin") != genesis.origin() {
            return Err(wrong("the origin is another than that of the genesis statement"));
        }
        let number =
            |name: &str| value(name).parse::<u64>().map_err(|_| wrong(&format!("{name} is not a number")));
        let leaf = value("head").parse().map_err(|_| wrong("head is not a hash in base64"))?;
        Ok(Self { commits: number("commits")?, files: number("files")?, leaf, genesis })
    }
}

#[cfg(test)]
mod tests;
