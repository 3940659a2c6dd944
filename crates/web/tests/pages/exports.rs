//! Files out, each with its digest.

use axum::http::StatusCode;
use model::RecordKind;

use crate::browser::Browser;

#[tokio::test]
async fn registers_go_out_as_files_with_their_digest() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "=cmd|' /C calc'!A0")]).await;
    let page = browser.get("/exports").await;
    page.is_sound("/exports");
    assert!(
        page.html.contains("/o/acme/exports/risks.xlsx") && page.html.contains("/o/acme/exports/soa.pdf")
    );
    let csv = browser.get("/exports/risks.csv").await;
    assert_eq!(
        (csv.status, csv.header("content-disposition")),
        (StatusCode::OK, "attachment; filename=\"acme-risks-2026-11-21.csv\"")
    );
    assert_eq!(csv.header("x-sha256").len(), 64);
    assert!(csv.html.contains("'=cmd"), "no cell runs in a spreadsheet");
    let digest = browser.post("/exports", &[("file", "risks.csv")]).await;
    digest.is_sound("a digest");
    assert!(digest.html.contains(csv.header("x-sha256")), "the page shows the digest of the same bytes");
    let soa = browser.get("/exports/soa.xlsx").await;
    assert_eq!(soa.status, StatusCode::OK);
    assert!(soa.html.starts_with("PK"));
    assert_eq!(
        browser.get("/exports/gap.pdf").await.status,
        StatusCode::NOT_FOUND,
        "there is no analysis yet"
    );
    assert!(!page.html.contains("gap.pdf") && page.html.contains("treatment-plan.pdf"));
    let fields = [("title", "Quick pass"), ("depth", "quick")];
    assert_eq!(browser.post("/gap-analyses/do/start", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(browser.get("/exports").await.html.contains("/o/acme/exports/gap.pdf"));
    for (file, begins) in [
        ("gap.xlsx", "PK"),
        ("audit-coverage.xlsx", "PK"),
        ("treatment-plan.pdf", "%PDF"),
        ("gap.pdf", "%PDF"),
    ] {
        let made = browser.get(&format!("/exports/{file}")).await;
        assert!(made.status == StatusCode::OK && made.html.starts_with(begins), "{file}");
    }
    for bad in ["/exports/nothing.csv", "/exports/risks.pdf", "/exports/..%2Fledger.db"] {
        assert_eq!(browser.get(bad).await.status, StatusCode::NOT_FOUND, "{bad}");
    }
    assert_eq!(browser.get("/exports/risks.csv?as_of=2026-11-19").await.status, StatusCode::OK);
}
