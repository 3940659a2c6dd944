//! Writing an archive: nothing larger than one file, or one entry of commits, is in memory.

use std::collections::BTreeMap;
use std::io::{Seek, Write};

use ledger::{Entry, Hash};
use sha2::{Digest as _, Sha256};
use store::evidence::{GetError, file_name};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Archived, COMMITS_IN_ENTRY, GENESIS, Label, MANIFEST, ORGANISATION};
use crate::books::Books;
use crate::failure::Failure;
use crate::files::hash;
use crate::jobs::{Progress, Silent};

/// How many commits are read at once.
const COMMITS_READ: u64 = 50;
/// How many bytes of commits end an entry: no more is in memory, save the last commit.
const ENTRY_BYTES: usize = 32 * 1024 * 1024;

/// A zip that lists what it takes.
struct Listing<W: Write + Seek> {
    zip: ZipWriter<W>,
    manifest: BTreeMap<String, (String, u64)>,
    bytes: u64,
    bytes_max: u64,
}

impl<W: Write + Seek> Listing<W> {
    /// Adds an entry.
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let digest = file_name(Hash(Sha256::digest(bytes).into()));
        self.manifest.insert(name.to_owned(), (digest, bytes.len() as u64));
        self.put(name, bytes)
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let options = SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o600)
            .large_file(bytes.len() as u64 >= u64::from(u32::MAX));
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        if self.bytes > self.bytes_max {
            return Err(too_large(self.bytes_max));
        }
        self.zip.start_file(name, options).map_err(|error| unwritten(error.into()))?;
        self.zip.write_all(bytes).map_err(unwritten)
    }
}

/// Says that an archive grows beyond what is kept for a browser.
fn too_large(bytes_max: u64) -> Failure {
    Failure::TooLarge(format!(
        "an archive that is fetched in the browser holds at most {} GiB; on the machine, plumb backup writes one of any size",
        bytes_max >> 30
    ))
}

fn unwritten(error: std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return Failure::Full;
    }
    Failure::Broken(format!("the archive cannot be written: {error}"))
}

impl Books {
    /// Writes the organisation as one file: its log up to the present head, and the files that its records name.
    ///
    /// # Errors
    /// Where the log cannot be read, or the file not be written.
    pub async fn archive(&self, out: impl Write + Seek) -> Result<Archived, Failure> {
        self.archive_telling(out, u64::MAX, &Silent).await
    }

    /// The same with so many bytes at most, and tells how far it is.
    ///
    /// # Errors
    /// The same, where it is larger, and where it is not wanted any more.
    pub async fn archive_telling(
        &self,
        out: impl Write + Seek,
        bytes_max: u64,
        progress: &dyn Progress,
    ) -> Result<Archived, Failure> {
        let snapshot = self.now();
        let head = snapshot.head.ok_or_else(|| Failure::Unknown("commit to write".to_owned()))?;
        let (files, missing) = self.files_to_archive(bytes_max, progress).await?;
        let commits = snapshot.commits();
        let label =
            Label { genesis: self.genesis.clone(), commits, leaf: head.leaf, files: files.len() as u64 };
        let mut listing =
            Listing { zip: ZipWriter::new(out), manifest: BTreeMap::new(), bytes: 0, bytes_max };
        listing.add(ORGANISATION, label.text(&self.name()).as_bytes())?;
        listing.add(GENESIS, &self.genesis.to_bytes())?;
        progress.part("writing the commits", "commits", Some(commits))?;
        let mut from = 0;
        while from < commits {
            let (bytes, upto) = self.packed(from, commits.min(from + COMMITS_IN_ENTRY), ENTRY_BYTES).await?;
            listing.add(&format!("log/{from:08}"), &bytes)?;
            from = upto;
            progress.done(from)?;
        }
        progress.part("adding the files", "files", Some(label.files))?;
        for (place, hash) in files.iter().enumerate() {
            progress.done(place as u64)?;
            let bytes = self.evidence.get(*hash).await.map_err(|error| Failure::Broken(error.to_string()))?;
            listing.add(&format!("files/{}", file_name(*hash)), &bytes)?;
        }
        let lines: String = listing
            .manifest
            .iter()
            .map(|(name, (digest, size))| format!("{digest} {size} {name}\n"))
            .collect();
        listing.put(MANIFEST, lines.as_bytes())?;
        let mut out = listing.zip.finish().map_err(|error| unwritten(error.into()))?;
        out.flush().map_err(unwritten)?;
        Ok(Archived { name: self.name(), commits, files: label.files, missing, head })
    }

    /// Returns the files that records name, each checked, and those that are gone or changed.
    async fn files_to_archive(
        &self,
        bytes_max: u64,
        progress: &dyn Progress,
    ) -> Result<(Vec<Hash>, Vec<String>), Failure> {
        let (mut files, mut missing, mut bytes) = (Vec::new(), Vec::new(), 0_u64);
        let mut named: Vec<_> = self
            .named_files()
            .into_iter()
            .filter_map(|(id, file)| Some((hash(&file.digest)?, id, file)))
            .collect();
        named.sort_by_key(|(hash, ..)| hash.0);
        named.dedup_by_key(|(hash, ..)| hash.0);
        progress.part("checking the files", "files", Some(named.len() as u64))?;
        for (place, (hash, id, file)) in named.into_iter().enumerate() {
            progress.done(place as u64)?;
            bytes = bytes.saturating_add(u64::from(file.size));
            if bytes > bytes_max {
                return Err(too_large(bytes_max));
            }
            match self.evidence.check(hash).await {
                Ok(_) => files.push(hash),
                Err(GetError::Unavailable(unavailable)) => return Err(unavailable.into()),
                Err(GetError::Unknown(_) | GetError::Changed { .. }) => {
                    missing.push(format!("{id} {}", file.name))
                }
            }
        }
        Ok((files, missing))
    }

    /// Returns commits from one number to before another as they stand in an archive, and where they really ended: at the first
    /// one with which they have so many bytes.
    pub(super) async fn packed(
        &self,
        from: u64,
        to: u64,
        bytes_max: usize,
    ) -> Result<(Vec<u8>, u64), Failure> {
        let mut bytes = Vec::new();
        let mut at = from;
        while at < to {
            let wanted = (to - at).min(COMMITS_READ);
            let entries = self.store.entries(self.log, at, usize::try_from(wanted).unwrap_or(1)).await?;
            if entries.is_empty() {
                return Err(Failure::Broken(format!("commit {at} cannot be read")));
            }
            for entry in entries {
                pack(&entry, &mut bytes);
                at += 1;
                if bytes.len() >= bytes_max {
                    return Ok((bytes, at));
                }
            }
        }
        Ok((bytes, at))
    }
}

/// Adds a commit: the length of its header, the header, the length of its changes, the changes.
fn pack(entry: &Entry, bytes: &mut Vec<u8>) {
    let header = u32::try_from(entry.header.len()).expect("a header has at most 4,096 bytes");
    bytes.extend_from_slice(&header.to_be_bytes());
    bytes.extend_from_slice(&entry.header);
    bytes.extend_from_slice(&(entry.changes.len() as u64).to_be_bytes());
    bytes.extend_from_slice(&entry.changes);
}
