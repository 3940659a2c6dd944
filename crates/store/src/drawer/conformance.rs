//! What every drawer must do, as one suite.

use std::sync::Arc;

use super::{BODY_MAX, Drawer, DrawerError, Slip, SlipChange};

/// Checks an empty drawer against the contract.
pub(super) async fn check(drawer: Arc<dyn Drawer>) {
    assert_eq!(drawer.all().await, Ok(Vec::new()));
    what_is_put_in_is_found_with_its_version(&*drawer).await;
    a_change_decided_on_another_version_changes_nothing(&*drawer).await;
    changes_are_made_all_or_none(&*drawer).await;
    of_racing_changes_exactly_one_wins(drawer.clone()).await;
    what_is_too_long_is_refused(&*drawer).await;
}

/// Returns a change of a slip of the kind `note`.
pub(super) fn change(id: &str, from: Option<u64>, body: Option<&str>) -> SlipChange {
    SlipChange { kind: "note".to_owned(), id: id.to_owned(), from, body: body.map(str::to_owned) }
}

fn slip(id: &str, version: u64, body: &str) -> Slip {
    Slip { kind: "note".to_owned(), id: id.to_owned(), version, body: body.to_owned() }
}

async fn what_is_put_in_is_found_with_its_version(drawer: &dyn Drawer) {
    drawer.change(vec![change("b", None, Some("{}")), change("a", None, Some("[1]"))]).await.expect("new");
    drawer.change(vec![change("a", Some(1), Some("[\"ä\"]"))]).await.expect("its version");
    assert_eq!(drawer.all().await, Ok(vec![slip("a", 2, "[\"ä\"]"), slip("b", 1, "{}")]));
    assert_eq!(drawer.slip("note", "b").await, Ok(Some(slip("b", 1, "{}"))));
    assert_eq!(drawer.slip("other", "b").await, Ok(None));
    drawer.change(vec![change("b", Some(1), None)]).await.expect("its version");
    assert_eq!(drawer.slip("note", "b").await, Ok(None));
    drawer.change(vec![change("b", None, Some("{}")), change("b", Some(1), None)]).await.expect("in order");
}

async fn a_change_decided_on_another_version_changes_nothing(drawer: &dyn Drawer) {
    for (id, from) in [("a", None), ("a", Some(1)), ("a", Some(3)), ("none", Some(1))] {
        for body in [Some("{}"), None] {
            let answer = drawer.change(vec![change(id, from, body)]).await;
            assert!(matches!(answer, Err(DrawerError::Moved { .. })), "{id} {from:?} {body:?}: {answer:?}");
        }
    }
    assert_eq!(drawer.all().await, Ok(vec![slip("a", 2, "[\"ä\"]")]));
}

async fn changes_are_made_all_or_none(drawer: &dyn Drawer) {
    let before = drawer.all().await;
    let changes = vec![change("c", None, Some("{}")), change("a", Some(2), None), change("d", Some(1), None)];
    assert!(matches!(drawer.change(changes).await, Err(DrawerError::Moved { id, .. }) if id == "d"));
    assert_eq!(drawer.all().await, before);
}

async fn of_racing_changes_exactly_one_wins(drawer: Arc<dyn Drawer>) {
    let racing: Vec<_> = (0..16)
        .map(|writer| {
            let drawer = drawer.clone();
            let body = format!("[{writer}]");
            tokio::spawn(async move { drawer.change(vec![change("a", Some(2), Some(&body))]).await })
        })
        .collect();
    let mut won = 0;
    for answer in racing {
        match answer.await.expect("no panic") {
            Ok(()) => won += 1,
            Err(problem) => assert!(matches!(problem, DrawerError::Moved { .. }), "{problem}"),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(drawer.slip("note", "a").await.expect("answers").map(|slip| slip.version), Some(3));
}

async fn what_is_too_long_is_refused(drawer: &dyn Drawer) {
    let long = format!("\"{}\"", "x".repeat(BODY_MAX));
    for change in [change("long", None, Some(&long)), change(&"i".repeat(201), None, Some("{}"))] {
        let answer = drawer.change(vec![change]).await;
        assert!(matches!(answer, Err(DrawerError::TooLong { .. })), "{answer:?}");
    }
}
