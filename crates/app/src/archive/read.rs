//! Reading an archive: all of it is checked before anything is written, and what is written is verified again.

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::sync::Arc;

use ledger::{Chain, Entry, Genesis, HEADER_BYTES_MAX, Hash, Head, check};
use model::{Isms, RecordKind, Stamp};
use sha2::{Digest as _, Sha256};
use store::evidence::{file_name, hash_of_name};
use store::{Append, CurrentRow, Follows, RowChange};
use zip::ZipArchive;

use super::{
    ArchiveFault, COMMITS_IN_ENTRY, ENTRIES_MAX, GENESIS, LOG_ENTRY_BYTES_MAX, Label, MANIFEST, ORGANISATION,
    TEXT_BYTES_MAX,
};
use crate::books::Books;
use crate::failure::Failure;
use crate::files::FILE_BYTES_MAX;
use crate::instance::Instance;
use crate::reload;
use crate::verify::Report;

/// What came of taking an archive.
pub struct Restored {
    /// The organisation.
    pub books: Arc<Books>,
    /// How many commits were added; none where all were here.
    pub added: u64,
    /// How many files were added or were here.
    pub files: u64,
    /// What verifying it again came to.
    pub report: Report,
}

/// An archive that was checked: its manifest holds, its chain holds, its records can be read.
struct Sound<R> {
    zip: ZipArchive<R>,
    label: Label,
    logs: Vec<String>,
    files: Vec<Hash>,
    isms: Isms,
    leaves: Vec<Hash>,
}

impl Instance {
    /// Takes an organisation from an archive. Where it is here, the archive must go on from it.
    ///
    /// `known` is a head noted elsewhere, which the archive must reach.
    ///
    /// # Errors
    /// A failure of the world; what is wrong with the archive is the inner error, and then nothing was written.
    pub async fn restore(
        &self,
        input: impl Read + Seek + Send,
        known: Option<(u64, Hash)>,
    ) -> Result<Result<Restored, ArchiveFault>, Failure> {
        let mut sound = match sound(input) {
            Ok(sound) => sound,
            Err(fault) => return Ok(Err(fault)),
        };
        if let Some(fault) = known.and_then(|(seq, leaf)| differs(&sound.leaves, seq, leaf)) {
            return Ok(Err(fault));
        }
        let log = sound.label.genesis.log;
        let here = match self.store().log(log).await? {
            None => {
                self.has_room().await?;
                None
            }
            Some(_) => Some(self.books(log).await?),
        };
        let from = match &here {
            None => 0,
            Some(books) => match continues(books, &sound) {
                Ok(from) => from,
                Err(fault) => return Ok(Err(fault)),
            },
        };
        // A chain says that its commits follow one another, not who made them: what goes on from here is taken only where
        // somebody knows its head from elsewhere.
        let added = sound.label.commits - from;
        if let Some(books) = here.as_ref().filter(|_| added > 0 && known.is_none()) {
            return Ok(Err(ArchiveFault::Unasked { name: books.name(), added }));
        }
        // Until the commits that name them are there, nobody takes these bytes away.
        let held = self.shelf().hold().await;
        for hash in std::mem::take(&mut sound.files) {
            let name = format!("files/{}", file_name(hash));
            let bytes = match bytes_of(&mut sound.zip, &name, FILE_BYTES_MAX) {
                Ok(bytes) => bytes,
                Err(fault) => return Ok(Err(fault)),
            };
            let put = self.shelf().put(&held, &mut bytes.as_slice()).await;
            put.map_err(|error| Failure::Broken(error.to_string()))?;
        }
        let files = sound.label.files;
        if added > 0 {
            self.append(&mut sound, here.as_deref(), from).await?;
        }
        drop(held);
        if let Some(books) = &here {
            books.read_again().await?;
        }
        let books = self.books(log).await?;
        // What was redacted does not come back by an archive.
        books.forget_redacted().await?;
        let report = books.verify().await;
        Ok(Ok(Restored { books, added, files, report }))
    }

    /// Adds the commits of an archive from a number on, each thousand in one transaction.
    async fn append<R: Read + Seek>(
        &self,
        sound: &mut Sound<R>,
        here: Option<&Books>,
        from: u64,
    ) -> Result<(), Failure> {
        let log = sound.label.genesis.log;
        let mut rows = Some(rows(here, &sound.isms));
        let mut follows = match from.checked_sub(1) {
            None => Follows::Genesis(sound.label.genesis.clone()),
            Some(last) => Follows::Head(head(sound, last)),
        };
        let mut at = 0;
        for name in std::mem::take(&mut sound.logs) {
            let broken = |fault: ArchiveFault| Failure::Broken(fault.to_string());
            let bytes = bytes_of(&mut sound.zip, &name, LOG_ENTRY_BYTES_MAX).map_err(broken)?;
            let mut entries = unpacked(&name, &bytes).map_err(broken)?;
            let first = at;
            at += entries.len() as u64;
            if at <= from {
                continue;
            }
            entries.drain(
                ..usize::try_from(from.saturating_sub(first)).unwrap_or(usize::MAX).min(entries.len()),
            );
            let is_last = at == sound.label.commits;
            // What is current follows from the last commit.
            let rows = if is_last { rows.take().unwrap_or_default() } else { Vec::new() };
            self.store().append(Append { log, follows, entries, rows }).await?;
            follows = Follows::Head(head(sound, at - 1));
        }
        Ok(())
    }
}

/// Says whether an archive does not hold a commit that is known from elsewhere.
fn differs(leaves: &[Hash], seq: u64, leaf: Hash) -> Option<ArchiveFault> {
    match usize::try_from(seq).ok().and_then(|at| leaves.get(at)) {
        None => Some(ArchiveFault::Rollback { seq: (leaves.len() as u64).saturating_sub(1) }),
        Some(found) if *found != leaf => Some(ArchiveFault::OtherHead { seq }),
        Some(_) => None,
    }
}

/// Returns from which commit on the archive goes on from what is here.
fn continues<R>(books: &Books, sound: &Sound<R>) -> Result<u64, ArchiveFault> {
    let filter = crate::history::Filter { at_most: usize::MAX, ..Default::default() };
    let here = books.commits(&filter);
    for commit in here.iter().rev() {
        let there = usize::try_from(commit.seq).ok().and_then(|at| sound.leaves.get(at));
        if there.is_some_and(|leaf| *leaf != commit.leaf) {
            return Err(ArchiveFault::Forked { name: books.name(), seq: commit.seq });
        }
    }
    let (here, there) = (here.len() as u64, sound.label.commits);
    if here > there {
        return Err(ArchiveFault::Older { name: books.name(), here, there });
    }
    Ok(here)
}

fn head<R>(sound: &Sound<R>, seq: u64) -> Head {
    let leaf = usize::try_from(seq).ok().and_then(|at| sound.leaves.get(at)).copied();
    Head { epoch: sound.label.genesis.log.epoch, seq, leaf: leaf.expect("each commit was checked") }
}

/// Returns how the plain table of current records becomes that of a state.
fn rows(here: Option<&Books>, isms: &Isms) -> Vec<RowChange> {
    let mut rows = Vec::new();
    for kind in RecordKind::ALL {
        let slug = kind.kind().slug();
        for (id, _) in isms.all(*kind) {
            let body = isms.present(id).map(|change| change.body()).unwrap_or_default();
            let body = String::from_utf8(body).expect("our own JSON");
            rows.push(RowChange::Put(CurrentRow { kind: slug.clone(), id: id.to_string(), body }));
        }
        if let Some(here) = here {
            let before = here.now().isms;
            let gone = before.all(*kind).into_iter().filter(|(id, _)| isms.find(*id).is_none());
            rows.extend(gone.map(|(id, _)| RowChange::Remove { kind: slug.clone(), id: id.to_string() }));
        }
    }
    rows
}

/// Checks a whole archive.
fn sound<R: Read + Seek>(input: R) -> Result<Sound<R>, ArchiveFault> {
    let mut zip = ZipArchive::new(input).map_err(|error| ArchiveFault::NotOne(error.to_string()))?;
    if zip.len() > ENTRIES_MAX {
        return Err(ArchiveFault::NotOne(format!(
            "it has {} entries, expected at most {ENTRIES_MAX}",
            zip.len()
        )));
    }
    let manifest = manifest(&mut zip)?;
    let mut isms = Isms::default();
    let genesis = text(&mut zip, GENESIS, &manifest)?;
    let genesis = Genesis::parse(&genesis).map_err(|fault| ArchiveFault::at(GENESIS, fault))?;
    let label = text(&mut zip, ORGANISATION, &manifest)?;
    let label = String::from_utf8(label).map_err(|_| ArchiveFault::at(ORGANISATION, "is not UTF-8"))?;
    let label = Label::read(&label, genesis)?;
    let names =
        |part: &str| manifest.keys().filter(|name| name.starts_with(part)).cloned().collect::<Vec<_>>();
    let logs = names("log/");
    let files: Vec<Hash> =
        names("files/").iter().filter_map(|name| hash_of_name(name.trim_start_matches("files/"))).collect();
    if files.len() as u64 != label.files || logs.len() + files.len() + 2 != manifest.len() {
        return Err(ArchiveFault::at(MANIFEST, "lists other entries than an archive has"));
    }
    let mut chain = Chain::begin(&label.genesis);
    let mut leaves = Vec::new();
    for name in &logs {
        if *name != format!("log/{:08}", chain.size()) {
            return Err(ArchiveFault::at(name, format!("expected commit {}", chain.size())));
        }
        let bytes = listed(&mut zip, name, &manifest, LOG_ENTRY_BYTES_MAX)?;
        for entry in unpacked(name, &bytes)? {
            let seq = chain.size();
            let checked = check(seq, &entry).map_err(|fault| ArchiveFault::at(name, fault))?;
            chain.follow(&checked).map_err(|fault| ArchiveFault::at(name, fault))?;
            let changes = reload::read(&checked).map_err(|fault| {
                ArchiveFault::at(name, format!("commit {seq}: {fault}; a newer program may have written it"))
            })?;
            changes.iter().for_each(|change| isms.replay(change, Stamp::default()));
            leaves.push(checked.leaf);
        }
    }
    if chain.size() != label.commits || leaves.last() != Some(&label.leaf) {
        return Err(ArchiveFault::at(
            ORGANISATION,
            format!(
                "names {} commits, and the archive has {} or ends with another",
                label.commits,
                chain.size()
            ),
        ));
    }
    for hash in &files {
        // The name is the hash: what the manifest says of it must be the same.
        let name = format!("files/{}", file_name(*hash));
        if manifest.get(&name).is_none_or(|(digest, _)| *digest != file_name(*hash)) {
            return Err(ArchiveFault::at(&name, "is another file than its name says"));
        }
        listed(&mut zip, &name, &manifest, FILE_BYTES_MAX)?;
    }
    Ok(Sound { zip, label, logs, files, isms, leaves })
}

/// Reads the list of entries, and looks that there are no others.
fn manifest<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
) -> Result<BTreeMap<String, (String, u64)>, ArchiveFault> {
    let bytes = bytes_of(zip, MANIFEST, TEXT_BYTES_MAX)?;
    let lines = String::from_utf8(bytes).map_err(|_| ArchiveFault::at(MANIFEST, "is not UTF-8"))?;
    let mut manifest = BTreeMap::new();
    for (at, line) in lines.lines().enumerate() {
        let wrong =
            || ArchiveFault::at(MANIFEST, format!("line {}: expected a hash, a size and a name", at + 1));
        let mut words = line.splitn(3, ' ');
        let (digest, size, name) = (words.next(), words.next(), words.next());
        let (Some(digest), Some(size), Some(name)) = (digest, size, name) else { return Err(wrong()) };
        let size: u64 = size.parse().map_err(|_| wrong())?;
        if !is_name(name) || manifest.insert(name.to_owned(), (digest.to_owned(), size)).is_some() {
            return Err(wrong());
        }
    }
    let names: Vec<String> = zip.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    let strange = names.iter().find(|name| *name != MANIFEST && !manifest.contains_key(*name));
    if let Some(strange) = strange {
        return Err(ArchiveFault::at(&clipped(strange), "is in the archive, but not in its list"));
    }
    if zip.len() != manifest.len() + 1 || names.len() != zip.len() {
        return Err(ArchiveFault::at(MANIFEST, "lists entries that are not there, or some are there twice"));
    }
    Ok(manifest)
}

/// Says whether an entry of an archive can have this name.
fn is_name(name: &str) -> bool {
    let is_log =
        |name: &str| name.len() >= 8 && name.len() <= 12 && name.bytes().all(|byte| byte.is_ascii_digit());
    match name.split_once('/') {
        None => name == ORGANISATION || name == GENESIS,
        Some(("log", number)) => is_log(number),
        Some(("files", hash)) => hash_of_name(hash).is_some(),
        Some(_) => false,
    }
}

fn text<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    name: &str,
    manifest: &BTreeMap<String, (String, u64)>,
) -> Result<Vec<u8>, ArchiveFault> {
    listed(zip, name, manifest, TEXT_BYTES_MAX)
}

/// Returns an entry whose hash and size are those of the list.
fn listed<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    name: &str,
    manifest: &BTreeMap<String, (String, u64)>,
    bytes_max: u64,
) -> Result<Vec<u8>, ArchiveFault> {
    let (digest, size) = manifest.get(name).ok_or_else(|| ArchiveFault::at(name, "is missing"))?;
    let bytes = bytes_of(zip, name, bytes_max)?;
    let found = file_name(Hash(Sha256::digest(&bytes).into()));
    if bytes.len() as u64 != *size || found != *digest {
        return Err(ArchiveFault::at(
            name,
            format!("hashes to {found}, and the list says {}", clipped(digest)),
        ));
    }
    Ok(bytes)
}

/// Returns the bytes of an entry; it is read no further than it may be large.
fn bytes_of<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    name: &str,
    bytes_max: u64,
) -> Result<Vec<u8>, ArchiveFault> {
    let entry = zip.by_name(name).map_err(|error| {
        if matches!(error, zip::result::ZipError::FileNotFound) {
            ArchiveFault::NotOne(format!("{name} is missing"))
        } else {
            ArchiveFault::at(name, error)
        }
    })?;
    let is_plain = entry.compression() == zip::CompressionMethod::Stored;
    if !is_plain || entry.is_symlink() || entry.is_dir() || entry.encrypted() {
        return Err(ArchiveFault::at(
            name,
            "is packed, encrypted, a link or a folder, expected a plain file",
        ));
    }
    let mut bytes = Vec::new();
    let read = entry.take(bytes_max + 1).read_to_end(&mut bytes);
    read.map_err(|error| ArchiveFault::at(name, error))?;
    if bytes.len() as u64 > bytes_max {
        return Err(ArchiveFault::at(name, format!("is larger than {bytes_max} bytes")));
    }
    Ok(bytes)
}

/// Takes commits apart.
fn unpacked(name: &str, bytes: &[u8]) -> Result<Vec<Entry>, ArchiveFault> {
    let cut = || ArchiveFault::at(name, "a commit is cut short");
    let mut rest = bytes;
    let mut entries = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<4>().ok_or_else(cut)?;
        let length = u32::from_be_bytes(*length) as usize;
        if length > HEADER_BYTES_MAX {
            return Err(ArchiveFault::at(
                name,
                format!("a header has {length} bytes, expected at most {HEADER_BYTES_MAX}"),
            ));
        }
        let (header, after) = after.split_at_checked(length).ok_or_else(cut)?;
        let (length, after) = after.split_first_chunk::<8>().ok_or_else(cut)?;
        let length = usize::try_from(u64::from_be_bytes(*length)).map_err(|_| cut())?;
        let (changes, after) = after.split_at_checked(length).ok_or_else(cut)?;
        entries.push(Entry { header: header.to_vec(), changes: changes.to_vec() });
        rest = after;
        if entries.len() as u64 > COMMITS_IN_ENTRY {
            return Err(ArchiveFault::at(name, format!("holds more than {COMMITS_IN_ENTRY} commits")));
        }
    }
    Ok(entries)
}

/// Returns a name of unknown origin, short enough to be shown.
fn clipped(name: &str) -> String {
    name.chars().filter(|sign| !sign.is_control()).take(80).collect()
}
