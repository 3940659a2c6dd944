//! What is answered where something is the matter, each by its status and type.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::json;

use super::{Client, Told};
use crate::browser::HOST;

#[tokio::test]
async fn who_is_not_known_is_told_so_and_a_bearer_counts_before_a_cookie() {
    let client = Client::new().await;
    let bare =
        |method: &str| Request::builder().method(method).uri("/api/v1/acme/risks").header(header::HOST, HOST);
    let nobody = client.send(bare("GET"), Body::empty()).await;
    assert_eq!((nobody.status, nobody.problem()), (StatusCode::UNAUTHORIZED, "sign-in"));
    assert!(nobody.page.header("www-authenticate").starts_with("Bearer"));
    // A16: truncated, unknown, of another scheme, and 10 KB.
    for token in [
        "Bearer plumb_",
        "Bearer plumb_unknown",
        "Basic abc",
        &format!("Bearer plumb_{}", "x".repeat(10_000)),
    ] {
        let request = client.request("GET", "/risks").header(header::AUTHORIZATION, token);
        let told = client.send(request, Body::empty()).await;
        assert_eq!(told.status, StatusCode::UNAUTHORIZED, "{token:.20}");
        let write = bare("POST").header(header::AUTHORIZATION, token);
        let told = client.send(write, "{}").await;
        assert_eq!(told.status, StatusCode::UNAUTHORIZED, "a bearer needs no origin");
    }
}

#[tokio::test]
async fn a_write_from_another_page_or_host_is_refused() {
    let client = Client::new().await;
    let before = client.commits();
    for (name, value) in
        [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
    {
        let mut request =
            client.change("POST", "/risks").body(Body::from("{\"title\":\"x\"}")).expect("a request");
        request.headers_mut().insert(name, value.parse().expect("a value"));
        let told = client.send_whole(request).await;
        assert_eq!((told.status, told.problem()), (StatusCode::FORBIDDEN, "denied"), "{value}");
        assert!(!told.text("/because").is_empty() && told.json["who"].is_array());
    }
    let mut request = client.change("POST", "/risks").body(Body::from("{}")).expect("a request");
    request.headers_mut().insert(header::HOST, "evil.example".parse().expect("a value"));
    assert_eq!(client.send_whole(request).await.status, StatusCode::BAD_REQUEST);
    let simple = client
        .request("POST", "/risks")
        .header(header::CONTENT_TYPE, "text/plain")
        .header("idempotency-key", "k");
    assert_eq!(client.send(simple, "{\"title\":\"x\"}").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(client.commits(), before);
}

#[tokio::test]
async fn what_is_not_there_and_what_may_not_be_seen_are_answered_alike() {
    let client = Client::new().await;
    let other = client.browser.request("GET", "/api/v1/other/risks/R-1");
    let other = client.send(other, Body::empty()).await;
    let deep = client.browser.request("GET", "/api/v1/acme/risks/R-1/a/b/c");
    let deep = client.send(deep, Body::empty()).await;
    let headers = |told: &Told| -> Vec<(String, String)> {
        told.page.headers.iter().map(|(name, value)| (name.to_string(), format!("{value:?}"))).collect()
    };
    for path in [
        "/risks/R-1",
        "/risks/A.5.1",
        "/risks/r-1",
        "/risks/x",
        "/nothing",
        "/nothing/R-1",
        "/risks/R-1/history",
        "/evidence/EV-1/file",
    ] {
        let told = client.get(path).await;
        assert_eq!(told.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(told.page.html, other.page.html, "{path}");
        assert_eq!(headers(&told), headers(&other), "{path}");
    }
    assert_eq!(deep.page.html, other.page.html);
    assert_eq!(
        client.post("/risks/R-9/accept", json!({ "until": "2027-01-31" })).await.page.html,
        other.page.html
    );
    client.post("/risks", json!({ "title": "Fire" })).await;
    assert_eq!(client.post("/risks/R-1/fly", json!({})).await.page.html, other.page.html);
}

#[tokio::test]
async fn an_address_names_the_methods_that_it_knows() {
    let client = Client::new().await;
    client.post("/risks", json!({ "title": "Fire" })).await;
    for (method, path, allow) in [
        ("DELETE", "/risks", "GET, HEAD, POST"),
        ("PUT", "/risks/R-1", "GET, HEAD, PATCH, DELETE"),
        ("OPTIONS", "/risks/R-1", "GET, HEAD, PATCH, DELETE"),
        ("PUT", "/incidents/report", "POST"),
        ("DELETE", "/incidents/report", "POST"),
        ("POST", "/risks/R-1", "GET, HEAD, PATCH, DELETE"),
        ("POST", "/scope", "GET, HEAD"),
        ("DELETE", "/scope/SCO", "GET, HEAD, PATCH"),
        ("POST", "/check", "GET, HEAD"),
        ("GET", "/risks/R-1/accept", "POST"),
    ] {
        let told = client.send(client.change(method, path), "{}").await;
        if told.status == StatusCode::NOT_FOUND && path.starts_with("/scope") {
            panic!("the word of the scope is another: {path}");
        }
        assert_eq!(
            (told.status, told.page.header("allow")),
            (StatusCode::METHOD_NOT_ALLOWED, allow),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn headers_that_do_not_fit_are_told_by_name() {
    let client = Client::new().await;
    let json_type = (header::CONTENT_TYPE, "application/json");
    let no_key = client.request("POST", "/risks").header(json_type.0.clone(), json_type.1);
    let no_key = client.send(no_key, "{\"title\":\"x\"}").await;
    assert_eq!(
        (no_key.status, no_key.text("/errors/0/pointer")),
        (StatusCode::BAD_REQUEST, "Idempotency-Key")
    );
    for media in ["application/xml", "text/plain", "application/json; charset=utf-16", "application/jsonp"] {
        // I6: another type of body.
        let request = client
            .request("POST", "/risks")
            .header("idempotency-key", "k")
            .header(header::CONTENT_TYPE, media);
        assert_eq!(client.send(request, "{}").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{media}");
    }
    let untyped = client.request("POST", "/risks").header("idempotency-key", "k");
    assert_eq!(client.send(untyped, "{\"title\":\"x\"}").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    for accept in ["text/html", "application/xml, text/*", "application/json;q=0"] {
        let request = client.request("GET", "/risks").header(header::ACCEPT, accept);
        assert_eq!(client.send(request, Body::empty()).await.status, StatusCode::NOT_ACCEPTABLE, "{accept}");
    }
    let accepts = client.request("GET", "/risks").header(header::ACCEPT, "text/html, application/json;q=0.1");
    assert_eq!(client.send(accepts, Body::empty()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read() {
    let client = Client::new().await;
    let big = format!("{{\"title\":\"{}\"}}", "x".repeat(1 << 20));
    let told = client.send(client.change("POST", "/risks"), big).await;
    assert_eq!((told.status, told.problem()), (StatusCode::PAYLOAD_TOO_LARGE, "too-large"));
}

#[tokio::test]
async fn the_page_that_explains_the_api_is_sound_and_linked() {
    let client = Client::new().await;
    let page = client
        .browser
        .send(client.browser.request("GET", "/api").body(Body::empty()).expect("a request"))
        .await;
    assert_eq!(page.status, StatusCode::OK);
    page.is_sound("/api");
    assert!(page.html.contains("id=\"stale\"") && page.html.contains("Idempotency-Key"));
    assert!(client.browser.get("/settings").await.html.contains("href=\"/api\""));
}
