//! What every store promises.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use async_trait::async_trait;
use ledger::{Entry, Fault, Genesis, Head, LogId};
use thiserror::Error;
use tokio::sync::oneshot;

/// Keeps logs as bytes, and beside them what may be lost.
///
/// Nothing can be read before it was acknowledged, and nothing acknowledged is lost.
#[async_trait]
pub trait Store: Send + Sync {
    /// Returns every log that was begun.
    async fn logs(&self) -> Result<Vec<Log>, Unavailable>;

    /// Returns how a log began and where it ends, if it was begun.
    async fn log(&self, log: LogId) -> Result<Option<Log>, Unavailable>;

    /// Returns where the log ends; an unknown log is an empty one.
    async fn head(&self, log: LogId) -> Result<Option<Head>, Unavailable> {
        Ok(self.log(log).await?.map(|log| log.head))
    }

    /// Returns entries after the first `seen`, oldest first, at most so many. There may be fewer where they are large;
    /// there are none only at the end.
    async fn entries(&self, log: LogId, seen: u64, at_most: usize) -> Result<Vec<Entry>, Unavailable>;

    /// Takes a place in the queue of appends and returns what becomes of it.
    ///
    /// The place is taken when this returns, not when the answer is awaited. An append may follow the head of an
    /// earlier one that is not answered yet: so one organisation's decisions, made one after another in memory, share
    /// one write to the disk. When an append fails, those that follow it fail as well.
    fn submit(&self, append: Append) -> Pending;

    /// Adds entries, all or none. They must follow the log's present end, or that of an append submitted before.
    async fn append(&self, append: Append) -> Result<Head, AppendError> {
        self.submit(append).await
    }

    /// Returns current records in the order of kind and id, after the one named, at most so many.
    async fn current(
        &self,
        log: LogId,
        after: Option<(&str, &str)>,
        at_most: usize,
    ) -> Result<Vec<CurrentRow>, Unavailable>;

    /// Returns what lies aside under a key.
    async fn aside(&self, log: LogId, key: &str) -> Result<Option<Vec<u8>>, Unavailable>;

    /// Returns all that lies aside under keys that begin so, in their order.
    async fn asides(&self, log: LogId, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, Unavailable>;

    /// Puts something aside that may be lost, such as a draft; nothing removes what is there.
    async fn put_aside(&self, log: LogId, key: &str, value: Option<Vec<u8>>) -> Result<(), AppendError>;

    /// Says whether it takes appends.
    fn health(&self) -> Health;

    /// Ends what works in the background; when this returns, another process may open what is stored.
    async fn close(&self) {}
}

/// A log: how it began and where it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// How it began.
    pub genesis: Genesis,
    /// Its newest commit.
    pub head: Head,
}

/// Entries to add to a log, and what they make of the current records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// The log.
    pub log: LogId,
    /// What the first entry follows.
    pub follows: Follows,
    /// The entries, oldest first; at least one.
    pub entries: Vec<Entry>,
    /// How the current records change by them.
    pub rows: Vec<RowChange>,
}

/// What the first entry of an append follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Follows {
    /// Nothing: the log begins with it.
    Genesis(Genesis),
    /// The commit on which it was decided.
    Head(Head),
}

/// A record as it is now, for those who read with SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentRow {
    /// Its kind, such as `risk`.
    pub kind: String,
    /// Its id, such as `R-12`.
    pub id: String,
    /// The record in JSON.
    pub body: String,
}

/// How one current record changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowChange {
    /// It is so now.
    Put(CurrentRow),
    /// It is no more.
    Remove {
        /// Its kind.
        kind: String,
        /// Its id.
        id: String,
    },
}

/// Why a store takes no appends where nothing is wrong with it.
pub const FOR_READING: &str = "it was opened for reading";

/// Whether a store takes appends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It does.
    Writable,
    /// It can only be read.
    ReadOnly {
        /// Why.
        because: String,
    },
}

/// The world did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unavailable {
    /// What is stored is not what was written.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// It could not be asked.
    #[error("the store did not answer: {0}")]
    Failed(String),
}

/// Why entries were not added.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AppendError {
    /// The log ends elsewhere by now: decide again.
    #[error("the log has moved on since this was decided")]
    Moved,
    /// There is no room; nothing was added.
    #[error("the disk is full; nothing was saved")]
    Full,
    /// The entries do not hang together or do not belong to this log.
    #[error("these entries cannot be added: {0}")]
    Refused(String),
    /// The store can only be read.
    #[error("the store can only be read: {0}")]
    ReadOnly(String),
    /// It is not known whether they were added; the store takes no more until it is opened again.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl From<Fault> for AppendError {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault.to_string())
    }
}

/// An append that waits in the queue; awaiting it gives the new head or why there is none.
#[derive(Debug)]
#[must_use = "an append is acknowledged only when it was awaited"]
pub struct Pending(Answer);

#[derive(Debug)]
enum Answer {
    Known(Option<Result<Head, AppendError>>),
    Waiting(oneshot::Receiver<Result<Head, AppendError>>),
}

impl Pending {
    /// Returns an append whose answer is known.
    pub fn known(answer: Result<Head, AppendError>) -> Self {
        Self(Answer::Known(Some(answer)))
    }

    /// Returns an append whose answer will be sent.
    pub fn waiting(answer: oneshot::Receiver<Result<Head, AppendError>>) -> Self {
        Self(Answer::Waiting(answer))
    }
}

impl Future for Pending {
    type Output = Result<Head, AppendError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.get_mut().0 {
            Answer::Known(answer) => Poll::Ready(answer.take().expect("a future is not awaited twice")),
            Answer::Waiting(answer) => {
                Pin::new(answer).poll(context).map(|sent| sent.unwrap_or_else(|_| Err(gone())))
            }
        }
    }
}

/// Returns what is said when the writer ended before it answered.
pub(crate) fn gone() -> AppendError {
    AppendError::Unavailable(Unavailable::Failed("the writer has ended".to_owned()))
}
