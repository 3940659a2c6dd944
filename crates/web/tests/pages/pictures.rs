//! Map, scope, context, measures and versions of documents: what they show follows from the records.

use axum::http::StatusCode;
use model::RecordKind;

use crate::browser::{Browser, Page};

async fn sound(browser: &Browser, path: &str) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
    page.is_sound(path);
    page
}

fn says(page: &Page, all: &[&str]) {
    for words in all {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
}

#[tokio::test]
async fn the_map_says_what_is_lost_when_a_thing_fails() {
    let browser = Browser::new().await;
    says(&sound(&browser, "/map").await, &["Link two assets"]);
    browser.record(RecordKind::Supplier, &[("title", "Cloud & <b>Co</b>")]).await;
    browser.record(RecordKind::Asset, &[("title", "Order system"), ("depends_on", "SUP-1")]).await;
    browser.record(RecordKind::Process, &[("title", "Order handling"), ("depends_on", "AST-1")]).await;
    browser.record(RecordKind::Process, &[("title", "Gardening")]).await;
    browser.record(RecordKind::Risk, &[("title", "Ransomware"), ("elements", "AST-1")]).await;
    let page = sound(&browser, "/map").await;
    says(&page, &["<svg class=\"map\"", "Order handling", "4 drawn of 5", "Cloud &amp; &lt;b&gt;Co"]);
    let page = sound(&browser, "/map?focus=SUP-1").await;
    says(&page, &["When SUP-1 fails", "1 process, 1 asset", "cannot go on", "map-lost", "Ransomware"]);
    let picture = page.html.split("map-region").nth(1).and_then(|rest| rest.split("</svg>").next());
    assert!(picture.is_some_and(|svg| !svg.contains("Gardening")), "what is not touched is not drawn");
    let json = browser.get("/map.json?focus=AST-1").await;
    let json: serde_json::Value = serde_json::from_str(&json.html).expect("JSON");
    assert_eq!(json["impact"]["lost"], serde_json::json!(["PRC-1"]));
    assert_eq!(browser.get("/map?focus=AST-9").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/map?focus=x%00").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_scope_is_previewed_without_being_saved_and_an_exclusion_needs_its_reason() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Site, &[("title", "Prague")]).await;
    browser.record(RecordKind::Unit, &[("title", "Factory")]).await;
    let page = sound(&browser, "/scope").await;
    says(&page, &["Prague", "Factory", "name=\"in-SIT-1\"", "Preview"]);
    let typed = [("services", "Hosting"), ("in-SIT-1", "in"), ("in-UNT-1", "out"), ("why-UNT-1", "")];
    let with = |doing: &'static str| typed.into_iter().chain([("do", doing)]).collect::<Vec<_>>();
    let page = browser.post("/scope", &with("preview")).await;
    assert_eq!(page.status, StatusCode::OK);
    says(&page, &["covers Hosting", "at Prague", "It leaves out Factory", "is left out without a reason"]);
    assert!(!sound(&browser, "/scope").await.html.contains("covers Hosting"), "nothing was saved");
    let page = browser.post("/scope", &with("save")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(
        &page,
        &["<title>Error: ", "There is a problem", "Say why Factory is left out", "value=\"out\" checked"],
    );
    let mut whole = with("save");
    whole.extend([("why-UNT-1", "sold <b>in</b> March"), ("take", "yes")]);
    let saved = browser.post("/scope", &whole).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    let page = sound(&browser, "/scope").await;
    says(
        &page,
        &["covers Hosting, at Prague. It leaves out Factory (sold &lt;b&gt;in&lt;/b&gt; March).", "v1"],
    );
    let stale = [("in-SIT-1", "out"), ("why-SIT-1", "closed"), ("rev-SIT-1", "1"), ("do", "save")];
    let page = browser.post("/scope", &stale).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "it was read before the last change");
    says(&page, &["saved this meanwhile", "nothing became “in”", "value=\"closed\""]);
    says(&sound(&browser, "/decide/SCO").await, &["covers Hosting", "Approve as Jana Novak"]);
    // Once somebody else is asked, she may still sign, but nothing invites her to.
    browser.record(RecordKind::Person, &[("title", "Kim Adler"), ("kind", "top management")]).await;
    let page = sound(&browser, "/decide/SCO").await;
    says(&page, &["This waits for Kim Adler", "Decide it all the same", "Do not approve, with a reason"]);
    assert!(!page.html.contains("button primary"), "{}", page.html);
    let said = browser.post("/scope/SCO/comments", &[("text", "Brno is missing")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.html);
}

#[tokio::test]
async fn the_context_names_who_asks_what_and_what_nobody_wrote_down() {
    let browser = Browser::new().await;
    says(&sound(&browser, "/context").await, &["Nothing is written about the context yet", "not decided"]);
    browser.record(RecordKind::Issue, &[("title", "Few know the old system"), ("kind", "internal")]).await;
    browser.record(RecordKind::Party, &[("title", "Bank A"), ("relevant", "yes")]).await;
    browser.record(RecordKind::Party, &[("title", "Insurer"), ("relevant", "yes")]).await;
    let law = [("title", "Report within 24 hours"), ("kind", "law"), ("party", "PTY-1"), ("cites", "§ 8")];
    browser.record(RecordKind::Obligation, &law).await;
    let page = sound(&browser, "/context").await;
    says(&page, &["Few know the old system", "§ 8", "by nothing yet", "what it asks is not written down"]);
    assert_eq!(page.html.matches("what it asks is not written down").count(), 1, "Bank A asks something");
}

#[tokio::test]
async fn readings_are_a_line_and_a_table_and_say_whether_the_target_is_met() {
    let browser = Browser::new().await;
    says(&sound(&browser, "/measures").await, &["Nothing is measured yet"]);
    let measure =
        [("title", "Restores that worked"), ("unit", "percent"), ("target", "95"), ("frequency_days", "30")];
    browser.record(RecordKind::Measure, &measure).await;
    says(&sound(&browser, "/measures/MEA-1").await, &["no reading yet", "at least 95 %"]);
    for (on, value) in [("2026-11-18", "90"), ("2026-11-20", "97.5")] {
        let page = browser.post("/measures/MEA-1/do/read", &[("on", on), ("value", value)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    let page = sound(&browser, "/measures/MEA-1").await;
    says(&page, &["<polyline", "97.5 %", "target met", "1 of 2 times", "chart-missed", "20 Dec 2026"]);
    says(&sound(&browser, "/measures").await, &["class=\"spark\"", "97.5 %", "target met"]);
}

#[tokio::test]
async fn versions_of_a_document_stand_side_by_side_with_who_has_read_it() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Person, &[("title", "Kim Adler")]).await;
    let typed = [
        ("title", "Access policy"),
        ("text", "Lock after ten minutes\n<script>x</script>"),
        ("authors", "PER-2"),
        ("required_readers", "PER-2"),
    ];
    browser.record(RecordKind::Document, &typed).await;
    says(&sound(&browser, "/documents/DOC-1/compare").await, &["There is only one version"]);
    let seen = sound(&browser, "/documents/DOC-1/do/approve").await.hidden("seen").to_owned();
    let signed = browser.post("/documents/DOC-1/do/approve", &[("seen", &seen)]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.html);
    let page = sound(&browser, "/documents/DOC-1").await;
    says(&page, &["in force", "Who has read it", "Kim Adler, not yet", "0</b> of 1 have read version 1"]);
    let revision = sound(&browser, "/documents/DOC-1/edit").await.hidden("revision").to_owned();
    let edit = [("text", "Lock after five minutes\n<script>x</script>"), ("revision", &revision)];
    let edited = browser.post("/documents/DOC-1/edit", &edit).await;
    assert_eq!(edited.status, StatusCode::SEE_OTHER, "{}", edited.html);
    let page = sound(&browser, "/documents/DOC-1/compare").await;
    says(&page, &["<del>ten</del>", "<ins>five</ins>", "&lt;script&gt;", "Version 1"]);
    says(&sound(&browser, "/documents/DOC-1/compare?from=1&to=1").await, &["The text is the same."]);
    assert_eq!(browser.get("/documents/DOC-1/compare?from=7").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_programme_says_what_no_audit_looks_at_and_who_audits() {
    let browser = Browser::new().await;
    let cycle = [("title", "2026 to 2028"), ("cycle_start", "2026-01-01"), ("cycle_end", "2028-12-31")];
    browser.record(RecordKind::AuditProgramme, &cycle).await;
    let audit = [
        ("title", "First audit"),
        ("kind", "internal"),
        ("programme", "PRG-1"),
        ("clauses", "4, 5, 6, 7, 8, 9"),
        ("planned_on", "2027-03-01"),
        ("auditors", "PER-1"),
    ];
    browser.record(RecordKind::Audit, &audit).await;
    let page = sound(&browser, "/audit-programmes/PRG-1").await;
    says(&page, &["Clauses that no audit looks at: </b>10.1, 10.2", "Independence", "Jana Novak", ">2027<"]);
}
