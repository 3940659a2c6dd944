//! What others wrote while a form stood open is not overwritten unseen, and what was typed is not lost over it.

use axum::body::Body;
use axum::http::{StatusCode, header};
use model::records::Risk;
use model::{Prose, RecordId, RecordKind, Ref, Value as _};

use crate::browser::{Browser, Page};

pub async fn edit(browser: &Browser, id: &str, typed: &[(&str, &str)]) {
    let id = RecordId::parse(id).expect("an id");
    let typed = typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let edit = operations::EditRecord { id, revision: None, typed, because: Prose::default() };
    let visit = app::Visit::of(Ref::number(1), app::Via::Session);
    browser.books.run(&visit, edit).await.expect("the store").expect("an edit");
}

/// Makes a method of three steps and levels, and a risk that is rated and treated.
pub async fn with_risk() -> Browser {
    let browser = Browser::new().await;
    let steps = "1 | low\n2 | middle\n3 | high";
    let levels = "low | 1\nmedium | 3\nhigh | 6";
    let method = [("likelihood", steps), ("consequence", steps), ("levels", levels), ("function", "product")];
    edit(&browser, "MET", &[&method[..], &[("acceptance_level", "low")]].concat()).await;
    browser.record(RecordKind::Risk, &[("title", "Theft"), ("owner", "PER-1")]).await;
    done(&browser, "/risks/R-1/rate", &[("likelihood", "2"), ("consequence", "2"), ("rationale", "first")])
        .await;
    done(&browser, "/risks/R-1/treat", &[("treatment", "modify"), ("controls", "A.8.7")]).await;
    browser
}

async fn done(browser: &Browser, path: &str, fields: &[(&str, &str)]) {
    let page = browser.post(path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.html);
}

fn risk(browser: &Browser) -> Risk {
    Risk::clone(browser.books.now().isms.risks.get(&Ref::number(1)).expect("a risk"))
}

fn says(page: &Page, words: &[&str]) {
    for words in words {
        assert!(page.html.contains(words), "{words} is missing in {}", page.html);
    }
}

#[tokio::test]
async fn a_treatment_that_others_decided_meanwhile_is_shown_and_not_overwritten() {
    let browser = with_risk().await;
    let form = browser.get("/risks/R-1/treat").await;
    let read = form.hidden("revision").to_owned();
    done(&browser, "/risks/R-1/treat", &[("treatment", "modify"), ("controls", "A.8.7, A.8.13")]).await;
    let mine = [("treatment", "modify"), ("controls", "A.8.7"), ("because", "my words")];
    let stale = browser.post("/risks/R-1/treat", &[&mine[..], &[("revision", &read)]].concat()).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.html);
    stale.is_sound("a stale treatment");
    says(&stale, &["Jana Novak saved this meanwhile, 1", "“A.8.7, A.8.13”", "my words</textarea>"]);
    assert_eq!(risk(&browser).controls.text(), "A.8.7, A.8.13");
    // What was told is known: the same again is meant.
    let again = [&mine[..], &[("revision", stale.hidden("revision"))]].concat();
    done(&browser, "/risks/R-1/treat", &again).await;
    assert_eq!(risk(&browser).controls.text(), "A.8.7");
    // Who wrote another field is in nobody's way.
    let read = browser.get("/risks/R-1/treat").await.hidden("revision").to_owned();
    edit(&browser, "R-1", &[("threat", "a thief")]).await;
    let mine = [("treatment", "retain"), ("revision", read.as_str())];
    done(&browser, "/risks/R-1/treat", &mine).await;
    assert_eq!(&*risk(&browser).threat, "a thief");
}

#[tokio::test]
async fn a_rating_that_others_gave_meanwhile_is_shown_and_not_overwritten() {
    let browser = with_risk().await;
    let read = browser.get("/risks/R-1/rate").await.hidden("revision").to_owned();
    done(&browser, "/risks/R-1/rate", &[("likelihood", "3"), ("consequence", "3"), ("rationale", "theirs")])
        .await;
    let mine =
        [("likelihood", "1"), ("consequence", "1"), ("rationale", "mine"), ("revision", read.as_str())];
    let stale = browser.post("/risks/R-1/rate", &mine).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.html);
    says(&stale, &["Jana Novak saved this meanwhile", "mine</textarea>"]);
    assert_eq!(risk(&browser).now.rationale.text(), "theirs");
    let again = [mine[0], mine[1], mine[2], ("revision", stale.hidden("revision"))];
    done(&browser, "/risks/R-1/rate", &again).await;
    assert_eq!(risk(&browser).now.rationale.text(), "mine");
}

#[tokio::test]
async fn a_risk_is_accepted_only_at_the_level_that_was_read() {
    let browser = with_risk().await;
    let seen = browser.get("/risks/R-1/accept").await.hidden("seen").to_owned();
    assert!(!seen.is_empty(), "the form says what was read");
    done(&browser, "/risks/R-1/rate", &[("likelihood", "3"), ("consequence", "3")]).await;
    let mine = [("until", "+90d"), ("because", "cheap"), ("seen", seen.as_str())];
    let stale = browser.post("/risks/R-1/accept", &mine).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.html);
    says(&stale, &["rated anew since you read it", "cheap</textarea>", "<span>high</span>"]);
    assert!(risk(&browser).acceptances.is_empty(), "nothing was accepted");
    let again = [mine[0], mine[1], ("seen", stale.hidden("seen"))];
    done(&browser, "/risks/R-1/accept", &again).await;
    assert_eq!(risk(&browser).acceptances[0].level.as_deref(), Some("high"));
}

#[tokio::test]
async fn the_acceptance_that_was_read_is_withdrawn_and_no_later_one() {
    let browser = with_risk().await;
    done(&browser, "/risks/R-1/accept", &[("until", "+90d"), ("because", "first")]).await;
    let read = browser.get("/risks/R-1/withdraw").await.hidden("acceptance").to_owned();
    assert_eq!(read, "1");
    done(&browser, "/risks/R-1/withdraw", &[("because", "theirs"), ("acceptance", "1")]).await;
    done(&browser, "/risks/R-1/accept", &[("until", "+90d"), ("because", "second")]).await;
    let mine = browser.post("/risks/R-1/withdraw", &[("because", "mine"), ("acceptance", &read)]).await;
    assert_eq!(mine.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&mine, &["was withdrawn on", "mine</textarea>"]);
    assert_eq!(risk(&browser).acceptances[1].withdrawn_on, None);
}

#[tokio::test]
async fn nothing_is_replaced_by_a_form_that_does_not_say_what_it_was_read_at() {
    let browser = with_risk().await;
    browser.record(RecordKind::Site, &[("title", "Prague")]).await;
    done(&browser, "/scope", &[("do", "save"), ("statement", "first"), ("in-SIT-1", "in")]).await;
    let forms: [(&str, &[(&str, &str)]); 5] = [
        ("/risks/R-1/cell", &[("title", "mine, and only mine")]),
        (
            "/risks/R-1/rate",
            &[("likelihood", "1"), ("consequence", "1"), ("rationale", "mine, and only mine")],
        ),
        ("/risks/R-1/treat", &[("treatment", "retain"), ("because", "mine, and only mine")]),
        ("/soa/A.5.1", &[("included", "yes"), ("reasons", "law"), ("because", "mine, and only mine")]),
        ("/scope", &[("do", "save"), ("statement", "mine, and only mine")]),
    ];
    let before = browser.books.now().commits();
    for (path, fields) in forms {
        for never in [None, Some("99"), Some("-1"), Some("zz"), Some("99999999999")] {
            let revision = never.map(|never| ("revision", never));
            let fields: Vec<(&str, &str)> = revision.into_iter().chain(fields.iter().copied()).collect();
            let page = browser.post_as_is(path, &fields).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path} {never:?}: {}", page.html);
            says(&page, &["which revision it was read at", "mine, and only mine"]);
        }
    }
    let row = [("do", "save"), ("revision", "1"), ("statement", "first"), ("in-SIT-1", "")];
    assert_eq!(browser.post_as_is("/scope", &row).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(browser.books.now().commits(), before);
}

#[tokio::test]
async fn a_button_that_is_pressed_twice_does_its_deed_once_and_leads_to_the_same_page_twice() {
    let browser = with_risk().await;
    let close = [("because", "the van is sold")];
    let before = browser.books.now().commits();
    let press = || browser.post("/risks/R-1/close", &close);
    let (first, second) = tokio::join!(press(), press());
    for page in [&first, &second] {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        assert_eq!(page.header("location"), "/o/acme/risks/R-1");
    }
    assert_eq!(browser.books.now().commits(), before + 1);
    // What is said with other words is another deed, and so is the same one after another.
    let other = browser.post("/risks/R-1/close", &[("because", "and burnt")]).await;
    says(&other, &["closed already", "and burnt</textarea>"]);
    done(&browser, "/risks/R-1/reopen", &[("because", "it came back")]).await;
    done(&browser, "/risks/R-1/close", &close).await;
    assert_eq!(browser.books.now().commits(), before + 3);
}

#[tokio::test]
async fn the_builder_of_the_scope_keeps_what_only_one_side_wrote_and_tells_what_both_did() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Site, &[("title", "Prague")]).await;
    browser.record(RecordKind::Site, &[("title", "Brno")]).await;
    done(&browser, "/scope", &[("do", "save"), ("statement", "first"), ("services", "Hosting")]).await;
    let read = browser.get("/scope").await.hidden("revision").to_owned();
    edit(&browser, "SCO", &[("services", "Hosting, Backup")]).await;
    edit(&browser, "SIT-1", &[("in_scope", "in")]).await;
    let others = [("services", "Hosting"), ("rev-SIT-1", "1"), ("rev-SIT-2", "1"), ("in-SIT-1", "")];
    let mine = [&others[..], &[("do", "save"), ("in-SIT-2", "in"), ("revision", &read)]].concat();
    done(&browser, "/scope", &[&mine[..], &[("statement", "mine")]].concat()).await;
    let text = |id: &str, field: &str| {
        let isms = browser.books.now().isms;
        isms.find(RecordId::parse(id).expect("an id")).and_then(|one| one.text(field)).unwrap_or_default()
    };
    assert_eq!([text("SCO", "statement"), text("SCO", "services")], ["mine", "Hosting, Backup"]);
    assert_eq!([text("SIT-1", "in_scope"), text("SIT-2", "in_scope")], ["in", "in"]);
    // The same field: both are told, and the next save is on what stands there.
    let page = browser.post("/scope", &[&mine[..], &[("statement", "mine again")]].concat()).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.html);
    page.is_sound("a stale scope");
    says(&page, &["“first” became “mine”", "mine again</textarea>"]);
    let now = [("statement", "mine again"), ("do", "save"), ("revision", page.hidden("revision"))];
    done(&browser, "/scope", &now).await;
    assert_eq!(text("SCO", "statement"), "mine again");
}

#[tokio::test]
async fn the_unsaved_words_of_an_amended_comment_are_those_that_were_typed() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Fire")]).await;
    done(&browser, "/risks/R-1/comments", &[("text", "as said"), ("audience", "team")]).await;
    let at = "/comments/CMT-1/do/amend";
    says(&browser.get(at).await, &["as said</textarea>"]);
    done(&browser, &format!("/drafts?of={}", web::address::encoded(at)), &[("text", "as typed")]).await;
    let taken = browser.get(&format!("{at}?draft=take")).await;
    says(&taken, &["as typed</textarea>"]);
    assert!(!taken.html.contains("as said</textarea>"));
}

#[tokio::test]
async fn pasted_rows_are_written_once_however_often_the_button_is_pressed() {
    let browser = Browser::new().await;
    let paste = ("text", "Asset\tCategory\nPayroll\tsystem\nMail\tsystem");
    let look = browser.post("/grids/assets/paste", &[paste]).await;
    let fields = [paste, ("once", look.hidden("once")), ("seen", look.hidden("seen")), ("do", "all")];
    assert!(!fields[1].1.is_empty(), "the form carries a word");
    let commits = browser.books.now().commits();
    let path = "/grids/assets/paste";
    let (one, other) = tokio::join!(browser.post(path, &fields), browser.post(path, &fields));
    for page in [&one, &other, &browser.post(path, &fields).await] {
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    assert_eq!(browser.books.now().commits(), commits + 1);
    assert_eq!(browser.books.now().isms.assets.len(), 2);
    says(&browser.get("/assets").await, &["2 rows were written"]);
}

#[tokio::test]
async fn a_bulk_change_that_was_taken_back_is_not_told_as_done() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Risk, &[("title", "Theft")]).await;
    let (path, chosen) = ("/grids/risks/bulk", [("id", "R-1"), ("field", "threat"), ("value", "a thief")]);
    let look = browser.post(path, &[&chosen[..], &[("do", "look")]].concat()).await;
    let sent = [("once", look.hidden("once")), ("seen", look.hidden("seen")), ("do", "all")];
    let sent = [&chosen[..], &sent[..]].concat();
    done(&browser, path, &sent).await;
    done(&browser, path, &sent).await;
    edit(&browser, "R-1", &[("threat", "somebody else")]).await;
    // Another form comes between, so that this is no second press.
    browser.post("/risks/R-1/comments", &[("text", "theirs again"), ("audience", "team")]).await;
    assert_eq!(browser.post(path, &sent).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_reason_that_is_too_long_is_told_beside_its_field_and_stays() {
    let browser = with_risk().await;
    let long = format!("the beginning {}", "x".repeat(150_000));
    for (path, field) in [
        ("/risks/R-1/rate", "rationale"),
        ("/risks/R-1/treat", "because"),
        ("/risks/R-1/accept", "because"),
        ("/risks/R-1/withdraw", "because"),
        ("/risks/R-1/close", "because"),
        ("/risks/R-1/reopen", "because"),
        ("/risks/R-1/remove", "because"),
    ] {
        let page = browser.post(path, &[(field, &long), ("until", "+90d")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        says(&page, &[&format!("href=\"#{field}\""), "the beginning x"]);
    }
}

#[tokio::test]
async fn a_rating_with_decimals_is_filled_in_as_its_reader_writes_it() {
    let browser = with_risk().await;
    edit(&browser, "MET", &[("likelihood", "from 0 to 9000"), ("consequence", "from 0 to 9000")]).await;
    done(&browser, "/risks/R-1/rate", &[("likelihood", "1.125"), ("consequence", "2")]).await;
    let ask = |method: &str| {
        let request = browser.request(method, "/o/acme/risks/R-1/rate").header("accept-language", "de-DE");
        request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    };
    let form = browser.send(ask("GET").body(Body::empty()).expect("a request")).await;
    says(&form, &["value=\"1,125\""]);
    let read = form.hidden("revision");
    let sent = Body::from(format!("likelihood=1%2C125&consequence=2&rationale=why&revision={read}"));
    let saved = browser.send(ask("POST").body(sent).expect("a request")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    assert_eq!(risk(&browser).now.likelihood.map(|value| value.to_string()).as_deref(), Some("1.125"));
}

#[tokio::test]
async fn a_conflict_says_when_and_keeps_the_way_through_the_proposals() {
    let browser = Browser::new().await;
    browser.record(RecordKind::Asset, &[("title", "Laptops")]).await;
    edit(&browser, "AST-1", &[("title", "Theirs")]).await;
    let mine = [("revision", "1"), ("title", "Yours")];
    let page = browser.post("/assets/AST-1/edit?back=proposals", &mine).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    says(
        &page,
        &[
            "Jana Novak saved it, 1",
            "action=\"/o/acme/assets/AST-1/edit?back=proposals\"",
            "href=\"/o/acme/proposals?at=AST-1\"",
        ],
    );
    assert!(!page.html.contains("saved it, 21 Nov"), "the time, as it is today: {}", page.html);
}
