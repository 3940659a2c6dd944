//! The books as a whole: what was run is on record, can be told, taken back, seen as it was, and verified.

use std::sync::Arc;

use model::records::Organisation;
use model::{Date, RecordKind, Ref};
use operations::{CreateRecord, EditRecord, RemoveRecord};

use crate::*;

/// 2026-11-21T12:00:00Z.
const NOON: i64 = 1_795_262_400_000_000;
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

fn beginning(at: Option<i64>) -> Beginning {
    Beginning {
        name: "Acme".into(),
        kind: model::records::OrganisationKind::Client,
        time_zone: "Europe/Prague".into(),
        person: "Jana Novak".into(),
        at,
    }
}

async fn books() -> (Arc<Books>, tempfile::TempDir) {
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("memory");
    (instance.begin(beginning(Some(NOON - 10 * DAY))).await.expect("it begins"), files)
}

fn visit(days_ago: i64) -> Visit {
    Visit { at: Some(NOON - days_ago * DAY), ..Visit::of(Ref::number(1), Via::Cli) }
}

fn risk(title: &str) -> CreateRecord {
    let typed = vec![("title".to_owned(), title.to_owned())];
    CreateRecord { kind: RecordKind::Risk, id: None, typed, about: model::About::default(), uuid: None }
}

fn sells(text: &str) -> EditRecord {
    let id = Ref::<Organisation>::one().id();
    EditRecord {
        id,
        revision: None,
        typed: vec![("sells".to_owned(), text.to_owned())],
        because: "a test".into(),
    }
}

async fn done(
    books: &Books,
    days_ago: i64,
    operation: impl operations::Operation<Refusal: std::fmt::Debug> + Clone,
) -> Done {
    books.run(&visit(days_ago), operation).await.expect("the store answers").expect("it is not refused")
}

#[tokio::test]
async fn history_tells_who_when_why_and_what_differs() {
    let (books, _files) = books().await;
    done(&books, 3, sells("bread")).await;
    let seq = done(&books, 2, sells("cake")).await.seq.expect("a commit");
    let event = books.commit(seq).await.expect("it is there");
    assert_eq!(
        (event.who.as_str(), event.because.as_str(), event.intent.as_str()),
        ("Jana Novak", "a test", "record.edit")
    );
    assert_eq!(event.stamp.on, "2026-11-19".parse::<Date>().expect("a date"));
    let field = &event.changes[0].fields[0];
    assert_eq!((field.name, field.before.as_str(), field.after.as_str()), ("sells", "bread", "cake"));
    let blame = books.blame(Ref::<Organisation>::one().id()).await.expect("it is told");
    assert_eq!(blame["sells"].seq, seq);
    assert!(blame["title"].seq < seq);
}

#[tokio::test]
async fn a_past_day_shows_what_stood_at_its_end() {
    let (books, _files) = books().await;
    done(&books, 3, risk("Fire")).await;
    done(&books, 1, risk("Water")).await;
    let day = |text: &str| AsOf::Day(text.parse().expect("a date"));
    assert_eq!(books.as_of(day("2026-11-19")).await.expect("it is read").isms.risks.len(), 1);
    assert_eq!(books.as_of(day("2026-11-20")).await.expect("it is read").isms.risks.len(), 2);
    assert_eq!(books.as_of(day("2026-11-12")).await.expect("it is read").isms.risks.len(), 0);
    assert_eq!(books.as_of(AsOf::Now).await.expect("it is read").isms.risks.len(), 2);
}

#[tokio::test]
async fn an_undone_commit_puts_back_what_stood_before_and_stays_on_record() {
    let (books, _files) = books().await;
    done(&books, 3, sells("bread")).await;
    let seq = done(&books, 2, sells("cake")).await.seq.expect("a commit");
    books.undo(&visit(1), seq).await.expect("the store answers").expect("it is not refused");
    let snapshot = books.now();
    assert_eq!(&*snapshot.isms.organisation.one().expect("there is one").sells, "bread");
    assert_eq!(snapshot.commits(), 4);
    let refusal = books.undo(&visit(0), seq).await.expect("the store answers");
    assert!(refusal.is_err(), "the same commit is not undone twice");
}

#[tokio::test]
async fn a_removed_record_keeps_its_number_for_ever() {
    let (books, _files) = books().await;
    let id = done(&books, 3, risk("Fire")).await.records[0];
    done(&books, 2, RemoveRecord { id, because: "a duplicate".into() }).await;
    let next = done(&books, 1, risk("Water")).await.records[0];
    assert_eq!((id.to_string(), next.to_string()), ("R-1".to_owned(), "R-2".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_writers_lose_nothing_and_readers_see_only_what_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("acme.plumb");
    let instance = Instance::create(&data).await.expect("a new folder");
    let books = instance.begin(beginning(None)).await.expect("it begins");
    let mut writers = Vec::new();
    for writer in 0..64 {
        let books = Arc::clone(&books);
        writers.push(tokio::spawn(async move {
            let visit = Visit::of(Ref::number(1), Via::Cli);
            books.run(&visit, risk(&format!("Risk {writer}"))).await.expect("answers").expect("taken")
        }));
    }
    let mut seqs = Vec::new();
    for writer in writers {
        seqs.extend(writer.await.expect("no writer panics").seq);
    }
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=64).collect::<Vec<u64>>());
    assert_eq!(books.now().isms.risks.len(), 64);
    assert!(books.verify().await.is_ok());
    drop(books);
    instance.close().await;
    let again = Instance::open(&data, Access::Read).await.expect("it opens");
    let books = again.all().await.expect("it verifies").remove(0);
    assert_eq!(books.now().isms.risks.len(), 64);
    let report = books.verify().await;
    assert!(report.is_ok(), "{:?}", report.lines);
}

#[tokio::test]
async fn a_file_whose_bytes_changed_is_named_with_its_record() {
    let (books, files) = books().await;
    let file = NewFile { name: "../../etc/report.txt".to_owned(), bytes: b"all is well".to_vec() };
    let kept = books.keep_file(&file).await.expect("it is kept");
    assert_eq!(&*kept.name, "report.txt");
    let typed = vec![("title".to_owned(), "Report".to_owned())];
    done(&books, 1, operations::AddEvidence { typed, file: Some(kept.clone()), ..Default::default() }).await;
    assert!(books.verify().await.is_ok());
    let mut folders = vec![files.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it is read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(kept.digest.as_str()) {
                std::fs::write(&path, b"all was well").expect("it is written");
            }
        }
    }
    let report = books.verify().await;
    let faults: Vec<&str> = report
        .lines
        .iter()
        .filter(|line| line.status == Status::Bad)
        .map(|line| line.because.as_str())
        .collect();
    assert!(faults.len() == 1 && faults[0].starts_with("EV-1: its file now has the digest"), "{faults:?}");
}

#[tokio::test]
async fn a_commit_whose_caller_is_gone_is_published_all_the_same() {
    let (books, _files) = books().await;
    let visit = visit(1);
    let mut run = Box::pin(books.run(&visit, risk("Fire")));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    // The first poll takes a place in the store's queue; then the browser goes away.
    let _ = std::future::Future::poll(run.as_mut(), &mut context);
    drop(run);
    for _ in 0..1_000 {
        if books.now().isms.risks.len() == 1 {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("the commit is in the ledger, and no reader sees it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_thirty_edits_of_one_revision_one_wins_and_the_others_are_told_what_they_can_see() {
    let folder = tempfile::tempdir().expect("a folder");
    let instance = Instance::create(&folder.path().join("acme.plumb")).await.expect("a new folder");
    let books = instance.begin(beginning(None)).await.expect("it begins");
    let mut writers = Vec::new();
    for writer in 0..30 {
        let books = Arc::clone(&books);
        writers.push(tokio::spawn(async move {
            let edit = EditRecord { revision: Some(1), ..sells(&format!("writer {writer}")) };
            let refused =
                books.run(&Visit::of(Ref::number(1), Via::Cli), edit).await.expect("answers").is_err();
            (refused, books.now().isms.revision(Ref::<Organisation>::one().id()))
        }));
    }
    let mut refused = 0;
    for writer in writers {
        let (was_refused, seen) = writer.await.expect("no writer panics");
        assert_eq!(seen, 2, "whoever is told sees what won");
        refused += usize::from(was_refused);
    }
    assert_eq!(refused, 29);
}

#[tokio::test]
async fn what_is_told_to_be_so_already_is_on_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let instance = Instance::create(&folder.path().join("acme.plumb")).await.expect("a new folder");
    let books = instance.begin(beginning(None)).await.expect("it begins");
    let visit = Visit::of(Ref::number(1), Via::Cli);
    let mut first = Box::pin(books.run(&visit, sells("bread")));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    // Decided and in the store's queue; the disk does not have it yet.
    let polled = std::future::Future::poll(first.as_mut(), &mut context);
    assert!(
        polled.is_pending() && books.now().isms.organisation.one().is_some_and(|one| one.sells.is_empty())
    );
    let second = books.run(&visit, sells("bread")).await.expect("answers").expect("taken");
    assert_eq!(second.seq, None, "there is nothing left to do");
    assert_eq!(&*books.now().isms.organisation.one().expect("there is one").sells, "bread");
    assert!(first.await.expect("answers").is_ok());
}

/// An operation with a mistake in it.
#[derive(Clone)]
struct Mistaken;

impl operations::Operation for Mistaken {
    const NAME: &'static str = "mistaken";
    const INTENT: &'static str = "record.edit";
    type Refusal = std::convert::Infallible;

    fn decide(self, _: &model::Isms, _: Ref<model::records::Person>, _: Date) -> operations::Decided<Self> {
        panic!("a mistake in an operation")
    }
}

#[tokio::test]
async fn a_mistake_in_one_decision_ends_that_one_and_nothing_else() {
    let (books, _files) = books().await;
    done(&books, 3, sells("bread")).await;
    let unlucky = Arc::clone(&books);
    let ended = tokio::spawn(async move { unlucky.run(&visit(2), Mistaken).await }).await;
    assert!(ended.expect_err("it panics").is_panic());
    done(&books, 1, sells("cake")).await;
    assert_eq!(&*books.now().isms.organisation.one().expect("there is one").sells, "cake");
    assert!(books.verify().await.is_ok());
}

#[tokio::test]
async fn both_reasons_of_a_commit_are_told() {
    let (books, _files) = books().await;
    let visit = Visit { because: "the customer asked".into(), ..visit(1) };
    let seq =
        books.run(&visit, sells("bread")).await.expect("answers").expect("taken").seq.expect("a commit");
    let because = books.commit(seq).await.expect("it is there").because;
    assert!(because.contains("the customer asked") && because.contains("a test"), "{because}");
}

#[tokio::test]
async fn anchors_without_a_ledger_are_a_loss_and_no_new_beginning() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("acme.plumb");
    let instance = Instance::create(&data).await.expect("a new folder");
    drop(instance.begin(beginning(None)).await.expect("it begins"));
    instance.close().await;
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(data.join(name));
    }
    for lost in [Instance::open(&data, Access::Read).await.err(), Instance::create(&data).await.err()] {
        assert!(
            matches!(&lost, Some(OpenFailure::Broken(words)) if words.contains("the ledger is gone")),
            "{lost:?}"
        );
    }
    std::fs::write(data.join("ledger.db"), b"").expect("it is written");
    let lost = Instance::open(&data, Access::Write).await.err();
    assert!(
        matches!(&lost, Some(OpenFailure::Broken(words)) if words.contains("the ledger is gone")),
        "{lost:?}"
    );
}

#[tokio::test]
async fn a_folder_whose_only_log_was_lost_does_not_open_as_an_empty_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("acme.plumb");
    let instance = Instance::create(&data).await.expect("a new folder");
    assert_eq!(instance.logs().await.expect("the store answers"), [], "nothing has begun");
    instance.close().await;
    drop(instance);
    let empty = std::fs::read(data.join("ledger.db")).expect("the ledger");
    let instance = Instance::open(&data, Access::Write).await.expect("an empty folder opens");
    drop(instance.begin(beginning(None)).await.expect("it begins"));
    instance.close().await;
    drop(instance);
    for name in ["ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(data.join(name));
    }
    std::fs::write(data.join("ledger.db"), empty).expect("the older copy is put back");
    for access in [Access::Write, Access::Read] {
        let refused = Instance::open(&data, access).await.err();
        assert!(
            matches!(&refused, Some(OpenFailure::Broken(words)) if words.contains("lost acknowledged commits")),
            "{access:?}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn an_installation_holds_so_many_organisations_and_says_what_to_do_then() {
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("memory");
    for _ in 0..ORGANISATIONS_MAX {
        instance.begin(beginning(None)).await.expect("there is room");
    }
    let refused = instance.begin(beginning(None)).await.map(|books| books.name());
    let Err(Failure::NotTaken(words)) = refused else { panic!("{refused:?}") };
    assert_eq!(
        words,
        "an installation holds at most 300 organisations; begin this one in a data folder of its own"
    );
    assert!(matches!(load_sample(&instance).await, Err(Failure::NotTaken(_))), "samples count too");
}
