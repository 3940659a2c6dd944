//! The tables, and the settings without which a connection is not used.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::open::OpenError;

/// The layout's generation, kept in the database's `user_version`.
const GENERATION: i64 = 1;
/// Says in the database's own header whose file it is: `plum`.
const APPLICATION: i64 = 0x706c_756d;
/// The first SQLite whose write-ahead log is known to lose nothing (a reset could before).
const SQLITE_MIN: [u32; 3] = [3, 51, 3];

/// A commit's key holds the log in its upper bits, so that a log lies together and is read without an index.
const TABLES: &str = "
BEGIN IMMEDIATE;
CREATE TABLE logs (
    id INTEGER PRIMARY KEY,
    org TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    genesis TEXT NOT NULL,
    UNIQUE (org, epoch)
) STRICT;
CREATE TABLE heads (
    log INTEGER PRIMARY KEY REFERENCES logs (id),
    seq INTEGER NOT NULL,
    leaf BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;
CREATE TABLE commits (
    place INTEGER PRIMARY KEY,
    header BLOB NOT NULL,
    changes BLOB NOT NULL,
    log INTEGER NOT NULL GENERATED ALWAYS AS (place >> 40) VIRTUAL REFERENCES logs (id),
    seq INTEGER NOT NULL GENERATED ALWAYS AS (place & 1099511627775) VIRTUAL
) STRICT;
CREATE TABLE current (
    log INTEGER NOT NULL REFERENCES logs (id),
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (log, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE asides (
    org TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    key TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (org, epoch, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER commits_are_not_changed BEFORE UPDATE ON commits
BEGIN SELECT RAISE(ABORT, 'commits are never changed'); END;
CREATE TRIGGER commits_are_not_deleted BEFORE DELETE ON commits
BEGIN SELECT RAISE(ABORT, 'commits are never deleted'); END;
CREATE TRIGGER commits_are_not_replaced BEFORE INSERT ON commits
WHEN EXISTS (SELECT 1 FROM commits WHERE place = NEW.place)
BEGIN SELECT RAISE(ABORT, 'commits are never replaced'); END;
CREATE TRIGGER logs_are_not_changed BEFORE UPDATE ON logs
BEGIN SELECT RAISE(ABORT, 'logs are never changed'); END;
CREATE TRIGGER logs_are_not_deleted BEFORE DELETE ON logs
BEGIN SELECT RAISE(ABORT, 'logs are never deleted'); END;
PRAGMA application_id = 1886156141;
PRAGMA user_version = 1;
COMMIT;
";

/// What every connection is asked, and must answer.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("journal mode", "PRAGMA journal_mode", "wal"),
    ("foreign keys", "PRAGMA foreign_keys", "1"),
    ("trusted schema", "PRAGMA trusted_schema", "0"),
    ("memory map", "PRAGMA mmap_size", "0"),
];
/// What the writer must answer besides.
const SETTINGS_OF_WRITER: &[(&str, &str, &str)] = &[
    ("synchronous", "PRAGMA synchronous", "2"),
    ("full fsync", "PRAGMA fullfsync", "1"),
    ("full fsync at checkpoints", "PRAGMA checkpoint_fullfsync", "1"),
];

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(true)
        .pragma("trusted_schema", "OFF")
        .pragma("mmap_size", "0")
        .busy_timeout(Duration::from_secs(5))
        .disable_statement_logging()
}

/// Returns how readers connect.
pub(super) fn reader(file: &Path) -> SqliteConnectOptions {
    options(file).read_only(true).row_buffer_size(512)
}

/// Returns how the writer connects.
pub(super) fn writer(file: &Path) -> SqliteConnectOptions {
    options(file)
        .create_if_missing(true)
        .page_size(8192)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("fullfsync", "1")
        .pragma("checkpoint_fullfsync", "1")
        .pragma("wal_autocheckpoint", "2000")
}

/// Connects the writer, makes the tables where there are none, and asks back every setting.
pub(super) async fn connect_writer(
    file: &Path,
    pages_max: Option<u32>,
) -> Result<SqliteConnection, OpenError> {
    let mut connection = SqliteConnection::connect_with(&writer(file)).await.map_err(OpenError::from_sqlx)?;
    let answers = async {
        check_version(&mut connection).await?;
        check_settings(&mut connection, SETTINGS).await?;
        check_settings(&mut connection, SETTINGS_OF_WRITER).await?;
        if tables(&mut connection).await? == 0 {
            sqlx::raw_sql(TABLES).execute(&mut connection).await.map_err(OpenError::from_sqlx)?;
        }
        check_layout(&mut connection).await?;
        if let Some(pages) = pages_max {
            let sql = AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
            sqlx::raw_sql(sql).execute(&mut connection).await.map_err(OpenError::from_sqlx)?;
        }
        Ok(())
    };
    answers.await.map(|()| connection)
}

/// Asks a reading connection what it is connected to.
pub(super) async fn check_reader(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    check_version(connection).await?;
    check_settings(connection, SETTINGS).await?;
    check_layout(connection).await
}

async fn check_version(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let found = ask(connection, "SELECT sqlite_version()").await?;
    let parts: Vec<u32> = found.split('.').map_while(|part| part.parse().ok()).collect();
    if parts.as_slice() >= SQLITE_MIN.as_slice() { Ok(()) } else { Err(OpenError::SqliteTooOld(found)) }
}

async fn check_settings(
    connection: &mut SqliteConnection,
    settings: &'static [(&'static str, &'static str, &'static str)],
) -> Result<(), OpenError> {
    for (name, question, expected) in settings {
        let found = ask(connection, question).await?;
        if found != *expected {
            return Err(OpenError::Setting { name, expected, found });
        }
    }
    Ok(())
}

async fn check_layout(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let application = ask(connection, "PRAGMA application_id").await?;
    let generation = ask(connection, "PRAGMA user_version").await?;
    if application != APPLICATION.to_string() {
        return Err(OpenError::Foreign);
    }
    if generation != GENERATION.to_string() {
        return Err(OpenError::Generation { found: generation, expected: GENERATION });
    }
    Ok(())
}

async fn tables(connection: &mut SqliteConnection) -> Result<i64, OpenError> {
    sqlx::query_scalar("SELECT count(*) FROM sqlite_schema")
        .fetch_one(connection)
        .await
        .map_err(OpenError::from_sqlx)
}

/// Returns the one value that a question is answered with, as text.
async fn ask(connection: &mut SqliteConnection, question: &'static str) -> Result<String, OpenError> {
    use sqlx::Row;
    let row = sqlx::query(question).fetch_optional(connection).await.map_err(OpenError::from_sqlx)?;
    let Some(row) = row else { return Ok(String::new()) };
    let text = row.try_get_unchecked::<String, _>(0);
    text.map_err(OpenError::from_sqlx)
}
