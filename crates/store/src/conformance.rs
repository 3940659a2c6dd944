//! What every store must do, as one suite.

use std::sync::Arc;

use ledger::{Chain, Genesis};

use crate::contract::{Append, AppendError, Follows, Health, RowChange, Store};
use crate::sample;

/// Checks an empty store against the contract.
pub(crate) async fn check(store: Arc<dyn Store>) {
    assert_eq!(store.health(), Health::Writable);
    an_unknown_log_is_empty(&*store).await;
    entries_come_back_as_they_went_in_order_and_in_pages(&*store).await;
    an_append_that_does_not_follow_changes_nothing(&*store).await;
    entries_that_do_not_hang_together_are_refused_whole(&*store).await;
    of_racing_writers_exactly_one_wins(store.clone()).await;
    appends_may_follow_each_other_in_the_queue(&*store).await;
    logs_do_not_see_each_other(&*store).await;
    current_records_change_with_the_commit(&*store).await;
    what_lies_aside_is_found_again(&*store).await;
}

async fn begun(store: &dyn Store, organisation: u128, texts: &[&str]) -> (Genesis, Chain) {
    let genesis = sample::genesis(organisation);
    let mut chain = Chain::begin(&genesis);
    let head = store.append(sample::append(&genesis, &mut chain, texts)).await.expect("a new log");
    assert_eq!(Some(head), chain.head());
    (genesis, chain)
}

async fn an_unknown_log_is_empty(store: &dyn Store) {
    let log = sample::genesis(1).log;
    assert_eq!(store.head(log).await, Ok(None));
    assert_eq!(store.log(log).await, Ok(None));
    assert_eq!(store.entries(log, 0, 10).await, Ok(Vec::new()));
    assert_eq!(store.current(log, None, 10).await, Ok(Vec::new()));
}

async fn entries_come_back_as_they_went_in_order_and_in_pages(store: &dyn Store) {
    let genesis = sample::genesis(2);
    let mut chain = Chain::begin(&genesis);
    let first = sample::append(&genesis, &mut chain, &["a", "b", "c"]);
    let second = sample::append(&genesis, &mut chain, &["d", "e"]);
    let all = [first.entries.clone(), second.entries.clone()].concat();
    store.append(first).await.expect("a new log");
    store.append(second).await.expect("it follows");
    assert_eq!(store.entries(genesis.log, 0, 100).await.as_ref(), Ok(&all));
    assert_eq!(store.entries(genesis.log, 1, 3).await.as_deref(), Ok(&all[1..4]));
    assert_eq!(store.entries(genesis.log, 4, 3).await.as_deref(), Ok(&all[4..]));
    assert_eq!(store.entries(genesis.log, 5, 3).await, Ok(Vec::new()));
    assert_eq!(store.entries(genesis.log, u64::MAX, 3).await, Ok(Vec::new()));
    assert_eq!(store.entries(genesis.log, 0, 0).await, Ok(Vec::new()));
    let log = store.log(genesis.log).await.expect("answers").expect("begun");
    assert_eq!((Some(log.head), log.genesis), (chain.head(), genesis));
}

async fn an_append_that_does_not_follow_changes_nothing(store: &dyn Store) {
    let (genesis, mut chain) = begun(store, 3, &["a", "b"]).await;
    let mut older = Chain::begin(&genesis);
    let again = sample::append(&genesis, &mut older, &["x"]);
    assert_eq!(store.append(again).await, Err(AppendError::Moved));
    let behind = sample::append(&genesis, &mut older, &["y"]);
    assert_eq!(store.append(behind).await, Err(AppendError::Moved));
    let mut ahead = chain.clone();
    sample::append(&genesis, &mut ahead, &["never sent"]);
    assert_eq!(store.append(sample::append(&genesis, &mut ahead, &["z"])).await, Err(AppendError::Moved));
    assert_eq!(store.head(genesis.log).await, Ok(chain.head()));
    assert_eq!(store.current(genesis.log, None, 10).await, Ok(vec![sample::row("R-1", "b")]));
    store.append(sample::append(&genesis, &mut chain, &["c"])).await.expect("it follows");
}

async fn entries_that_do_not_hang_together_are_refused_whole(store: &dyn Store) {
    let (genesis, chain) = begun(store, 4, &["a"]).await;
    let refused = async |append: Append| {
        let answer = store.append(append).await;
        assert!(matches!(answer, Err(AppendError::Refused(_))), "{answer:?}");
        assert_eq!(store.head(genesis.log).await, Ok(chain.head()));
    };
    let sound = sample::append(&genesis, &mut chain.clone(), &["b", "c", "d"]);
    let mut append = sound.clone();
    append.entries.remove(1);
    refused(append).await;
    let mut append = sound.clone();
    append.entries[2].changes[60] ^= 1;
    refused(append).await;
    let mut append = sound.clone();
    append.entries.clear();
    refused(append).await;
    let mut append = sound.clone();
    append.log.epoch = 2;
    refused(append).await;
    let mut append = sound;
    append.follows = Follows::Genesis(sample::genesis(99));
    refused(append).await;
    let log = store.entries(genesis.log, 0, 10).await.expect("answers");
    assert_eq!(log.len(), 1);
    assert!(ledger::check(0, &log[0]).is_ok());
}

async fn of_racing_writers_exactly_one_wins(store: Arc<dyn Store>) {
    let (genesis, chain) = begun(&*store, 5, &["a"]).await;
    let racing: Vec<_> = (0..16)
        .map(|writer| {
            let append = sample::append(&genesis, &mut chain.clone(), &[&format!("writer {writer}")]);
            let store = store.clone();
            tokio::spawn(async move { store.append(append).await })
        })
        .collect();
    let mut won = Vec::new();
    for answer in racing {
        match answer.await.expect("no panic") {
            Ok(head) => won.push(head),
            Err(problem) => assert_eq!(problem, AppendError::Moved),
        }
    }
    assert_eq!(won.len(), 1);
    assert_eq!(store.head(genesis.log).await, Ok(Some(won[0])));
    assert_eq!(store.entries(genesis.log, 0, 10).await.map(|entries| entries.len()), Ok(2));
}

async fn appends_may_follow_each_other_in_the_queue(store: &dyn Store) {
    let genesis = sample::genesis(6);
    let mut chain = Chain::begin(&genesis);
    let mut pending = Vec::new();
    for number in 0..100 {
        pending.push(store.submit(sample::append(&genesis, &mut chain, &[&format!("number {number}")])));
    }
    let mut lost = chain.clone();
    sample::append(&genesis, &mut lost, &["never sent"]);
    let follower = store.submit(sample::append(&genesis, &mut lost, &["its follower"]));
    let follower_of_that = store.submit(sample::append(&genesis, &mut lost, &["and its follower"]));
    for (seq, answer) in (0..).zip(pending) {
        assert_eq!(answer.await.map(|head| head.seq), Ok(seq));
    }
    assert_eq!(follower.await, Err(AppendError::Moved));
    assert_eq!(follower_of_that.await, Err(AppendError::Moved));
    assert_eq!(store.head(genesis.log).await, Ok(chain.head()));
    assert_eq!(store.current(genesis.log, None, 10).await, Ok(vec![sample::row("R-1", "number 99")]));
}

async fn logs_do_not_see_each_other(store: &dyn Store) {
    let (first, _) = begun(store, 7, &["a"]).await;
    let (second, _) = begun(store, 8, &["b", "c"]).await;
    assert_eq!(store.entries(first.log, 0, 10).await.map(|entries| entries.len()), Ok(1));
    assert_eq!(store.entries(second.log, 0, 10).await.map(|entries| entries.len()), Ok(2));
    let logs = store.logs().await.expect("answers");
    let known: Vec<_> = logs.iter().map(|log| log.genesis.log).collect();
    assert!(known.is_sorted() && known.contains(&first.log) && known.contains(&second.log), "{known:?}");
}

async fn current_records_change_with_the_commit(store: &dyn Store) {
    let genesis = sample::genesis(9);
    let mut chain = Chain::begin(&genesis);
    let mut append = sample::append(&genesis, &mut chain, &["a"]);
    append.rows = ["R-1", "R-2", "R-3"].map(|id| RowChange::Put(sample::row(id, "first"))).to_vec();
    store.append(append).await.expect("a new log");
    let mut append = sample::append(&genesis, &mut chain, &["b"]);
    append.rows = vec![
        RowChange::Put(sample::row("R-1", "second")),
        RowChange::Remove { kind: "risk".to_owned(), id: "R-2".to_owned() },
    ];
    store.append(append).await.expect("it follows");
    let expected = vec![sample::row("R-1", "second"), sample::row("R-3", "first")];
    assert_eq!(store.current(genesis.log, None, 10).await.as_ref(), Ok(&expected));
    assert_eq!(store.current(genesis.log, None, 1).await.as_deref(), Ok(&expected[..1]));
    assert_eq!(store.current(genesis.log, Some(("risk", "R-1")), 10).await.as_deref(), Ok(&expected[1..]));
}

async fn what_lies_aside_is_found_again(store: &dyn Store) {
    let log = sample::genesis(10).log;
    let put = async |key: &str, value: Option<&[u8]>| {
        store.put_aside(log, key, value.map(<[u8]>::to_vec)).await.expect("room");
    };
    put("draft/R-1", Some(b"one")).await;
    put("draft/R-2", Some(b"two")).await;
    put("draft_R-3", Some(b"not below draft/")).await;
    put("draft/R-1", Some(b"other")).await;
    assert_eq!(store.aside(log, "draft/R-1").await, Ok(Some(b"other".to_vec())));
    assert_eq!(store.aside(sample::genesis(11).log, "draft/R-1").await, Ok(None));
    let drafts = vec![("draft/R-1".to_owned(), b"other".to_vec()), ("draft/R-2".to_owned(), b"two".to_vec())];
    assert_eq!(store.asides(log, "draft/").await, Ok(drafts));
    put("draft/R-1", None).await;
    assert_eq!(store.aside(log, "draft/R-1").await, Ok(None));
    assert_eq!(store.head(log).await, Ok(None));
}
