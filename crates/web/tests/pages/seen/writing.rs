//! What is typed and left is kept by itself with script, and with one button without.

use crate::chromium::Chromium;
use crate::seen::{Served, look};

/// Opens the form of a new risk and types its title.
fn begin(page: &mut Chromium, home: &str) {
    page.go(&format!("{home}/o/acme/risks/new"));
    page.walk_to("Tab", "the title", |focus| focus.name == "title");
    page.types("Ransomware stops the orders");
}

/// Opens the form again, takes the draft up, and looks at the title.
fn taken_up(page: &mut Chromium, home: &str) {
    page.go(&format!("{home}/o/acme/risks/new"));
    assert_eq!(
        page.evaluate("document.querySelector('#title').value"),
        "",
        "the form shows what is on record"
    );
    page.walk_to("Tab", "the draft", |focus| focus.words == "Take it up");
    page.press_to_load("Enter");
    assert_eq!(page.evaluate("document.querySelector('#title').value"), "Ransomware stops the orders");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_is_kept_when_its_field_is_left_and_is_there_in_the_next_visit() {
    look(Served::Empty, |page, home| {
        begin(page, home);
        page.press("Tab");
        page.until("document.querySelector('[data-draft-says]').textContent === 'Kept, not saved yet'");
        taken_up(page, home);
        page.walk_to("Tab", "the title", |focus| focus.name == "title");
        page.press_to_load("Enter");
        assert_eq!(page.evaluate("location.pathname"), "/o/acme/risks/R-1");
        page.go(&format!("{home}/o/acme/drafts"));
        let words = page.evaluate("document.body.innerText");
        assert!(words.as_str().expect("a text").contains("No unsaved text"), "{words}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_is_kept_by_a_button_without_script() {
    look(Served::Empty, |page, home| {
        page.disable_script();
        begin(page, home);
        page.walk_to("Tab", "the button", |focus| focus.words == "Keep for later");
        page.press_to_load("Enter");
        taken_up(page, home);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_is_seen_as_it_will_read_while_it_is_typed() {
    look(Served::Empty, |page, home| {
        page.go(&format!("{home}/o/acme/documents/new"));
        page.walk_to("Tab", "the text", |focus| focus.name == "text");
        page.press("Ctrl b");
        for sign in ["b", "o", "l", "d"] {
            page.press(sign);
        }
        assert_eq!(page.evaluate("document.activeElement.value"), "**bold**");
        page.until("document.querySelector('#preview strong')?.textContent === 'bold'");
    })
    .await;
}
