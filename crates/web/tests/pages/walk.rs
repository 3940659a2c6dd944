//! Day one in a real browser, from blank to the two pages for the director: every key is pressed, counted and seen to land.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use app::{Clock, Instance};
use web::{Opened, Options, serve};

use crate::browser::NOON;
use crate::chromium::Chromium;
use crate::day_one::{COMPANIES, KEYS_A_MINUTE};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_with_a_keyboard_has_the_plan_for_the_director_in_less_than_fifteen_minutes() {
    for (what, answers) in COMPANIES {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("an instance");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let running = serve(Arc::new(instance), Options { address, open: Opened::No, origin: None })
            .await
            .expect("served");
        let link = running.link.clone();
        let walked = tokio::task::spawn_blocking(move || Some(walk(&mut Chromium::start()?, &link, answers)));
        let walked = walked.await.expect("the walk has told why it failed");
        running.stop().await.expect("it ends");
        let Some(walked) = walked else { return };
        let minutes = walked.keys.div_ceil(KEYS_A_MINUTE);
        println!(
            "{what}: {} keys, about {minutes} minutes of typing; pages took {} ms in all",
            walked.keys,
            walked.machine.as_millis()
        );
        assert!(walked.pdf.starts_with(b"%PDF"), "{what}");
        assert!(minutes < 15, "{what}: {} keys", walked.keys);
    }
}

/// What came of a walk.
struct Walked {
    keys: usize,
    machine: std::time::Duration,
    pdf: Vec<u8>,
}

/// Walks from the first page to the file.
fn walk(page: &mut Chromium, link: &str, answers: &[(&str, &str)]) -> Walked {
    page.go(link);
    page.walk_to("Tab", "the five questions", |focus| focus.href == "/o/new");
    page.press_to_load("Enter");
    answer(page, answers);
    assert_eq!(page.evaluate("document.title.startsWith('My work')"), true);
    page.press("g");
    page.press_to_load("P");
    decide(page);
    page.press("g");
    page.press_to_load("T");
    page.walk_to("Tab", "the two pages", |focus| focus.href.ends_with("/exports/plan.pdf"));
    let pdf = page.press_to_download("Enter");
    Walked { keys: page.keys, machine: page.machine, pdf }
}

/// Fills the five questions in.
pub fn answer(page: &mut Chromium, answers: &[(&str, &str)]) {
    for (name, text) in answers {
        page.walk_to("Tab", name, |focus| focus.name == *name);
        if ["remote", "writes_software"].contains(name) {
            page.press("Space");
            while page.focus().value != *text {
                page.press("ArrowDown");
            }
            let checked = format!("document.querySelector('[name={name}]:checked')?.value");
            assert_eq!(page.evaluate(&checked), *text);
        } else {
            page.types(text);
        }
    }
    page.press_to_load("Enter");
}

/// Takes, refuses and changes drafts by their keys, then takes all others kind by kind.
pub fn decide(page: &mut Chromium) {
    let ids = page
        .evaluate("JSON.stringify([...document.querySelectorAll('[data-rows] > li')].map((row) => row.id))");
    let ids: Vec<String> = serde_json::from_str(ids.as_str().expect("a text")).expect("our own JSON");
    let focused = |page: &mut Chromium| page.focus().row;
    assert_eq!(focused(page), ids[0], "the first draft has the focus");
    page.press_to_load("t");
    assert_eq!(focused(page), ids[1], "after taking, the next has it");
    page.press("j");
    assert_eq!(focused(page), ids[2], "j goes down");
    page.press("k");
    assert_eq!(focused(page), ids[1], "k goes up");
    page.press("j");
    page.press_to_load("x");
    assert_eq!(focused(page), ids[3], "after refusing, the next has it");
    page.press_to_load("e");
    let form = page.focus();
    assert!(["INPUT", "TEXTAREA"].contains(&form.tag.as_str()), "a change can be typed at once: {form:?}");
    page.types(" of ours");
    page.press_to_load("Ctrl Enter");
    assert_eq!(focused(page), ids[4], "after a change, the next has it");
    // Whoever shifts back from a draft comes to the button that takes all of its kind.
    while page.evaluate("document.querySelectorAll('[data-rows] > li').length") != 0 {
        if page
            .evaluate("document.activeElement.closest('section')?.textContent.includes('Take all') ?? false")
            == true
        {
            page.walk_to("Shift Tab", "a kind", |focus| focus.words.starts_with("Take all"));
            page.press_to_load("Enter");
        } else {
            page.press_to_load("t");
        }
    }
}
