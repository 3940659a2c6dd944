//! What cannot be answered: in the frame of who has a seat there, with what is kept and what to do next.

use axum::http::StatusCode;
use model::RecordKind;

use crate::browser::Browser;
use crate::hostile::world::{Who, World};

#[tokio::test]
async fn what_is_not_there_is_told_within_the_frame_with_what_is_nearest_and_a_search() {
    let browser = Browser::new().await;
    for title in ["Theft", "Fire", "Flood"] {
        browser.record(RecordKind::Risk, &[("title", title)]).await;
    }
    let page = browser.get("/risks/R-99").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.is_sound("/risks/R-99");
    for words in [
        "there is no R-99 here",
        "Skip to the page",
        "R-3",
        "All risks",
        "role=\"search\"",
        "looking changes nothing",
    ] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    assert!(!page.html.contains("Theft"), "only what is nearest is named");
    let alike = browser.get("/nonconformity").await;
    assert_eq!(alike.status, StatusCode::NOT_FOUND);
    assert!(alike.html.contains("href=\"/o/acme/nonconformities\""), "{}", alike.html);
    let past = browser.post("/risks/new?as_of=2026-11-19", &[("title", "Late")]).await;
    assert_eq!(past.status, StatusCode::CONFLICT);
    past.is_sound("a write in the past");
    for words in ["The same today", "href=\"/o/acme/risks/new\"", "nothing was written", "Late"] {
        assert!(past.html.contains(words), "{words}: {}", past.html);
    }
}

#[tokio::test]
async fn who_may_not_is_told_who_could_and_keeps_what_was_typed() {
    let world = World::of(&[Who::Role(0), Who::Role(7), Who::Stranger]).await;
    let typed = "because=what+I+know+about+it";
    let page = world.ask(Who::Role(7), "POST", "/o/acme/risks/R-1/close", typed).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.is_sound("a refusal");
    for words in [
        "Not yours to do",
        "What you typed",
        "what I know about it",
        "nothing was written",
        "Ask for it in a comment",
    ] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    assert!(
        !page.html.contains("<button class=\"button primary\" type=\"submit\""),
        "sending it again does not help"
    );
    let absent = world.ask(Who::Stranger, "GET", "/o/acme/risks/R-1", "").await;
    let nowhere = world.ask(Who::Stranger, "GET", "/o/nowhere/risks/R-1", "").await;
    assert_eq!(
        (absent.status, absent.html),
        (nowhere.status, nowhere.html),
        "no seat: it is as if it were not there"
    );
}
