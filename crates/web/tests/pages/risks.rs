//! The register and the page of a risk.

use axum::body::Body;
use axum::http::{StatusCode, header};
use model::RecordKind;

use crate::browser::Browser;

/// Makes a method of three steps and levels.
async fn method(browser: &Browser) {
    let steps = "1 | low\n2 | middle\n3 | high";
    let fields = [
        ("likelihood", steps),
        ("consequence", steps),
        ("levels", "low | 1\nmedium | 3\nhigh | 6"),
        ("function", "product"),
        ("acceptance_level", "low"),
    ];
    let id = model::RecordId::parse("MET").expect("an id");
    let typed = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let edit = operations::EditRecord { id, revision: None, typed, because: model::Prose::default() };
    let visit = app::Visit::of(model::Ref::number(1), app::Via::Session);
    browser.books.run(&visit, edit).await.expect("the store").expect("a method");
}

#[tokio::test]
async fn an_empty_register_leads_to_the_method() {
    let browser = Browser::new().await;
    let page = browser.get("/risks").await;
    page.is_sound("/risks");
    assert!(page.html.contains("Agree the method first"));
}

#[tokio::test]
async fn a_risk_is_rated_treated_accepted_withdrawn_closed_and_opened_again() {
    let browser = Browser::new().await;
    method(&browser).await;
    browser.record(RecordKind::Risk, &[("title", "Theft & <loss>"), ("owner", "PER-1")]).await;
    for path in ["", "/rate", "/rate?moment=after", "/treat", "/accept", "/withdraw", "/close", "/reopen"] {
        let path = format!("/risks/R-1{path}");
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.is_sound(&path);
    }
    let off = browser
        .post("/risks/R-1/rate", &[("likelihood", "9"), ("consequence", "3"), ("rationale", "seen twice")])
        .await;
    assert_eq!(off.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(off.html.contains("not on the scale") && off.html.contains("seen twice"));
    for (path, fields) in [
        ("rate", vec![("likelihood", "3"), ("consequence", "3"), ("rationale", "seen twice")]),
        ("rate", vec![("moment", "after"), ("likelihood", "1"), ("consequence", "2"), ("state", "target")]),
        ("treat", vec![("treatment", "modify"), ("controls", "A.8.13"), ("controls", "A.8.24")]),
    ] {
        let done = browser.post(&format!("/risks/R-1/{path}"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", done.html);
    }
    for typed in [&[][..], &[("treatment", "modfy"), ("because", "a slip")], &[("treatment", "")]] {
        let wiped = browser.post("/risks/R-1/treat", typed).await;
        assert_eq!(wiped.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:?}");
        assert!(wiped.html.contains("Choose what is done about this risk"), "{typed:?}");
    }
    let moment = [("moment", "AFTER"), ("likelihood", "1"), ("consequence", "1")];
    assert_eq!(browser.post("/risks/R-1/rate", &moment).await.status, StatusCode::BAD_REQUEST);
    let bad = browser.post("/risks/R-1/accept", &[("until", "2020-01-01"), ("because", "cheap")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let accepted = browser.post("/risks/R-1/accept", &[("until", "+180d"), ("because", "cheap")]).await;
    assert_eq!(accepted.header("location"), "/o/acme/risks/R-1#acceptances");
    let page = browser.get("/risks/R-1").await;
    assert!(
        page.html.contains("Theft &amp; &lt;loss&gt;")
            && page.html.contains("A.8.24")
            && page.html.contains("in force")
    );
    assert!(
        page.html.contains("9</span>")
            && page.html.contains("seen twice")
            && page.html.contains("Accept residual risk")
    );
    assert_eq!(
        browser.post("/risks/R-1/withdraw", &[("because", "")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for (path, words) in [("withdraw", "it happened"), ("close", "sold"), ("reopen", "bought again")] {
        let done = browser.post(&format!("/risks/R-1/{path}"), &[("because", words)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", done.html);
    }
    assert_eq!(
        browser.post("/risks/R-1/reopen", &[("because", "x")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(browser.get("/risks/R-99").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_cell_of_the_heat_map_leaves_the_risks_that_stand_in_it() {
    let browser = Browser::new().await;
    method(&browser).await;
    for (title, likelihood) in [("Often", "3"), ("Seldom", "1")] {
        let id = browser.record(RecordKind::Risk, &[("title", title)]).await;
        browser.post(&format!("/risks/{id}/rate"), &[("likelihood", likelihood), ("consequence", "3")]).await;
    }
    let rows = |html: &str| html.matches("data-row=\"R-").count();
    let page = browser.get("/risks").await;
    page.is_sound("/risks");
    assert_eq!(rows(&page.html), 2);
    assert!(page.html.find("Often") < page.html.find("Seldom"), "the greatest first");
    assert!(page.html.contains("cell=3x3"));
    for (query, left) in [
        ("cell=3x3", 1),
        ("cell=2x2", 0),
        ("cell=x", 0),
        ("level=3", 1),
        ("q=SELD", 1),
        ("owner=-", 2),
        ("status=closed", 0),
        ("sort=title", 2),
        // Behind the last page is the last page.
        ("page=99", 2),
    ] {
        let page = browser.get(&format!("/risks?{query}")).await;
        page.is_sound(query);
        assert_eq!(rows(&page.html), left, "{query}");
    }
}

#[tokio::test]
async fn nobody_accepts_on_behalf_of_another_unless_it_is_said_and_what_is_owed_by_none_is_no_gap() {
    let browser = Browser::new().await;
    method(&browser).await;
    browser.record(RecordKind::Person, &[("title", "Kim")]).await;
    browser.record(RecordKind::Risk, &[("title", "Theft"), ("owner", "PER-2")]).await;
    browser.post("/risks/R-1/rate", &[("likelihood", "3"), ("consequence", "3")]).await;
    let form = browser.get("/risks/R-1/accept").await.html;
    assert!(form.contains("On behalf of") && form.contains("value=\"PER-2\">Kim"), "{form}");
    let gaps = |html: &str| html.matches("gap\"><span class=\"trace-kind\"").count();
    let before = gaps(&browser.get("/risks/R-1").await.html);
    assert_eq!(before, 3, "nothing touched, no control, nothing that shows one; no finding is none");
    let kept = [("treatment", "retain"), ("rationale", "cheap"), ("because", "cheap")];
    let kept = browser.post("/risks/R-1/treat", &kept).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.html);
    assert_eq!(gaps(&browser.get("/risks/R-1").await.html), 1, "who keeps a risk owes no control");
}

#[tokio::test]
async fn a_title_is_edited_where_it_stands() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Theft")]).await;
    let send = |body: &'static str| {
        let request = browser
            .request("POST", "/o/acme/risks/R-1/cell")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("x-fragment", "row")
            .body(Body::from(body));
        browser.send(request.expect("a request"))
    };
    let saved = send("revision=1&title=Theft+of+laptops").await;
    assert_eq!(saved.status, StatusCode::OK);
    assert!(saved.html.contains("data-row=\"R-1\"") && saved.html.contains("Theft of laptops"));
    assert_eq!(send("revision=2&title=").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stale = send("revision=1&title=Another").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.html.contains("Theft of laptops"));
    assert_eq!(send("revision=1&owner=PER-1").await.status, StatusCode::OK, "another field is merged");
    let page = browser.post("/risks/R-1/cell", &[("revision", "1"), ("title", "My words")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("My words") && page.html.contains("Theft of laptops"));
}
