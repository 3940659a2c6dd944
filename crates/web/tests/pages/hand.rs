//! Management reviews, certifications and the first page: what stands on them, empty and filled.

use axum::body::Body;
use axum::http::StatusCode;
use model::RecordKind;

use crate::browser::{Browser, Page};

async fn sound(browser: &Browser, path: &str) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
    page.is_sound(path);
    page
}

async fn done(browser: &Browser, path: &str, fields: &[(&str, &str)]) {
    let page = browser.post(path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.html);
}

fn says(page: &Page, all: &[&str]) {
    for words in all {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
}

/// Returns the address on the button that asks most.
fn primary(page: &Page) -> &str {
    let rest = page.html.split_once("class=\"button primary\" href=\"").map(|(_, rest)| rest);
    rest.and_then(|rest| rest.split_once('"')).map_or("", |(href, _)| href)
}

#[tokio::test]
async fn a_review_shows_its_agenda_and_leads_from_step_to_step() {
    let browser = Browser::new().await;
    let planned =
        [("title", "Autumn review"), ("planned_on", "2026-11-21"), ("chair", "PER-1"), ("invited", "PER-1")];
    browser.record(RecordKind::ManagementReview, &planned).await;
    let at = "/management-reviews/MR-1";
    let page = sound(&browser, at).await;
    says(
        &page,
        &[
            "Planned for 21 Nov 2026, led by Jana Novak",
            "As the records would fill it today",
            "The first review",
        ],
    );
    for letter in ["a", "b", "c", "d1", "d2", "d3", "d4", "e", "f", "g"] {
        assert!(page.html.contains(&format!("id=\"input-{letter}\"")), "{letter}");
    }
    says(&page, &["They are recorded once the review was held", "Who is asked to come"]);
    assert_eq!(primary(&page), "/o/acme/management-reviews/MR-1/do/build");
    done(&browser, &format!("{at}/do/build"), &[]).await;
    assert_eq!(primary(&sound(&browser, at).await), "/o/acme/management-reviews/MR-1/do/hold");
    let hold = [("attendees", "PER-1"), ("conclusion", "suitable, adequate and effective")];
    done(&browser, &format!("{at}/do/hold"), &hold).await;
    let page = sound(&browser, at).await;
    says(
        &page,
        &[
            "As it lay on the table on 21 Nov 2026",
            "sha256",
            "suitable, adequate and effective",
            "Who took part",
        ],
    );
    says(&page, &["that nothing is to change is a decision too"]);
    assert_eq!(primary(&page), "/o/acme/management-reviews/MR-1/do/decide");
    let decide =
        [("title", "Buy a second backup"), ("change", "yes"), ("owner", "PER-1"), ("due", "2026-12-31")];
    done(&browser, &format!("{at}/do/decide"), &decide).await;
    let page = sound(&browser, at).await;
    says(
        &page,
        &[
            "id=\"DEC-1.1\"",
            "Buy a second backup",
            "31 Dec 2026",
            "open",
            "the management system is to change",
        ],
    );
    assert!(page.html.contains("/do/finish-decision?number=1"));
    browser.record(RecordKind::ManagementReview, &[("title", "Next"), ("planned_on", "2027-05-01")]).await;
    let next = sound(&browser, "/management-reviews/MR-2").await;
    says(&next, &["1 of 1", "as before", "Since <a href=\"/o/acme/management-reviews/MR-1\">MR-1</a>"]);
    says(&sound(&browser, at).await, &["After", "1 May 2027"]);
    let before = browser.get(&format!("{at}?as_of=2026-11-20")).await;
    assert_eq!(before.status, StatusCode::NOT_FOUND, "on the day before nobody had planned it");
    assert_eq!(browser.get("/management-reviews/MR-9").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/management-reviews/R-1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_certification_shows_dates_conditions_audits_and_what_is_open() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Certification, &[("title", "First certificate"), ("body", "A body")]).await;
    browser.record(RecordKind::Evidence, &[("title", "The letter")]).await;
    let at = "/certifications/CRT-1";
    let page = sound(&browser, at).await;
    says(
        &page,
        &["Nothing was sent to A body yet", "No date follows yet", "No audit of the body is on record"],
    );
    says(&page, &["found nothing that is on record", "Before Stage 2 begins", "for the body to see"]);
    assert_eq!(primary(&page), "/o/acme/certifications/CRT-1/do/record?state=applied");
    assert!(
        browser
            .get("/certifications/CRT-1/do/record?state=applied")
            .await
            .html
            .contains("value=\"applied\" selected")
    );
    done(&browser, &format!("{at}/do/record"), &[("state", "applied"), ("on", "2026-11-18")]).await;
    let page = sound(&browser, at).await;
    says(&page, &["The application is with A body since 18 Nov 2026"]);
    assert_eq!(primary(&page), "/o/acme/certifications/CRT-1/do/receive-plan?kind=stage%201");
    let audit =
        [("title", "Stage 1"), ("kind", "stage 1"), ("certification", "CRT-1"), ("planned_on", "2026-11-30")];
    browser.record(RecordKind::Audit, &audit).await;
    let finding = [
        ("title", "No scope of sites"),
        ("audit", "AUD-1"),
        ("grade", "concern"),
        ("answer_due", "2026-11-19"),
    ];
    browser.record(RecordKind::Finding, &finding).await;
    let page = sound(&browser, at).await;
    assert_eq!(primary(&page), "/o/acme/audits/AUD-1");
    says(
        &page,
        &["No scope of sites", "concern", "class=\"nowrap late\"", "30 Nov 2026", "/findings?q=AUD-1"],
    );
    let granted = [
        ("state", "granted"),
        ("on", "2026-11-20"),
        ("letter", "EV-1"),
        ("decided_by", "The board"),
        ("expires_on", "2029-11-19"),
    ];
    done(&browser, &format!("{at}/do/record"), &granted).await;
    let page = sound(&browser, at).await;
    says(
        &page,
        &[
            "Certified by A body, until 19 Nov 2029",
            "First surveillance",
            "20 Nov 2027",
            "next",
            "not later than this day",
        ],
    );
    says(&page, &["What became of it", "decided by The board", "The letter"]);
    assert_eq!(browser.get("/certifications/CRT-9").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_sample_whose_loading_was_interrupted_is_shown_as_such() {
    let browser = Browser::new().await;
    let first =
        || async { browser.send(browser.request("GET", "/").body(Body::empty()).expect("a request")).await };
    assert_eq!(first().await.header("location"), "/o/acme", "the only organisation is opened");
    let log = browser.books.log();
    browser.instance.put_aside(log, "sample/loading", Some(b"history".to_vec())).await.expect("room");
    let page = first().await;
    assert_eq!(page.status, StatusCode::OK);
    says(&page, &["not fully loaded", "Load it again", "action=\"/sample/history\""]);
    browser.instance.put_aside(log, "sample/loading", None).await.expect("room");
    assert!(!first().await.html.contains("not fully loaded"));
}
