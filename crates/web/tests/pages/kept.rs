//! Pages that are kept: the same until what they show changes, and never another reader's.

use model::RecordKind;

use super::browser::Browser;

#[tokio::test]
async fn a_kept_page_goes_with_the_commit_that_changes_it() {
    let browser = Browser::new().await;
    for path in ["/risks", "/soa", "/assets", "/readiness"] {
        let first = browser.get(path).await;
        let again = browser.get(path).await;
        assert_eq!(first.html, again.html, "{path}");
        assert_eq!(first.headers, again.headers, "{path}");
    }
    browser.record(RecordKind::Risk, &[("title", "Theft of laptops")]).await;
    assert!(browser.get("/risks").await.html.contains("Theft of laptops"));
    browser.record(RecordKind::Asset, &[("title", "Payroll database")]).await;
    assert!(browser.get("/assets").await.html.contains("Payroll database"));
}

#[tokio::test]
async fn a_kept_page_is_the_readers_own() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Person, &[("title", "Ivo Malik")]).await;
    assert!(browser.get("/risks").await.html.contains("acting as Jana Novak"));
    browser.post("/me", &[("person", "PER-2")]).await;
    let said = browser.get("/risks").await.html;
    assert!(said.contains("acting as Ivo Malik") && !said.contains("acting as Jana Novak"));
    browser.post("/me", &[("person", "PER-1")]).await;
    browser.get("/risks").await;
    assert!(browser.get("/risks").await.html.contains("acting as Jana Novak"));
}

#[tokio::test]
async fn what_was_just_done_is_said_on_one_page_only() {
    let browser = Browser::new().await;
    browser.get("/risks").await;
    let done = browser.post("/me", &[("person", "PER-1")]).await;
    assert!(done.status.is_redirection(), "{}", done.html);
    let is_said = |html: &str| html.contains("class=\"flash");
    assert!(is_said(&browser.get("/risks").await.html));
    for _ in 0..2 {
        assert!(!is_said(&browser.get("/risks").await.html));
    }
}
