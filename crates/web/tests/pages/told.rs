//! What people read in the words of the program and not in those of its records: names, titles, days, and how something stands.

use axum::http::StatusCode;
use model::{RecordKind, Ref};
use operations::ApproveMethod;

use crate::browser::Browser;
use crate::meanwhile::{edit, with_risk};

#[tokio::test]
async fn the_method_shows_how_a_level_follows_and_who_approved_it() {
    let browser = with_risk().await;
    edit(&browser, "MET", &[("interval_months", "6")]).await;
    let page = browser.get("/method/MET").await;
    page.is_sound("/method/MET");
    for words in ["v1 draft", "How a level follows", "every 6 months"] {
        assert!(page.html.contains(words), "{words}: {}", page.html);
    }
    let visit = app::Visit::of(Ref::number(1), app::Via::Session);
    browser.books.run(&visit, ApproveMethod::default()).await.expect("the store").expect("it is whole");
    let page = browser.get("/method/MET").await.html;
    for words in ["v1 approved", "Approved by", "21 Nov 2026", "given"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("v1 by PER-1 on 2026-11-21"));
}

#[tokio::test]
async fn the_kind_of_a_document_is_told_by_its_title() {
    let browser = Browser::new().await;
    let policy = [("title", "Our policy"), ("kind", "policy_top")];
    browser.record(RecordKind::Document, &policy).await;
    for path in ["/documents", "/documents/DOC-1"] {
        let page = browser.get(path).await.html;
        assert!(page.contains("title=\"policy_top\">Information security policy</span>"), "{path}: {page}");
    }
}

#[tokio::test]
async fn a_statement_that_was_begun_is_not_missing_and_none_is_begun_as_a_document() {
    let browser = Browser::new().await;
    let before = browser.get("/documents/register").await.html;
    assert!(!before.contains("kind=soa"), "{before}");
    let yes = [("applicable", "yes")];
    assert_eq!(browser.post("/soa/A.8.13", &yes).await.status, StatusCode::SEE_OTHER);
    let row = browser.get("/documents/register").await.html;
    let row = row.split("Statement of Applicability").nth(1).and_then(|rest| rest.split("</tr>").next());
    let row = row.expect("its row");
    assert!(row.contains("in part") && !row.contains("missing"), "{row}");
}

#[tokio::test]
async fn people_stand_by_their_names_in_what_the_rules_say() {
    let browser = Browser::new().await;
    let gone = [("title", "Tomas Reyes"), ("left_on", "2026-11-20")];
    let person = browser.record(RecordKind::Person, &gone).await.to_string();
    browser.record(RecordKind::Risk, &[("title", "Theft"), ("owner", &person)]).await;
    let page = browser.get("/readiness?gate=all").await.html;
    assert!(page.contains("Tomas Reyes left on 20 Nov 2026"), "{page}");
    assert!(!page.contains(&format!("{person} left on")));
}

#[tokio::test]
async fn integrity_begins_with_how_it_stands_and_a_question_without_its_rule_says_so() {
    let browser = Browser::new().await;
    let page = browser.get("/integrity").await.html;
    let verdict =
        page.find("from the first commit to the last when the server opened it").expect("a verdict");
    assert!(verdict < page.find("For a verifier").expect("what a verifier needs"));
    let asked = browser.get("/readiness/waive").await;
    assert_eq!(asked.status, StatusCode::NOT_FOUND);
    assert!(asked.html.contains("does not say which rule it is about"), "{}", asked.html);
}

#[tokio::test]
async fn the_first_thing_to_do_with_a_record_is_the_step_that_its_state_asks_for() {
    let browser = Browser::new().await;
    browser.record(RecordKind::TreatmentAction, &[("title", "Lock the door")]).await;
    let first = |html: String| {
        let button = html.split("class=\"button primary\"").nth(1).and_then(|rest| rest.split("</a>").next());
        button.unwrap_or_default().to_owned()
    };
    let page = browser.get("/treatment-actions/TRT-1").await.html;
    assert!(!page.contains("/do/reopen"), "what was never done is not reopened");
    assert!(first(page).contains("/treatment-actions/TRT-1/do/start"));
    assert_eq!(browser.post("/treatment-actions/TRT-1/do/start", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(first(browser.get("/treatment-actions/TRT-1").await.html).contains("/do/finish"));
}
