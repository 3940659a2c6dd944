//! The grid of assets.

use axum::http::StatusCode;
use model::RecordKind;

use crate::browser::Browser;

#[tokio::test]
async fn assets_are_listed_filtered_and_edited_where_they_stand() {
    let browser = Browser::new().await;
    let first = browser.get("/assets").await;
    first.is_sound("/assets");
    assert!(first.html.contains("No asset is recorded yet"));
    browser
        .record(
            RecordKind::Asset,
            &[("title", "Order <database>"), ("kind", "system"), ("confidentiality", "4")],
        )
        .await;
    browser
        .record(
            RecordKind::Asset,
            &[("title", "Laptops"), ("kind", "laptop"), ("in_scope", "out: no data on them")],
        )
        .await;
    browser.record(RecordKind::Risk, &[("title", "Disk fails"), ("elements", "AST-1")]).await;
    let rows = |html: &str| html.matches("data-row=\"AST-").count();
    for (query, left) in [
        ("", 2),
        ("kind=laptop", 1),
        ("scope=out", 1),
        ("q=order", 1),
        ("show=no-risk", 1),
        ("sort=-confidentiality", 2),
        ("owner=-", 2),
        ("class=public", 0),
    ] {
        let page = browser.get(&format!("/assets?{query}")).await;
        page.is_sound(query);
        assert_eq!(rows(&page.html), left, "{query}");
        assert!(!page.html.contains("<database>"), "escaped");
    }
    let bad =
        browser.post("/assets/AST-1/cell", &[("revision", "1"), ("integrity", "9"), ("title", "kept")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.html.contains("expected 1 low to 5 high") && bad.html.contains("kept"));
    let good = browser
        .post(
            "/assets/AST-1/cell",
            &[("revision", "1"), ("integrity", "5"), ("owner", "Jana Novak"), ("in_scope", "in")],
        )
        .await;
    assert_eq!(good.header("location"), "/o/acme/assets#AST-1");
    assert!(browser.get("/assets").await.html.contains("J. Novak"));
    assert_eq!(browser.post("/assets/AST-9/cell", &[("title", "x")]).await.status, StatusCode::NOT_FOUND);
}
