//! That SQLite keeps the contract, and that loss and damage are noticed.

use std::path::Path;

use ledger::{Chain, Checked, Genesis};
use sqlx::Executor;
use sqlx::sqlite::SqliteConnection;

use super::*;
use crate::{CurrentRow, ReplayError, RowChange, conformance, replay, sample};

async fn opened(folder: &Path) -> Sqlite {
    Sqlite::open(folder).await.expect("a local folder")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Writes a log of so many commits, closes the store, and returns the log.
async fn written(folder: &Path, commits: usize) -> (Genesis, Chain) {
    let store = opened(folder).await;
    let genesis = sample::genesis(1);
    let mut chain = Chain::begin(&genesis);
    for number in 0..commits {
        let append = sample::append(&genesis, &mut chain, &[&format!("number {number}")]);
        store.append(append).await.expect("it follows");
    }
    store.close().await;
    (genesis, chain)
}

async fn verified(store: Sqlite, genesis: &Genesis) -> Result<Chain, ReplayError> {
    let (store, read) = (Arc::new(store), |_: &Checked<'_>| ());
    let end = replay(store.clone(), genesis.log, Chain::begin(genesis), read, |_, ()| ()).await;
    store.close().await;
    end
}

fn because(store: &Sqlite) -> String {
    match store.health() {
        Health::ReadOnly { because } => because,
        Health::Writable => "writable".to_owned(),
    }
}

/// Returns a connection of somebody who keeps to none of our rules.
async fn stranger(folder: &Path) -> SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database(folder)).foreign_keys(false);
    SqliteConnection::connect_with(&options).await.expect("a database")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("writable");
    for file in fs::read_dir(from).expect("readable") {
        let file = file.expect("readable");
        let to = to.join(file.file_name());
        if file.path().is_dir() {
            copy(&file.path(), &to);
        } else {
            fs::copy(file.path(), to).expect("writable");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_the_contract() {
    let folder = folder();
    conformance::check(Arc::new(opened(folder.path()).await)).await;
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_reopening() {
    let folder = folder();
    let (genesis, mut chain) = written(folder.path(), 5).await;
    let store = opened(folder.path()).await;
    store.put_aside(genesis.log, "draft", Some(b"text".to_vec())).await.expect("room");
    store.append(sample::append(&genesis, &mut chain, &["after reopening"])).await.expect("it follows");
    store.close().await;
    let store = opened(folder.path()).await;
    assert_eq!(store.health(), Health::Writable);
    assert_eq!(store.head(genesis.log).await, Ok(chain.head()));
    assert_eq!(store.current(genesis.log, None, 9).await, Ok(vec![sample::row("R-1", "after reopening")]));
    assert_eq!(store.aside(genesis.log, "draft").await, Ok(Some(b"text".to_vec())));
    assert_eq!(verified(store, &genesis).await, Ok(chain));
}

#[tokio::test]
async fn a_second_writer_is_refused_and_a_reader_is_not() {
    let folder = folder();
    let store = opened(folder.path()).await;
    let genesis = sample::genesis(1);
    let mut chain = Chain::begin(&genesis);
    store.append(sample::append(&genesis, &mut chain, &["a"])).await.expect("a new log");
    let second = Sqlite::open(folder.path()).await;
    assert!(matches!(second, Err(OpenError::Folder(FolderError::InUse(_)))), "{second:?}");
    let reader = Sqlite::open_read_only(folder.path()).await.expect("a ledger");
    store.append(sample::append(&genesis, &mut chain, &["b"])).await.expect("it follows");
    assert_eq!(reader.head(genesis.log).await, Ok(chain.head()));
    assert_eq!(reader.entries(genesis.log, 0, 9).await, store.entries(genesis.log, 0, 9).await);
    assert_eq!(because(&reader), "it was opened for reading");
    let refused = reader.append(sample::append(&genesis, &mut chain.clone(), &["c"])).await;
    assert!(matches!(refused, Err(AppendError::ReadOnly(_))), "{refused:?}");
    assert!(matches!(reader.put_aside(genesis.log, "x", None).await, Err(AppendError::ReadOnly(_))));
    store.close().await;
    assert!(store.append(sample::append(&genesis, &mut chain.clone(), &["c"])).await.is_err());
    opened(folder.path()).await.close().await;
}

#[tokio::test]
async fn a_folder_without_a_ledger_is_not_read() {
    let folder = folder();
    let missing = Sqlite::open_read_only(folder.path()).await;
    assert!(matches!(missing, Err(OpenError::Missing(_))), "{missing:?}");
}

#[tokio::test]
async fn an_older_database_put_back_is_noticed() {
    let (before, after) = (folder(), folder());
    let (genesis, mut chain) = written(before.path(), 3).await;
    copy(before.path(), after.path());
    let store = opened(after.path()).await;
    for _ in 0..4 {
        store.append(sample::append(&genesis, &mut chain, &["later"])).await.expect("it follows");
    }
    store.close().await;
    fs::copy(database(before.path()), database(after.path())).expect("writable");
    let store = opened(after.path()).await;
    let expected = format!(
        "log {}: the database lost acknowledged commits: anchor says 6, the database ends at 2",
        genesis.log
    );
    assert_eq!(because(&store), expected);
    assert_eq!(store.entries(genesis.log, 0, 9).await.map(|entries| entries.len()), Ok(3));
    let refused = store.append(sample::append(&genesis, &mut chain, &["x"])).await;
    assert_eq!(refused, Err(AppendError::ReadOnly(expected.clone())));
    store.close().await;
    assert_eq!(because(&Sqlite::open_read_only(after.path()).await.expect("a ledger")), expected);
}

#[tokio::test]
async fn a_database_with_another_history_is_noticed() {
    let (ours, theirs) = (folder(), folder());
    let (genesis, _) = written(ours.path(), 3).await;
    let store = opened(theirs.path()).await;
    let mut chain = Chain::begin(&genesis);
    store
        .append(sample::append(&genesis, &mut chain, &["x", "y", "z", "and more"]))
        .await
        .expect("a new log");
    store.close().await;
    fs::copy(database(theirs.path()), database(ours.path())).expect("writable");
    let said = because(&opened(ours.path()).await);
    assert!(said.contains("replaced or rewritten: commit 2 is not the one that was anchored"), "{said}");
}

#[tokio::test]
async fn a_truncated_write_ahead_log_is_noticed() {
    let (live, copied) = (folder(), folder());
    let store = opened(live.path()).await;
    let genesis = sample::genesis(1);
    let mut chain = Chain::begin(&genesis);
    for number in 0..8 {
        store
            .append(sample::append(&genesis, &mut chain, &[&format!("number {number}")]))
            .await
            .expect("it follows");
    }
    copy(live.path(), copied.path()); // as if the power had failed now
    let wal = copied.path().join("ledger.db-wal");
    let whole = fs::read(&wal).expect("there is one while the store is open");
    for (keep, lost) in [(whole.len(), false), (whole.len() - 1, true), (whole.len() / 2, true), (0, true)] {
        let again = folder();
        copy(copied.path(), again.path());
        fs::write(again.path().join("ledger.db-wal"), &whole[..keep]).expect("writable");
        let said = match Sqlite::open(again.path()).await {
            Ok(store) => because(&store),
            Err(problem) => problem.to_string(),
        };
        assert_eq!(said.contains("lost acknowledged commits"), lost, "{keep} of {}: {said}", whole.len());
    }
    assert_eq!(verified(opened(copied.path()).await, &genesis).await, Ok(chain));
}

#[tokio::test]
async fn an_anchor_that_is_gone_or_unreadable_or_of_an_unknown_log_is_noticed() {
    let folder = folder();
    let (genesis, _) = written(folder.path(), 2).await;
    let anchor = folder.path().join("anchor").join(file_name(genesis.log));
    let text = fs::read_to_string(&anchor).expect("an anchor");
    let said = async || {
        let store = opened(folder.path()).await;
        store.close().await;
        because(&store)
    };
    fs::remove_file(&anchor).expect("writable");
    assert!(said().await.contains("its anchor is missing"));
    fs::write(&anchor, "plumbline").expect("writable");
    assert!(said().await.contains("its anchor cannot be read"));
    fs::write(&anchor, text.replace("plumbline/log", "other/log")).expect("writable");
    assert!(said().await.contains("its anchor is of other/log"));
    fs::write(&anchor, &text).expect("writable");
    let other = anchor.with_file_name(file_name(sample::genesis(2).log));
    fs::write(&other, &text).expect("writable");
    assert!(said().await.contains("the database does not know the log"));
    fs::remove_file(&other).expect("writable");
    assert_eq!(said().await, "writable");
}

#[tokio::test]
async fn what_was_stored_but_not_anchored_is_shown_only_after_a_writer_anchored_it() {
    let folder = folder();
    let (genesis, mut chain) = written(folder.path(), 2).await;
    let anchor = folder.path().join("anchor").join(file_name(genesis.log));
    let (before, text) = (chain.head(), fs::read(&anchor).expect("an anchor"));
    let store = opened(folder.path()).await;
    store.append(sample::append(&genesis, &mut chain, &["not yet anchored"])).await.expect("it follows");
    store.close().await;
    fs::write(&anchor, text).expect("writable");
    let reader = Sqlite::open_read_only(folder.path()).await.expect("a ledger");
    assert_eq!(reader.head(genesis.log).await, Ok(before));
    assert_eq!(reader.entries(genesis.log, 2, 9).await, Ok(Vec::new()));
    let store = opened(folder.path()).await;
    assert_eq!((store.health(), store.head(genesis.log).await), (Health::Writable, Ok(chain.head())));
    assert_eq!(reader.head(genesis.log).await, Ok(chain.head()));
}

#[tokio::test]
async fn what_could_not_be_anchored_is_not_acknowledged_nor_shown_and_the_writer_stops() {
    let folder = folder();
    let (genesis, mut chain) = written(folder.path(), 2).await;
    let store = opened(folder.path()).await;
    let obstacle = folder.path().join("anchor").join(file_name(genesis.log) + ".new");
    fs::create_dir(&obstacle).expect("writable");
    let before = chain.head();
    let answer = store.append(sample::append(&genesis, &mut chain, &["stored, but not anchored"])).await;
    assert!(matches!(answer, Err(AppendError::Unavailable(_))), "{answer:?}");
    assert_eq!(store.head(genesis.log).await, Ok(before));
    assert_eq!(store.entries(genesis.log, 2, 9).await, Ok(Vec::new()));
    assert!(because(&store).contains("could not be anchored"), "{}", because(&store));
    fs::remove_dir(&obstacle).expect("writable");
    let later = store.append(sample::append(&genesis, &mut chain.clone(), &["later"])).await;
    assert!(matches!(later, Err(AppendError::Unavailable(_))), "{later:?}");
    store.close().await;
    let store = opened(folder.path()).await;
    assert_eq!((because(&store).as_str(), store.notices().len()), ("writable", 1));
    assert_eq!(store.head(genesis.log).await, Ok(chain.head()));
}

#[tokio::test]
async fn a_flipped_bit_in_any_committed_row_is_noticed() {
    let folder = folder();
    let (genesis, chain) = written(folder.path(), 3).await;
    let store = opened(folder.path()).await;
    let entries = store.entries(genesis.log, 0, 3).await.expect("answers");
    store.close().await;
    let whole = fs::read(database(folder.path())).expect("readable");
    for (seq, entry) in entries.iter().enumerate() {
        // A row lies in one piece: its header, then its changes.
        let row = [entry.header.as_slice(), &entry.changes].concat();
        let at = whole.windows(row.len()).position(|bytes| bytes == row).expect("stored as it is");
        for byte in (at..at + row.len()).step_by(37) {
            let mut changed = whole.clone();
            changed[byte] ^= 1 << (byte % 8);
            fs::write(database(folder.path()), changed).expect("writable");
            let store = opened(folder.path()).await;
            let said = because(&store);
            let answer = verified(store, &genesis).await;
            assert!(answer.is_err(), "byte {byte} of commit {seq}");
            assert!(seq < 2 || said != "writable", "the newest commit is checked at the start: {said}");
        }
    }
    fs::write(database(folder.path()), whole).expect("writable");
    assert_eq!(verified(opened(folder.path()).await, &genesis).await, Ok(chain));
}

#[tokio::test]
async fn a_flipped_bit_anywhere_in_the_file_does_no_harm_to_the_program() {
    let folder = folder();
    let (genesis, chain) = written(folder.path(), 2).await;
    let whole = fs::read(database(folder.path())).expect("readable");
    for byte in (0..whole.len()).step_by(whole.len() / 60) {
        let mut changed = whole.clone();
        changed[byte] ^= 1 << (byte % 8);
        fs::write(database(folder.path()), changed).expect("writable");
        match Sqlite::open(folder.path()).await {
            Ok(store) => {
                if let Ok(end) = verified(store, &genesis).await {
                    assert_eq!(end, chain, "byte {byte}");
                }
            }
            Err(OpenError::Folder(problem)) => panic!("the folder is as it was: {problem}"),
            Err(problem) => assert!(!problem.to_string().is_empty()),
        }
    }
}

#[tokio::test]
async fn files_that_are_no_ledger_are_refused() {
    let garbage = folder();
    fs::write(database(garbage.path()), [7; 20_000]).expect("writable");
    let problem = Sqlite::open(garbage.path()).await.expect_err("no database");
    assert!(matches!(problem, OpenError::Unavailable(Unavailable::Damaged(_))), "{problem:?}");
    let foreign = folder();
    opened(foreign.path()).await.close().await;
    stranger(foreign.path()).await.execute("PRAGMA application_id = 7").await.expect("a stranger may");
    assert!(matches!(Sqlite::open(foreign.path()).await, Err(OpenError::Foreign)));
    let newer = folder();
    opened(newer.path()).await.close().await;
    stranger(newer.path()).await.execute("PRAGMA user_version = 2").await.expect("a stranger may");
    assert!(matches!(Sqlite::open(newer.path()).await, Err(OpenError::Generation { .. })));
}

#[tokio::test]
async fn commits_cannot_be_changed_deleted_or_replaced_with_sql() {
    let folder = folder();
    written(folder.path(), 2).await;
    let mut stranger = stranger(folder.path()).await;
    for (sql, expected) in [
        ("UPDATE commits SET header = x'00'", "commits are never changed"),
        ("DELETE FROM commits", "commits are never deleted"),
        (
            "INSERT OR REPLACE INTO commits (place, header, changes) SELECT place, changes, header FROM commits",
            "replaced",
        ),
        ("UPDATE logs SET genesis = ''", "logs are never changed"),
        ("DELETE FROM logs", "logs are never deleted"),
    ] {
        let problem = stranger.execute(sql).await.expect_err(sql).to_string();
        assert!(problem.contains(expected), "{problem}");
    }
}

#[tokio::test]
async fn a_writer_whose_database_somebody_else_changed_stops_for_good() {
    let folder = folder();
    let (genesis, mut chain) = written(folder.path(), 2).await;
    let store = opened(folder.path()).await;
    stranger(folder.path()).await.execute("UPDATE heads SET seq = 7").await.expect("a stranger may");
    let before = chain.head();
    let first = store.append(sample::append(&genesis, &mut chain, &["a"])).await;
    assert!(matches!(first, Err(AppendError::Unavailable(_))), "{first:?}");
    let second = store.append(sample::append(&genesis, &mut chain, &["b"])).await;
    assert!(matches!(second, Err(AppendError::Unavailable(_))), "{second:?}");
    assert!(because(&store).contains("somebody else"));
    assert_eq!(store.head(genesis.log).await, Ok(before));
    store.close().await;
    let store = opened(folder.path()).await;
    assert!(store.notices()[0].contains("the last writer stopped"), "{:?}", store.notices());
    assert!(because(&store).contains("its head is 7, but that commit is missing"), "{}", because(&store));
    store.close().await;
    stranger(folder.path()).await.execute("UPDATE heads SET seq = 1").await.expect("a stranger may");
    let store = opened(folder.path()).await;
    assert_eq!((because(&store).as_str(), store.notices().len()), ("writable", 1));
    store.close().await;
    assert!(opened(folder.path()).await.notices().is_empty());
}

#[tokio::test]
async fn on_a_full_disk_nothing_acknowledged_is_lost_and_nothing_half_is_kept() {
    let folder = folder();
    let store =
        Sqlite::open_with(folder.path(), OpenOptions { pages_max: Some(40) }).await.expect("a local folder");
    let genesis = sample::genesis(1);
    let mut chain = Chain::begin(&genesis);
    let text = "x".repeat(20_000);
    let acknowledged = loop {
        let before = chain.clone();
        let append = |chain: &mut Chain, id: &str| {
            let mut append = sample::append(&genesis, chain, &[&text]);
            append.rows = vec![RowChange::Put(sample::row(id, &text))];
            append
        };
        let id = format!("R-{}", chain.size());
        let first = store.submit(append(&mut chain, &id));
        let follower = store.submit(append(&mut chain, "R-0"));
        match (first.await, follower.await) {
            (Ok(_), Ok(_)) => assert!(chain.size() < 1_000, "the disk is never full"),
            (Ok(_), Err(_)) => {
                let mut after = before;
                drop(append(&mut after, &id));
                break after;
            }
            (Err(problem), follower) => {
                assert_eq!(problem, AppendError::Full);
                assert!(matches!(follower, Err(AppendError::Full | AppendError::Moved)), "{follower:?}");
                break before;
            }
        }
    };
    assert_eq!(store.health(), Health::Writable);
    assert_eq!(store.head(genesis.log).await, Ok(acknowledged.head()));
    store.close().await;
    let store = opened(folder.path()).await; // there is room again
    chain = acknowledged;
    store.append(sample::append(&genesis, &mut chain, &["room"])).await.expect("it follows");
    assert_eq!(verified(store, &genesis).await, Ok(chain));
}

#[tokio::test]
async fn many_rows_are_stored_as_they_came() {
    let folder = folder();
    let store = opened(folder.path()).await;
    let genesis = sample::genesis(1);
    let mut chain = Chain::begin(&genesis);
    let texts: Vec<_> = (0..100).map(|number| format!("number {number}")).collect();
    let texts: Vec<_> = texts.iter().map(String::as_str).collect();
    let mut append = sample::append(&genesis, &mut chain, &texts);
    let put = |number: usize, text: &str| RowChange::Put(sample::row(&format!("R-{number:03}"), text));
    append.rows = (0..50).map(|number| put(number, "first")).collect();
    append
        .rows
        .extend((0..20).map(|n| RowChange::Remove { kind: "risk".to_owned(), id: format!("R-{n:03}") }));
    append.rows.extend((10..37).map(|number| put(number, "second")));
    store.append(append).await.expect("a new log");
    let expected: Vec<CurrentRow> = (10..50)
        .map(|number| sample::row(&format!("R-{number:03}"), if number < 37 { "second" } else { "first" }))
        .collect();
    assert_eq!(store.current(genesis.log, None, 100).await, Ok(expected));
    assert_eq!(verified(store, &genesis).await, Ok(chain));
}
