//! Opening a data folder: who may, whether it is whole, and whether it still holds what was acknowledged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ledger::{Entry, Genesis, Hash, Head, LogId, Time, check};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use thiserror::Error;

use super::read::{entries_between, unavailable};
use crate::anchor::{Anchor, file_name};
use crate::contract::Unavailable;
use crate::folder::FolderError;
use crate::prepared::{SEQ_MAX, Tip};

/// How many of the newest commits are checked after a writer failed.
const TAIL: u64 = 10_000;

/// Why a data folder could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The folder cannot hold a ledger, or another writer has it.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// There is no database to read.
    #[error("{0} holds no ledger")]
    Missing(PathBuf),
    /// The SQLite that was built in could lose commits.
    #[error("sqlite {0} is too old, expected at least 3.51.3")]
    SqliteTooOld(String),
    /// A setting was not taken.
    #[error("sqlite answers {found:?} for {name}, expected {expected}")]
    Setting {
        /// Which setting.
        name: &'static str,
        /// What it must be.
        expected: &'static str,
        /// What it is.
        found: String,
    },
    /// The file is some other program's.
    #[error("the database was not made by plumb")]
    Foreign,
    /// The tables are of another generation.
    #[error(
        "the database has layout {found}, expected {expected}: open it with the plumb that made it, or a newer one"
    )]
    Generation {
        /// The layout found.
        found: String,
        /// The layout that this program knows.
        expected: i64,
    },
    /// What is stored is not what was written, or could not be asked.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl OpenError {
    pub(crate) fn from_sqlx(problem: sqlx::Error) -> Self {
        Self::Unavailable(unavailable(problem))
    }
}

/// A log as the database knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) row: i64,
    pub(super) genesis: Genesis,
    pub(super) head: Head,
}

/// Returns every log that the database knows.
pub(super) async fn known(connection: &mut SqliteConnection) -> Result<BTreeMap<LogId, Known>, Unavailable> {
    let sql = "SELECT logs.id, logs.org, logs.epoch, logs.genesis, heads.seq, heads.leaf \
               FROM logs LEFT JOIN heads ON heads.log = logs.id ORDER BY logs.id";
    let rows = sqlx::query(sql).fetch_all(connection).await.map_err(unavailable)?;
    let mut logs = BTreeMap::new();
    for row in &rows {
        let known = known_row(row)?;
        if let Some(twice) = logs.insert(known.genesis.log, known) {
            return Err(Unavailable::Damaged(format!("the log {} is there twice", twice.genesis.log)));
        }
    }
    Ok(logs)
}

fn known_row(row: &SqliteRow) -> Result<Known, Unavailable> {
    let id: i64 = row.try_get(0).map_err(unavailable)?;
    let wrong = |what: &str| Unavailable::Damaged(format!("log {id}: {what}"));
    let genesis: &str = row.try_get(3).map_err(unavailable)?;
    let genesis = Genesis::parse(genesis.as_bytes()).map_err(|problem| wrong(&problem.to_string()))?;
    let (org, epoch): (&str, i64) =
        (row.try_get(1).map_err(unavailable)?, row.try_get(2).map_err(unavailable)?);
    if (org, u64::try_from(epoch)) != (genesis.log.org.to_string().as_str(), Ok(genesis.log.epoch)) {
        return Err(wrong("its organisation is not that of its genesis statement"));
    }
    let seq: i64 = row.try_get(4).map_err(|_| wrong("its head is missing"))?;
    let leaf: &[u8] = row.try_get(5).map_err(unavailable)?;
    match (u64::try_from(seq), <[u8; 32]>::try_from(leaf)) {
        (Ok(seq), Ok(leaf)) if seq <= SEQ_MAX && (1..1 << 22).contains(&id) => {
            Ok(Known { row: id, head: Head { epoch: genesis.log.epoch, seq, leaf: Hash(leaf) }, genesis })
        }
        _ => Err(wrong("its head is not one")),
    }
}

/// What was found out about the logs when the folder was opened.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) tips: BTreeMap<LogId, (i64, Tip)>,
    /// Why nothing may be written.
    pub(super) problems: Vec<String>,
}

/// Compares every log's end with its head and with its anchor. Anchors must have been read before the logs.
pub(super) async fn examine(
    connection: &mut SqliteConnection,
    anchors: &BTreeMap<String, Option<Anchor>>,
    logs: &BTreeMap<LogId, Known>,
) -> Result<Found, Unavailable> {
    let mut found = Found::default();
    for (log, known) in logs {
        match time_at_end(connection, known).await? {
            Ok(time) => {
                let tip = Tip { genesis: known.genesis.clone(), head: known.head, time };
                found.tips.insert(*log, (known.row, tip));
            }
            Err(problem) => found.problems.push(format!("log {log}: {problem}")),
        }
        let problem = match anchors.get(&file_name(*log)) {
            None => Some("its anchor is missing from the anchor folder".to_owned()),
            Some(None) => Some("its anchor cannot be read".to_owned()),
            Some(Some(anchor)) => against_anchor(connection, known, anchor).await?,
        };
        found.problems.extend(problem.map(|problem| format!("log {log}: {problem}")));
    }
    let names: Vec<_> = logs.keys().map(|log| file_name(*log)).collect();
    for (name, anchor) in anchors.iter().filter(|(name, _)| !names.contains(name)) {
        match anchor {
            None => found.problems.push(format!("anchor/{name} cannot be read")),
            Some(Anchor { newest: None, .. }) => {} // the log was about to begin, and never did
            Some(Anchor { newest: Some((seq, _)), .. }) => found.problems.push(format!(
                "the database lost acknowledged commits: anchor/{name} says {seq}, the database does not know the log"
            )),
        }
    }
    Ok(found)
}

/// Returns the time of the newest commit, or why it is not the one that the head names.
async fn time_at_end(
    connection: &mut SqliteConnection,
    known: &Known,
) -> Result<Result<Time, String>, Unavailable> {
    let seq = known.head.seq;
    let end: Option<i64> = sqlx::query_scalar("SELECT max(place) FROM commits WHERE place BETWEEN ? AND ?")
        .bind(place(known.row, seq))
        .bind(place(known.row, SEQ_MAX))
        .fetch_one(&mut *connection)
        .await
        .map_err(unavailable)?;
    if end.is_some_and(|end| end != place(known.row, seq)) {
        return Ok(Err(format!("there are commits after its head, {seq}")));
    }
    let Some(entry) = entry(connection, known.row, seq).await? else {
        return Ok(Err(format!("its head is {seq}, but that commit is missing")));
    };
    Ok(match check(seq, &entry) {
        Err(fault) => Err(fault.to_string()),
        Ok(checked) if checked.head() != known.head || checked.header.log() != known.genesis.log => {
            Err(format!("its newest commit, {seq}, is not the one that its head names"))
        }
        Ok(checked) => Ok(checked.header.time),
    })
}

async fn against_anchor(
    connection: &mut SqliteConnection,
    known: &Known,
    anchor: &Anchor,
) -> Result<Option<String>, Unavailable> {
    if anchor.origin != known.genesis.origin() {
        return Ok(Some(format!("its anchor is of {}, expected {}", anchor.origin, known.genesis.origin())));
    }
    let Some((seq, leaf)) = anchor.newest else { return Ok(None) };
    if seq > known.head.seq {
        return Ok(Some(format!(
            "the database lost acknowledged commits: anchor says {seq}, the database ends at {}",
            known.head.seq
        )));
    }
    let held = entry(connection, known.row, seq).await?;
    Ok(match held {
        Some(entry) if entry.leaf() == leaf => None,
        Some(_) => Some(format!(
            "the database was replaced or rewritten: commit {seq} is not the one that was anchored"
        )),
        None => {
            Some(format!("the database lost acknowledged commits: anchor says {seq}, that commit is missing"))
        }
    })
}

async fn entry(connection: &mut SqliteConnection, row: i64, seq: u64) -> Result<Option<Entry>, Unavailable> {
    match entries_between(connection, row, seq, seq).await {
        Ok(entries) => Ok(entries.into_iter().next()),
        Err(problem) => Err(problem),
    }
}

/// Checks the newest commits of every log, after a writer had failed.
pub(super) async fn check_tails(
    connection: &mut SqliteConnection,
    logs: &BTreeMap<LogId, Known>,
) -> Result<Vec<String>, Unavailable> {
    let mut problems = Vec::new();
    for (log, known) in logs {
        let mut seq = known.head.seq.saturating_sub(TAIL - 1);
        let mut prev = None;
        while seq <= known.head.seq {
            let entries = entries_between(connection, known.row, seq, known.head.seq).await?;
            for entry in &entries {
                let problem = match check(seq, entry) {
                    Err(fault) => Some(fault.to_string()),
                    Ok(checked) if prev.is_some_and(|prev| prev != checked.header.prev) => {
                        Some(format!("commit {seq} does not follow the one before"))
                    }
                    Ok(checked) => {
                        prev = Some(checked.leaf);
                        None
                    }
                };
                if let Some(problem) = problem {
                    problems.push(format!("log {log}: {problem}"));
                }
                seq += 1;
            }
            if entries.is_empty() {
                problems.push(format!("log {log}: commit {seq} is missing"));
                break;
            }
        }
    }
    Ok(problems)
}

/// Returns a commit's key.
pub(super) fn place(row: i64, seq: u64) -> i64 {
    (row << 40) | i64::try_from(seq.min(SEQ_MAX)).expect("the largest number was chosen to fit")
}

/// Returns what stops an opening when the data folder holds no database.
pub(super) fn missing(folder: &Path) -> OpenError {
    OpenError::Missing(folder.to_owned())
}

/// Returns the one reason from several, if there are any.
pub(super) fn reason(problems: &[String]) -> Option<String> {
    let first = problems.first()?;
    let more = problems.len() - 1;
    Some(if more == 0 { first.clone() } else { format!("{first} (and {more} more)") })
}

#[cfg(test)]
mod tests {
    use super::super::read::damage;
    use super::*;

    #[test]
    fn places_keep_logs_apart_and_commits_in_order() {
        assert_eq!(place(1, 0), 1 << 40);
        assert_eq!(place(1, SEQ_MAX) + 1, place(2, 0));
        assert!(place((1 << 22) - 1, SEQ_MAX) > 0);
    }

    #[test]
    fn damage_is_told_apart_from_silence() {
        assert!(matches!(damage("x"), Unavailable::Damaged(_)));
        assert!(matches!(unavailable(sqlx::Error::PoolTimedOut), Unavailable::Failed(_)));
    }
}
