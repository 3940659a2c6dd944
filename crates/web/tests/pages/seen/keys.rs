//! Keys and the palette, pressed in a real browser: each leads where the list of keys says.

use crate::chromium::{Chromium, To};
use crate::seen::{Served, look};

/// Where the sample is.
const ORG: &str = "/o/fernleaf-software";

fn path(page: &mut Chromium) -> String {
    page.evaluate("location.pathname").as_str().expect("a path").to_owned()
}

/// Opens the palette, types, waits for what it finds, and returns the words of the first entry.
fn palette(page: &mut Chromium, typed: &str, first: &str) {
    page.press("Ctrl k");
    page.until("document.getElementById('palette').open");
    page.types(typed);
    page.until(&format!(
        "document.querySelector('#palette-list [aria-selected=true] span')?.textContent.includes({first:?})"
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_lead_to_pages_to_neighbours_and_back_unless_they_are_turned_off() {
    look(Served::Midway, |page, home| {
        page.go(&format!("{home}{ORG}"));
        for (letter, to) in
            [("t", "/timeline"), ("r", "/risks"), ("T", "/plan"), ("P", "/proposals"), ("r", "/risks")]
        {
            page.press("g");
            page.press_to_load(letter);
            assert_eq!(path(page), format!("{ORG}{to}"), "g {letter}");
        }
        // From the second of the list to the third and back.
        let links =
            "[...document.querySelectorAll('#risks tbody tr')].map((row) => row.querySelector('a').pathname)";
        let links: Vec<String> = serde_json::from_value(page.evaluate(links)).expect("paths");
        page.evaluate_to_load("document.querySelectorAll('#risks tbody tr')[1].querySelector('a').click()");
        assert_eq!(path(page), links[1]);
        page.press_to_load("]");
        assert_eq!(path(page), links[2]);
        page.press_to_load("[");
        assert_eq!(path(page), links[1]);
        page.press(".");
        let first = page.focus();
        assert!(["A", "BUTTON"].contains(&first.tag.as_str()) && !first.words.is_empty(), "{first:?}");
        page.press_to_load("h");
        assert!(path(page).ends_with("/history"), "{}", path(page));
        page.press("g");
        page.press_to_load("p");
        assert_eq!(path(page), "/portfolio");
        // Turned off, a letter is a letter.
        page.go(&format!("{home}{ORG}/risks"));
        page.evaluate_to_load("document.querySelector('button[name=letters]').click()");
        page.press("g");
        page.press("s");
        assert_eq!(page.evaluate("document.documentElement.dataset.letters"), "off");
        assert_eq!(path(page), format!("{ORG}/risks"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_palette_leads_to_records_actions_forms_and_other_days() {
    look(Served::Midway, |page, home| {
        page.go(&format!("{home}{ORG}/risks"));
        palette(page, "R-3", "open R-3");
        page.press_to_load("Enter");
        assert_eq!(path(page), format!("{ORG}/risks/R-3"));
        palette(page, "history", "History");
        page.press_to_load("Enter");
        assert!(path(page).ends_with("/history"), "what the page offers: {}", path(page));
        page.go(&format!("{home}{ORG}/risks"));
        page.press("Ctrl k");
        page.types("new supplier");
        page.until("[...document.querySelectorAll('#palette-list span')].some((one) => one.textContent === 'New supplier')");
        page.press("Escape");
        palette(page, "2026-11-10", "as of 2026-11-10");
        page.press_to_load("Enter");
        let words = page.evaluate("document.querySelector('.asof').textContent");
        assert!(words.as_str().expect("a text").contains("10 Nov 2026"), "{words}");
        palette(page, "today", "today");
        page.press_to_load("Enter");
        assert_eq!(page.evaluate("Boolean(document.querySelector('.asof'))"), false);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_that_is_pasted_into_a_grid_is_looked_at_and_one_value_goes_into_its_cell() {
    look(Served::Midway, |page, home| {
        page.go(&format!("{home}{ORG}/suppliers"));
        page.evaluate("document.querySelector('tbody td[data-field=title]').focus()");
        page.pastes("A better name", To::Here);
        page.until("document.querySelector('tbody td[data-field=title] input')?.value === 'A better name'");
        page.press("Escape");
        page.evaluate("document.querySelector('tbody td[data-field=title]').focus()");
        page.pastes("First renamed\nSecond renamed", To::Page);
        assert_eq!(path(page), format!("{ORG}/grids/suppliers/paste"));
        let words = page.evaluate("document.querySelector('main').innerText");
        let words = words.as_str().expect("a text");
        assert!(words.contains("First renamed") && words.contains("Write 2 rows"), "{words}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn j_and_k_move_through_tables_and_grids() {
    look(Served::Midway, |page, home| {
        let row = "[...document.querySelectorAll('main :is(tr, li, article, summary)')].indexOf(document.activeElement.closest('tr, li, article, summary'))";
        for list in ["/risks", "/soa", "/documents", "/readiness", "/frameworks", "/exports"] {
            page.go(&format!("{home}{ORG}{list}"));
            page.press("j");
            let first = page.evaluate(row).as_i64();
            page.press("j");
            let second = page.evaluate(row).as_i64();
            assert!(first >= Some(0) && second > first, "{list}: {first:?}, then {second:?}");
            page.press("k");
            assert_eq!(page.evaluate(row).as_i64(), first, "{list}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cell_that_was_saved_is_taken_back_where_one_works() {
    look(Served::Midway, |page, home| {
        page.go(&format!("{home}{ORG}/soa"));
        let applies = "document.querySelector('[data-row=\"A.5.6\"] [data-field=applicable]')";
        page.evaluate(&format!("{applies}.focus()"));
        page.press("y");
        page.until(&format!("{applies}.dataset.value === 'yes' && document.querySelector('.toast button')"));
        page.evaluate_to_load("document.querySelector('.toast button').click()");
        assert_ne!(page.evaluate(&format!("{applies}.dataset.value")), "yes");
        assert_eq!(
            page.evaluate("document.querySelector('.flash').textContent.includes('was taken back')"),
            true
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approved_statement_that_is_edited_says_at_once_that_it_is_a_draft() {
    look(Served::History, |page, home| {
        let org = page.evaluate("document.querySelector('a[href$=\"/soa\"]').getAttribute('href')");
        let soa = org.as_str().expect("an address").to_owned();
        page.go(&format!("{}{soa}", home.trim_end_matches('/')));
        let stands = "document.getElementById('soa-stands').textContent";
        let before = page.evaluate(stands);
        assert!(before.as_str().is_some_and(|text| text.contains("approved")), "{before:?}");
        page.evaluate("document.querySelector('[data-row=\"A.8.13\"] [data-field=state]').focus()");
        page.press("p");
        page.until(&format!("{stands}.includes('in 1 row')"));
        let said = page.evaluate("document.querySelector('.grid-region').nextElementSibling.textContent");
        let said = said.as_str().expect("words");
        assert!(said.starts_with("A.8.13 saved. v") && said.contains("draft, differs from v"), "{said}");
    })
    .await;
}
