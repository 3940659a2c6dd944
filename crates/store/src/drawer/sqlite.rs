//! A drawer in one SQLite file of its own, beside the ledger: `identity.db` in the data folder.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row};
use tokio::sync::Mutex;

use super::{Drawer, DrawerError, Slip, SlipChange};
use crate::contract::Unavailable;
use crate::folder::{self, FolderError};
use crate::sqlite::OpenError;

/// The drawer in its data folder.
const FILE: &str = "identity.db";
/// Says in the file's own header whose it is: `plid`.
const APPLICATION: i64 = 0x706c_6964;
/// The layout's generation, kept in the file's `user_version`.
const GENERATION: i64 = 1;

const TABLES: &str = "
BEGIN IMMEDIATE;
CREATE TABLE slips (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    body TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
PRAGMA application_id = 1886153060;
PRAGMA user_version = 1;
COMMIT;
";

/// A drawer in one SQLite file that only its owner may read.
#[derive(Debug)]
pub struct SqliteDrawer(Mutex<Option<SqliteConnection>>);

impl SqliteDrawer {
    /// Opens the drawer of a data folder; makes it if it is not there.
    ///
    /// # Errors
    /// When the folder lies behind a network, or the file is not a drawer of ours.
    pub async fn open(data: &Path) -> Result<Self, OpenError> {
        folder::make_private(data).map_err(FolderError::io(data))?;
        folder::refuse_network(data)?;
        let file = data.join(FILE);
        make_private_file(&file).map_err(FolderError::io(&file))?;
        let mut connection =
            SqliteConnection::connect_with(&options(&file)).await.map_err(OpenError::from_sqlx)?;
        let count = "SELECT count(*) FROM sqlite_schema";
        if number(&mut connection, count).await? == 0 {
            sqlx::raw_sql(TABLES).execute(&mut connection).await.map_err(OpenError::from_sqlx)?;
        }
        if number(&mut connection, "PRAGMA application_id").await? != APPLICATION {
            return Err(OpenError::Foreign);
        }
        let found = number(&mut connection, "PRAGMA user_version").await?;
        if found != GENERATION {
            return Err(OpenError::Generation { found: found.to_string(), expected: GENERATION });
        }
        settled(&mut connection).await?;
        folder::sync_folder(data).map_err(FolderError::io(data))?;
        Ok(Self(Mutex::new(Some(connection))))
    }
}

/// What is removed is overwritten, and what is acknowledged is on the disk. The rollback journal is taken rather than a
/// write-ahead log, so that old bodies do not stay in a second file.
fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Delete)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("mmap_size", "0")
        .pragma("fullfsync", "1")
        .busy_timeout(Duration::from_secs(5))
        .disable_statement_logging()
}

/// Asks back the settings without which nothing is kept here.
async fn settled(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let settings = [("synchronous", "PRAGMA synchronous", 2), ("secure delete", "PRAGMA secure_delete", 1)];
    for (name, question, expected) in settings {
        let found = number(connection, question).await?;
        if found != expected {
            let expected = if name == "synchronous" { "2" } else { "1" };
            return Err(OpenError::Setting { name, expected, found: found.to_string() });
        }
    }
    Ok(())
}

/// Makes a file that only its owner may read, and takes rights away that it has too many.
fn make_private_file(file: &Path) -> std::io::Result<()> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(file)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    file.sync_all()
}

async fn number(connection: &mut SqliteConnection, question: &'static str) -> Result<i64, OpenError> {
    sqlx::query_scalar(question).fetch_one(connection).await.map_err(OpenError::from_sqlx)
}

#[async_trait]
impl Drawer for SqliteDrawer {
    async fn all(&self) -> Result<Vec<Slip>, Unavailable> {
        let mut held = self.0.lock().await;
        let rows = sqlx::query("SELECT kind, id, version, body FROM slips ORDER BY kind, id")
            .fetch_all(held.as_mut().ok_or_else(closed)?)
            .await
            .map_err(unavailable)?;
        rows.iter().map(read).collect()
    }

    async fn slip(&self, kind: &str, id: &str) -> Result<Option<Slip>, Unavailable> {
        let mut held = self.0.lock().await;
        let row = sqlx::query("SELECT kind, id, version, body FROM slips WHERE kind = ? AND id = ?")
            .bind(kind)
            .bind(id)
            .fetch_optional(held.as_mut().ok_or_else(closed)?)
            .await
            .map_err(unavailable)?;
        row.as_ref().map(read).transpose()
    }

    async fn change(&self, changes: Vec<SlipChange>) -> Result<(), DrawerError> {
        for change in &changes {
            change.check()?;
        }
        let mut held = self.0.lock().await;
        let connection = held.as_mut().ok_or_else(closed)?;
        let mut together = connection.begin_with("BEGIN IMMEDIATE").await.map_err(problem)?;
        for change in &changes {
            if !make(&mut together, change).await? {
                together.rollback().await.map_err(problem)?;
                return Err(change.moved());
            }
        }
        together.commit().await.map_err(problem)
    }

    async fn close(&self) {
        if let Some(connection) = self.0.lock().await.take()
            && let Err(problem) = connection.close().await
        {
            tracing::error!("the drawer did not close well: {problem}");
        }
    }
}

/// Makes one change and says whether the slip had the version it was decided on.
async fn make(connection: &mut SqliteConnection, change: &SlipChange) -> Result<bool, DrawerError> {
    let from = change.from.map(i64::try_from).transpose();
    let Ok(from) = from else { return Ok(false) };
    let query = match (from, &change.body) {
        (None, Some(body)) => sqlx::query(
            "INSERT INTO slips (kind, id, version, body) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING",
        )
        .bind(&change.kind)
        .bind(&change.id)
        .bind(body),
        (Some(from), Some(body)) => sqlx::query(
            "UPDATE slips SET version = version + 1, body = ? WHERE kind = ? AND id = ? AND version = ?",
        )
        .bind(body)
        .bind(&change.kind)
        .bind(&change.id)
        .bind(from),
        (Some(from), None) => sqlx::query("DELETE FROM slips WHERE kind = ? AND id = ? AND version = ?")
            .bind(&change.kind)
            .bind(&change.id)
            .bind(from),
        (None, None) => return Ok(false), // nothing can be removed that was not there
    };
    Ok(query.execute(connection).await.map_err(problem)?.rows_affected() == 1)
}

fn read(row: &SqliteRow) -> Result<Slip, Unavailable> {
    let version: i64 = row.try_get(2).map_err(unavailable)?;
    let version = u64::try_from(version).map_err(|_| Unavailable::Damaged(format!("version {version}")))?;
    let text = |column: usize| row.try_get::<String, _>(column).map_err(unavailable);
    Ok(Slip { kind: text(0)?, id: text(1)?, version, body: text(3)? })
}

fn closed() -> Unavailable {
    Unavailable::Failed("the drawer is closed".to_owned())
}

fn unavailable(problem: sqlx::Error) -> Unavailable {
    match problem.as_database_error().and_then(|problem| problem.code()).as_deref() {
        Some("11" | "26") => Unavailable::Damaged(problem.to_string()), // SQLITE_CORRUPT, SQLITE_NOTADB
        _ => Unavailable::Failed(problem.to_string()),
    }
}

fn problem(problem: sqlx::Error) -> DrawerError {
    match problem.as_database_error().and_then(|problem| problem.code()).as_deref() {
        Some("13") => DrawerError::Full, // SQLITE_FULL
        _ => unavailable(problem).into(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::drawer::conformance::{self, change};

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    #[tokio::test]
    async fn sqlite_keeps_the_contract() {
        let folder = folder();
        conformance::check(Arc::new(SqliteDrawer::open(folder.path()).await.expect("new"))).await;
    }

    #[tokio::test]
    async fn what_was_acknowledged_is_there_when_opened_again() {
        let folder = folder();
        let drawer = SqliteDrawer::open(folder.path()).await.expect("new");
        drawer.change(vec![change("a", None, Some("{}"))]).await.expect("new");
        drawer.close().await;
        assert!(drawer.all().await.is_err(), "it was closed");
        let again = SqliteDrawer::open(folder.path()).await.expect("ours");
        assert_eq!(again.all().await.map(|slips| slips.len()), Ok(1));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_its_owner_may_read_it_even_where_it_was_open_before() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = folder();
        let file = folder.path().join(FILE);
        std::fs::write(&file, "").expect("writable");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("ours");
        SqliteDrawer::open(folder.path()).await.expect("empty");
        assert_eq!(std::fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
    }

    #[tokio::test]
    async fn what_was_removed_leaves_no_trace_in_the_folder() {
        let folder = folder();
        let drawer = SqliteDrawer::open(folder.path()).await.expect("new");
        let word = "\"a-word-that-is-found-by-looking\"";
        drawer.change(vec![change("a", None, Some(word))]).await.expect("new");
        drawer.change(vec![change("a", Some(1), None)]).await.expect("there");
        drawer.close().await;
        for file in std::fs::read_dir(folder.path()).expect("readable") {
            let bytes = std::fs::read(file.expect("readable").path()).expect("readable");
            assert!(!bytes.windows(14).any(|window| window == b"that-is-found-"));
        }
    }

    #[tokio::test]
    async fn a_file_of_another_program_is_refused() {
        let folder = folder();
        std::fs::write(folder.path().join(FILE), "no database at all, but long enough to be one")
            .expect("writable");
        assert!(SqliteDrawer::open(folder.path()).await.is_err());
    }
}
