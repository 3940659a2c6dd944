//! Evidence in a folder, or in memory: one object for each file.

use std::fs;
use std::io;
use std::path::Path as FilePath;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::TryStreamExt;
use ledger::Hash;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt};
use uuid::Uuid;

use super::{EvidenceStore, GetError, PutError, Stored, file_name, hash_of_name};
use crate::contract::Unavailable;
use crate::folder::{FolderError, sync_folder};

/// How many bytes are read and written at once.
const PART: u64 = 1 << 20;
/// Where a file lies while it arrives.
const INCOMING: &str = "incoming";

/// Evidence as objects, each named by its hash.
#[derive(Debug, Clone)]
pub struct EvidenceObjects(Arc<dyn ObjectStore>);

impl EvidenceObjects {
    /// Keeps evidence in a folder, which is made if it is not there. Every file is synced, and its folder too.
    ///
    /// # Errors
    /// When the folder cannot be reached.
    pub fn in_folder(folder: &FilePath) -> Result<Self, FolderError> {
        fs::create_dir_all(folder).map_err(FolderError::io(folder))?;
        if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            sync_folder(parent).map_err(FolderError::io(parent))?;
        }
        let objects = LocalFileSystem::new_with_prefix(folder)
            .map_err(|problem| FolderError::io(folder)(io::Error::other(problem)))?;
        Ok(Self(Arc::new(objects.with_fsync(true))))
    }

    /// Keeps evidence in memory, until the program ends.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    async fn receive(
        &self,
        content: &mut (dyn AsyncRead + Send + Unpin),
        bytes_max: u64,
        incoming: &Path,
    ) -> Result<Stored, PutError> {
        let mut upload = self.0.put_multipart(incoming).await.map_err(put_error)?;
        let (mut hasher, mut bytes) = (Sha256::new(), 0);
        loop {
            let mut part = Vec::new();
            let read = (&mut *content).take(PART).read_to_end(&mut part).await;
            let problem = match read {
                Ok(0) => break,
                Ok(read) if bytes + read as u64 > bytes_max => PutError::TooLarge { bytes_max },
                Ok(read) => {
                    bytes += read as u64;
                    hasher.update(&part);
                    match upload.put_part(PutPayload::from(part)).await {
                        Ok(()) => continue,
                        Err(problem) => put_error(problem),
                    }
                }
                Err(problem) => PutError::Source(problem.to_string()),
            };
            // What could not be taken away here has a name that nothing refers to.
            let _ = upload.abort().await;
            return Err(problem);
        }
        upload.complete().await.map_err(put_error)?;
        Ok(Stored { hash: Hash(hasher.finalize().into()), bytes })
    }

    /// Reads a file part by part, and says whether it is still what was kept.
    async fn read(&self, hash: Hash, mut each: impl FnMut(&[u8])) -> Result<u64, GetError> {
        let answer = self.0.get(&Path::from(file_name(hash))).await;
        let mut parts = answer.map_err(|problem| get_error(hash, problem))?.into_stream();
        let (mut hasher, mut bytes) = (Sha256::new(), 0);
        while let Some(part) = parts.try_next().await.map_err(|problem| get_error(hash, problem))? {
            hasher.update(&part);
            bytes += part.len() as u64;
            each(&part);
        }
        let found = Hash(hasher.finalize().into());
        if found == hash { Ok(bytes) } else { Err(GetError::Changed { expected: hash, found }) }
    }
}

#[async_trait]
impl EvidenceStore for EvidenceObjects {
    async fn put(
        &self,
        content: &mut (dyn AsyncRead + Send + Unpin),
        bytes_max: u64,
    ) -> Result<Stored, PutError> {
        let incoming = Path::from_iter([INCOMING.to_owned(), Uuid::new_v4().to_string()]);
        let stored = self.receive(content, bytes_max, &incoming).await?;
        // Where the same content is there already, it is put in its place once more: that also mends a changed file.
        self.0.rename(&incoming, &Path::from(file_name(stored.hash))).await.map_err(put_error)?;
        Ok(stored)
    }

    async fn get(&self, hash: Hash) -> Result<Vec<u8>, GetError> {
        let mut content = Vec::new();
        self.read(hash, |part| content.extend_from_slice(part)).await?;
        Ok(content)
    }

    async fn check(&self, hash: Hash) -> Result<u64, GetError> {
        self.read(hash, |_| ()).await
    }

    async fn remove(&self, hash: Hash) -> Result<(), Unavailable> {
        match self.0.delete(&Path::from(file_name(hash))).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(problem) => Err(unavailable(problem)),
        }
    }

    async fn list(&self) -> Result<Vec<Stored>, Unavailable> {
        let objects: Vec<_> = self.0.list(None).try_collect().await.map_err(unavailable)?;
        let stored = |object: &object_store::ObjectMeta| {
            Some(Stored { hash: hash_of_name(object.location.as_ref())?, bytes: object.size })
        };
        let mut list: Vec<_> = objects.iter().filter_map(stored).collect();
        list.sort_unstable();
        Ok(list)
    }
}

fn put_error(problem: Error) -> PutError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&problem);
    while let Some(error) = cause {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        if matches!(kind, Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)) {
            return PutError::Full;
        }
        cause = error.source();
    }
    PutError::Unavailable(unavailable(problem))
}

fn get_error(hash: Hash, problem: Error) -> GetError {
    if matches!(problem, Error::NotFound { .. }) {
        return GetError::Unknown(hash);
    }
    GetError::Unavailable(unavailable(problem))
}

fn unavailable(problem: Error) -> Unavailable {
    Unavailable::Failed(problem.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn put(evidence: &EvidenceObjects, content: &[u8], bytes_max: u64) -> Result<Stored, PutError> {
        evidence.put(&mut &content[..], bytes_max).await
    }

    #[tokio::test]
    async fn a_file_comes_back_by_the_hash_of_its_content() {
        let folder = tempfile::tempdir().expect("a folder");
        for evidence in
            [EvidenceObjects::in_memory(), EvidenceObjects::in_folder(folder.path()).expect("writable")]
        {
            let large = vec![7; 3 * PART as usize + 5];
            for content in [&b""[..], b"restore test passed", &large] {
                let stored = put(&evidence, content, 1 << 30).await.expect("room");
                assert_eq!(stored, Stored { hash: Hash::of(content), bytes: content.len() as u64 });
                assert_eq!(evidence.get(stored.hash).await.as_deref(), Ok(content));
                assert_eq!(evidence.check(stored.hash).await, Ok(content.len() as u64));
            }
            put(&evidence, &large, 1 << 30).await.expect("the same content twice");
            let list = evidence.list().await.expect("answers");
            assert_eq!(list.iter().map(|stored| stored.bytes).sum::<u64>(), large.len() as u64 + 19);
            assert_eq!(list.len(), 3);
        }
        let name = file_name(Hash::of(b"restore test passed"));
        assert_eq!(fs::read(folder.path().join(name)).expect("under its hash"), b"restore test passed");
    }

    #[tokio::test]
    async fn a_file_that_is_too_large_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let evidence = EvidenceObjects::in_folder(folder.path()).expect("writable");
        assert_eq!(put(&evidence, b"12345", 4).await, Err(PutError::TooLarge { bytes_max: 4 }));
        assert!(put(&evidence, b"1234", 4).await.is_ok());
        assert_eq!(evidence.list().await.expect("answers").len(), 1);
    }

    #[tokio::test]
    async fn a_changed_file_is_not_given_out_and_is_mended_by_its_own_content() {
        let folder = tempfile::tempdir().expect("a folder");
        let evidence = EvidenceObjects::in_folder(folder.path()).expect("writable");
        let stored = put(&evidence, b"twelve users", 100).await.expect("room");
        fs::write(folder.path().join(file_name(stored.hash)), b"eleven users").expect("writable");
        let changed = GetError::Changed { expected: stored.hash, found: Hash::of(b"eleven users") };
        assert_eq!(evidence.get(stored.hash).await, Err(changed.clone()));
        assert_eq!(evidence.check(stored.hash).await, Err(changed));
        put(&evidence, b"twelve users", 100).await.expect("room");
        assert_eq!(evidence.get(stored.hash).await.as_deref(), Ok(&b"twelve users"[..]));
    }

    #[tokio::test]
    async fn an_unknown_hash_is_unknown_and_foreign_files_are_not_listed() {
        let folder = tempfile::tempdir().expect("a folder");
        let evidence = EvidenceObjects::in_folder(folder.path()).expect("writable");
        assert_eq!(evidence.get(Hash([0; 32])).await, Err(GetError::Unknown(Hash([0; 32]))));
        fs::write(folder.path().join("notes.txt"), b"x").expect("writable");
        fs::write(folder.path().join("A".repeat(64)), b"x").expect("writable");
        assert_eq!(evidence.list().await, Ok(Vec::new()));
    }

    #[tokio::test]
    async fn what_is_taken_away_is_gone_and_may_be_taken_away_twice() {
        let folder = tempfile::tempdir().expect("a folder");
        for evidence in
            [EvidenceObjects::in_memory(), EvidenceObjects::in_folder(folder.path()).expect("writable")]
        {
            let stored = put(&evidence, b"a name", 100).await.expect("room");
            for _ in 0..2 {
                evidence.remove(stored.hash).await.expect("it goes");
                assert_eq!(evidence.get(stored.hash).await, Err(GetError::Unknown(stored.hash)));
            }
        }
    }

    #[tokio::test]
    async fn a_source_that_breaks_off_leaves_nothing() {
        let evidence = EvidenceObjects::in_memory();
        let (mut source, mut sink) = tokio_test_pair();
        tokio::io::AsyncWriteExt::write_all(&mut sink, b"half").await.expect("open");
        drop(sink);
        let answer = evidence.put(&mut source, 100).await;
        assert!(matches!(answer, Err(PutError::Source(_))), "{answer:?}");
        assert_eq!(evidence.list().await, Ok(Vec::new()));
    }

    /// Returns a source that fails where it should end, and what writes into it.
    fn tokio_test_pair() -> (impl AsyncRead + Send + Unpin, tokio::io::DuplexStream) {
        let (source, sink) = tokio::io::duplex(64);
        (source.chain(Broken), sink)
    }

    struct Broken;

    impl AsyncRead for Broken {
        fn poll_read(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            _: &mut tokio::io::ReadBuf<'_>,
        ) -> std::task::Poll<io::Result<()>> {
            std::task::Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
        }
    }
}
