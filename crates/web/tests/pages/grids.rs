//! Grids: cells of every list are edited where they stand; columns and views are kept for each person.

use axum::body::Body;
use axum::http::{StatusCode, header};
use model::RecordKind;

use crate::browser::{Browser, Page};

/// Saves a cell as the script does, in the columns that it shows.
async fn cell(browser: &Browser, path: &str, columns: &str, body: &'static str) -> Page {
    let request = browser
        .request("POST", &format!("/o/acme{path}/cell"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-fragment", columns)
        .body(Body::from(body));
    browser.send(request.expect("a request")).await
}

/// Returns the fields of a list's columns, as its headings spell them.
fn columns(page: &Page) -> Vec<String> {
    let parts = page.html.split("data-column=\"").skip(1);
    parts.filter_map(|rest| rest.split_once('"').map(|(name, _)| name.to_owned())).collect()
}

#[tokio::test]
async fn cells_of_any_list_are_saved_and_refused_in_words() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Supplier, &[("title", "Hosting <b>")]).await;
    let page = browser.get("/suppliers").await;
    page.is_sound("/suppliers");
    assert!(
        page.html.contains("data-action=\"/o/acme/suppliers/SUP-1/cell\"")
            && page.html.contains("data-field=\"title\"")
    );
    let saved = cell(&browser, "/suppliers/SUP-1", "id,title,owner", "revision=1&owner=jana+novak").await;
    assert_eq!(saved.status, StatusCode::OK);
    assert!(saved.html.contains("data-field=\"owner\" data-value=\"PER-1\""), "{}", saved.html);
    assert_eq!(
        saved.html.matches("<td").count() + saved.html.matches("<th").count(),
        4,
        "three columns and the pencil"
    );
    let refused = cell(&browser, "/suppliers/SUP-1", "row", "revision=2&title=").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("needs a title") && !refused.html.contains('<'), "{}", refused.html);
    let stale = cell(&browser, "/suppliers/SUP-1", "row", "revision=1&owner=PER-9").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(cell(&browser, "/suppliers/SUP-9", "row", "title=x").await.status, StatusCode::NOT_FOUND);
    let kept = browser
        .post("/suppliers/SUP-1/cell", &[("revision", "2"), ("title", ""), ("owner", "typed words")])
        .await;
    kept.is_sound("a row as a form");
    assert!(kept.status == StatusCode::UNPROCESSABLE_ENTITY && kept.html.contains("typed words"));
    let good = browser.post("/suppliers/SUP-1/cell", &[("revision", "2"), ("title", "Hosting")]).await;
    assert_eq!(good.header("location"), "/o/acme/suppliers#SUP-1");
}

#[tokio::test]
async fn a_refused_row_is_shown_whichever_page_of_the_list_it_stands_on() {
    let browser = Browser::new().await;
    for number in 0..130 {
        browser.record(RecordKind::Asset, &[("title", &format!("Asset {number}"))]).await;
    }
    let refused = browser
        .post("/assets/AST-120/cell", &[("revision", "1"), ("integrity", "9"), ("title", "kept words")])
        .await;
    assert!(refused.html.contains("kept words") && refused.html.contains("edit-AST-120"));
    let page = browser.get("/assets").await;
    assert!(
        page.html.contains("1–100</b> of 130")
            && page.html.contains("load all")
            && page.html.contains("name=\"whole\"")
    );
}

#[tokio::test]
async fn columns_are_chosen_moved_and_kept_for_one_person() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Theft")]).await;
    let usual = columns(&browser.get("/risks").await);
    assert_eq!(usual[..3], ["id", "title", "owner"]);
    let page = browser.get("/grids/risks/columns?filter=owner%3D-").await;
    page.is_sound("the columns");
    assert!(page.html.contains("value=\"owner=-\""), "the way back keeps the filter");
    let fields = [
        ("order", "title"),
        ("order", "owner"),
        ("order", "now"),
        ("order", "id"),
        ("order", "nonsense"),
        ("show", "owner"),
        ("show", "title"),
        ("show", "nonsense"),
        ("pin", "owner"),
        ("width-title", "wide"),
        ("density", "normal"),
        ("filter", "owner=-"),
    ];
    let saved = browser.post("/grids/risks/columns", &[&fields[..], &[("do", "save")]].concat()).await;
    assert_eq!(saved.header("location"), "/o/acme/risks?owner=-");
    let page = browser.get("/risks").await;
    page.is_sound("/risks");
    assert_eq!(columns(&page), ["id", "owner:auto:pin", "title:wide"]);
    assert!(!page.html.contains("grid compact"), "normal rows");
    let row =
        cell(&browser, "/risks/R-1", "id,owner:auto:pin,title:wide", "revision=1&title=Theft+of+laptops")
            .await;
    assert!(row.html.find("data-field=\"owner\"") < row.html.find("data-field=\"title\""), "{}", row.html);
    assert!(row.html.contains("g-pin") && row.html.contains("g-broad"));
    let moved = browser.post("/grids/risks/columns", &[&fields[..], &[("do", "down:title")]].concat()).await;
    assert_eq!(moved.header("location"), "/o/acme/grids/risks/columns?filter=owner%3D-#column-title");
    browser.post("/grids/risks/columns", &[("do", "usual")]).await;
    assert_eq!(columns(&browser.get("/risks").await), usual);
}

#[tokio::test]
async fn another_person_sees_the_grid_as_at_first() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Person, &[("title", "Petr Horak")]).await;
    browser.record(RecordKind::Risk, &[("title", "Theft")]).await;
    browser.post("/grids/risks/columns", &[("order", "owner"), ("show", "owner"), ("do", "save")]).await;
    browser.post("/grids/risks/views", &[("name", "Mine"), ("filter", "owner=-")]).await;
    browser.post("/grids/risks/views", &[("name", "Ours"), ("filter", "owner=-"), ("whose", "team")]).await;
    assert_eq!(columns(&browser.get("/risks").await), ["id", "owner"]);
    browser.post("/me", &[("person", "PER-2")]).await;
    let page = browser.get("/risks").await;
    assert!(columns(&page).len() > 5);
    assert!(page.html.contains("view=Ours") && !page.html.contains("view=Mine"));
    let gone = browser.get("/risks?view=Theirs").await;
    assert!(gone.html.contains("There is no view “Theirs” here any more: all rows are shown"));
    let theirs = browser.post("/grids/risks/views", &[("gone", "Ours"), ("whose", "team")]).await;
    assert_eq!(theirs.status, StatusCode::SEE_OTHER);
    assert!(
        browser.get("/risks").await.html.contains("view=Ours"),
        "who did not save it does not take it away"
    );
}

#[tokio::test]
async fn a_view_keeps_filter_sorting_and_columns_under_its_name() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Theft"), ("owner", "PER-1")]).await;
    browser.record(RecordKind::Risk, &[("title", "Fire")]).await;
    let page = browser.get("/risks?owner=-&page=1").await;
    assert!(page.html.contains("/grids/risks/views?filter=owner%3D-"), "{}", page.html);
    browser.get("/grids/risks/views?filter=owner%3D-").await.is_sound("views");
    let saved = browser
        .post("/grids/risks/views", &[("name", "Nobody's & <mine>"), ("filter", "owner=-&view=x&page=7")])
        .await;
    let at = saved.header("location").trim_start_matches("/o/acme").to_owned();
    assert!(at.starts_with("/risks?view="), "{at}");
    let rows = |page: &Page| page.html.matches("data-row=\"R-").count();
    let open = browser.get(&at).await;
    open.is_sound("a view");
    assert_eq!(rows(&open), 1);
    assert!(open.html.contains("Nobody's &amp; &lt;mine&gt;"));
    // Other choices beside its name take the place of its filter, even where they say nothing.
    assert_eq!(rows(&browser.get(&format!("{at}&set=1")).await), 2);
    assert_eq!(rows(&browser.get("/risks?view=unknown").await), 2);
    let listed = browser.get("/grids/risks/views").await;
    assert!(listed.html.contains("only me") && listed.html.contains("Take away"));
    browser.post("/grids/risks/views", &[("gone", "Nobody's & <mine>"), ("whose", "mine")]).await;
    assert_eq!(rows(&browser.get(&at).await), 2, "a view that is gone filters nothing");
}

#[tokio::test]
async fn a_view_without_a_name_or_one_too_many_is_refused_in_words() {
    let browser = Browser::new().await;
    for name in ["", &"x".repeat(61)] {
        let page = browser.post("/grids/risks/views", &[("name", name), ("filter", "owner=-")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.is_sound("refused");
        assert!(page.html.contains("value=\"owner=-\""), "what was filtered is kept");
    }
    for number in 0..50 {
        let name = format!("view {number}");
        assert_eq!(
            browser.post("/grids/risks/views", &[("name", &name)]).await.status,
            StatusCode::SEE_OTHER
        );
    }
    let page = browser.post("/grids/risks/views", &[("name", "one more")]).await;
    assert!(page.html.contains("There are 50 views already"));
    let long = format!("q={}", "x".repeat(3_000));
    let page = browser.post("/grids/risks/views", &[("name", "view 1"), ("filter", &long)]).await;
    assert!(page.html.contains("at most 2000 bytes"));
}

#[tokio::test]
async fn every_grid_can_be_seen_in_other_columns() {
    let browser = Browser::new().await;
    for kind in
        [RecordKind::Risk, RecordKind::Asset, RecordKind::Supplier, RecordKind::Evidence, RecordKind::Person]
    {
        browser.record(kind, &[("title", "One")]).await;
    }
    for word in ["soa", "risks", "assets", "controls", "suppliers", "evidence", "people", "documents"] {
        for what in ["columns", "views", "paste"] {
            let page = browser.get(&format!("/grids/{word}/{what}")).await;
            assert_eq!(page.status, StatusCode::OK, "{word} {what}");
            page.is_sound(word);
        }
        let offered = browser.get(&format!("/grids/{word}/columns")).await;
        let fields: Vec<&str> = offered
            .html
            .split("name=\"order\" value=\"")
            .skip(1)
            .filter_map(|rest| rest.split_once('"').map(|(field, _)| field))
            .collect();
        let all: Vec<(&str, &str)> =
            fields.iter().flat_map(|field| [("order", *field), ("show", *field)]).collect();
        browser.post(&format!("/grids/{word}/columns"), &[&all[..], &[("do", "save")]].concat()).await;
        let page = browser.get(&format!("/{word}")).await;
        page.is_sound(word);
        if word != "documents" {
            assert_eq!(columns(&page).len(), fields.len() + 1, "{word}");
        }
        let past = browser.get(&format!("/{word}?as_of=2026-11-19")).await;
        assert!(
            !past.html.contains("data-action=") && !past.html.contains("id=\"bulk\""),
            "{word}: the past is only read"
        );
    }
}
