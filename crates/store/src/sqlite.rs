//! A store in one SQLite file, with one writer and its head anchors beside it.
//!
//! In the data folder lie `ledger.db` (with `-wal` and `-shm` while it is open), `anchor/` and `lock`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use async_trait::async_trait;
use ledger::{Entry, Head, LogId};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};
use sqlx::{Connection, Sqlite as Database};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::anchor::{Anchor, Anchors, file_name};
use crate::contract::{Append, AppendError, CurrentRow, Health, Log, Pending, Store, Unavailable, gone};
use crate::folder::{self, FolderError};
use crate::prepared::Prepared;
use open::Known;
use read::unavailable;
use writer::{Aside, Job, Writer};

pub use open::OpenError;

#[cfg(test)]
mod crash;
mod open;
mod read;
mod schema;
#[cfg(test)]
mod tests;
mod writer;

/// The database in its data folder.
const FILE: &str = "ledger.db";
/// What a writer leaves in the data folder when it does not know what is on the disk.
const FAILED: &str = "writer-failed";
/// How many appends may wait.
const QUEUE: usize = 4096;
/// How many connections read at once.
const READERS: u32 = 4;

/// A store in one SQLite file. Dropping it ends the writer soon; [`Sqlite::close`] waits until it has ended.
#[derive(Debug)]
pub struct Sqlite {
    shared: Arc<Shared>,
    readers: SqlitePool,
    writer: Mutex<Option<(mpsc::Sender<Job>, JoinHandle<()>)>>,
    notices: Vec<String>,
}

/// How a data folder is opened, where it is not as always.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenOptions {
    /// The most pages of 8 KiB that the database may grow to.
    pub pages_max: Option<u32>,
}

/// What the writer and the readers share.
#[derive(Debug)]
struct Shared {
    mode: Mode,
    failure: RwLock<Option<String>>,
}

/// Where the end of a log is read from.
#[derive(Debug)]
enum Mode {
    /// We are the writer: what was acknowledged stands here.
    Own(RwLock<BTreeMap<LogId, Known>>),
    /// The writer may be another process: we ask the database, and believe what is anchored.
    Others { anchors: Anchors, because: String },
}

impl Sqlite {
    /// Opens a data folder for writing; makes it if it is not there.
    ///
    /// When the database does not hold what was acknowledged, it opens all the same, can only be read, and
    /// [`Store::health`] says why.
    ///
    /// # Errors
    /// When another writer has the folder, when it lies behind a network, or when the database cannot be trusted.
    pub async fn open(folder: &Path) -> Result<Self, OpenError> {
        Self::open_with(folder, OpenOptions::default()).await
    }

    /// Opens a data folder for writing, as the options say.
    ///
    /// # Errors
    /// As [`Sqlite::open`].
    pub async fn open_with(folder: &Path, options: OpenOptions) -> Result<Self, OpenError> {
        let lock = folder::lock(folder)?;
        let anchors = Anchors::of(folder);
        anchors.make().map_err(FolderError::io(folder))?;
        // The anchors are read first: the database can then only be ahead of them.
        let anchored = anchors.all().map_err(FolderError::io(folder))?;
        let file = folder.join(FILE);
        let mut connection = schema::connect_writer(&file, options.pages_max).await?;
        folder::sync_folder(folder).map_err(FolderError::io(folder))?;
        let logs = open::known(&mut connection).await?;
        let mut found = open::examine(&mut connection, &anchored, &logs).await?;
        let mut notices = Vec::new();
        let failed = folder.join(FAILED);
        if let Ok(why) = fs::read_to_string(&failed) {
            found.problems.extend(open::check_tails(&mut connection, &logs).await?);
            notices.push(format!(
                "the last writer stopped ({why}); the newest commits were checked; restart the machine before you trust its disk"
            ));
        }
        let readers = pool(&file);
        let Some(because) = open::reason(&found.problems) else {
            // What was stored but not yet anchored when the last writer ended is anchored now.
            let behind = logs.values().filter(|known| !is_anchored(&anchored, known));
            let heads: Vec<_> = behind.map(|known| (known.genesis.clone(), known.head)).collect();
            anchors.advance(&heads).map_err(FolderError::io(folder))?;
            let _ = fs::remove_file(failed); // it said what it had to say
            let shared = Arc::new(Shared { mode: Mode::Own(RwLock::new(logs)), failure: RwLock::new(None) });
            let (sender, jobs) = mpsc::channel(QUEUE);
            let writer = Writer {
                connection,
                jobs,
                tips: found.tips,
                shared: shared.clone(),
                anchors,
                folder: folder.to_owned(),
                lock,
                crowd: 1,
            };
            let running = tokio::spawn(writer.run());
            return Ok(Self { shared, readers, writer: Mutex::new(Some((sender, running))), notices });
        };
        let _ = connection.close().await; // nothing was written
        notices.extend(found.problems);
        Ok(Self::reading(anchors, because, readers, notices))
    }

    /// Opens a data folder for reading only; another process may be writing into it.
    ///
    /// # Errors
    /// When there is no database, or it cannot be trusted.
    pub async fn open_read_only(folder: &Path) -> Result<Self, OpenError> {
        let file = folder.join(FILE);
        if !file.is_file() {
            return Err(open::missing(folder));
        }
        folder::refuse_network(folder)?;
        let anchors = Anchors::of(folder);
        let anchored = anchors.all().map_err(FolderError::io(folder))?;
        let readers = pool(&file);
        let mut connection = readers.acquire().await.map_err(OpenError::from_sqlx)?;
        schema::check_reader(&mut connection).await?;
        let logs = open::known(&mut connection).await?;
        let found = open::examine(&mut connection, &anchored, &logs).await?;
        drop(connection);
        let because = open::reason(&found.problems).unwrap_or_else(|| crate::FOR_READING.to_owned());
        Ok(Self::reading(anchors, because, readers, found.problems))
    }

    /// Returns what was noticed when the folder was opened, one line each.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Ends the writer after all that waits, and closes the database.
    pub async fn close(&self) {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.readers.close().await;
        if let Some((sender, running)) = writer {
            drop(sender);
            if let Err(problem) = running.await {
                tracing::error!("the writer ended badly: {problem}");
            }
        }
    }

    fn reading(anchors: Anchors, because: String, readers: SqlitePool, notices: Vec<String>) -> Self {
        let shared = Shared { mode: Mode::Others { anchors, because }, failure: RwLock::new(None) };
        Self { shared: Arc::new(shared), readers, writer: Mutex::new(None), notices }
    }

    async fn reader(&self) -> Result<PoolConnection<Database>, Unavailable> {
        self.readers.acquire().await.map_err(unavailable)
    }

    /// Returns every log as far as it was acknowledged.
    async fn known(&self) -> Result<BTreeMap<LogId, Known>, Unavailable> {
        match &self.shared.mode {
            Mode::Own(known) => Ok(known.read().unwrap_or_else(PoisonError::into_inner).clone()),
            Mode::Others { anchors, .. } => {
                let anchored = anchors.all().map_err(|problem| Unavailable::Failed(problem.to_string()))?;
                let known = open::known(&mut *self.reader().await?).await?;
                Ok(known.into_iter().filter_map(|(log, known)| acknowledged(&anchored, log, known)).collect())
            }
        }
    }

    async fn known_log(&self, log: LogId) -> Result<Option<Known>, Unavailable> {
        match &self.shared.mode {
            Mode::Own(known) => Ok(known.read().unwrap_or_else(PoisonError::into_inner).get(&log).cloned()),
            Mode::Others { .. } => Ok(self.known().await?.remove(&log)),
        }
    }

    /// Gives a job to the writer, or says why there is none.
    fn give(&self, job: Job) -> Result<(), AppendError> {
        if let Mode::Others { because, .. } = &self.shared.mode {
            return Err(AppendError::ReadOnly(because.clone()));
        }
        if let Some(why) = self.shared.failure() {
            return Err(AppendError::Unavailable(why));
        }
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((sender, _)) = writer.as_ref() else { return Err(gone()) };
        sender.try_send(job).map_err(|problem| match problem {
            mpsc::error::TrySendError::Full(_) => {
                AppendError::Unavailable(Unavailable::Failed("too many commits are waiting".to_owned()))
            }
            mpsc::error::TrySendError::Closed(_) => gone(),
        })
    }
}

fn pool(file: &Path) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(READERS)
        .test_before_acquire(false)
        .connect_lazy_with(schema::reader(file))
}

/// Says whether a log's anchor is at its head.
fn is_anchored(anchored: &BTreeMap<String, Option<Anchor>>, known: &Known) -> bool {
    let newest = Some((known.head.seq, known.head.leaf));
    matches!(anchored.get(&file_name(known.genesis.log)), Some(Some(anchor)) if anchor.newest == newest)
}

/// Cuts a log down to what its anchor says was acknowledged.
fn acknowledged(
    anchored: &BTreeMap<String, Option<Anchor>>,
    log: LogId,
    mut known: Known,
) -> Option<(LogId, Known)> {
    match anchored.get(&file_name(log)) {
        Some(Some(Anchor { newest: None, .. })) => return None,
        Some(Some(Anchor { newest: Some((seq, leaf)), .. })) if *seq < known.head.seq => {
            known.head = Head { epoch: log.epoch, seq: *seq, leaf: *leaf };
        }
        Some(_) | None => {}
    }
    Some((log, known))
}

impl Shared {
    fn failure(&self) -> Option<Unavailable> {
        let failure = self.failure.read().unwrap_or_else(PoisonError::into_inner);
        failure.clone().map(Unavailable::Failed)
    }

    fn fail(&self, why: String) -> Unavailable {
        *self.failure.write().unwrap_or_else(PoisonError::into_inner) = Some(why.clone());
        Unavailable::Failed(why)
    }

    fn acknowledge(&self, ends: impl Iterator<Item = (LogId, Known)>) {
        if let Mode::Own(known) = &self.mode {
            known.write().unwrap_or_else(PoisonError::into_inner).extend(ends);
        }
    }
}

#[async_trait]
impl Store for Sqlite {
    async fn logs(&self) -> Result<Vec<Log>, Unavailable> {
        let known = self.known().await?;
        Ok(known.into_values().map(|known| Log { genesis: known.genesis, head: known.head }).collect())
    }

    async fn log(&self, log: LogId) -> Result<Option<Log>, Unavailable> {
        let known = self.known_log(log).await?;
        Ok(known.map(|known| Log { genesis: known.genesis, head: known.head }))
    }

    async fn entries(&self, log: LogId, seen: u64, at_most: usize) -> Result<Vec<Entry>, Unavailable> {
        let Some(known) = self.known_log(log).await? else { return Ok(Vec::new()) };
        if seen > known.head.seq || at_most == 0 {
            return Ok(Vec::new());
        }
        let last = known.head.seq.min(seen.saturating_add(at_most as u64 - 1));
        let entries = read::entries_between(&mut *self.reader().await?, known.row, seen, last).await?;
        if entries.is_empty() {
            return Err(read::damage(&format!("commit {seen} is missing")));
        }
        Ok(entries)
    }

    fn submit(&self, append: Append) -> Pending {
        let prepared = match Prepared::new(append) {
            Ok(prepared) => prepared,
            Err(problem) => return Pending::known(Err(problem)),
        };
        let (answer, waiting) = oneshot::channel();
        match self.give(Job::Append(prepared, answer)) {
            Ok(()) => Pending::waiting(waiting),
            Err(problem) => Pending::known(Err(problem)),
        }
    }

    async fn current(
        &self,
        log: LogId,
        after: Option<(&str, &str)>,
        at_most: usize,
    ) -> Result<Vec<CurrentRow>, Unavailable> {
        let Some(known) = self.known_log(log).await? else { return Ok(Vec::new()) };
        read::current(&mut *self.reader().await?, known.row, after, at_most).await
    }

    async fn aside(&self, log: LogId, key: &str) -> Result<Option<Vec<u8>>, Unavailable> {
        read::aside(&mut *self.reader().await?, log, key).await
    }

    async fn asides(&self, log: LogId, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Unavailable> {
        read::asides(&mut *self.reader().await?, log, prefix).await
    }

    async fn put_aside(&self, log: LogId, key: &str, value: Option<Vec<u8>>) -> Result<(), AppendError> {
        let (answer, waiting) = oneshot::channel();
        self.give(Job::Aside(Aside { log, key: key.to_owned(), value }, answer))?;
        waiting.await.unwrap_or_else(|_| Err(gone()))
    }

    fn health(&self) -> Health {
        match (&self.shared.mode, self.shared.failure()) {
            (_, Some(why)) => Health::ReadOnly { because: why.to_string() },
            (Mode::Others { because, .. }, None) => Health::ReadOnly { because: because.clone() },
            (Mode::Own(_), None) => Health::Writable,
        }
    }

    async fn close(&self) {
        Self::close(self).await;
    }
}

/// Returns where the database of a data folder lies.
#[cfg(test)]
fn database(folder: &Path) -> std::path::PathBuf {
    folder.join(FILE)
}
