//! My work: what waits for the person who acts, counted before it is cut.

use app::{Via, Visit};
use model::{RecordKind, Ref};
use operations::SendForReview;

use crate::browser::Browser;
use crate::hostile::world::{Who, World};

#[tokio::test]
async fn all_that_is_to_do_is_counted_though_only_the_first_rows_are_shown() {
    let browser = Browser::new().await;
    for number in 1..=23 {
        let title = format!("Action {number}");
        browser.record(RecordKind::TreatmentAction, &[("title", &title), ("owner", "PER-1")]).await;
    }
    let page = browser.get("").await;
    page.is_sound("my work");
    let section = page.html.split("<section").find(|section| section.contains("id=\"due\"")).expect("to do");
    assert!(section.contains("<span class=\"count\">23</span>"), "{section:.400}");
    assert!(section.contains("the first 20 of 23 are shown"));
    assert_eq!(section.matches("<li").count(), 20);
}

#[tokio::test]
async fn a_document_in_review_waits_for_others_than_its_author() {
    let browser = Browser::new().await;
    for (title, author) in [("Mine", "PER-1"), ("Theirs", "PER-2")] {
        if author == "PER-2" {
            browser.record(RecordKind::Person, &[("title", "Kim")]).await;
        }
        let typed = [("title", title), ("text", "Lock the screen"), ("authors", author)];
        let id = browser.record(RecordKind::Document, &typed).await;
        let send = SendForReview { document: Ref::of(id.key) };
        let visit = Visit::of(Ref::number(1), Via::Session);
        browser.books.run(&visit, send).await.expect("the store").expect("no refusal");
    }
    let page = browser.get("").await.html;
    let section =
        page.split("<section").find(|section| section.contains("id=\"decide\"")).expect("one waits");
    assert!(section.contains("Theirs") && !section.contains("Mine"), "{section:.600}");
}

#[tokio::test]
async fn a_first_step_that_others_take_is_told_with_their_names_below_ones_own() {
    // Top management, and who only reads.
    let world = World::of(&[Who::Role(0), Who::Role(7)]).await;
    let own = world.ask(Who::Role(0), "GET", "/o/acme", "").await.html;
    assert!(own.contains("id=\"steps\""), "top management has steps of its own: {own:.300}");
    let page = world.ask(Who::Role(7), "GET", "/o/acme", "").await;
    page.is_sound("my work");
    assert!(!page.html.contains("id=\"steps\""), "who only reads has none");
    let others = page.html.split("<section").find(|section| section.contains("id=\"steps-of-others\""));
    let others = others.expect("they are told");
    assert!(others.contains("First steps of others") && others.contains("waits for "), "{others}");
    assert!(!page.html.contains("Go through them"), "and takes no proposal");
    assert!(!page.html.contains("Answer more of the five questions"));
}
