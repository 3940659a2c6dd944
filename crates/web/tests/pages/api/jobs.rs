//! Long work over the API: the list, one of it, and the way to cancel it. It is held, so that it is long.

use axum::http::StatusCode;
use serde_json::json;

use super::Client;

/// Begins the check of all hashes in the browser; returns the id of its job.
async fn checking(client: &Client) -> String {
    let begun = client.browser.post("/integrity", &[]).await;
    let to = begun.header("location");
    to.strip_prefix("/o/acme/jobs/").unwrap_or_else(|| panic!("{to}: {}", begun.html)).to_owned()
}

#[tokio::test]
async fn long_work_is_listed_shown_and_cancelled_by_who_began_it() {
    let client = Client::new().await;
    let none = client.get("/jobs").await;
    assert_eq!((none.status, &none.json), (StatusCode::OK, &json!({ "jobs": [], "others": [] })));
    let held = client.browser.instance.jobs().hold();
    let id = checking(&client).await;
    let all = client.get("/jobs").await;
    assert_eq!(all.text("/jobs/0/id"), id, "{}", all.page.html);
    assert_eq!((all.text("/jobs/0/state"), all.text("/jobs/0/what")), ("running", "Check of all hashes"));
    let before = client.commits();
    let at = format!("/jobs/{id}");
    let one = client.get(&at).await;
    assert_eq!(
        (one.json["over"].as_bool(), one.json["file"].is_null()),
        (Some(false), true),
        "{}",
        one.page.html
    );
    let wrong = client.post(&format!("{at}/cancel"), json!({ "because": "x" })).await;
    assert_eq!((wrong.status, wrong.problem()), (StatusCode::BAD_REQUEST, "unreadable"));
    let cancelled = client.post(&format!("{at}/cancel"), json!({})).await;
    assert_eq!(cancelled.status, StatusCode::OK, "{}", cancelled.page.html);
    assert!(["cancelling", "cancelled"].contains(&cancelled.text("/state")), "{}", cancelled.page.html);
    drop(held);
    while client.get(&at).await.json["over"] == false {
        tokio::task::yield_now().await;
    }
    let over = client.get(&at).await;
    assert_eq!(over.text("/state"), "cancelled", "{}", over.page.html);
    assert!(over.text("/words").contains("nothing was written") && !over.text("/ended").is_empty());
    assert_eq!(client.commits(), before);
    assert_eq!(client.get("/jobs?limit=3").await.status, StatusCode::BAD_REQUEST, "no query is known here");
}

#[tokio::test]
async fn a_job_that_is_not_there_or_anothers_is_told_alike() {
    let client = Client::new().await;
    for id in ["0".repeat(32).as_str(), "a-guess", "R-1"] {
        for told in [
            client.get(&format!("/jobs/{id}")).await,
            client.post(&format!("/jobs/{id}/cancel"), json!({})).await,
        ] {
            assert_eq!((told.status, told.problem()), (StatusCode::NOT_FOUND, "not-here"), "{id}");
        }
    }
}
