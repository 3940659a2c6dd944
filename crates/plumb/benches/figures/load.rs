//! Builds an organisation of a size, each record in a commit of its own.

use std::path::Path;
use std::sync::Arc;

use app::model::Ref;
use app::{Beginning, Books, Clock, Instance, Via, Visit};

use crate::records::{Size, commits};

/// Two days: what was built has a past that can be asked for.
const PAST: i64 = 48 * 3_600 * 1_000_000;

/// Begins an organisation in a new folder.
pub async fn begin(data: &Path, clock: Clock) -> (Instance, Arc<Books>) {
    let instance = Instance::create_at(data, clock).await.expect("a new folder");
    let beginning = Beginning {
        name: "Bench".into(),
        kind: model::records::OrganisationKind::Client,
        time_zone: "UTC".into(),
        person: "Jana Novak".into(),
        at: None,
    };
    let books = instance.begin(beginning).await.expect("it begins");
    (instance, books)
}

/// Builds an organisation of a size.
pub async fn build(size: Size, data: &Path) {
    let then = jiff::Timestamp::now().as_microsecond() - PAST;
    let (instance, books) = begin(data, Clock::Fixed(then)).await;
    // References point backwards, so commits are submitted in order; many are under way at once.
    let mut under_way = std::collections::VecDeque::new();
    for commit in commits(size) {
        let books = Arc::clone(&books);
        let visit = Visit::of(Ref::number(1), Via::Import);
        let mut pending = Box::pin(async move {
            let done = books.run_all(&visit, "import.apply", &commit).await.expect("it commits");
            done.unwrap_or_else(|(place, refusal)| panic!("step {place}: {refusal}"));
        });
        // The first poll decides and takes a place in the queue.
        let waker = std::task::Waker::noop();
        let mut context = std::task::Context::from_waker(waker);
        if std::future::Future::poll(pending.as_mut(), &mut context).is_pending() {
            under_way.push_back(pending);
        }
        if under_way.len() >= 512 {
            under_way.pop_front().expect("there is one").await;
        }
    }
    for pending in under_way {
        pending.await;
    }
    drop(books);
    instance.close().await;
}
