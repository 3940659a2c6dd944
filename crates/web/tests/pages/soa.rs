//! The statement of applicability: rows, cells, proposals, approval, comparison.

use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, header};
use model::records::Control;
use model::{RecordKind, Ref};
use tower::ServiceExt as _;

use crate::browser::{Browser, Page};

/// Saves cells as the script does.
async fn cell(browser: &Browser, id: &str, fields: &[(&str, &str)]) -> Page {
    let typed: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", web::address::encoded(value))).collect();
    let request = browser
        .request("POST", &format!("/o/acme/soa/{id}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-fragment", "row")
        .body(Body::from(typed.join("&")));
    browser.send(request.expect("a request")).await
}

#[tokio::test]
async fn all_93_rows_stand_on_one_page_of_at_most_28_kilobytes() {
    let browser = Browser::new().await;
    let page = browser.get("/soa").await;
    page.is_sound("/soa");
    assert_eq!(page.html.matches("data-row=\"A.").count(), 93);
    assert!(page.html.contains("<b>0</b> of 93 decided"));
    let request =
        browser.request("GET", "/o/acme/soa").header(header::ACCEPT_ENCODING, "gzip").body(Body::empty());
    let answer = browser.router.clone().oneshot(request.expect("a request")).await.expect("an answer");
    assert_eq!(
        answer.headers().get(header::CONTENT_ENCODING).map(|value| value.as_bytes()),
        Some(&b"gzip"[..])
    );
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.expect("a body").len();
    assert!(bytes < 28 * 1024, "{bytes} bytes");
}

#[tokio::test]
async fn filters_leave_the_rows_that_are_meant() {
    let browser = Browser::new().await;
    for (query, rows) in [
        ("theme=7", 14),
        ("show=excluded", 0),
        ("show=undecided", 93),
        ("q=backup", 1),
        ("theme=own", 0),
        ("theme=5&q=A.5.1", 11),
    ] {
        let page = browser.get(&format!("/soa?{query}")).await;
        page.is_sound(query);
        assert_eq!(page.html.matches("data-row=\"A.").count(), rows, "{query}");
    }
}

#[tokio::test]
async fn a_cell_is_saved_as_a_row_and_says_why_it_is_not() {
    let browser = Browser::new().await;
    let saved = cell(&browser, "A.8.13", &[("revision", "1"), ("applicable", "yes")]).await;
    assert_eq!((saved.status, saved.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    assert!(
        saved.html.contains("data-row=\"A.8.13\"") && saved.html.contains("data-value=\"yes\""),
        "{}",
        saved.html
    );
    assert!(saved.html.contains("data-revision=\"2\""));
    let refused = cell(&browser, "A.8.13", &[("revision", "2"), ("reasons", "R-99")]).await;
    assert_eq!(
        (refused.status, refused.html.as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "there is no R-99")
    );
    let refused = cell(&browser, "A.8.13", &[("revision", "2"), ("applicable", "perhaps")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        cell(&browser, "C-9", &[("revision", "1"), ("applicable", "yes")]).await.status,
        StatusCode::NOT_FOUND
    );
    let owner = cell(&browser, "A.8.13", &[("revision", "2"), ("owner", "jana novak")]).await;
    assert!(
        owner.html.contains("data-value=\"PER-1\"") && owner.html.contains("J. Novak"),
        "a name is the person"
    );
    let state = cell(&browser, "A.8.13", &[("revision", "3"), ("state", "implemented")]).await;
    assert!(state.html.contains("implemented"));
    let hostile =
        cell(&browser, "A.8.13", &[("revision", "4"), ("justification", "<script>\"x\"</script>")]).await;
    assert!(hostile.html.contains("&lt;script&gt;") && !hostile.html.contains("<script>"));
}

#[tokio::test]
async fn two_people_on_one_row_lose_nothing() {
    let browser = Browser::new().await;
    cell(&browser, "A.8.13", &[("revision", "1"), ("justification", "the first words")]).await;
    let other = cell(&browser, "A.8.13", &[("revision", "1"), ("applicable", "yes")]).await;
    assert_eq!(other.status, StatusCode::OK, "another field is merged");
    assert!(other.html.contains("the first words"));
    let stale = cell(&browser, "A.8.13", &[("revision", "1"), ("justification", "the second words")]).await;
    assert_eq!((stale.status, stale.header("x-revision")), (StatusCode::CONFLICT, "3"));
    assert!(stale.html.contains("Jana Novak") && stale.html.contains("the first words"), "{}", stale.html);
    let page = browser
        .post(
            "/soa/A.8.13",
            &[("revision", "1"), ("justification", "the second words"), ("applicable", "undecided")],
        )
        .await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    page.is_sound("two versions");
    assert!(
        page.html.contains("the first words") && page.html.contains("the second words"),
        "both stand there"
    );
    let meant = browser
        .post(
            "/soa/A.8.13",
            &[("revision", "3"), ("justification", "both words"), ("take-justification", "written")],
        )
        .await;
    assert_eq!(meant.header("location"), "/o/acme/soa#A.8.13");
    assert!(browser.get("/soa").await.html.contains("both words"));
}

#[tokio::test]
async fn a_risk_that_names_a_control_is_proposed_as_its_reason_and_counts_once_taken() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Disk fails")]).await;
    browser.post("/risks/R-1/treat", &[("treatment", "modify"), ("controls", "A.8.13")]).await;
    let page = browser.get("/soa").await;
    assert!(
        page.html.contains("data-proposed=\"R-1\"") && page.html.contains("data-proposed=\"Treats R-1\"")
    );
    let taken = cell(&browser, "A.8.13", &[("revision", "1"), ("reasons", "risk")]).await;
    assert!(taken.html.contains("data-value=\"R-1\""), "{}", taken.html);
    let again = cell(&browser, "A.8.13", &[("revision", "2"), ("reasons", "R-1,risk")]).await;
    assert!(again.html.contains("data-field=\"reasons\" data-value=\"\""), "{}", again.html);
}

#[tokio::test]
async fn who_says_yes_takes_the_reasons_that_the_records_name_and_no_words() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Disk fails")]).await;
    browser.post("/risks/R-1/treat", &[("treatment", "modify"), ("controls", "A.8.13")]).await;
    let yes = cell(&browser, "A.8.13", &[("revision", "1"), ("applicable", "yes")]).await;
    assert!(yes.html.contains("data-field=\"reasons\" data-value=\"R-1\""), "{}", yes.html);
    assert!(!yes.html.contains("data-proposed=\"R-1\""), "it is no proposal any more: {}", yes.html);
    assert!(yes.html.contains("data-proposed=\"Treats R-1\""), "words are taken by themselves");
    assert_eq!(browser.books.now().isms.controls.get(&control("A.8.13")).expect("there").reasons.len(), 1);
    let bare = cell(&browser, "A.8.14", &[("revision", "1"), ("applicable", "yes")]).await;
    assert!(bare.html.contains("data-field=\"reasons\" data-value=\"\""), "nothing names it: {}", bare.html);
    // Who gives another reason means that one.
    browser.record(RecordKind::Obligation, &[("title", "GDPR")]).await;
    browser.post("/risks/R-1/treat", &[("treatment", "modify"), ("controls", "A.8.13\nA.8.7")]).await;
    let own = [("revision", "1"), ("applicable", "yes"), ("reasons", "OBL-1")];
    cell(&browser, "A.8.7", &own).await;
    let reasons = browser.books.now().isms.find(control("A.8.7").id()).and_then(|one| one.text("reasons"));
    assert_eq!(reasons.as_deref(), Some("OBL-1"));
}

fn control(id: &str) -> Ref<Control> {
    Ref::of(model::RecordId::parse(id).expect("an id").key)
}

#[tokio::test]
async fn an_approval_binds_what_was_read_and_the_next_edit_differs_from_it() {
    let browser = Browser::new().await;
    cell(&browser, "A.8.13", &[("revision", "1"), ("applicable", "yes")]).await;
    let now = browser.get("/soa").await.html;
    assert!(now.contains("Next undecided") && now.contains("keys-line"));
    let past = browser.get("/soa?as_of=2026-11-20").await.html;
    assert!(!past.contains("Next undecided") && !past.contains("keys-line"), "a past is only read");
    let ask = browser.get("/soa/approve").await;
    ask.is_sound("/soa/approve");
    assert!(ask.html.contains("1 included, 0 excluded, 92 undecided"));
    let seen = ask
        .html
        .split("name=\"seen\" value=\"")
        .nth(1)
        .and_then(|rest| rest.get(..64))
        .expect("a digest")
        .to_owned();
    // With rows undecided it says of no control that it is left out on purpose.
    let early = browser.post("/soa/approve", &[("seen", &seen)]).await;
    assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.html.contains("each of its rows"));
    for control in model::AnnexA::all().map(|control| control.to_string()).filter(|id| id != "A.8.13") {
        cell(&browser, &control, &[("revision", "1"), ("applicable", "yes")]).await;
    }
    let ask = browser.get("/soa/approve").await;
    let seen = ask
        .html
        .split("name=\"seen\" value=\"")
        .nth(1)
        .and_then(|rest| rest.get(..64))
        .expect("a digest")
        .to_owned();
    cell(&browser, "A.8.14", &[("revision", "2"), ("applicable", "no")]).await;
    let changed = browser.post("/soa/approve", &[("seen", &seen)]).await;
    assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(changed.html.contains("changed since you read it"));
    assert_eq!(browser.post("/soa/approve", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ask = browser.get("/soa/approve").await;
    let seen = ask
        .html
        .split("name=\"seen\" value=\"")
        .nth(1)
        .and_then(|rest| rest.get(..64))
        .expect("a digest")
        .to_owned();
    assert_eq!(browser.post("/soa/approve", &[("seen", &seen)]).await.header("location"), "/o/acme/soa");
    let page = browser.get("/soa").await;
    assert!(page.html.contains("v1 approved by Jana Novak"));
    let edited =
        cell(&browser, "A.8.13", &[("revision", "2"), ("justification", "we restore each quarter")]).await;
    // The answer says what became of the version: it is put in the place of what the page says.
    let stands = edited.html.split("<template data-also=\"soa-stands\">").nth(1).expect("how it stands now");
    assert!(stands.contains("data-says=\"v2 draft, differs from v1 in 1 row\""), "{stands}");
    assert!(stands.contains("<b>93</b> of 93 decided") && stands.contains("Approve v2"), "{stands}");
    let page = browser.get("/soa").await;
    assert!(page.html.contains("differs from v1 in 1 row") && page.html.contains("Approve v2"));
    let compare = browser.get("/soa/compare").await;
    compare.is_sound("/soa/compare");
    assert!(compare.html.contains("<ins>we restore each quarter</ins>"));
    let same = browser.get("/soa/compare?from=v1&to=v1").await;
    same.is_sound("a version against itself");
    assert!(same.html.contains("Every row is the same in both"), "{}", same.html);
    assert_eq!(browser.get("/soa/compare?from=v9").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_a_script_a_row_opens_as_a_form_and_keeps_what_was_refused() {
    let browser = Browser::new().await;
    let page = browser.get("/soa?edit=A.5.1").await;
    page.is_sound("a row as a form");
    assert!(page.html.contains("id=\"edit-A.5.1\""));
    let refused = browser
        .post(
            "/soa/A.5.1",
            &[("revision", "1"), ("applicable", "yes"), ("reasons", "R-77"), ("justification", "kept words")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.is_sound("refused");
    assert!(refused.html.contains("there is no R-77") && refused.html.contains("kept words"));
    let past = browser.get("/soa?as_of=2026-11-19").await;
    assert!(!past.html.contains("data-action=") && !past.html.contains("Approve v"), "the past is only read");
}

/// Returns a row of a page, up to its end.
fn row<'a>(html: &'a str, id: &str) -> &'a str {
    let from = html.find(&format!("data-row=\"{id}\"")).expect("a row");
    let to = html[from..].find("</tr>").expect("its end");
    &html[from..from + to]
}

#[tokio::test]
async fn an_excluded_row_shows_no_state_owner_and_evidence_and_names_what_rests_on_it() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Disk fails")]).await;
    browser.post("/risks/R-1/treat", &[("treatment", "modify"), ("controls", "A.8.13")]).await;
    let sets = [("revision", "1"), ("applicable", "yes"), ("state", "implemented"), ("owner", "PER-1")];
    let included = cell(&browser, "A.8.13", &sets).await;
    let included = row(&included.html, "A.8.13");
    assert!(included.contains("J. Novak") && included.contains("implemented</span>"), "{included}");
    let sets = [("revision", "2"), ("applicable", "no"), ("justification", "Nothing is kept.")];
    let excluded = cell(&browser, "A.8.13", &sets).await;
    let shown = row(&excluded.html, "A.8.13");
    assert!(!shown.contains("J. Novak") && !shown.contains("implemented</span>"), "{shown}");
    assert!(
        shown.contains("data-value=\"implemented\"") && shown.contains("data-value=\"PER-1\""),
        "{shown}"
    );
    assert!(shown.contains("PB0615") && shown.contains("href=\"/o/acme/risks/R-1\""), "{shown}");
    assert!(browser.get("/soa?show=problems").await.html.contains("data-row=\"A.8.13\""));
}
