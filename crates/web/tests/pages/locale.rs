//! What a browser says of its reader's language: how pages are written, and that nothing it says stops them.

use axum::body::Body;
use axum::http::StatusCode;
use model::RecordKind;

use super::browser::{Browser, Page};

async fn get(browser: &Browser, path: &str, languages: &[u8]) -> Page {
    let request = browser.request("GET", &format!("/o/acme{path}")).header("accept-language", languages);
    browser.send(request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn a_page_that_is_kept_for_one_language_is_not_shown_in_another() {
    let browser = Browser::new().await;
    let action = [("title", "Patch the mail server"), ("due", "2027-03-31")];
    browser.record(RecordKind::TreatmentAction, &action).await;
    for _ in 0..2 {
        for (languages, day) in [
            ("de-CH,de;q=0.9", "21.11.2026"),
            ("en-US", "Nov 21, 2026"),
            ("cs", "21.11.2026"),
            ("", "21 Nov 2026"),
        ] {
            for path in ["", "/risks", "/timeline", "/calendar"] {
                let html = get(&browser, path, languages.as_bytes()).await.html;
                assert!(html.contains(day), "{path} {languages}: {html}");
            }
        }
    }
}

#[tokio::test]
async fn a_week_begins_where_those_of_the_reader_do() {
    let browser = Browser::new().await;
    for (languages, first) in [("en-US", "Sunday"), ("en-GB", "Monday")] {
        let html = get(&browser, "/calendar?month=2026-11", languages.as_bytes()).await.html;
        let head = html.split_once("<table class=\"month\"").expect("a month").1;
        let name = head.split_once("<abbr title=\"").and_then(|(_, rest)| rest.split_once('"'));
        assert_eq!(name.map(|(name, _)| name), Some(first), "{languages}");
    }
}

#[tokio::test]
async fn whatever_a_browser_says_of_its_languages_the_page_comes() {
    let browser = Browser::new().await;
    let long = format!("{}de", "x;q=0.5,".repeat(1_250));
    let wild: [&[u8]; 6] = [long.as_bytes(), b"de;q=NaN", b",;,;,", b"\xff\xfe", b"*;q=9", b"de;q=0"];
    for languages in wild {
        let page = get(&browser, "/history", languages).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.html.contains("21 Nov 2026"), "{languages:?}");
    }
}

#[tokio::test]
async fn the_organisation_says_how_days_are_written_where_nobody_else_does() {
    let browser = Browser::new().await;
    browser.record(RecordKind::TreatmentAction, &[("title", "Patch it"), ("due", "2027-03-31")]).await;
    assert!(get(&browser, "/timeline", b"").await.html.contains("21 Nov 2026"));
    let edited = browser.get("/organisation/ORG/edit").await;
    edited.is_sound("the form of the organisation");
    assert!(edited.html.contains("<option value=\"de-CH\">"), "{}", edited.html);
    let edit = operations::EditRecord {
        id: model::RecordId::parse("ORG").expect("an id"),
        revision: None,
        typed: vec![("locale".to_owned(), "de-CH".to_owned())],
        because: model::Prose::default(),
    };
    let visit = app::Visit::of(model::Ref::number(1), app::Via::Session);
    browser.books.run(&visit, edit).await.expect("the store").expect("no refusal");
    for (languages, day) in
        [("", "21.11.2026"), ("xx", "21.11.2026"), ("en-US", "Nov 21, 2026"), ("fr", "21/11/2026")]
    {
        let page = get(&browser, "/timeline", languages.as_bytes()).await;
        page.is_sound("the dates");
        assert!(page.html.contains(day), "{languages}: {}", page.html);
    }
    let settings = get(&browser, "/settings", b"").await;
    assert!(settings.html.contains("Dates and numbers") && settings.html.contains("de-CH"));
    let typed = [("locale", "xx-XX"), ("title", "Acme"), ("revision", "2")];
    let refused = browser.post("/organisation/ORG/edit", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("is not one of the choices"), "{}", refused.html);
}
