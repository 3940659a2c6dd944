//! Records: lists, one, creation, change, removal; revisions, cursors and the past.

use axum::body::Body;
use axum::http::{StatusCode, header};
use model::RecordKind;
use serde_json::{Value, json};

use super::Client;

#[tokio::test]
async fn a_record_is_made_read_changed_and_removed() {
    let client = Client::new().await;
    let made = client.post("/risks", json!({ "title": "Fire", "owner": { "person": "PER-1" } })).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.page.html);
    assert_eq!(made.page.header("location"), "/api/v1/acme/risks/R-1");
    assert_eq!((made.tag().as_str(), made.page.header("log-head")), ("\"1\"", "1"));
    assert_eq!(made.json["record"]["owner"], json!({ "person": "PER-1" }));
    let read = client.get("/risks/R-1").await;
    assert_eq!(read.status, StatusCode::OK);
    assert_eq!((read.json["revision"].as_u64(), read.text("/title")), (Some(1), "Fire"));
    assert!(read.json["steps"].as_array().expect("steps").contains(&"rate".into()));
    let changed =
        client.patch("/risks/R-1", &read.tag(), json!({ "threat": "a spark", "owner": null })).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.page.html);
    assert_eq!((changed.tag().as_str(), changed.text("/record/threat")), ("\"2\"", "a spark"));
    assert_eq!(changed.json["record"]["owner"], Value::Null);
    assert_eq!(changed.text("/title"), "Fire", "what the patch does not name stays");
    let same = client.patch("/risks/R-1", "\"2\"", changed.json["record"].clone()).await;
    assert_eq!((same.status, same.tag().as_str()), (StatusCode::OK, "\"2\""), "sent back as it was read");
    let remove = client.change("DELETE", "/risks/R-1").header(header::IF_MATCH, "\"2\"");
    let gone = client.send(remove, json!({ "because": "twice" }).to_string()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.page.html);
    assert_eq!(client.get("/risks/R-1").await.status, StatusCode::NOT_FOUND);
    let history = client.get("/risks/R-1/history").await;
    let intents: Vec<&str> = history.json["commits"]
        .as_array()
        .expect("commits")
        .iter()
        .filter_map(|one| one["intent"].as_str())
        .collect();
    assert_eq!(intents, ["record.remove", "record.edit", "record.create"]);
    assert_eq!(history.text("/commits/0/because"), "twice");
    assert_eq!(history.text("/commits/0/by"), "PER-1");
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let client = Client::new().await;
    client.post("/risks", json!({ "title": "Fire" })).await;
    let known = client.request("GET", "/risks/R-1").header(header::IF_NONE_MATCH, "\"1\"");
    let page = client.browser.send(known.body(Body::empty()).expect("a request")).await;
    assert_eq!(
        (page.status, page.html.as_str(), page.header("etag")),
        (StatusCode::NOT_MODIFIED, "", "\"1\"")
    );
    let other = client.request("GET", "/risks/R-1").header(header::IF_NONE_MATCH, "\"7\"");
    assert_eq!(client.send(other, Body::empty()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_change_without_the_revision_or_on_another_one_is_refused() {
    let client = Client::new().await;
    client.post("/risks", json!({ "title": "Fire" })).await;
    client.patch("/risks/R-1", "\"1\"", json!({ "threat": "a spark" })).await;
    let before = client.commits();
    for method in ["PATCH", "DELETE"] {
        let body =
            if method == "PATCH" { json!({ "threat": "x" }) } else { json!({ "because": "x" }) }.to_string();
        let unsaid = client.send(client.change(method, "/risks/R-1"), body.clone()).await;
        assert_eq!((unsaid.status, unsaid.problem()), (StatusCode::PRECONDITION_REQUIRED, "needs-revision"));
        let stale = client.change(method, "/risks/R-1").header(header::IF_MATCH, "\"1\"");
        let stale = client.send(stale, body).await;
        assert_eq!((stale.status, stale.problem()), (StatusCode::PRECONDITION_FAILED, "stale"));
        assert_eq!((stale.json["revision"].as_u64(), stale.tag().as_str()), (Some(2), "\"2\""));
    }
    let step = client.change("POST", "/risks/R-1/annotate").header(header::IF_MATCH, "\"1\"");
    let step = client.send(step, json!({ "labels": ["late"] }).to_string()).await;
    assert_eq!(step.status, StatusCode::PRECONDITION_FAILED, "a step takes a revision too");
    assert_eq!(client.commits(), before);
}

#[tokio::test]
async fn a_list_is_filtered_sorted_and_read_page_by_page() {
    let client = Client::new().await;
    for (title, threat) in [("Fire", "b"), ("Flood", "a"), ("Theft", ""), ("Fraud", "c"), ("Frost", "a")] {
        client.browser.record(RecordKind::Risk, &[("title", title), ("threat", threat)]).await;
    }
    let titles = |json: &Value| -> Vec<String> {
        let all = json["records"].as_array().expect("records").iter();
        all.filter_map(|one| one["title"].as_str().map(str::to_owned)).collect()
    };
    let mut seen = Vec::new();
    let mut path = "/risks?sort=-threat&limit=2".to_owned();
    loop {
        let page = client.get(&path).await;
        assert_eq!(page.json["total"], 5, "{}", page.page.html);
        seen.extend(titles(&page.json));
        match page.json["next"].as_str() {
            Some(next) => path = format!("/risks?sort=-threat&limit=2&after={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ["Fraud", "Fire", "Frost", "Flood", "Theft"], "what has no value stands last");
    assert_eq!(titles(&client.get("/risks?threat=a").await.json), ["Flood", "Frost"]);
    assert_eq!(titles(&client.get("/risks?threat=none&q=theft").await.json), ["Theft"]);
    assert_eq!(client.get("/risks?proposed=only").await.json["total"], 0);
    for bad in [
        "limit=0",
        "limit=201",
        "limit=x",
        "sort=colour",
        "after=x",
        "colour=red",
        "as_of=x",
        "q=a&q=b",
        "proposed=",
    ] {
        let told = client.get(&format!("/risks?{bad}")).await;
        assert_eq!(told.status, StatusCode::BAD_REQUEST, "{bad}");
        let place = bad.split('=').next().unwrap_or_default();
        assert_eq!(told.text("/errors/0/pointer"), place, "{bad}");
    }
}

#[tokio::test]
async fn the_past_is_read_and_not_written() {
    let client = Client::new().await;
    client.post("/risks", json!({ "title": "Fire" })).await;
    assert_eq!(client.get("/risks?as_of=2026-11-19").await.json["total"], 0);
    assert_eq!(client.get("/risks/R-1?as_of=2026-11-19").await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.get("?as_of=2026-11-19").await.text("/day"), "2026-11-19");
    let written = client.post("/risks?as_of=2026-11-19", json!({ "title": "Flood" })).await;
    assert_eq!(written.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_same_request_is_done_once_and_another_with_its_key_is_refused() {
    let client = Client::new().await;
    let send = |key: &'static str, title: &'static str| {
        let request = client
            .request("POST", "/risks")
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", key);
        client.send(request, json!({ "title": title }).to_string())
    };
    let (one, other) = tokio::join!(send("a", "Fire"), send("a", "Fire"));
    assert_eq!((one.status, other.status), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!((one.text("/id"), other.text("/id")), ("R-1", "R-1"), "two at once are one");
    let again = send("a", "Fire").await;
    assert_eq!((again.text("/id"), again.page.header("idempotency-replayed")), ("R-1", "true"));
    assert_eq!((again.tag(), again.page.header("location")), (one.tag(), "/api/v1/acme/risks/R-1"));
    // C9: the same key, another body.
    let reused = send("a", "Flood").await;
    assert_eq!((reused.status, reused.problem()), (StatusCode::UNPROCESSABLE_ENTITY, "key-reused"));
    assert_eq!(send("b", "Flood").await.text("/id"), "R-2");
    assert_eq!(client.get("/risks").await.json["total"], 2);
    // What was refused is not remembered: the same key serves when it can be done.
    assert_eq!(send("c", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send("c", "Frost").await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn an_organisation_says_its_day_and_its_newest_commit() {
    let client = Client::new().await;
    let all = client.browser.request("GET", "/api/v1/organisations");
    let all = client.send(all, Body::empty()).await;
    assert_eq!(all.json, json!({ "organisations": [{ "word": "acme", "name": "Acme" }] }));
    let one = client.get("").await;
    assert_eq!((one.text("/name"), one.text("/day"), one.text("/actor")), ("Acme", "2026-11-21", "PER-1"));
    assert_eq!((one.json["head"]["seq"].as_u64(), one.page.header("log-head")), (Some(0), "0"));
}
