//! An archive holds an organisation, and nothing else passes for one.

use std::io::Cursor;

use ledger::Via;
use model::records::Risk;
use model::{About, RecordKind, Ref};
use operations::{AddEvidence, CreateRecord};
use tempfile::TempDir;

use super::*;
use crate::clock::Clock;
use crate::commit::Visit;
use crate::files::NewFile;
use crate::instance::{Beginning, Instance};
use crate::verify::Status;

/// An instance in memory, with the folder of its files.
struct Place {
    instance: Instance,
    _files: TempDir,
}

fn place() -> Place {
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::System).expect("a folder");
    Place { instance, _files: files }
}

async fn begun(place: &Place) -> std::sync::Arc<crate::Books> {
    let beginning = Beginning {
        name: "Acme".into(),
        kind: model::records::OrganisationKind::Client,
        time_zone: "UTC".into(),
        person: "Jana Novak".into(),
        at: None,
    };
    let books = place.instance.begin(beginning).await.expect("it begins");
    add(&books, "A laptop is stolen").await;
    let file = books.keep_file(&NewFile { name: "log.txt".to_owned(), bytes: b"restored".to_vec() }).await;
    let file = file.expect("room");
    let typed = vec![("title".to_owned(), "Restore test".to_owned())];
    let add = AddEvidence { id: None, typed, file: Some(file), uses: Vec::new(), about: About::default() };
    books.run(&visit(), add).await.expect("a store").expect("a title");
    books
}

fn visit() -> Visit {
    Visit::of(Ref::number(1), Via::Cli)
}

async fn add(books: &crate::Books, title: &str) {
    let typed = vec![("title".to_owned(), title.to_owned())];
    let create =
        CreateRecord { kind: RecordKind::Risk, id: None, typed, about: About::default(), uuid: None };
    books.run(&visit(), create).await.expect("a store").expect("a title");
}

async fn archived(books: &crate::Books) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let archived = books.archive(&mut out).await.expect("it is written");
    assert_eq!(archived.missing, Vec::<String>::new());
    out.into_inner()
}

async fn restored(place: &Place, bytes: &[u8]) -> Result<Restored, ArchiveFault> {
    place.instance.restore(Cursor::new(bytes), None).await.expect("a store")
}

#[tokio::test]
async fn an_organisation_goes_over_with_its_ledger_and_files_and_verifies() {
    let (from, to) = (place(), place());
    let books = begun(&from).await;
    let bytes = archived(&books).await;
    let there = restored(&to, &bytes).await.expect("a sound archive");
    assert_eq!((there.added, there.files), (books.now().commits(), 1));
    assert!(there.report.is_ok(), "{:?}", there.report);
    assert_eq!(there.books.now().head, books.now().head);
    assert_eq!(there.books.origin(), books.origin(), "where it began never changes");
    assert_eq!(
        there.books.now().isms.risks.get(&Ref::<Risk>::number(1)).map(|risk| risk.title.to_string()),
        Some("A laptop is stolen".to_owned())
    );
    assert_eq!(archived(&there.books).await, bytes, "the same commit gives the same bytes");
    add(&there.books, "It goes on there").await;
    assert!(there.books.verify().await.lines.iter().all(|line| line.status == Status::Ok));
}

#[tokio::test]
async fn taking_an_archive_twice_changes_nothing_and_a_newer_one_adds_what_is_new() {
    let (from, to) = (place(), place());
    let books = begun(&from).await;
    let old = archived(&books).await;
    let there = restored(&to, &old).await.expect("a sound archive");
    assert_eq!(restored(&to, &old).await.expect("the same").added, 0);
    add(&books, "Newer").await;
    let newer = archived(&books).await;
    let unasked = restored(&to, &newer).await.err().expect("nobody knows its head");
    assert!(matches!(unasked, ArchiveFault::Unasked { added: 1, .. }), "{unasked}");
    let head = books.now().head.expect("there are commits");
    let known = Some((head.seq, head.leaf));
    let more = to.instance.restore(Cursor::new(newer), known).await.expect("a store").expect("it goes on");
    assert_eq!(more.added, 1);
    assert_eq!(there.books.now().head, books.now().head, "who holds the books sees what came");
    let older = restored(&to, &old).await.err().expect("it is older");
    assert!(matches!(older, ArchiveFault::Older { here, there, .. } if here == there + 1), "{older}");
}

#[tokio::test]
async fn two_histories_of_one_organisation_are_never_mixed() {
    let (from, to) = (place(), place());
    let books = begun(&from).await;
    let there = restored(&to, &archived(&books).await).await.expect("a sound archive");
    add(&there.books, "There").await;
    add(&books, "Here").await;
    let before = there.books.now().head;
    let fault = restored(&to, &archived(&books).await).await.err().expect("another way");
    assert!(matches!(fault, ArchiveFault::Forked { .. }), "{fault}");
    assert_eq!(there.books.now().head, before);
}

#[tokio::test]
async fn an_older_archive_does_not_reach_a_head_noted_elsewhere() {
    let (from, to) = (place(), place());
    let books = begun(&from).await;
    let old = archived(&books).await;
    let old_head = books.now().head.expect("there are commits");
    add(&books, "Newer").await;
    let head = books.now().head.expect("there are commits");
    let known = |seq, leaf| to.instance.restore(Cursor::new(old.clone()), Some((seq, leaf)));
    let fault = known(head.seq, head.leaf).await.expect("a store").err().expect("it is too old");
    assert_eq!(fault, ArchiveFault::Rollback { seq: old_head.seq });
    let fault = known(old_head.seq, Hash::of(b"other")).await.expect("a store").err().expect("another");
    assert_eq!(fault, ArchiveFault::OtherHead { seq: old_head.seq });
    assert!(to.instance.logs().await.expect("a store").is_empty(), "nothing was written");
    assert!(known(old_head.seq, old_head.leaf).await.expect("a store").is_ok());
}

#[tokio::test]
async fn a_changed_byte_is_found_or_changes_nothing_that_is_kept() {
    let from = place();
    let books = begun(&from).await;
    let bytes = archived(&books).await;
    let mut taken = 0;
    for at in (0..bytes.len()).step_by(bytes.len() / 400) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        let to = place();
        if let Ok(there) = restored(&to, &changed).await {
            // Such as the moment of an entry in the zip's own directory.
            taken += 1;
            assert!(there.report.is_ok());
            assert_eq!(there.books.now().head, books.now().head, "byte {at}");
        } else {
            assert!(to.instance.logs().await.expect("a store").is_empty(), "byte {at}: nothing was written");
        }
    }
    assert!(taken < 40, "{taken} of 400 changed bytes were not found");
}

#[tokio::test]
async fn what_is_cut_short_or_no_archive_is_refused_with_words() {
    let from = place();
    let bytes = archived(&*begun(&from).await).await;
    for hostile in [&bytes[..bytes.len() / 2], b"", b"PK\x05\x06", &bytes[1..]] {
        let fault = restored(&place(), hostile).await.err().expect("no archive");
        assert!(matches!(fault, ArchiveFault::NotOne(_) | ArchiveFault::Wrong { .. }), "{fault}");
    }
}

#[tokio::test]
async fn an_archive_for_a_browser_is_bounded_before_and_while_it_is_written() {
    let from = place();
    let books = begun(&from).await;
    // The one file of evidence alone is larger; then the ledger is.
    for bytes_max in [7, 500] {
        let refused = books.archive_telling(Cursor::new(Vec::new()), bytes_max, &crate::Silent).await;
        let Err(crate::Failure::TooLarge(words)) = refused else { panic!("{refused:?}") };
        assert!(words.contains("plumb backup"), "{words}");
    }
    let whole = books.archive_telling(Cursor::new(Vec::new()), 1 << 20, &crate::Silent).await;
    assert_eq!(whole.expect("room").files, 1);
}

#[tokio::test]
async fn an_entry_of_commits_ends_where_it_has_enough_bytes() {
    let from = place();
    let books = begun(&from).await;
    let (all, end) = books.packed(0, 2, usize::MAX).await.expect("two commits");
    let (first, next) = books.packed(0, 2, 1).await.expect("one commit");
    let (second, last) = books.packed(1, 2, 1).await.expect("the other");
    assert_eq!((end, next, last), (2, 1, 2));
    assert_eq!(all, [first, second].concat());
}
