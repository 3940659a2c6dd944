//! Files of evidence: kept under their digest, before a record names them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use ledger::{Hash, LogId};
use model::records::{JointChange, Organisation, StoredFile};
use model::{Change, Digest, Isms, Line, RecordId, RecordKind, Ref, Stored};
use operations::{Operation as _, Undo};
use policy::Denial;
use rules::FileFault;
use rules::Integrity;
use store::Store;
use store::evidence::{EvidenceStore, GetError, PutError};
use tokio::sync::{OwnedRwLockReadGuard, RwLock};

use crate::books::{Books, Kept};
use crate::failure::Failure;
use crate::jobs::{Cancelled, Progress, Silent};

/// The largest file that is taken.
pub const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// A file that came in.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Its name there; only a name, never a path here.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Where the files of all organisations of an installation lie, and what keeps apart those who name bytes and who takes them away.
pub(crate) struct Shelf {
    evidence: Arc<dyn EvidenceStore>,
    /// Held together by those who keep and name files, alone by who takes bytes away.
    naming: Arc<RwLock<()>>,
    /// What was taken away and not brought again since: whoever still had it in hand does not name it.
    gone: Mutex<BTreeSet<Hash>>,
}

/// Holds bytes where they are: as long as somebody holds it, none are taken away.
pub(crate) type Held = OwnedRwLockReadGuard<()>;

impl Shelf {
    /// Returns the shelf of an installation.
    pub(crate) fn new(evidence: Arc<dyn EvidenceStore>) -> Self {
        Self { evidence, naming: Arc::default(), gone: Mutex::default() }
    }

    /// Returns where the files lie, to read them.
    pub(crate) fn files(&self) -> Arc<dyn EvidenceStore> {
        Arc::clone(&self.evidence)
    }

    /// Waits until nobody takes bytes away, and holds them.
    pub(crate) async fn hold(&self) -> Held {
        Arc::clone(&self.naming).read_owned().await
    }

    /// The same without waiting; nothing where somebody takes bytes away at this moment.
    pub(crate) fn try_hold(&self) -> Option<Held> {
        Arc::clone(&self.naming).try_read_owned().ok()
    }

    /// Keeps bytes, of which somebody holds all.
    pub(crate) async fn put(
        &self,
        _held: &Held,
        content: &mut (dyn tokio::io::AsyncRead + Send + Unpin),
    ) -> Result<store::evidence::Stored, PutError> {
        let stored = self.evidence.put(content, FILE_BYTES_MAX).await?;
        self.gone.lock().expect("nobody panics here").remove(&stored.hash);
        Ok(stored)
    }

    /// Says whether bytes were taken away.
    pub(crate) fn is_gone(&self, digest: &Digest) -> bool {
        hash(digest).is_some_and(|hash| self.gone.lock().expect("nobody panics here").contains(&hash))
    }

    /// Takes bytes away, which nobody holds.
    async fn remove(&self, hash: Hash) -> Result<(), Failure> {
        self.gone.lock().expect("nobody panics here").insert(hash);
        Ok(self.evidence.remove(hash).await?)
    }
}

/// What it takes to take away what a commit redacted: it goes on where nobody waits for it.
pub(crate) struct AfterCommit(Option<Redacting>);

impl AfterCommit {
    /// Takes it away. What is redacted is on record before its bytes go; where they do not go now, they go when the records are
    /// opened again.
    pub(crate) async fn redact(self) {
        let Some(redacting) = self.0 else { return };
        if let Err(failure) = redacting.forget().await {
            tracing::warn!("redacted bytes are still there: {failure}");
        }
    }
}

/// What it takes to take redacted bytes away.
struct Redacting {
    log: LogId,
    store: Arc<dyn Store>,
    shelf: Arc<Shelf>,
    kept: Arc<Kept>,
}

/// Returns the digests of files that changes name and that those records did not name before.
pub(crate) fn named_anew(isms: &Isms, changes: &[Change]) -> Vec<Digest> {
    let before = |id: RecordId| isms.present(id).map(|present| named_in(&present)).unwrap_or_default();
    let named = changes.iter().filter_map(|change| Some((change.id()?, named_in(change))));
    let anew = named.filter(|(_, named)| !named.is_empty()).flat_map(|(id, named)| {
        let before = before(id);
        named.into_iter().filter(move |digest| !before.contains(digest))
    });
    anew.collect()
}

/// Returns the digests of the files that a record names as a change leaves it.
fn named_in(change: &Change) -> Vec<Digest> {
    let files: [Option<&StoredFile>; 2] = if let Change::Evidence(_, stored) = change {
        [stored.record.file.as_ref(), None]
    } else if let Change::Document(_, stored) = change {
        [stored.record.file.as_ref(), None]
    } else if let Change::Organisation(_, stored) = change {
        [stored.record.logo.as_ref(), stored.record.prepared_logo.as_ref()]
    } else {
        [None, None]
    };
    files.into_iter().flatten().map(|file| file.digest.clone()).collect()
}

impl Books {
    /// Keeps a file; it is on the disk when this returns.
    ///
    /// What was redacted here is not kept again. Where another organisation redacts the same bytes before a commit names them,
    /// they go, and the commit is refused: bytes that a commit names are never taken away.
    ///
    /// # Errors
    /// Where it is too large, was redacted, or the disk is full.
    pub async fn keep_file(&self, file: &NewFile) -> Result<StoredFile, Failure> {
        // While this is held no redaction takes bytes away: one that is committed from now on finds these.
        let held = self.shelf.hold().await;
        self.refuse_redacted(&file.name, &hex(Hash::of(&file.bytes)))?;
        let mut bytes: &[u8] = &file.bytes;
        self.keep(&held, &file.name, media_of(&file.bytes), &mut bytes).await
    }

    /// Keeps a zip that was checked, in pieces; it is on the disk when this returns.
    ///
    /// # Errors
    /// Where it is too large, was redacted, or the disk is full.
    pub(crate) async fn keep_stream(&self, name: &str, file: std::fs::File) -> Result<StoredFile, Failure> {
        let held = self.shelf.hold().await;
        let mut content = tokio::fs::File::from_std(file);
        let stored = self.keep(&held, name, "application/zip", &mut content).await?;
        drop(held);
        if let Err(refused) = self.refuse_redacted(name, &stored.digest) {
            // The same bytes do not come back by another way.
            self.forget_redacted().await?;
            return Err(refused);
        }
        Ok(stored)
    }

    /// Refuses bytes that were redacted here.
    fn refuse_redacted(&self, name: &str, digest: &Digest) -> Result<(), Failure> {
        let Some(words) = self.redacted(digest) else { return Ok(()) };
        Err(Failure::NotAllowed(Box::new(Denial::plain(&format!(
            "{} was {words}; its bytes are not kept again",
            base_name(name)
        )))))
    }

    async fn keep(
        &self,
        held: &Held,
        name: &str,
        media: &str,
        content: &mut (dyn tokio::io::AsyncRead + Send + Unpin),
    ) -> Result<StoredFile, Failure> {
        let stored = self.shelf.put(held, content).await.map_err(|error| match error {
            PutError::TooLarge { bytes_max } => {
                Failure::TooLarge(format!("{name} is too large, expected at most {bytes_max} bytes"))
            }
            PutError::Full => Failure::Full,
            PutError::Source(because) => Failure::Broken(because),
            PutError::Unavailable(unavailable) => unavailable.into(),
        })?;
        let size =
            u32::try_from(stored.bytes).map_err(|_| Failure::TooLarge(format!("{name} is too large")))?;
        Ok(StoredFile { name: base_name(name), digest: hex(stored.hash), size, media: Line::new(media) })
    }

    /// Returns the bytes of a kept file, hashed again.
    ///
    /// # Errors
    /// Where it is gone or its bytes are others.
    pub async fn file(&self, digest: &Digest) -> Result<Vec<u8>, Failure> {
        let hash = hash(digest).ok_or_else(|| Failure::Unknown(format!("file {}", digest.short())))?;
        if let Some(words) = self.redacted(digest) {
            return Err(Failure::Unknown(format!("file {} any more: it was {words}", digest.short())));
        }
        self.evidence.get(hash).await.map_err(|error| Failure::Broken(error.to_string()))
    }

    /// Hashes all files that records name again, and tells the rules what differs.
    pub async fn check_files(&self) -> Integrity {
        self.check_files_telling(&Silent).await.expect("silence cancels nothing")
    }

    /// The same, and tells how many are hashed.
    pub(crate) async fn check_files_telling(&self, progress: &dyn Progress) -> Result<Integrity, Cancelled> {
        // Nobody keeps anchors outside or counts backups yet: what the rules ask about them is unknown, and is listed so.
        let commits = Some(self.now().commits());
        let mut integrity = Integrity { commits, ..Integrity::default() };
        let named = self.named_files();
        progress.part("hashing the files", "files", Some(named.len() as u64))?;
        for (place, (record, file)) in named.into_iter().enumerate() {
            progress.done(place as u64)?;
            let Some(hash) = hash(&file.digest) else { continue };
            let found = match self.evidence.check(hash).await {
                Ok(_) => continue,
                Err(GetError::Changed { found, .. }) => Some(hex(found).to_string()),
                Err(GetError::Unknown(_) | GetError::Unavailable(_)) => None,
            };
            integrity.files.push(FileFault { record, recorded: file.digest.to_string(), found });
        }
        *self.integrity.lock().expect("nobody panics here") = Some(integrity.clone());
        Ok(integrity)
    }

    /// Says by which commit the bytes of a file were redacted, where they were.
    pub(crate) fn redacted(&self, digest: &Digest) -> Option<String> {
        let by = operations::redaction_of(&self.now().isms, digest)?;
        let commit = self.last_commit_of(by.id());
        Some(commit.map_or_else(|| format!("redacted by {by}"), |seq| format!("redacted by #{seq} ({by})")))
    }

    /// Takes the bytes away that were redacted here, unless another organisation on this machine still has them.
    ///
    /// It does the same however often it is done: after the commit, when the records are opened, after a restore.
    ///
    /// # Errors
    /// Where the files cannot be reached.
    pub(crate) async fn forget_redacted(&self) -> Result<(), Failure> {
        self.redacting().forget().await
    }

    /// Returns what is to be taken away after a commit that wrote these records and left this state.
    pub(crate) fn after(&self, isms: &Isms, records: &[RecordId]) -> AfterCommit {
        let redacts = records.iter().filter(|record| record.kind == RecordKind::JointChange).any(|record| {
            let confirmed = isms.joint_changes.get(&Ref::of(record.key));
            confirmed.is_some_and(|one| one.redacted().is_some_and(|digest| !self.shelf.is_gone(digest)))
        });
        AfterCommit(redacts.then(|| self.redacting()))
    }

    /// Looks that the bytes of files that a commit names were not taken away since they were kept. Undoing brings back a record
    /// whose bytes were redacted here, and says so.
    pub(crate) fn are_there(&self, isms: &Isms, intent: &str, named: &[Digest]) -> Result<(), Failure> {
        let comes_back =
            |digest: &Digest| intent == Undo::INTENT && operations::redaction_of(isms, digest).is_some();
        match named.iter().find(|digest| self.shelf.is_gone(digest) && !comes_back(digest)) {
            None => Ok(()),
            Some(digest) => Err(Failure::NotAllowed(Box::new(Denial::plain(&format!(
                "the bytes of file {} were redacted before anything named them; bring it in again, where it may be kept",
                digest.short()
            ))))),
        }
    }

    /// Returns what it takes to take redacted bytes away.
    fn redacting(&self) -> Redacting {
        Redacting {
            log: self.log,
            store: Arc::clone(&self.store),
            shelf: Arc::clone(&self.shelf),
            kept: Arc::clone(&self.kept),
        }
    }

    /// Returns the files that records name, and whose bytes were not redacted.
    pub(crate) fn named_files(&self) -> Vec<(RecordId, StoredFile)> {
        let snapshot = self.now();
        let evidence = snapshot.isms.evidence.everything();
        let mut files: Vec<(RecordId, StoredFile)> =
            evidence.filter_map(|(id, record)| Some((id.id(), record.file.clone()?))).collect();
        let documents = snapshot.isms.documents.everything();
        files.extend(documents.filter_map(|(id, record)| Some((id.id(), record.file.clone()?))));
        if let Some(here) = snapshot.isms.organisation.one() {
            let logos = [&here.logo, &here.prepared_logo].into_iter().flatten();
            files.extend(logos.map(|file| (Ref::<Organisation>::one().id(), file.clone())));
        }
        let redacted: BTreeSet<&str> = snapshot
            .isms
            .joint_changes
            .iter()
            .filter_map(|(_, one)| one.redacted().map(Digest::as_str))
            .collect();
        files.retain(|(_, file)| !redacted.contains(file.digest.as_str()));
        files
    }
}

impl Redacting {
    /// Takes away what was redacted, alone: nobody keeps or names a file meanwhile.
    async fn forget(&self) -> Result<(), Failure> {
        let _alone = self.shelf.naming.write().await;
        let isms = Arc::clone(&self.kept.now.read().expect("no writer panics").isms);
        let digests: Vec<Digest> =
            isms.joint_changes.iter().filter_map(|(_, one)| one.redacted().cloned()).collect();
        for digest in digests {
            let Some(hash) = hash(&digest).filter(|_| !self.shelf.is_gone(&digest)) else { continue };
            if !self.is_named_elsewhere(digest.as_str()).await? {
                self.shelf.remove(hash).await?;
            }
        }
        Ok(())
    }

    /// Says whether another organisation on this machine names a file that it did not redact.
    async fn is_named_elsewhere(&self, digest: &str) -> Result<bool, Failure> {
        for log in self.store.logs().await?.into_iter().map(|log| log.genesis.log) {
            if log == self.log {
                continue;
            }
            let (mut named, mut redacted, mut after) = (false, false, None::<(String, String)>);
            loop {
                let from = after.as_ref().map(|(kind, id)| (kind.as_str(), id.as_str()));
                let rows = self.store.current(log, from, 1_000).await?;
                let Some(last) = rows.last() else { break };
                after = Some((last.kind.clone(), last.id.clone()));
                for row in rows.iter().filter(|row| row.body.contains(digest)) {
                    if row.kind == RecordKind::JointChange.kind().slug() {
                        // What cannot be read redacts nothing: bytes that go do not come back.
                        let read = serde_json::from_str::<Stored<JointChange>>(&row.body);
                        redacted |= read.is_ok_and(|one| {
                            one.record.redacted().is_some_and(|gone| gone.as_str() == digest)
                        });
                    } else {
                        named = true;
                    }
                }
            }
            if named && !redacted {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Returns the last part of a path, whatever separates its parts.
fn base_name(name: &str) -> Line {
    Line::new(name.rsplit(['/', '\\']).next().unwrap_or(name))
}

/// Returns a hash as hexadecimal digits.
fn hex(hash: Hash) -> Digest {
    let text = operations::hex(&hash.0);
    model::Value::read(&text).expect("64 hexadecimal digits")
}

/// Returns hexadecimal digits as a hash.
pub(crate) fn hash(digest: &Digest) -> Option<Hash> {
    let text = digest.as_str();
    let mut bytes = [0_u8; 32];
    if text.len() != 64 {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(Hash(bytes))
}

/// Says what bytes are, by how they begin; what is not known is a stream of bytes.
fn media_of(bytes: &[u8]) -> &'static str {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"PK\x03\x04", "application/zip"),
        (b"GIF8", "image/gif"),
    ];
    if let Some((_, media)) = KNOWN.iter().find(|(begins, _)| bytes.starts_with(begins)) {
        return media;
    }
    let begins = &bytes[..bytes.len().min(4096)];
    if std::str::from_utf8(begins).is_ok() && !begins.contains(&0) {
        "text/plain"
    } else {
        "application/octet-stream"
    }
}
