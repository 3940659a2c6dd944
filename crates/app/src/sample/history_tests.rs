//! The company with a history is believable: made in order by many people, with mistakes that were mended.

use std::collections::BTreeSet;

use super::*;
use crate::{AsOf, Clock, Filter};
use diagnostics::Severity;
use rules::{Ask, check};

/// 2026-11-21T12:00:00Z, a Saturday.
const NOON: i64 = 1_795_262_400_000_000;

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

async fn loaded(moment: i64) -> (Arc<Books>, tempfile::TempDir) {
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::Fixed(moment)).expect("memory");
    let loaded = load_history(&instance).await.unwrap_or_else(|failure| panic!("{failure}"));
    (loaded, files)
}

/// Returns what is open on a day: severity, code, message.
fn open_on(isms: &model::Isms, day: model::Date) -> Vec<(Severity, String, String)> {
    let results = check(&Ask::new(isms, None, day));
    let open = results.diagnostics().filter(|diagnostic| diagnostic.is_open());
    open.map(|one| (one.severity, one.code.to_string(), one.message.to_string())).collect()
}

/// Says that few things are open, none of them an error.
fn is_in_good_order(books: &Books) {
    let open = open_on(&books.now().isms, books.today());
    assert!(open.iter().all(|(severity, ..)| *severity != Severity::Error), "{open:#?}");
    assert!((1..25).contains(&open.len()), "{open:#?}");
}

#[tokio::test]
async fn five_thousand_commits_of_fifteen_people_end_in_good_order() {
    let (books, _files) = loaded(NOON).await;
    let commits = books.commits(&Filter { at_most: usize::MAX, ..Filter::default() });
    assert!((4_800..5_800).contains(&commits.len()), "{} commits", commits.len());
    assert!(commits.windows(2).all(|pair| pair[0].stamp.at > pair[1].stamp.at));
    let actors: BTreeSet<_> = commits.iter().map(|commit| commit.stamp.by).collect();
    assert!(actors.len() >= 15, "{} people", actors.len());
    let isms = books.now().isms;
    let versions = isms.soa.one().map(|soa| soa.approvals.iter().map(|one| one.version).max());
    assert_eq!(versions.flatten(), Some(5));
    assert_eq!((isms.gap_analyses.iter().count(), isms.management_reviews.iter().count()), (2, 4));
    is_in_good_order(&books);
}

#[tokio::test]
async fn the_company_is_in_good_order_whatever_the_day_of_loading() {
    // 2028-02-29, in a leap year and on a Tuesday.
    let (books, _files) = loaded(NOON + 465 * DAY).await;
    is_in_good_order(&books);
}

#[tokio::test]
async fn each_year_shows_the_mistakes_of_then() {
    let (books, _files) = loaded(NOON).await;
    let told = [
        (1180, "PB0610", "R-1 is high"),
        (810, "PB0801", "A.5.18 was due to run"),
        (610, "PB0683", "A.8.30 is excluded"),
        (499, "PB1308", "the certificate names statement of applicability 2"),
        (1, "PB1171", "AST-1 was to be fixed"),
    ];
    for (ago, code, words) in told {
        let day = books.today().checked_sub(jiff::Span::new().days(ago)).expect("a day");
        let then = books.as_of(AsOf::Day(day)).await.expect("the past is there");
        let open = open_on(&then.isms, day);
        let is_told = open.iter().any(|(_, said, message)| said == code && message.contains(words));
        assert!(is_told, "{ago} days ago: {open:#?}");
    }
}
