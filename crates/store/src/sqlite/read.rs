//! Reading commits, current records and what lies aside.

use futures_util::TryStreamExt;
use ledger::{Entry, LogId};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::open::place;
use crate::contract::{CurrentRow, Unavailable};

/// About how many bytes of entries are given at once.
const BYTES_MAX: usize = 32 << 20;

/// Returns the entries from `first` to `last`, fewer where they are large. When one cannot be read, those before it are
/// given; when it is the first, the problem.
pub(super) async fn entries_between(
    connection: &mut SqliteConnection,
    row: i64,
    first: u64,
    last: u64,
) -> Result<Vec<Entry>, Unavailable> {
    let sql = "SELECT place, header, changes FROM commits WHERE place BETWEEN ? AND ? ORDER BY place";
    let mut rows = sqlx::query(sql).bind(place(row, first)).bind(place(row, last)).fetch(connection);
    let mut entries = Vec::with_capacity(usize::try_from(last - first).unwrap_or(0).min(4096));
    let (mut bytes, mut seq) = (0, first);
    while bytes < BYTES_MAX {
        let entry = match rows.try_next().await {
            Ok(None) => break,
            Ok(Some(found)) => entry(&found, row, seq),
            Err(problem) => Err(unavailable(problem)),
        };
        match entry {
            Ok(entry) => {
                bytes += entry.header.len() + entry.changes.len();
                entries.push(entry);
                seq += 1;
            }
            Err(problem) if entries.is_empty() => return Err(at(first, problem)),
            Err(_) => break,
        }
    }
    Ok(entries)
}

fn entry(found: &SqliteRow, row: i64, seq: u64) -> Result<Entry, Unavailable> {
    if found.try_get::<i64, _>(0).map_err(unavailable)? != place(row, seq) {
        return Err(damage("it is missing"));
    }
    let header = found.try_get(1).map_err(unavailable)?;
    let changes = found.try_get(2).map_err(unavailable)?;
    Ok(Entry { header, changes })
}

fn at(seq: u64, problem: Unavailable) -> Unavailable {
    match problem {
        Unavailable::Damaged(what) => Unavailable::Damaged(format!("commit {seq}: {what}")),
        Unavailable::Failed(_) => problem,
    }
}

/// Returns current records in order, after the one named.
pub(super) async fn current(
    connection: &mut SqliteConnection,
    row: i64,
    after: Option<(&str, &str)>,
    at_most: usize,
) -> Result<Vec<CurrentRow>, Unavailable> {
    let (kind, id) = after.unwrap_or_default();
    let sql =
        "SELECT kind, id, body FROM current WHERE log = ? AND (kind, id) > (?, ?) ORDER BY kind, id LIMIT ?";
    let rows = sqlx::query(sql)
        .bind(row)
        .bind(kind)
        .bind(id)
        .bind(i64::try_from(at_most).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await
        .map_err(unavailable)?;
    let row = |row: &SqliteRow| {
        Ok(CurrentRow { kind: row.try_get(0)?, id: row.try_get(1)?, body: row.try_get(2)? })
    };
    rows.iter().map(row).collect::<Result<_, _>>().map_err(unavailable)
}

/// Returns what lies aside under a key.
pub(super) async fn aside(
    connection: &mut SqliteConnection,
    log: LogId,
    key: &str,
) -> Result<Option<Vec<u8>>, Unavailable> {
    sqlx::query_scalar("SELECT value FROM asides WHERE org = ? AND epoch = ? AND key = ?")
        .bind(log.org.to_string())
        .bind(i64::try_from(log.epoch).unwrap_or(i64::MAX))
        .bind(key)
        .fetch_optional(connection)
        .await
        .map_err(unavailable)
}

/// Returns what lies aside under keys that begin so.
pub(super) async fn asides(
    connection: &mut SqliteConnection,
    log: LogId,
    prefix: &str,
) -> Result<Vec<(String, Vec<u8>)>, Unavailable> {
    let sql = "SELECT key, value FROM asides WHERE org = ? AND epoch = ? AND substr(key, 1, length(?)) = ? ORDER BY key";
    sqlx::query_as(sql)
        .bind(log.org.to_string())
        .bind(i64::try_from(log.epoch).unwrap_or(i64::MAX))
        .bind(prefix)
        .bind(prefix)
        .fetch_all(connection)
        .await
        .map_err(unavailable)
}

/// Returns SQLite's own code of what went wrong, without its extension.
pub(super) fn code(problem: &sqlx::Error) -> Option<u32> {
    let code: u32 = problem.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

/// Says what it means for a reader that SQLite answered so.
pub(super) fn unavailable(problem: sqlx::Error) -> Unavailable {
    const CORRUPT: u32 = 11;
    const NOT_A_DATABASE: u32 = 26;
    match (code(&problem), &problem) {
        (Some(CORRUPT | NOT_A_DATABASE), _) => damage(&problem.to_string()),
        (None, sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)) => {
            damage("a column holds another type")
        }
        _ => Unavailable::Failed(problem.to_string()),
    }
}

/// Returns that what is stored is not what was written.
pub(super) fn damage(what: &str) -> Unavailable {
    Unavailable::Damaged(what.to_owned())
}
