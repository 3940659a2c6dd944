//! How many bytes pages are on the way: packed, as browsers ask for them.

use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, header};
use model::RecordKind;
use tower::ServiceExt as _;

use crate::browser::Browser;

const KILOBYTE: usize = 1024;
/// A page of words.
const TEXT_MAX: usize = 14 * KILOBYTE;
/// A list of a hundred rows.
const GRID_MAX: usize = 25 * KILOBYTE;
/// The statement with its 93 rows.
const SOA_MAX: usize = 28 * KILOBYTE;
/// Pages of words of the sample company.
const TEXTS: &[&str] = &[
    "",
    "/tasks",
    "/calendar",
    "/timeline",
    "/gap",
    "/readiness",
    "/proposals",
    "/context",
    "/scope",
    "/map",
    "/treatment",
    "/plan",
    "/stage-1",
    "/frameworks",
    "/integrity",
    "/exports",
    "/import",
    "/records",
    "/settings",
    "/words",
    "/documents/DOC-1",
    "/risks/R-1",
    "/controls/A.8.13",
    "/evidence/EV-1",
    "/risks/new",
    "/search?q=backup",
];

/// Returns how many bytes a page has on the way.
async fn packed(browser: &Browser, path: &str) -> usize {
    let request = browser.request("GET", path).header(header::ACCEPT_ENCODING, "gzip").body(Body::empty());
    let answer = browser.router.clone().oneshot(request.expect("a request")).await.expect("it answers");
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    assert_eq!(answer.headers()[header::CONTENT_ENCODING], "gzip", "{path}");
    to_bytes(answer.into_body(), 64 << 20).await.expect("a body").len()
}

#[tokio::test]
async fn pages_of_words_and_the_statement_stay_small() {
    let browser = Browser::new().await;
    app::load_sample(&browser.instance).await.expect("the sample");
    let mut largest = (0, "");
    for path in TEXTS {
        let bytes = packed(&browser, &format!("/o/fernleaf-software{path}")).await;
        assert!(bytes <= TEXT_MAX, "{path} has {bytes} bytes");
        largest = largest.max((bytes, path));
    }
    let soa = packed(&browser, "/o/fernleaf-software/soa").await;
    println!("the largest page of words is {} with {} bytes; the statement has {soa}", largest.1, largest.0);
    assert!(soa <= SOA_MAX, "the statement has {soa} bytes");
}

#[tokio::test]
async fn a_list_of_a_hundred_rows_stays_small() {
    let browser = Browser::new().await;
    for number in 1..=100 {
        let title = format!(
            "Somebody of department {number} opens what the attacker number {} sent",
            number * 37 % 101
        );
        browser.record(RecordKind::Risk, &[("title", &title)]).await;
        let title = format!("System number {number} for the work of department {}", number * 53 % 97);
        browser.record(RecordKind::Asset, &[("title", &title)]).await;
        browser.record(RecordKind::Evidence, &[("title", &title)]).await;
    }
    for path in ["/risks", "/assets", "/evidence", "/history"] {
        let bytes = packed(&browser, &format!("/o/acme{path}")).await;
        println!("{path} of a hundred rows has {bytes} bytes");
        assert!(bytes <= GRID_MAX, "{path} has {bytes} bytes");
    }
}
