//! Files: what comes in goes out as it came, and runs nowhere.

use axum::body::Body;
use axum::http::{StatusCode, header};

use crate::browser::{Browser, Page};

/// Uploads a file with a form.
async fn upload(browser: &Browser, name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Page {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend_from_slice(
            format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
                .as_bytes(),
        );
    }
    body.extend_from_slice(
        format!("--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/html\r\n\r\n").as_bytes(),
    );
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = browser
        .request("POST", "/o/acme/evidence/new")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    browser.send(request.expect("a request")).await
}

#[tokio::test]
async fn a_file_goes_out_as_it_came_and_runs_nowhere() {
    let browser = Browser::new().await;
    let hostile = b"<html><script>alert(1)</script></html>";
    let added =
        upload(&browser, "../../e v\u{17e}il.html", hostile, &[("title", "A page"), ("uses", "A.8.13")])
            .await;
    assert_eq!(
        (added.status, added.header("location")),
        (StatusCode::SEE_OTHER, "/o/acme/evidence/EV-1"),
        "{}",
        added.html
    );
    let page = browser.get("/evidence/EV-1").await;
    assert!(page.html.contains("A.8.13") && page.html.contains("/o/acme/evidence/EV-1/file"));
    let file = browser.get("/evidence/EV-1/file").await;
    assert_eq!(file.html.as_bytes(), hostile);
    assert!(
        file.header("content-disposition").starts_with("attachment; filename=\"e_v"),
        "{}",
        file.header("content-disposition")
    );
    assert!(!file.header("content-disposition").contains(".."));
    assert_eq!(file.header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(file.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(file.header("cache-control"), "no-store");
    assert!(!file.header("content-type").contains("html"));
}

#[tokio::test]
async fn a_file_whose_name_cannot_be_read_is_kept_as_a_file() {
    let browser = Browser::new().await;
    let mut body = b"--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"\xff\xfe.bin\"\r\n\
        content-type: application/octet-stream\r\n\r\n"
        .to_vec();
    // Larger than a field that is no file may be.
    let content = vec![0xfe; 300 * 1024];
    body.extend_from_slice(&content);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = browser
        .request("POST", "/o/acme/evidence/new")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    let added = browser.send(request.expect("a request")).await;
    assert_eq!(added.header("location"), "/o/acme/evidence/EV-1", "{}", added.html);
    let kept = browser.get("/evidence/EV-1.json").await;
    let digest = model::Digest::of(&content).to_string();
    assert!(kept.html.contains(&digest), "the file is kept byte by byte: {}", kept.html);
    assert!(kept.html.contains("\"title\": \"file\""), "{}", kept.html);
}

#[tokio::test]
async fn evidence_is_accepted_by_a_person() {
    let browser = Browser::new().await;
    upload(&browser, "log.txt", b"all well", &[("uses", "A.8.13")]).await;
    assert_eq!(browser.get("/evidence/EV-1/do/accept").await.status, StatusCode::OK);
    let done = browser.post("/evidence/EV-1/do/accept", &[("because", "read it")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert!(browser.get("/evidence/EV-1").await.html.contains("accepted"));
    let unsaid = browser.post("/evidence/EV-1/do/reject", &[("because", "")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_is_too_large_is_refused_in_words() {
    let browser = Browser::new().await;
    let page = browser.post("/assets/new", &[("title", &"x".repeat(1_100_000))]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    page.is_sound("too large");
    let long = "x".repeat(300_000);
    let field = upload(&browser, "a.txt", b"a", &[("title", &long)]).await;
    assert_eq!(field.status, StatusCode::PAYLOAD_TOO_LARGE);
}
