//! Writing a pack: nothing larger than one file or one register is in memory; its hash is noted before anybody has it.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};

use ledger::Hash;
use model::records::{Document, Evidence, Scope, Share, ShareState, StoredFile};
use model::{Digest, Isms, Line, RecordId, RecordKind, Ref};
use operations::{ExportShare, Operation, hex};
use policy::Verdict;
use reports::Basis;
use reports::content::LedgerHead;
use sha2::{Digest as _, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::html::{Cover, cover};
use super::{BYTES_MAX, ENTRIES_MAX, FORMAT, INDEX, Listed, MANIFEST, Manifest, PackRefusal, sheets};
use crate::archive::BYTES_IN_BROWSER_MAX;
use crate::books::{Books, Snapshot};
use crate::commit::Visit;
use crate::failure::Failure;
use crate::jobs::{Progress, Silent};
use crate::room::Room;

/// What became of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The hash of the whole file.
    pub digest: Digest,
    /// How many bytes it has.
    pub bytes: u64,
    /// How many entries it has.
    pub entries: usize,
    /// The records whose files went out, each with the hash of its bytes.
    pub files: Vec<(RecordId, Digest)>,
    /// What is shared and is not in it, and why.
    pub left_out: Vec<String>,
    /// The commit that it shows.
    pub commit: u32,
    /// The hash of that commit.
    pub head: Digest,
}

/// What is to be packed: the share, and what it shows.
struct Packing {
    share: Ref<Share>,
    record: Share,
    isms: Isms,
    head: LedgerHead,
    /// How many exceptions from duties hold that are restricted to named people.
    restricted: usize,
}

/// A zip on its way, with what stands in it so far.
struct Entries<W: Write + Seek> {
    zip: ZipWriter<W>,
    listed: Vec<Listed>,
    what: Vec<(String, String)>,
    bytes: u64,
    bytes_max: u64,
}

impl<W: Write + Seek> Entries<W> {
    /// Adds an entry and lists it.
    fn add(&mut self, path: &str, what: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.put(path, bytes)?;
        let (sha256, size) = (Digest::of(bytes), bytes.len() as u64);
        self.listed.push(Listed { path: path.to_owned(), sha256, size });
        self.what.push((path.to_owned(), what.to_owned()));
        Ok(())
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        if self.bytes > self.bytes_max {
            return Err(Failure::TooLarge(format!(
                "a pack that is made here holds at most {} GiB; share fewer files, or write it on the machine with plumb share pack",
                self.bytes_max >> 30
            )));
        }
        let options = SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o600)
            .large_file(bytes.len() as u64 >= u64::from(u32::MAX));
        self.zip.start_file(path, options).map_err(|error| unwritten(&error))?;
        self.zip.write_all(bytes).map_err(|error| unwritten(&error))
    }
}

fn unwritten(error: &dyn std::fmt::Display) -> Failure {
    Failure::Broken(format!("the pack cannot be written: {error}"))
}

impl Room {
    /// Writes what a share shows into an empty file, and notes in the log who did, with which evidence; whoever may not export
    /// it is told so before anything is written.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed; a refusal is the inner error. The file is then to be thrown away.
    pub async fn pack(
        &self,
        visit: &Visit,
        share: Ref<Share>,
        file: &mut File,
    ) -> Result<Result<Packed, PackRefusal>, Failure> {
        self.pack_within(visit, share, file, BYTES_MAX, &Silent).await
    }

    /// The same, and tells how far it is; before it is noted it can be cancelled. It is no larger than what is kept for a browser.
    ///
    /// # Errors
    /// The same, and where it is not wanted any more.
    pub async fn pack_telling(
        &self,
        visit: &Visit,
        share: Ref<Share>,
        file: &mut File,
        progress: &dyn Progress,
    ) -> Result<Result<Packed, PackRefusal>, Failure> {
        self.pack_within(visit, share, file, BYTES_IN_BROWSER_MAX, progress).await
    }

    /// The same with so many bytes at most.
    pub(super) async fn pack_within(
        &self,
        visit: &Visit,
        share: Ref<Share>,
        file: &mut File,
        bytes_max: u64,
        progress: &dyn Progress,
    ) -> Result<Result<Packed, PackRefusal>, Failure> {
        if let Verdict::Deny(denial) = self.may(visit.actor, &visit.proof, ExportShare::INTENT, &[share.id()])
        {
            return Err(Failure::NotAllowed(denial));
        }
        let books = self.books();
        let packing = match books.packing(share)? {
            Ok(packing) => packing,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let (entries, files, left_out) = books.write_pack(&packing, &mut *file, bytes_max, progress).await?;
        let (digest, bytes) = hashed(file).map_err(|error| unwritten(&error))?;
        progress.writes()?;
        let export = ExportShare { share, digest: digest.clone(), files: files.clone() };
        if let Err(refusal) = books.run(visit, export).await? {
            return Ok(Err(PackRefusal::Refused(refusal.to_string())));
        }
        let (commit, head) = (commit_of(&packing.record), packing.record.leaf.clone().unwrap_or_default());
        Ok(Ok(Packed { digest, bytes, entries, files, left_out, commit, head }))
    }
}

impl Books {
    /// Finds what a share shows.
    fn packing(&self, share: Ref<Share>) -> Result<Result<Packing, PackRefusal>, Failure> {
        let (now, today) = (self.now().isms, self.today());
        let unknown = || Failure::Unknown(share.id().to_string());
        let record = now.shares.get(&share).map(|record| Share::clone(record)).ok_or_else(unknown)?;
        if record.state != ShareState::Open || !record.is_open(today) {
            return Ok(Err(PackRefusal::NotOpen(share.id().to_string())));
        }
        let seq = u64::from(commit_of(&record));
        let frozen: Option<Snapshot> = self.frozen.lock().expect("nobody panics here").get(&seq).cloned();
        let Some(frozen) = frozen else {
            return Err(Failure::Broken(format!("the state of commit {seq} is not at hand")));
        };
        let isms = policy::disclosed(&frozen.isms, &now, share, &record, today);
        let head = LedgerHead {
            organisation: self.log().org.to_string(),
            seq,
            digest: record.leaf.as_ref().map(ToString::to_string).unwrap_or_default(),
        };
        let as_of = record.opened_on.unwrap_or(today);
        let hold = |isms: &Isms| reports::duty_exceptions(isms, as_of).len();
        let restricted = hold(&frozen.isms).saturating_sub(hold(&isms));
        Ok(Ok(Packing { share, record, isms, head, restricted }))
    }

    /// Writes all entries; returns how many, whose files went in, and what did not.
    async fn write_pack(
        &self,
        packing: &Packing,
        file: &mut File,
        bytes_max: u64,
        progress: &dyn Progress,
    ) -> Result<(usize, Vec<(RecordId, Digest)>, Vec<String>), Failure> {
        let out = BufWriter::new(file);
        let zip = ZipWriter::new(out);
        let mut entries = Entries { zip, listed: Vec::new(), what: Vec::new(), bytes: 0, bytes_max };
        let as_of = packing.record.opened_on.unwrap_or_else(|| self.today());
        let basis = Basis {
            isms: &packing.isms,
            standards: standards::Standards::iso27001(),
            as_of,
            ledger: &packing.head,
            logos: reports::Logos::default(),
        };
        for made in sheets::soa(&basis) {
            entries.add(&made.path, &made.what, &made.bytes)?;
        }
        progress.part("writing the registers", "registers", Some(RecordKind::ALL.len() as u64))?;
        for (place, kind) in RecordKind::ALL.iter().enumerate() {
            progress.done(place as u64)?;
            for made in sheets::of_kind(&basis, *kind) {
                entries.add(&made.path, &made.what, &made.bytes)?;
            }
        }
        let (files, left_out) = self.add_files(packing, &mut entries, progress).await?;
        let mut manifest = self.manifest(packing);
        manifest.files.clone_from(&entries.listed);
        let mut exceptions = reports::duty_exceptions(&packing.isms, as_of);
        if packing.restricted > 0 {
            exceptions
                .push(format!("{} more, restricted to people named inside: ask for it", packing.restricted));
        }
        let first = cover(&Cover {
            manifest: &manifest,
            scope: scope(&packing.isms),
            exceptions,
            what: std::mem::take(&mut entries.what),
            left_out: left_out.clone(),
            files: if policy::shares_files(&packing.record) { "shared" } else { "not shared" },
        });
        entries.add(INDEX, "this page", first.as_bytes())?;
        manifest.files = std::mem::take(&mut entries.listed);
        manifest.files.sort_by(|one, other| one.path.cmp(&other.path));
        let count = manifest.files.len() + 1;
        entries.put(MANIFEST, &model::stored::bytes(&manifest))?;
        let mut out = entries.zip.finish().map_err(|error| unwritten(&error))?;
        out.flush().map_err(|error| unwritten(&error))?;
        Ok((count, files, left_out))
    }

    /// Adds the files of evidence and documents, where they are shared.
    async fn add_files<W: Write + Seek + Send>(
        &self,
        packing: &Packing,
        entries: &mut Entries<W>,
        progress: &dyn Progress,
    ) -> Result<(Vec<(RecordId, Digest)>, Vec<String>), Failure> {
        let (mut files, mut left_out) = (Vec::new(), Vec::new());
        if !policy::shares_files(&packing.record) {
            return Ok((files, left_out));
        }
        let all = files_of(&packing.isms);
        progress.part("adding the files", "files", Some(all.len() as u64))?;
        for (place, (record, file)) in all.into_iter().enumerate() {
            progress.done(place as u64)?;
            if entries.listed.len() + 2 >= ENTRIES_MAX {
                return Err(Failure::TooLarge(format!("a pack has at most {ENTRIES_MAX} files")));
            }
            match self.file(&file.digest).await {
                Ok(bytes) => {
                    let path = format!("files/{record}-{}", plain(&file.name));
                    let title = packing.isms.find(record).map_or("", |found| found.title());
                    entries.add(&path, &format!("{record} {title}"), &bytes)?;
                    files.push((record, file.digest));
                }
                // What was redacted, or is gone, is told: nobody takes it for what was never there.
                Err(failure) => left_out.push(format!("the file of {record}: {failure}")),
            }
        }
        Ok((files, left_out))
    }

    fn manifest(&self, packing: &Packing) -> Manifest {
        let Packing { share, record, .. } = packing;
        Manifest {
            format: FORMAT.to_owned(),
            organisation: packing.isms.organisation.one().map(|here| here.title.clone()).unwrap_or_default(),
            log: self.origin(),
            share: Line::new(&share.id().to_string()),
            body: record.body.clone(),
            engagement: record.engagement.clone(),
            as_of: record.opened_on,
            commit: commit_of(record),
            head: record.leaf.clone().unwrap_or_default(),
            files: Vec::new(),
        }
    }
}

/// Returns the commit at which a share is frozen.
fn commit_of(share: &Share) -> u32 {
    share.commit.unwrap_or_default()
}

/// Returns what the certificate is to cover, as far as that is shared.
fn scope(isms: &Isms) -> String {
    let scope: Option<&Scope> = isms.scope.one().map(|scope| &**scope);
    scope.map_or_else(String::new, |scope| {
        let wording =
            if scope.certificate_wording.is_empty() { &scope.statement } else { &scope.certificate_wording };
        wording.to_string()
    })
}

/// Returns the files of evidence and documents, in the order of their records.
fn files_of(isms: &Isms) -> Vec<(RecordId, StoredFile)> {
    let evidence =
        isms.evidence.iter().filter_map(|(id, one): (Ref<Evidence>, _)| Some((id.id(), one.file.clone()?)));
    let documents =
        isms.documents.iter().filter_map(|(id, one): (Ref<Document>, _)| Some((id.id(), one.file.clone()?)));
    evidence.chain(documents).collect()
}

/// Returns a file's name as it may stand in a pack.
fn plain(name: &str) -> String {
    let sign = |sign: char| if sign.is_ascii_alphanumeric() || "-_.".contains(sign) { sign } else { '_' };
    let plain: String = name.chars().take(80).map(sign).collect();
    let plain = plain.trim_end_matches('.').to_owned();
    if plain.is_empty() { "file".to_owned() } else { plain }
}

/// Returns the hash of a file from elsewhere, as people compare it.
///
/// # Errors
/// Where it cannot be read.
pub fn digest_of_file(mut file: File) -> std::io::Result<Digest> {
    hashed(&mut file).map(|(digest, _)| digest)
}

/// Hashes a file from its beginning; returns how many bytes it has, too.
pub(crate) fn hashed(file: &mut File) -> std::io::Result<(Digest, u64)> {
    file.seek(SeekFrom::Start(0))?;
    let (mut hash, mut size, mut part) = (Sha256::new(), 0_u64, vec![0; 64 * 1024]);
    loop {
        let read = file.read(&mut part)?;
        if read == 0 {
            break;
        }
        hash.update(&part[..read]);
        size += read as u64;
    }
    file.seek(SeekFrom::Start(0))?;
    let hash = Hash(hash.finalize().into());
    let digest = model::Value::read(&hex(&hash.0)).expect("64 hexadecimal digits");
    Ok((digest, size))
}
