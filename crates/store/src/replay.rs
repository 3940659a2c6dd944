//! Reads a whole log and checks every hash of it, on all cores.

use std::ops::ControlFlow;
use std::sync::Arc;

use futures_util::{StreamExt, stream};
use ledger::{Chain, Checked, Fault, Hash, Head, Header, LogId, check};
use thiserror::Error;

use crate::contract::{Store, Unavailable};

/// How many commits are read and checked at once.
const PAGE: u64 = 2048;
/// How many pages are on their way.
const PAGES: usize = 4;

/// A commit of a log that was checked: what its header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The header.
    pub header: Header,
    /// Its leaf hash.
    pub leaf: Hash,
}

impl Commit {
    /// Returns where the log ends when this is its newest commit.
    pub fn head(&self) -> Head {
        Head { epoch: self.header.epoch, seq: self.header.seq, leaf: self.leaf }
    }
}

/// Why a log could not be replayed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReplayError {
    /// A commit is not what was written.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The store did not answer, or not with commits.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// The log ends before or beside its head.
    #[error("the log ends at {found:?}, but its head is {head:?}")]
    Head {
        /// Where the chain came to.
        found: Option<Head>,
        /// What the store calls its head.
        head: Option<Head>,
    },
}

/// Reads the commits after `chain` and checks every hash, then that the log ends at its head.
///
/// `read` turns one checked commit into whatever the caller needs, on several threads at once; `take` gets that, in
/// order, after the commit's place in the chain was checked. Returns the chain at the end. On an error, all that was
/// taken before it is sound.
///
/// # Errors
/// The first thing that is wrong.
pub async fn replay<T: Send + 'static>(
    store: Arc<dyn Store>,
    log: LogId,
    mut chain: Chain,
    read: impl Fn(&Checked<'_>) -> T + Send + Sync + 'static,
    mut take: impl FnMut(Commit, T),
) -> Result<Chain, ReplayError> {
    let head = store.head(log).await?;
    let end = head.map_or(0, |head| head.seq + 1);
    let read = Arc::new(read);
    let starts = (chain.size()..end).step_by(usize::try_from(PAGE).expect("a page is small"));
    let mut pages = stream::iter(starts)
        .map(|start| {
            let (store, read) = (store.clone(), read.clone());
            tokio::spawn(async move { page(store, log, start..(start + PAGE).min(end), read).await })
        })
        .buffered(PAGES);
    while let Some(page) = pages.next().await {
        let page = page.map_err(|_| Unavailable::Failed("reading was interrupted".to_owned()))?;
        for (commit, value) in page.commits {
            let checked = Checked { header: commit.header, leaf: commit.leaf, changes: Vec::new() };
            chain.follow(&checked)?;
            take(Commit { header: checked.header, leaf: checked.leaf }, value);
        }
        if let ControlFlow::Break(problem) = page.end {
            return Err(problem);
        }
    }
    if chain.head() == head { Ok(chain) } else { Err(ReplayError::Head { found: chain.head(), head }) }
}

/// A page that was read and checked as far as it is sound.
struct Page<T> {
    commits: Vec<(Commit, T)>,
    end: ControlFlow<ReplayError>,
}

async fn page<T: Send + 'static>(
    store: Arc<dyn Store>,
    log: LogId,
    range: std::ops::Range<u64>,
    read: Arc<impl Fn(&Checked<'_>) -> T + Send + Sync + 'static>,
) -> Page<T> {
    let mut page = Page { commits: Vec::new(), end: ControlFlow::Continue(()) };
    let mut seen = range.start;
    while seen < range.end && page.end.is_continue() {
        let at_most = usize::try_from(range.end - seen).expect("a page is small");
        let entries = match store.entries(log, seen, at_most).await {
            Ok(entries) if entries.is_empty() => break, // the chain then ends before its head
            Ok(entries) => entries,
            Err(problem) => {
                page.end = ControlFlow::Break(problem.into());
                break;
            }
        };
        // Hashing keeps the processor busy: it belongs on a thread of its own.
        let (from, read) = (seen, read.clone());
        seen += entries.len() as u64;
        let work = tokio::task::spawn_blocking(move || {
            let mut commits = Vec::with_capacity(entries.len());
            for (seq, entry) in (from..).zip(&entries) {
                match check(seq, entry) {
                    Ok(checked) => {
                        let value = read(&checked);
                        commits.push((Commit { header: checked.header, leaf: checked.leaf }, value));
                    }
                    Err(fault) => return (commits, ControlFlow::Break(fault.into())),
                }
            }
            (commits, ControlFlow::Continue(()))
        });
        match work.await {
            Ok((commits, end)) => {
                page.commits.extend(commits);
                page.end = end;
            }
            Err(_) => {
                page.end =
                    ControlFlow::Break(Unavailable::Failed("checking was interrupted".to_owned()).into())
            }
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Memory, sample};

    async fn log_of(size: usize) -> (Arc<dyn Store>, Chain) {
        let store = Memory::new();
        let genesis = sample::genesis(1);
        let mut chain = Chain::begin(&genesis);
        for from in (0..size).step_by(500) {
            let texts: Vec<_> =
                (from..size.min(from + 500)).map(|number| format!("number {number}")).collect();
            let texts: Vec<_> = texts.iter().map(String::as_str).collect();
            store.append(sample::append(&genesis, &mut chain, &texts)).await.expect("it follows");
        }
        (Arc::new(store), chain)
    }

    #[tokio::test]
    async fn a_log_of_several_pages_is_taken_whole_and_in_order() {
        let (store, chain) = log_of(5_000).await;
        let (mut taken, genesis) = (Vec::new(), sample::genesis(1));
        let read = |checked: &Checked<'_>| checked.changes[0].body.to_vec();
        let end = replay(store, genesis.log, Chain::begin(&genesis), read, |commit, body| {
            taken.push((commit.header.seq, String::from_utf8(body).expect("text")));
        });
        assert_eq!(end.await, Ok(chain));
        let expected = (0..5_000).map(|number| (number, format!("{{\"title\":\"number {number}\"}}")));
        assert!(taken.into_iter().eq(expected));
    }

    #[tokio::test]
    async fn a_replay_goes_on_where_another_ended() {
        let (store, chain) = log_of(10).await;
        let genesis = sample::genesis(1);
        let mut before = None;
        let mut at_five = Chain::begin(&genesis);
        for (seq, entry) in (0..5).zip(store.entries(genesis.log, 0, 5).await.expect("answers")) {
            at_five.follow(&check(seq, &entry).expect("sound")).expect("it follows");
        }
        let end = replay(
            store,
            genesis.log,
            at_five,
            |_| (),
            |commit, ()| {
                before.get_or_insert(commit.header.seq);
            },
        );
        assert_eq!((end.await, before), (Ok(chain), Some(5)));
    }

    #[tokio::test]
    async fn another_genesis_is_found_at_the_first_commit() {
        let (store, _) = log_of(3).await;
        let genesis = sample::genesis(1);
        let other = ledger::Genesis::new("isms.example.org".parse().expect("a name"), genesis.log);
        let end = replay(store, genesis.log, Chain::begin(&other), |_| (), |_, ()| ()).await;
        assert!(matches!(end, Err(ReplayError::Fault(Fault { seq: 0, .. }))), "{end:?}");
    }
}
