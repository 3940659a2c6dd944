//! The sample company is believable: it loads, its gaps are the honest ones, its history lies in the past.

use super::*;
use crate::Clock;
use rules::{Ask, check};

/// 2026-11-21T12:00:00Z.
const NOON: i64 = 1_795_262_400_000_000;

async fn loaded() -> (Arc<Books>, tempfile::TempDir) {
    loaded_at(NOON).await
}

async fn loaded_at(moment: i64) -> (Arc<Books>, tempfile::TempDir) {
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::Fixed(moment)).expect("memory");
    (load_sample(&instance).await.expect("the sample loads"), files)
}

#[tokio::test]
async fn the_history_of_the_sample_lies_in_the_four_months_before() {
    let (books, _files) = loaded().await;
    let commits = books.commits(&crate::Filter { at_most: usize::MAX, ..crate::Filter::default() });
    assert!(commits.len() >= 50, "{} commits", commits.len());
    let first = commits.last().expect("a first commit").stamp.on;
    assert!(commits.windows(2).all(|pair| pair[0].stamp.at > pair[1].stamp.at));
    assert_eq!(books.today().since(first).expect("a span").get_days(), 122);
}

#[tokio::test]
async fn the_gaps_of_the_sample_are_few_and_honest() {
    let (books, _files) = loaded().await;
    let snapshot = books.now();
    let results = check(&Ask::new(&snapshot.isms, books.integrity().as_ref(), books.today()));
    let open: Vec<String> = results
        .diagnostics()
        .filter(|diagnostic| diagnostic.is_open())
        .map(|diagnostic| format!("{} {} {:?}", diagnostic.code, diagnostic.message, diagnostic.severity))
        .collect();
    assert!((30..90).contains(&open.len()), "{} open: {open:#?}", open.len());
}

#[tokio::test]
async fn the_sample_loads_around_midnight_of_either_clock() {
    for hour in [0, 10, 11, 12] {
        loaded_at(NOON + hour * 3_600_000_000).await;
    }
}

#[tokio::test]
async fn a_sample_that_was_interrupted_says_so_until_one_is_whole() {
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("memory");
    let mut scenario: scenario::Scenario = scenario::read(FERNLEAF).expect("a scenario");
    scenario.scenes.truncate(4);
    scenario.scenes[3].by = "Nobody At All".to_owned();
    let broken = load(&instance, Sample::Midway, Ok(scenario)).await;
    assert!(broken.is_err(), "the fourth scene is done by nobody");
    let logs = instance.logs().await.expect("logs");
    let [log] = logs.as_slice() else { panic!("one organisation was begun: {logs:?}") };
    assert_eq!(unfinished_sample(&instance, *log).await, Ok(Some(Sample::Midway)));
    let books = load_sample(&instance).await.expect("the sample loads");
    assert_eq!(unfinished_sample(&instance, books.log()).await, Ok(None));
}
