//! What cannot be answered: in the frame of who has a seat there, with what is kept and what to do next.

use axum::body::Body;
use axum::http::{StatusCode, header};
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
    assert!(!page.html.contains("was removed"), "there never was one: {}", page.html);
    browser.post("/risks/R-2/remove", &[("because", "the same as R-1")]).await;
    let removed = browser.get("/risks/R-2").await;
    assert_eq!(removed.status, StatusCode::NOT_FOUND);
    assert!(removed.html.contains("R-2 was removed on 21 Nov 2026 by Jana Novak"), "{}", removed.html);
    assert!(removed.html.contains("href=\"/o/acme/history?record=R-2\""), "{}", removed.html);
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

#[tokio::test]
async fn an_address_that_takes_only_forms_leads_to_the_page_above_it() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Asset, &[("title", "Laptop")]).await;
    for (path, above) in
        [("/assets/AST-1/cell", "/assets/AST-1"), ("/soa/A.5.1", "/soa"), ("/grids/risks/bulk", "/risks")]
    {
        let page = browser.get(path).await;
        assert_eq!(
            (page.status, page.header("location")),
            (StatusCode::SEE_OTHER, &*format!("/o/acme{above}"))
        );
    }
    // What is no form of a page is told in words, in the frame, and not in those of the framework.
    for (media, body) in
        [("text/plain", "x"), ("multipart/form-data", "x"), ("application/x-www-form-urlencoded", "x=1")]
    {
        let request = browser.request("POST", "/o/acme/import").header(header::CONTENT_TYPE, media);
        let page = browser.send(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{media}");
        page.is_sound(media);
        assert!(page.html.contains("did not come as the form of a page sends it"), "{}", page.html);
    }
    let request = browser.request("GET", "/enter/%ff");
    let page = browser.send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.html.contains("such page"));
}

#[tokio::test]
async fn a_long_text_is_shown_again_however_long_it_is() {
    let browser = Browser::new().await;
    let long = format!("the beginning {}", "\u{444}".repeat(57_000));
    let page = browser.post("/documents/DOC-9999/edit", &[("revision", "1"), ("text", &long)]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.html.contains(&long), "what was typed is in the answer");
}
