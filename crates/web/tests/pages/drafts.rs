//! Drafts: what is typed and not saved is kept for who typed it, offered again, and gone when it is saved.

use axum::body::Body;
use axum::http::{StatusCode, header};
use model::RecordKind;

use crate::browser::{Browser, HOST, Page};
use crate::hostile::world::{Who, World};

const EDIT: &str = "/assets/AST-1/edit";

async fn kept(browser: &Browser, form: &str, fields: &[(&str, &str)]) -> Page {
    browser.post(&format!("/drafts?of={}", web::address::encoded(form)), fields).await
}

async fn with_asset() -> Browser {
    let browser = Browser::new().await;
    browser.record(RecordKind::Asset, &[("title", "Laptops"), ("description", "first")]).await;
    browser
}

#[tokio::test]
async fn a_form_can_be_kept_as_a_draft_without_script_and_is_taken_up_again() {
    let browser = with_asset().await;
    let form = browser.get(EDIT).await;
    let at = "formaction=\"/o/acme/drafts?of=%2Fassets%2FAST-1%2Fedit\"";
    assert!(form.html.contains(at), "{}", form.html);
    assert!(!form.html.contains("<b>Not saved yet</b>"), "nothing was typed yet");
    let before = browser.books.now().commits();
    let typed =
        [("revision", "1"), ("title", "Notebooks"), ("description", "second\nline"), ("because", "why")];
    let answer = kept(&browser, EDIT, &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
    assert_eq!(answer.header("location"), "/o/acme/assets/AST-1/edit?draft=take");
    assert_eq!(browser.books.now().commits(), before, "a draft is in no history");
    let offered = browser.get(EDIT).await;
    assert!(offered.html.contains("you wrote in this form just now") && offered.html.contains("Take it up"));
    assert!(offered.html.contains("value=\"Laptops\"") && !offered.html.contains("Notebooks"));
    let taken = browser.get(&format!("{EDIT}?draft=take")).await;
    taken.is_sound("a draft taken up");
    for words in
        ["value=\"Notebooks\"", "second\nline</textarea>", "value=\"why\"", "and it counts as nothing"]
    {
        assert!(taken.html.contains(words), "{words}");
    }
    let list = browser.get("/drafts").await;
    list.is_sound("/drafts");
    assert!(list.html.contains("AST-1 Laptops") && list.html.contains("Notebooks"), "{}", list.html);
    assert!(!browser.get("/assets/AST-1").await.html.contains("Notebooks"), "a draft counts as nothing");
}

#[tokio::test]
async fn a_draft_is_gone_when_its_form_is_saved_and_stays_when_it_is_refused() {
    let browser = with_asset().await;
    let typed = [("revision", "1"), ("title", "Notebooks")];
    kept(&browser, EDIT, &typed).await;
    let refused = browser.post(EDIT, &[("revision", "1"), ("title", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(browser.get(EDIT).await.html.contains("<b>Not saved yet</b>"), "a refused save keeps it");
    assert_eq!(browser.post(EDIT, &typed).await.status, StatusCode::SEE_OTHER);
    assert!(!browser.get(EDIT).await.html.contains("<b>Not saved yet</b>"));
    assert!(browser.get("/drafts").await.html.contains("No unsaved text"));
}

#[tokio::test]
async fn a_draft_can_be_dropped_and_belongs_to_who_typed_it() {
    let browser = with_asset().await;
    let other = browser.record(RecordKind::Person, &[("title", "Ota Bily")]).await;
    kept(&browser, "/assets/new", &[("title", "Mail server")]).await;
    browser.post("/me", &[("person", &other.to_string())]).await;
    assert!(!browser.get("/assets/new").await.html.contains("<b>Not saved yet</b>"), "nobody else sees it");
    assert!(browser.get("/drafts").await.html.contains("No unsaved text"));
    browser.post("/me", &[("person", "PER-1")]).await;
    let taken = browser.get("/assets/new?draft=take").await;
    assert!(taken.html.contains("value=\"Mail server\""));
    let dropped = browser.post("/drafts?of=%2Fassets%2Fnew&drop=yes", &[]).await;
    assert_eq!(dropped.header("location"), "/o/acme/assets/new");
    assert!(!browser.get("/assets/new").await.html.contains("<b>Not saved yet</b>"));
}

#[tokio::test]
async fn a_draft_that_was_read_before_somebody_saved_is_merged_as_it_was_read() {
    let browser = with_asset().await;
    kept(&browser, EDIT, &[("revision", "1"), ("title", "Laptops"), ("description", "mine")]).await;
    browser.post(EDIT, &[("revision", "1"), ("title", "Notebooks"), ("description", "first")]).await;
    // The draft above is gone with that save, as it is of the same person; another tab kept it again.
    kept(&browser, EDIT, &[("revision", "1"), ("title", "Laptops"), ("description", "mine")]).await;
    let taken = browser.get(&format!("{EDIT}?draft=take")).await;
    assert_eq!(taken.hidden("revision"), "1", "it says at which revision it was read");
    let typed = [("revision", "1"), ("title", "Laptops"), ("description", "mine")];
    assert_eq!(browser.post(EDIT, &typed).await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/assets/AST-1").await;
    assert!(page.html.contains("Notebooks") && page.html.contains("mine"), "both changes stand");
}

#[tokio::test]
async fn a_refused_stale_save_does_not_take_what_others_wrote_away() {
    let browser = with_asset().await;
    browser.post(EDIT, &[("revision", "1"), ("title", "Notebooks"), ("description", "first")]).await;
    let bad = [("revision", "1"), ("title", "Laptops"), ("description", "first"), ("owner", "PER-99")];
    let refused = browser.post(EDIT, &bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.hidden("revision"), "1");
    let good = [("revision", refused.hidden("revision")), ("title", "Laptops"), ("owner", "PER-1")];
    assert_eq!(browser.post(EDIT, &good).await.status, StatusCode::SEE_OTHER);
    assert!(browser.get("/assets/AST-1").await.html.contains("Notebooks"));
}

#[tokio::test]
async fn drafts_are_bounded_in_size_number_and_place() {
    let browser = with_asset().await;
    let long = "x".repeat(201 * 1024);
    let large = kept(&browser, EDIT, &[("description", &long)]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.html.contains("what is kept of a form holds at most"));
    for place in ["", "/assets", "/history/1/undo", "//evil.example/edit?", "/a b/edit", "../edit"] {
        let answer = kept(&browser, place, &[("title", "x")]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{place:?}");
    }
    for at in 0..45 {
        kept(&browser, &format!("/assets/AST-{at}/edit"), &[("title", &format!("title {at}"))]).await;
    }
    let all = browser.instance.asides(browser.books.log(), "draft/").await.expect("the store");
    assert_eq!(all.len(), 40, "the oldest makes room");
}

#[tokio::test]
async fn what_a_script_keeps_is_answered_in_a_word() {
    let browser = with_asset().await;
    let request = browser
        .request("POST", "/o/acme/drafts?of=%2Fassets%2Fnew&part=yes")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-fragment", "draft")
        .body(Body::from("title=Typed&once=abc"));
    let answer = browser.send(request.expect("a request")).await;
    assert_eq!((answer.status, answer.html.as_str()), (StatusCode::OK, "kept, not saved"));
    let taken = browser.get("/assets/new?draft=take").await;
    assert!(taken.html.contains("value=\"Typed\"") && taken.hidden("once") != "abc");
}

#[tokio::test]
async fn a_step_is_kept_too() {
    let browser = Browser::new().await;
    let at = "/gap-analyses/do/start";
    assert!(browser.get(at).await.html.contains("Keep for later"));
    kept(&browser, at, &[("title", "Quick pass, begun"), ("depth", "quick")]).await;
    assert!(browser.get(&format!("{at}?draft=take")).await.html.contains("value=\"Quick pass, begun\""));
    let started = browser.post(at, &[("title", "Quick pass, begun"), ("depth", "quick")]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.html);
    assert!(browser.get("/drafts").await.html.contains("No unsaved text"));
}

#[tokio::test]
async fn the_builder_of_the_scope_is_kept_too() {
    let browser = Browser::new().await;
    assert!(browser.get("/scope").await.html.contains("Keep for later"));
    kept(&browser, "/scope", &[("services", "Payroll"), ("statement", "All that we do")]).await;
    assert!(!browser.get("/scope").await.html.contains("All that we do"));
    assert!(browser.get("/scope?draft=take").await.html.contains("All that we do</textarea>"));
    let saved = browser.post("/scope", &[("do", "save"), ("statement", "All that we do")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    assert!(browser.get("/drafts").await.html.contains("No unsaved text"));
}

#[tokio::test]
async fn a_form_that_comes_after_its_session_is_shown_again_and_nothing_is_written() {
    let browser = with_asset().await;
    let before = browser.books.now().commits();
    let request = axum::http::Request::builder()
        .method("POST")
        .uri("/o/acme/assets/AST-1/edit?back=proposals")
        .header(header::HOST, HOST)
        .header(header::ORIGIN, format!("http://{HOST}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("revision=1&title=%3Cb%3ENotebooks&description=long+words"));
    let page = browser.send(request.expect("a request")).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    page.is_sound("signed out");
    for words in [
        "<title>Error: ",
        "nothing that you typed is lost",
        "action=\"/o/acme/assets/AST-1/edit?back=proposals\"",
        "name=\"title\" value=\"&lt;b&gt;Notebooks\"",
        "name=\"revision\" value=\"1\"",
        "long words",
    ] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    assert_eq!(browser.books.now().commits(), before);
}

#[tokio::test]
async fn a_form_of_a_stranger_is_not_made_larger_than_it_came() {
    let browser = with_asset().await;
    let sent = |body: String| {
        let request = axum::http::Request::builder()
            .method("POST")
            .uri("/o/acme/assets/AST-1/edit")
            .header(header::HOST, HOST)
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        browser.send(request.expect("a request"))
    };
    let many = sent("a=b&".repeat(401)).await;
    assert!(
        many.status == StatusCode::BAD_REQUEST && many.html.contains("401 fields, more than are shown"),
        "{}",
        many.html
    );
    // The scope of a large organisation is shown again all the same.
    let scope: String = (1..=1_000).map(|at| format!("in-AST-{at}=in&rev-AST-{at}=1&")).collect();
    let scope = sent(scope).await;
    assert_eq!(scope.status, StatusCode::UNAUTHORIZED);
    assert!(scope.html.contains("name=\"in-AST-1000\" value=\"in\""));
    let long = sent(format!("title={}", "x".repeat(100_000))).await;
    assert_eq!(long.status, StatusCode::UNAUTHORIZED);
    assert!(
        long.html.len() < 120_000,
        "{} bytes: what is sent again, and the beginning to read",
        long.html.len()
    );
}

#[tokio::test]
async fn days_are_read_as_people_type_them_and_kept_in_full() {
    let browser = Browser::new().await;
    let fields = [("title", "Ota"), ("joined_on", "31 Mar"), ("left_on", "+30d")];
    let made = browser.post("/people/new", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.html);
    let page = browser.get(made.header("location").trim_start_matches("/o/acme")).await;
    assert!(page.html.contains("31 Mar 2027") && page.html.contains("21 Dec 2026"), "{}", page.html);
    let refused = browser.post("/people/new", &[("joined_on", "next fri")]).await;
    assert!(refused.html.contains("value=\"2026-11-27\""), "a day that was read stands in full in the form");
}

#[tokio::test]
async fn a_form_about_the_past_reads_the_last_such_day() {
    let browser = Browser::new().await;
    let compared = browser.get("/history/compare?from=31%20Mar&to=today").await;
    assert_eq!(
        compared.header("location"),
        "/o/acme/history?diff=2026-03-31..2026-11-21",
        "{}",
        compared.html
    );
    let past = browser.get("/history/past?day=20%20Nov&page=/risks").await;
    assert_eq!(past.header("location"), "/o/acme/risks?as_of=2026-11-20");
    assert_eq!(browser.get("/history/past?day=someday").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_step_by_hand_reads_days_as_people_type_them() {
    let browser = Browser::new().await;
    browser.record(RecordKind::TreatmentAction, &[("title", "Buy a backup"), ("due", "2026-12-01")]).await;
    let moved = [("to", "+30d"), ("because", "the vendor is late")];
    let done = browser.post("/treatment-actions/TRT-1/do/move", &moved).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert!(browser.get("/treatment-actions/TRT-1").await.html.contains("21 Dec 2026"));
}

#[tokio::test]
async fn what_is_said_of_a_risk_and_the_five_questions_are_kept_too() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Theft")]).await;
    for (form, field, shown) in [
        ("/risks/R-1/rate", "rationale", "Your words</textarea>"),
        ("/risks/R-1/treat", "because", "Your words</textarea>"),
        ("/risks/R-1/accept", "because", "Your words</textarea>"),
        ("/risks/R-1/close", "because", "Your words</textarea>"),
        ("/answers", "sells", "value=\"Your words\""),
    ] {
        assert!(browser.get(form).await.html.contains("Keep for later"), "{form}");
        kept(&browser, form, &[(field, "Your words")]).await;
        assert!(!browser.get(form).await.html.contains("Your words"), "{form}: it is offered first");
        let taken = browser.get(&format!("{form}?draft=take")).await;
        taken.is_sound(form);
        assert!(taken.html.contains(shown), "{form}: {}", taken.html);
    }
    let list = browser.get("/drafts").await;
    assert!(list.html.contains("R-1 Theft: rate") && list.html.contains("Five questions"), "{}", list.html);
    browser.post("/risks/R-1/close", &[("because", "sold")]).await;
    assert!(
        !browser.get("/drafts").await.html.contains("R-1 Theft: close"),
        "it goes when the form is taken"
    );
}

#[tokio::test]
async fn where_nobody_is_checked_it_is_said_that_others_can_read_what_was_not_saved() {
    let browser = with_asset().await;
    kept(&browser, EDIT, &[("revision", "1"), ("title", "Notebooks")]).await;
    for path in [&format!("{EDIT}?draft=take"), "/drafts"] {
        let page = browser.get(path).await.html;
        assert!(
            page.contains("Nobody signs in here: whoever acts as Jana Novak sees it too"),
            "{path}: {page}"
        );
        assert!(!page.contains("Nobody else sees it"), "{path}");
    }
    let world = World::of(&[Who::Role(3)]).await;
    let page = world.ask(Who::Role(3), "GET", "/o/acme/drafts", "").await.html;
    assert!(page.contains("Nobody else sees it") && !page.contains("whoever acts as"), "{page}");
}
