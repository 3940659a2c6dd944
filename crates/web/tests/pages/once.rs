//! A form that makes something makes it once: twice clicked, reloaded, gone back to.

use axum::body::Body;
use axum::http::{StatusCode, header};
use model::RecordKind;

use crate::browser::{Browser, Page};

#[tokio::test]
async fn a_record_is_made_once_however_often_its_form_is_posted() {
    let browser = Browser::new().await;
    let form = browser.get("/assets/new").await;
    let fields = [("once", form.hidden("once")), ("title", "Mail server")];
    assert!(!fields[0].1.is_empty(), "the form carries a word");
    let (one, other) =
        tokio::join!(browser.post("/assets/new", &fields), browser.post("/assets/new", &fields));
    for page in [&one, &other, &browser.post("/assets/new", &fields).await] {
        assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, "/o/acme/assets/AST-1"));
    }
    let changed = [fields[0], ("title", "File server")];
    let another = browser.post("/assets/new", &changed).await;
    assert_eq!(another.header("location"), "/o/acme/assets/AST-2", "other content is another record");
    let opened_again = browser.get("/assets/new").await;
    let again = [("once", opened_again.hidden("once")), fields[1]];
    assert_eq!(browser.post("/assets/new", &again).await.header("location"), "/o/acme/assets/AST-3");
    assert_eq!(browser.books.now().isms.assets.len(), 3);
}

#[tokio::test]
async fn what_was_taken_back_is_made_again_and_what_was_refused_is_not_remembered() {
    let browser = Browser::new().await;
    let form = browser.get("/assets/new").await;
    let bad = [("once", form.hidden("once")), ("title", "")];
    for _ in 0..2 {
        assert_eq!(browser.post("/assets/new", &bad).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let good = [bad[0], ("title", "Mail server")];
    assert_eq!(browser.post("/assets/new", &good).await.header("location"), "/o/acme/assets/AST-1");
    let removed = browser.post("/assets/AST-1/remove", &[("because", "there twice")]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.html);
    let again = browser.post("/assets/new", &good).await;
    assert_eq!(again.header("location"), "/o/acme/assets/AST-2", "it does not lead to what is gone");
}

#[tokio::test]
async fn a_step_that_makes_a_record_makes_it_once() {
    let browser = Browser::new().await;
    let audit = [("title", "Internal audit"), ("kind", "internal"), ("auditors", "PER-1")];
    browser.record(RecordKind::Audit, &audit).await;
    let start = browser.get("/audits/AUD-1/do/start").await;
    let begun = browser.post("/audits/AUD-1/do/start", &[("once", start.hidden("once"))]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.html);
    let form = browser.get("/audits/AUD-1/do/raise").await;
    let finding = [
        ("once", form.hidden("once")),
        ("title", "No restore was tried"),
        ("grade", "minor"),
        ("clause", "8.1"),
        ("statement", "The plan asks for one each quarter; none is on record"),
    ];
    for _ in 0..2 {
        let raised = browser.post("/audits/AUD-1/do/raise", &finding).await;
        assert_eq!(raised.status, StatusCode::SEE_OTHER, "{}", raised.html);
    }
    assert_eq!(browser.books.now().isms.findings.len(), 1);
    let form = browser.get("/gap-analyses/do/start").await;
    let fields = [("once", form.hidden("once")), ("title", "Quick pass"), ("depth", "quick")];
    let one = browser.post("/gap-analyses/do/start", &fields).await;
    let other = browser.post("/gap-analyses/do/start", &fields).await;
    assert_eq!(one.header("location"), other.header("location"));
    assert_eq!(browser.books.now().isms.gap_analyses.len(), 1);
}

#[tokio::test]
async fn evidence_is_added_once_and_another_file_is_other_evidence() {
    let browser = Browser::new().await;
    let form = browser.get("/evidence/new").await;
    let word = form.hidden("once");
    for (content, id) in [("one", "EV-1"), ("one", "EV-1"), ("two", "EV-2")] {
        let added = upload(&browser, word, content).await;
        assert_eq!(added.header("location"), format!("/o/acme/evidence/{id}"), "{}", added.html);
    }
}

/// Uploads a file of the same name with the word of a form.
async fn upload(browser: &Browser, word: &str, content: &str) -> Page {
    let body = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"once\"\r\n\r\n{word}\r\n\
         --edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n{content}\r\n--edge--\r\n"
    );
    let request = browser
        .request("POST", "/o/acme/evidence/new")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    browser.send(request.expect("a request")).await
}

#[tokio::test]
async fn an_organisation_is_begun_once() {
    let browser = Browser::new().await;
    let form = browser.send(browser.request("GET", "/o/new").body(Body::empty()).expect("a request")).await;
    let body = format!("once={}&name=Beta&person=Jana", form.hidden("once"));
    for _ in 0..2 {
        let request = browser
            .request("POST", "/o/new")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.clone()));
        let begun = browser.send(request.expect("a request")).await;
        assert_eq!(
            (begun.status, begun.header("location")),
            (StatusCode::SEE_OTHER, "/o/beta"),
            "{}",
            begun.html
        );
    }
    assert_eq!(browser.instance.logs().await.expect("logs").len(), 2, "Acme and Beta");
}
