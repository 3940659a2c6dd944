//! The one writer: it gathers what waits, writes it at once, anchors it, and only then answers.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use ledger::{Genesis, Head, LogId};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, query};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

use super::open::{Known, place};
use super::read::code;
use super::{FAILED, Shared};
use crate::anchor::Anchors;
use crate::contract::{AppendError, RowChange, Unavailable};
use crate::folder::Lock;
use crate::prepared::{Prepared, Tip};

/// The largest number of jobs that are written at once.
const BATCH: usize = 64;
/// About how many bytes are written at once.
const BATCH_BYTES: usize = 32 << 20;
/// How long the writer waits for as many jobs as came the last time.
const PATIENCE: Duration = Duration::from_millis(2);
/// How many rows one statement holds, where there are so many.
const ROWS: usize = 16;

const COMMIT: &str = "INSERT INTO commits (place, header, changes) VALUES (?, ?, ?)";
const PUT: &str = "INSERT INTO current (log, kind, id, body) VALUES (?, ?, ?, ?)";
const PUT_AGAIN: &str = " ON CONFLICT DO UPDATE SET body = excluded.body";
static COMMITS: LazyLock<String> = LazyLock::new(|| COMMIT.to_owned() + &", (?, ?, ?)".repeat(ROWS - 1));
static PUT_ONE: LazyLock<String> = LazyLock::new(|| PUT.to_owned() + PUT_AGAIN);
static PUTS: LazyLock<String> =
    LazyLock::new(|| PUT.to_owned() + &", (?, ?, ?, ?)".repeat(ROWS - 1) + PUT_AGAIN);

/// Where an answer goes.
type Answer<T> = oneshot::Sender<Result<T, AppendError>>;

/// What waits for the writer.
#[derive(Debug)]
pub(super) enum Job {
    /// Commits.
    Append(Prepared, Answer<Head>),
    /// Something that may be lost.
    Aside(Aside, Answer<()>),
}

/// Something to put aside, or to take away.
#[derive(Debug)]
pub(super) struct Aside {
    pub(super) log: LogId,
    pub(super) key: String,
    pub(super) value: Option<Vec<u8>>,
}

/// The one writer.
pub(super) struct Writer {
    pub(super) connection: SqliteConnection,
    pub(super) jobs: mpsc::Receiver<Job>,
    pub(super) tips: BTreeMap<LogId, (i64, Tip)>,
    pub(super) shared: Arc<Shared>,
    pub(super) anchors: Anchors,
    pub(super) folder: PathBuf,
    pub(super) lock: Lock,
    pub(super) crowd: usize,
}

/// Why a batch was not written.
enum Failure {
    /// There was no room; the database is as before.
    Full,
    /// The database could not be asked; it is as before.
    Asleep(String),
    /// It is not known what is on the disk.
    Unknown(String),
}

/// Jobs of one batch whose place was found.
#[derive(Default)]
struct Batch {
    appends: Vec<(i64, Prepared, Answer<Head>)>,
    asides: Vec<(Aside, Answer<()>)>,
    refused: Vec<(Answer<Head>, AppendError)>,
    tips: BTreeMap<LogId, (i64, Tip)>,
}

impl Writer {
    /// Works until the last sender is gone.
    pub(super) async fn run(mut self) {
        while let Some(first) = self.jobs.recv().await {
            let jobs = self.gather(first).await;
            self.crowd = jobs.len();
            let batch = self.place(jobs);
            self.settle(batch).await;
        }
        let Self { connection, lock, .. } = self;
        if let Err(problem) = connection.close().await {
            tracing::warn!("closing the database: {problem}");
        }
        drop(lock); // only now may another writer come
    }

    /// Gathers what waits. One writer alone never waits for others: patience is for as many as came the last time.
    async fn gather(&mut self, first: Job) -> Vec<Job> {
        let until = Instant::now() + PATIENCE;
        let mut bytes = first.bytes();
        let mut jobs = vec![first];
        while jobs.len() < BATCH && bytes < BATCH_BYTES {
            let next = match self.jobs.try_recv() {
                Ok(job) => Some(job),
                Err(_) if jobs.len() >= self.crowd => None,
                Err(_) => timeout_at(until, self.jobs.recv()).await.ok().flatten(),
            };
            let Some(job) = next else { break };
            bytes += job.bytes();
            jobs.push(job);
        }
        jobs
    }

    /// Finds each job's place, on the log's end or on the end that an earlier job of the batch gives it.
    fn place(&self, jobs: Vec<Job>) -> Batch {
        let mut batch = Batch::default();
        let rows = self.tips.values().map(|(row, _)| *row).max().unwrap_or(0);
        for job in jobs {
            match job {
                Job::Aside(aside, answer) => batch.asides.push((aside, answer)),
                Job::Append(prepared, answer) => {
                    let known = batch.tips.get(&prepared.log).or_else(|| self.tips.get(&prepared.log));
                    match prepared.on(known.map(|(_, tip)| tip)) {
                        Ok(tip) => {
                            let begun = batch.tips.keys().filter(|log| !self.tips.contains_key(log)).count();
                            let new = rows + 1 + i64::try_from(begun).expect("a batch is small");
                            let row = known.map_or(new, |(row, _)| *row);
                            batch.tips.insert(prepared.log, (row, tip));
                            batch.appends.push((row, prepared, answer));
                        }
                        Err(problem) => batch.refused.push((answer, problem)),
                    }
                }
            }
        }
        batch
    }

    /// Writes a batch and answers everybody.
    async fn settle(&mut self, batch: Batch) {
        let written = match self.shared.failure() {
            Some(why) => Err(AppendError::Unavailable(why)),
            None => self.write(&batch).await.map_err(|failure| self.failed(failure)),
        };
        if written.is_ok() {
            let known = batch.tips.iter().map(|(log, (row, tip))| {
                (*log, Known { row: *row, genesis: tip.genesis.clone(), head: tip.head })
            });
            self.shared.acknowledge(known);
            self.tips.extend(batch.tips);
        }
        // Whoever asked may have gone; that is not the writer's matter.
        for (_, prepared, answer) in batch.appends {
            let _ = answer.send(written.clone().map(|()| prepared.head));
        }
        for (_, answer) in batch.asides {
            let _ = answer.send(written.clone());
        }
        for (answer, problem) in batch.refused {
            let _ = answer.send(Err(problem));
        }
    }

    async fn write(&mut self, batch: &Batch) -> Result<(), Failure> {
        if batch.appends.is_empty() && batch.asides.is_empty() {
            return Ok(());
        }
        let begun: Vec<_> = batch.tips.iter().filter(|(log, _)| !self.tips.contains_key(log)).collect();
        for (_, (_, tip)) in &begun {
            let genesis = tip.genesis.clone();
            self.anchored(move |anchors| anchors.begin(&genesis)).await.map_err(Failure::before_commit)?;
        }
        query("BEGIN IMMEDIATE")
            .execute(&mut self.connection)
            .await
            .map_err(|problem| Failure::Asleep(problem.to_string()))?;
        let stored = match self.store(batch).await {
            Ok(()) => query("COMMIT").execute(&mut self.connection).await.map(|_| ()),
            Err(problem) => Err(problem),
        };
        if let Err(problem) = stored {
            return Err(self.undo(problem).await);
        }
        let heads: Vec<(Genesis, Head)> =
            batch.tips.values().map(|(_, tip)| (tip.genesis.clone(), tip.head)).collect();
        if heads.is_empty() {
            return Ok(());
        }
        self.anchored(move |anchors| anchors.advance(&heads)).await.map_err(|problem| {
            Failure::Unknown(format!("commits were stored but could not be anchored: {problem}"))
        })
    }

    /// Takes back what was not committed, and says what the failure means.
    async fn undo(&mut self, problem: sqlx::Error) -> Failure {
        const FULL: u32 = 13;
        let full = code(&problem) == Some(FULL);
        let undone = query("ROLLBACK").execute(&mut self.connection).await;
        // SQLite may have taken the transaction back by itself: then there is none, and that is what we want.
        let undone = undone.is_ok_and(|_| true) || self.is_idle().await;
        if full && undone { Failure::Full } else { Failure::Unknown(problem.to_string()) }
    }

    async fn is_idle(&mut self) -> bool {
        let begun = query("BEGIN").execute(&mut self.connection).await.is_ok();
        begun && query("ROLLBACK").execute(&mut self.connection).await.is_ok()
    }

    async fn store(&mut self, batch: &Batch) -> Result<(), sqlx::Error> {
        for (log, (row, tip)) in &batch.tips {
            if !self.tips.contains_key(log) {
                self.begin(*log, *row, tip).await?;
            }
        }
        let commits: Vec<_> = batch
            .appends
            .iter()
            .flat_map(|(row, append, _)| {
                (append.first_seq..).zip(&append.entries).map(|(seq, entry)| (place(*row, seq), entry))
            })
            .collect();
        for commits in chunks(&commits) {
            let mut statement = query(if commits.len() == ROWS { COMMITS.as_str() } else { COMMIT });
            for (place, entry) in commits {
                statement =
                    statement.bind(place).bind(entry.header.as_slice()).bind(entry.changes.as_slice());
            }
            statement.execute(&mut self.connection).await?;
        }
        for (log, (row, tip)) in &batch.tips {
            if let Some((_, before)) = self.tips.get(log) {
                self.move_head(*row, before.head, tip.head).await?;
            }
        }
        self.store_rows(batch).await?;
        for (aside, _) in &batch.asides {
            self.store_aside(aside).await?;
        }
        Ok(())
    }

    async fn begin(&mut self, log: LogId, row: i64, tip: &Tip) -> Result<(), sqlx::Error> {
        query("INSERT INTO logs (id, org, epoch, genesis) VALUES (?, ?, ?, ?)")
            .bind(row)
            .bind(log.org.to_string())
            .bind(i64::try_from(log.epoch).unwrap_or(i64::MAX))
            .bind(tip.genesis.to_string())
            .execute(&mut self.connection)
            .await?;
        query("INSERT INTO heads (log, seq, leaf) VALUES (?, ?, ?)")
            .bind(row)
            .bind(i64::try_from(tip.head.seq).unwrap_or(i64::MAX))
            .bind(tip.head.leaf.0.as_slice())
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    /// Moves a log's head from where it was: the second guard beside the writer's own memory.
    async fn move_head(&mut self, row: i64, from: Head, to: Head) -> Result<(), sqlx::Error> {
        let moved = query("UPDATE heads SET seq = ?, leaf = ? WHERE log = ? AND seq = ? AND leaf = ?")
            .bind(i64::try_from(to.seq).unwrap_or(i64::MAX))
            .bind(to.leaf.0.as_slice())
            .bind(row)
            .bind(i64::try_from(from.seq).unwrap_or(i64::MAX))
            .bind(from.leaf.0.as_slice())
            .execute(&mut self.connection)
            .await?;
        match moved.rows_affected() {
            1 => Ok(()),
            _ => Err(sqlx::Error::Protocol("somebody else has written into the database".to_owned())),
        }
    }

    async fn store_rows(&mut self, batch: &Batch) -> Result<(), sqlx::Error> {
        let mut puts = Vec::new();
        for (log, append, _) in &batch.appends {
            for row in &append.rows {
                match row {
                    RowChange::Put(row) => puts.push((*log, row)),
                    RowChange::Remove { kind, id } => {
                        self.put_rows(&std::mem::take(&mut puts)).await?;
                        query("DELETE FROM current WHERE log = ? AND kind = ? AND id = ?")
                            .bind(log)
                            .bind(kind)
                            .bind(id)
                            .execute(&mut self.connection)
                            .await?;
                    }
                }
            }
        }
        self.put_rows(&puts).await
    }

    async fn put_rows(&mut self, rows: &[(i64, &crate::CurrentRow)]) -> Result<(), sqlx::Error> {
        for rows in chunks(rows) {
            let mut statement = query(if rows.len() == ROWS { PUTS.as_str() } else { PUT_ONE.as_str() });
            for (log, row) in rows {
                statement = statement.bind(log).bind(&row.kind).bind(&row.id).bind(&row.body);
            }
            statement.execute(&mut self.connection).await?;
        }
        Ok(())
    }

    async fn store_aside(&mut self, Aside { log, key, value }: &Aside) -> Result<(), sqlx::Error> {
        let (org, epoch) = (log.org.to_string(), i64::try_from(log.epoch).unwrap_or(i64::MAX));
        let statement = match value {
            Some(value) => query(
                "INSERT INTO asides (org, epoch, key, value) VALUES (?, ?, ?, ?) \
                 ON CONFLICT DO UPDATE SET value = excluded.value",
            )
            .bind(org)
            .bind(epoch)
            .bind(key)
            .bind(value),
            None => query("DELETE FROM asides WHERE org = ? AND epoch = ? AND key = ?")
                .bind(org)
                .bind(epoch)
                .bind(key),
        };
        statement.execute(&mut self.connection).await?;
        Ok(())
    }

    /// Does something with the anchors on a thread that may wait for the disk.
    async fn anchored(
        &self,
        work: impl FnOnce(&Anchors) -> io::Result<()> + Send + 'static,
    ) -> io::Result<()> {
        let anchors = self.anchors.clone();
        tokio::task::spawn_blocking(move || work(&anchors))
            .await
            .unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))
    }

    /// Says what a failure means for those who wait; after an unknown end nothing more is written.
    fn failed(&self, failure: Failure) -> AppendError {
        match failure {
            Failure::Full => AppendError::Full,
            Failure::Asleep(why) => AppendError::Unavailable(Unavailable::Failed(why)),
            Failure::Unknown(why) => {
                tracing::error!("the writer stops: {why}");
                let problem = self.shared.fail(why.clone());
                // The next start checks the newest commits where this file lies; when it cannot be written either, the
                // anchors still tell.
                if let Err(problem) = fs::write(self.folder.join(FAILED), why) {
                    tracing::error!("the failure could not be written down: {problem}");
                }
                AppendError::Unavailable(problem)
            }
        }
    }
}

impl Job {
    fn bytes(&self) -> usize {
        match self {
            Self::Append(prepared, _) => prepared.bytes(),
            Self::Aside(aside, _) => aside.value.as_ref().map_or(0, Vec::len),
        }
    }
}

impl Failure {
    /// Says what it means that something could not be written before the database was touched.
    fn before_commit(problem: io::Error) -> Self {
        if matches!(problem.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            return Self::Full;
        }
        Self::Unknown(format!("the anchor could not be written: {problem}"))
    }
}

/// Cuts a list into full chunks for one statement each, and single rows for what is left.
fn chunks<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let full = rows.chunks_exact(ROWS);
    let rest = full.remainder().chunks(1);
    full.chain(rest)
}
