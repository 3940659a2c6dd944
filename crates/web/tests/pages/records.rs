//! The generic pages: list, record, form, conflict, removal, proposals, JSON.

use axum::http::StatusCode;
use model::{RecordId, RecordKind};

use crate::browser::Browser;

/// Says whether people make records of a kind by a form; memberships and what bodies bring are made by operations alone, and their
/// pages are looked at where there are members.
pub fn is_named_by_people(kind: RecordKind) -> bool {
    let fields = kind.fields();
    fields.iter().any(|field| field.name == "title" && field.writer == model::Writer::Form)
}

#[tokio::test]
async fn every_kind_has_its_pages() {
    let browser = Browser::new().await;
    for kind in RecordKind::ALL {
        let word = web::address::kind(*kind);
        let id = if kind.kind().single {
            kind.kind().prefix.to_owned()
        } else if *kind == RecordKind::Control {
            "A.8.13".to_owned()
        } else if *kind == RecordKind::Disposition || !is_named_by_people(*kind) {
            continue;
        } else {
            browser.record(*kind, &[("title", "One of a kind")]).await.to_string()
        };
        let mut pages = vec![format!("/{word}/{id}"), format!("/{word}/{id}/edit")];
        if !kind.kind().single {
            pages.extend([format!("/{word}"), format!("/{word}/new"), format!("/{word}/{id}/remove")]);
        }
        for path in pages {
            let page = browser.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            page.is_sound(&path);
        }
        let json = browser.get(&format!("/{word}/{id}.json")).await;
        assert_eq!(
            (json.status, json.header("content-type")),
            (StatusCode::OK, "application/json; charset=utf-8")
        );
        assert!(json.html.contains(&format!("\"id\": \"{id}\"")), "{word}");
    }
}

#[tokio::test]
async fn pages_beside_the_records_answer() {
    let browser = Browser::new().await;
    for path in [
        "/records",
        "/search",
        "/search?q=jana",
        "/settings",
        "/integrity",
        "/history",
        "/history/0",
        "/history/0/undo",
        "/history?record=PER-1&field=title",
        "/history?diff=2026-11-01..2026-11-21",
        "/me",
        "/evidence/new",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.is_sound(path);
    }
    let verified = browser.post("/integrity", &[]).await;
    assert!(verified.html.contains("All of it verifies."));
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let browser = Browser::new().await;
    for path in [
        "/R-99",
        "/risks/R-99",
        "/risks/A.8.13",
        "/nonsense",
        "/risks/R-1/nonsense",
        "/history/99",
        "/risks/R-9.json",
        "/evidence/EV-9/file",
        "/controls/A.8.13/file",
        "/controls/A.8.13/do/approve",
    ] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_edit_says_which_revision_it_was_read_at_or_writes_nothing() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Fire")]).await;
    for revision in ["", "99", "one", "-1"] {
        let saved = browser.post("/risks/R-1/edit", &[("title", "Flood"), ("revision", revision)]).await;
        assert_eq!(saved.status, StatusCode::BAD_REQUEST, "{revision:?}");
    }
    let saved = browser.post("/risks/R-1/edit", &[("title", "Flood")]).await;
    assert_eq!(saved.status, StatusCode::BAD_REQUEST);
    assert!(saved.html.contains("which revision it was read at"), "{}", saved.html);
    let saved = browser.post("/risks/R-1/edit", &[("title", "Flood"), ("revision", "1")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
}

#[tokio::test]
async fn an_id_leads_to_its_record() {
    let browser = Browser::new().await;
    for (asked, found) in [
        ("/a.8.13", "/o/acme/controls/A.8.13"),
        ("/PER-1", "/o/acme/people/PER-1"),
        ("/search?q=per-1", "/o/acme/people/PER-1"),
        ("/method", "/o/acme/method/MET"),
    ] {
        let page = browser.get(asked).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, found));
    }
}

#[tokio::test]
async fn a_record_is_made_edited_and_removed_by_forms() {
    let browser = Browser::new().await;
    let made = browser.post("/assets/new", &[("title", "Laptops"), ("owner", "PER-1")]).await;
    assert_eq!((made.status, made.header("location")), (StatusCode::SEE_OTHER, "/o/acme/assets/AST-1"));
    let page = browser.get("/assets/AST-1").await;
    assert!(
        page.html.contains("Laptops")
            && page.html.contains("Jana Novak")
            && page.html.contains("AST-1 was made")
    );
    let saved = browser
        .post(
            "/assets/AST-1/edit",
            &[("revision", "1"), ("title", "Notebooks"), ("because", "the right word")],
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    let history = browser.get("/history?record=AST-1").await;
    assert!(history.html.contains(">Laptops</del>") && history.html.contains(">Notebooks</ins>"));
    assert!(history.html.contains("the right word"));
    let unsaid = browser.post("/assets/AST-1/remove", &[("because", "")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = browser.post("/assets/AST-1/remove", &[("because", "sold")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/assets/AST-1").await.status, StatusCode::NOT_FOUND);
    let last = browser.books.now().commits() - 1;
    let back = browser.post(&format!("/history/{last}/undo"), &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.html);
    assert!(browser.get("/assets/AST-1").await.html.contains("Notebooks"));
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed() {
    let browser = Browser::new().await;
    let page = browser
        .post("/people/new", &[("title", "Ota"), ("email", "ota@acme.example"), ("joined_on", "someday")])
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("<title>Error: ") && page.html.contains("There is a problem"));
    for typed in ["value=\"Ota\"", "value=\"ota@acme.example\"", "value=\"someday\"", "href=\"#joined_on\""] {
        assert!(page.html.contains(typed), "{typed}");
    }
    let untitled = browser.post("/people/new", &[("title", ""), ("email", "ota@acme.example")]).await;
    assert_eq!(untitled.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(untitled.html.contains("Enter a title") && untitled.html.contains("ota@acme.example"));
}

#[tokio::test]
async fn hostile_text_is_only_text() {
    let browser = Browser::new().await;
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
    let id = browser.record(RecordKind::Asset, &[("title", hostile), ("description", hostile)]).await;
    for path in [
        format!("/assets/{id}"),
        format!("/assets/{id}/edit"),
        "/assets".to_owned(),
        "/history".to_owned(),
        format!("/assets/{id}/remove"),
        format!("/search?q={}", web::address::encoded("<script>alert(1)</script>")),
    ] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.html.contains("<script>alert") && !page.html.contains("<img src=x"), "{path}");
        page.is_sound(&path);
    }
}

#[tokio::test]
async fn a_stale_save_of_other_fields_is_merged() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Asset, &[("title", "Laptops"), ("description", "first")]).await;
    let whole = |title: &'static str, text: &'static str| {
        [("revision", "1"), ("title", title), ("description", text)]
    };
    browser.post("/assets/AST-1/edit", &whole("Notebooks", "first")).await;
    let second = browser.post("/assets/AST-1/edit", &whole("Laptops", "second")).await;
    assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.html);
    let page = browser.get("/assets/AST-1").await;
    assert!(page.html.contains("Notebooks") && page.html.contains("second"));
    assert!(page.html.contains("together with what somebody else changed"));
}

#[tokio::test]
async fn a_stale_save_of_the_same_field_shows_both() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Asset, &[("title", "Laptops")]).await;
    browser.post("/assets/AST-1/edit", &[("revision", "1"), ("title", "Theirs")]).await;
    let page = browser
        .post("/assets/AST-1/edit", &[("revision", "1"), ("title", "Yours"), ("description", "mine alone")])
        .await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    for words in
        ["Laptops", "Theirs", "Yours", "mine alone", "Jana Novak saved it", "name=\"revision\" value=\"2\""]
    {
        assert!(page.html.contains(words), "{words}");
    }
    let chosen = browser
        .post(
            "/assets/AST-1/edit",
            &[("revision", "2"), ("take-title", "theirs"), ("title", "Yours"), ("description", "mine alone")],
        )
        .await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    let kept = browser.get("/assets/AST-1").await;
    assert!(kept.html.contains("Theirs") && kept.html.contains("mine alone") && !kept.html.contains("Yours"));
}

#[tokio::test]
async fn the_past_is_shown_and_cannot_be_written() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Asset, &[("title", "Bought today")]).await;
    let past = browser.get("/assets?as_of=2026-11-20").await;
    assert_eq!(past.status, StatusCode::OK);
    assert!(past.html.contains("As of ") && !past.html.contains("Bought today"));
    assert!(past.html.contains("/o/acme/risks?as_of=2026-11-20"), "links stay in the past");
    assert!(!past.html.contains("/assets/new"), "the past offers nothing new");
    let write = browser.post("/assets/new?as_of=2026-11-20", &[("title", "Too late")]).await;
    assert_eq!(write.status, StatusCode::CONFLICT);
    assert_eq!(browser.get("/assets/new?as_of=2026-11-20").await.status, StatusCode::CONFLICT);
    assert_eq!(browser.get("/assets?as_of=yesterday").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_paged() {
    let browser = Browser::new().await;
    for number in 1..=101 {
        browser.record(RecordKind::Asset, &[("title", &format!("Asset number {number:03}"))]).await;
    }
    let first = browser.get("/assets").await;
    assert!(first.html.contains("Asset number 100") && !first.html.contains("Asset number 101"));
    assert!(browser.get("/assets?page=2").await.html.contains("Asset number 101"));
    assert!(browser.get("/assets?sort=-title").await.html.contains("Asset number 101"));
    let found = browser.get("/assets?q=number+007").await;
    assert!(found.html.contains("1 of 101") && found.html.contains("AST-7") && !found.html.contains("AST-8"));
    assert!(browser.get("/assets.json?q=number+007").await.html.contains("\"id\": \"AST-7\""));
}

#[tokio::test]
async fn a_list_of_parts_is_written_row_by_row() {
    let browser = Browser::new().await;
    let row = |at: usize, part: &str| format!("parameters[{at}].{part}");
    let (name, value, because) = (row(0, "name"), row(0, "value"), row(0, "because"));
    let fields = [
        ("revision", "1"),
        (name.as_str(), "evidence_review_days"),
        (value.as_str(), "45"),
        (because.as_str(), "we are | few"),
        ("parameters[1].name", ""),
    ];
    let saved = browser.post("/organisation/ORG/edit", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    let page = browser.get("/organisation/ORG/edit").await;
    assert!(page.html.contains("value=\"45\"") && page.html.contains("we are | few"));
}

#[tokio::test]
async fn an_approval_binds_what_was_read() {
    let browser = Browser::new().await;
    browser.post("/documents/new", &[("title", "Policy"), ("text", "All of us care.")]).await;
    let form = browser.get("/documents/DOC-1/do/approve").await;
    let seen = form
        .html
        .split("name=\"seen\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a digest")
        .to_owned();
    assert_eq!(seen.len(), 64, "{}", form.html);
    browser.post("/documents/DOC-1/edit", &[("revision", "1"), ("title", "Another policy")]).await;
    let stale = browser.post("/documents/DOC-1/do/approve", &[("seen", &seen)]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.html.contains("There is a problem"));
    assert!(browser.books.now().isms.find(RecordId::parse("DOC-1").expect("an id")).is_some());
}

#[tokio::test]
async fn the_history_reads_parts_field_by_field_with_names() {
    let browser = Browser::new().await;
    let steps = "1 | rare\n2 | often";
    for (field, text) in [
        ("likelihood", steps),
        ("consequence", steps),
        ("levels", "low | 1\nhigh | 3"),
        ("function", "product"),
    ] {
        let id = RecordId::parse("MET").expect("an id");
        let typed = vec![(field.to_owned(), text.to_owned())];
        let edit = operations::EditRecord { id, revision: None, typed, because: model::Prose::default() };
        let visit = app::Visit::of(model::Ref::number(1), app::Via::Session);
        browser.books.run(&visit, edit).await.expect("the store").expect("a method");
    }
    browser.record(RecordKind::Risk, &[("title", "Fire")]).await;
    let rated = browser
        .post("/risks/R-1/rate", &[("likelihood", "2"), ("consequence", "2"), ("because", "seen")])
        .await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.html);
    for page in ["/history?record=R-1", "/risks/R-1"] {
        let html = browser.get(page).await.html;
        assert!(
            html.contains("likelihood 2 · consequence 2 · score 4 · level high · by PER-1 Jana Novak"),
            "{page}: {html}"
        );
    }
    let method = browser.get("/method/MET").await;
    assert!(method.html.contains("How a level follows") && method.html.contains("heat"), "{}", method.html);
}

#[tokio::test]
async fn an_approval_offers_no_undo_and_another_deed_does() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Document, &[("title", "Policy"), ("text", "We keep it safe.")]).await;
    let reviewed = browser.post("/documents/DOC-1/do/review", &[]).await;
    assert_eq!(reviewed.status, StatusCode::SEE_OTHER, "{}", reviewed.html);
    assert!(browser.get("/documents/DOC-1").await.html.contains("/undo"), "a step can be taken back");
    let approved = browser.post("/documents/DOC-1/do/approve", &[]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.html);
    let page = browser.get("/documents/DOC-1").await;
    assert!(page.html.contains("DOC-1: approve document") && !page.html.contains("/undo"), "{}", page.html);
    let last = browser.books.now().commits() - 1;
    assert!(!browser.get(&format!("/history/{last}")).await.html.contains("/undo"), "nor does the commit");
    assert!(browser.get(&format!("/history/{}", last - 1)).await.html.contains("/undo"));
}

#[tokio::test]
async fn what_the_rules_say_on_a_record_can_be_mended_waived_and_disputed_there() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Person, &[("title", "Otto Leaver")]).await;
    browser.record(RecordKind::Asset, &[("title", "Shop"), ("owner", "PER-2")]).await;
    let saved = browser
        .post("/people/PER-2/edit", &[("title", "Otto Leaver"), ("left_on", "2026-11-20"), ("revision", "1")])
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    let page = browser.get("/people/PER-2").await;
    assert!(
        page.html.contains("PB0504") && page.html.contains("/people/PER-2/do/hand-over"),
        "{}",
        page.html
    );
    assert!(
        page.html.contains("/readiness/dispute?code=PB0504") && page.html.contains("from=PER-2"),
        "{}",
        page.html
    );
    assert!(page.html.contains("plumb hand-over PER-2 --to PERSON"), "{}", page.html);
    let said = browser
        .post(
            "/readiness/dispute",
            &[("code", "PB0504"), ("at", "PER-2"), ("from", "PER-2"), ("because", "she stays")],
        )
        .await;
    assert_eq!(said.header("location"), "/o/acme/people/PER-2", "back to where it was seen: {}", said.html);
}

#[tokio::test]
async fn the_limits_of_the_rules_are_shown_in_words() {
    let browser = Browser::new().await;
    let page = browser.get("/settings").await;
    assert!(
        page.html.contains("Rows that may share one justification") && page.html.contains("same_text_max")
    );
    assert!(!page.html.contains(">same_text_max<"), "the name of a field is no word for a reader");
}

#[tokio::test]
async fn settings_begin_with_an_index_whose_parts_all_open() {
    let browser = Browser::new().await;
    let page = browser.get("/settings").await;
    page.is_sound("/settings");
    let index = page.html.split("id=\"parts\"").nth(1).and_then(|rest| rest.split("</section>").next());
    let index = index.expect("the index");
    for word in ["Organisation", "People", "Roles", "Risk method", "Limits of the rules", "Full copy"] {
        assert!(index.contains(&format!(">{word}</a>")), "{word}: {index}");
    }
    assert!(index.contains("Accounts are not set up"), "{index}");
    for link in index.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        match link.strip_prefix('#') {
            Some(anchor) => assert!(page.html.contains(&format!("id=\"{anchor}\"")), "{link}"),
            None => {
                let asked = browser.request("GET", link).body(axum::body::Body::empty()).expect("a request");
                let status = browser.send(asked).await.status;
                assert!(status.is_success() || status.is_redirection(), "{link}: {status}");
            }
        }
    }
    for own in ["/account", "/settings/tokens"] {
        let asked = browser.request("GET", own).body(axum::body::Body::empty()).expect("a request");
        let page = browser.send(asked).await;
        assert!(page.html.contains("accounts are not set up"), "{own}: {}", page.html);
    }
}
