//! The editor of documents and the inbox of evidence.

use axum::body::Body;
use axum::http::{StatusCode, header};
use model::RecordKind;

use crate::browser::{Browser, Page};

#[tokio::test]
async fn a_document_is_previewed_without_being_saved() {
    let browser = Browser::new().await;
    let typed = [("title", "Backup"), ("kind", "policy_top"), ("text", "# Aim\n\nOld")];
    browser.record(RecordKind::Document, &typed).await;
    let form = browser.get("/documents/DOC-1/edit").await;
    form.is_sound("the editor");
    for words in [
        "data-preview",
        "id=\"preview\"",
        "<h3>Aim</h3>",
        "What it must say",
        "fits purpose",
        "value=\"preview\"",
    ] {
        assert!(form.html.contains(words), "{words}: {}", form.html);
    }
    let before = browser.books.now().commits();
    let text = "## Aim\n\n**New** <script>alert(1)</script>\n\n- one";
    let look = [("revision", "1"), ("title", "Backup plan"), ("text", text), ("do", "preview")];
    let preview = browser.post("/documents/DOC-1/edit", &look).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.html);
    preview.is_sound("a preview");
    for words in ["<strong>New</strong>", "<li>one</li>", "value=\"Backup plan\"", "&lt;script&gt;alert(1)"] {
        assert!(preview.html.contains(words), "{words}");
    }
    assert_eq!(preview.hidden("revision"), "1");
    assert_eq!(browser.books.now().commits(), before, "a look saves nothing");
    let saved = browser.post("/documents/DOC-1/edit", &look[..3]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    let page = browser.get("/documents/DOC-1").await;
    assert!(page.html.contains("<strong>New</strong>") && !page.html.contains("<script>alert"));
    let new =
        browser.post("/documents/new", &[("title", "Draft"), ("text", "*italic*"), ("do", "preview")]).await;
    assert!(new.status == StatusCode::OK && new.html.contains("<em>italic</em>"));
    assert_eq!(browser.books.now().isms.documents.len(), 1);
}

#[tokio::test]
async fn two_who_write_one_text_see_both_and_choose() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Document, &[("title", "Backup"), ("text", "as it was")]).await;
    let at = "/documents/DOC-1/edit";
    browser.post(at, &[("revision", "1"), ("text", "what they wrote")]).await;
    let long = format!("what I wrote {}", "word ".repeat(3_000));
    let stale = browser.post(at, &[("revision", "1"), ("text", &long)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    stale.is_sound("a conflict");
    for words in ["<title>Error: ", "as it was", "what they wrote", "what I wrote", "Jana Novak saved it"] {
        assert!(stale.html.contains(words), "{words}");
    }
    assert!(stale.html.contains(&format!("\n{}</textarea>", long.trim())), "my text is whole");
    let chosen = [("revision", stale.hidden("revision")), ("take-text", "written"), ("text", "both")];
    assert_eq!(browser.post(at, &chosen).await.status, StatusCode::SEE_OTHER);
    assert!(browser.get("/documents/DOC-1").await.html.contains("<p>both</p>"));
}

/// Uploads files together.
async fn drop_files(browser: &Browser, files: &[(&str, &[u8])], once: &str) -> Page {
    let mut body =
        format!("--edge\r\ncontent-disposition: form-data; name=\"once\"\r\n\r\n{once}\r\n").into_bytes();
    for (name, bytes) in files {
        let head = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    let request = browser
        .request("POST", "/o/acme/evidence/drop")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    browser.send(request.expect("a request")).await
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot really a picture";

#[tokio::test]
async fn files_that_come_together_are_evidence_each_and_one_commit() {
    let browser = Browser::new().await;
    let empty = browser.get("/evidence").await;
    empty.is_sound("/evidence");
    assert!(empty.html.contains("multiple") && empty.html.contains("action=\"/o/acme/evidence/drop\""));
    let once = empty.hidden("once").to_owned();
    let before = browser.books.now().commits();
    let files: [(&str, &[u8]); 3] =
        [("restore A.8.13.txt", b"all well"), ("screen.png", PNG), ("x<i>.bin", b"\xff\0")];
    for _ in 0..2 {
        let added = drop_files(&browser, &files, &once).await;
        assert_eq!(added.header("location"), "/o/acme/evidence?inbox=waiting#inbox", "{}", added.html);
    }
    assert_eq!(browser.books.now().isms.evidence.len(), 3, "posted twice they are there once");
    assert_eq!(browser.books.now().commits(), before + 1);
    let inbox = browser.get("/evidence?inbox=waiting").await;
    inbox.is_sound("the inbox");
    for words in ["restore A.8.13.txt", "its name says so", "waits for a look", "x&lt;i&gt;.bin"] {
        assert!(inbox.html.contains(words), "{words}: {}", inbox.html);
    }
    let nothing = drop_files(&browser, &[], &once).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.html.contains("Choose a file first") && nothing.html.contains("There is a problem"));
}

#[tokio::test]
async fn evidence_is_linked_accepted_and_rejected_where_it_stands() {
    let browser = Browser::new().await;
    drop_files(&browser, &[("restore A.8.13.txt", b"all well"), ("other.txt", b"hm")], "").await;
    let linked = browser
        .post("/evidence", &[("id", "EV-1"), ("do", "link"), ("target", "A.8.13"), ("inbox", "unlinked")])
        .await;
    assert_eq!(linked.header("location"), "/o/acme/evidence?inbox=unlinked#inbox", "{}", linked.html);
    assert_eq!(
        browser.post("/evidence", &[("id", "EV-1"), ("do", "accept")]).await.status,
        StatusCode::SEE_OTHER
    );
    let unsaid = browser.post("/evidence", &[("id", "EV-2"), ("do", "reject"), ("because", "")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.html.contains("href=\"#because-EV-2\"") && unsaid.html.contains("id=\"because-EV-2\""));
    let rejected = [("id", "EV-2"), ("do", "reject"), ("because", "not dated")];
    assert_eq!(browser.post("/evidence", &rejected).await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/evidence?inbox=rejected").await;
    assert!(page.html.contains("not dated"), "{}", page.html);
    for bad in [[("id", "EV-9"), ("do", "accept")], [("id", "EV-1"), ("do", "burn")]] {
        assert!(browser.post("/evidence", &bad).await.status.is_client_error());
    }
}

#[tokio::test]
async fn a_picture_and_a_text_are_shown_and_nothing_else() {
    let browser = Browser::new().await;
    let page = b"<script>alert(1)</script>";
    let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    drop_files(
        &browser,
        &[("a.png", PNG), ("b.html", page), ("c.svg", drawing), ("d.bin", b"\xff\0\xfe")],
        "",
    )
    .await;
    let picture = browser.get("/evidence/EV-1").await;
    picture.is_sound("a picture");
    assert!(picture.html.contains("src=\"/o/acme/evidence/EV-1/preview\""), "{}", picture.html);
    let bytes = browser.get("/evidence/EV-1/preview").await;
    assert_eq!(bytes.header("content-type"), "image/png");
    assert_eq!(bytes.header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(bytes.header("x-content-type-options"), "nosniff");
    for id in ["EV-2", "EV-3"] {
        let text = browser.get(&format!("/evidence/{id}")).await;
        text.is_sound(id);
        assert!(text.html.contains("&lt;script&gt;alert(1)") && !text.html.contains("<script>alert"));
        assert_eq!(browser.get(&format!("/evidence/{id}/preview")).await.status, StatusCode::NOT_FOUND);
    }
    let other = browser.get("/evidence/EV-4").await;
    assert!(other.html.contains("neither a picture nor a text") && other.html.contains("Save the file"));
}

#[tokio::test]
async fn a_draft_with_open_places_is_led_to_the_editor_and_to_nobody_for_approval() {
    let browser = Browser::new().await;
    let typed = [
        ("title", "Information security policy"),
        ("kind", "policy_top"),
        ("text", "[Name] leads, by [date]."),
    ];
    browser.record(RecordKind::Document, &typed).await;
    let page = browser.get("/documents/DOC-1").await;
    page.is_sound("a draft");
    let says =
        "The text still says [name], [date]: it is sent for review and approved once somebody has written";
    assert!(page.html.contains(says), "{}", page.html);
    assert!(page.html.contains("href=\"/o/acme/documents/DOC-1/edit#text\""), "the way to the editor");
    for step in ["do/review", "do/approve", "/decide/DOC-1"] {
        assert!(!page.html.contains(step), "{step} is offered");
    }
    let sent = browser.post("/documents/DOC-1/do/review", &[]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.html.contains("still says [name], [date]; write what belongs there first"), "{}", sent.html);
    let decide = browser.get("/decide/DOC-1").await;
    assert!(decide.html.contains("It is not complete yet") && decide.html.contains("edit#text"));
    let filled =
        [("revision", "1"), ("title", "Information security policy"), ("text", "Jana leads, by May.")];
    let saved = browser.post("/documents/DOC-1/edit", &filled).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    let page = browser.get("/documents/DOC-1").await.html;
    assert!(page.contains("do/review") && !page.contains("still says"), "{page}");
}

#[tokio::test]
async fn readiness_opens_the_editor_where_text_is_missing() {
    let browser = Browser::new().await;
    let typed = [("title", "Information security policy"), ("kind", "policy_top"), ("owner", "PER-1")];
    browser.record(RecordKind::Document, &typed).await;
    let open = browser.get("/readiness?gate=all&open=PB0501").await;
    let lead = "href=\"/o/acme/documents/DOC-1/edit#text\"";
    assert!(open.html.contains("no information security policy is in force"), "{}", open.html);
    assert!(open.html.contains(lead), "{}", open.html);
}
