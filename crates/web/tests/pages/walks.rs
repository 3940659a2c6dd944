//! What people do most, by keyboard in a real browser, with the keys counted: a register from a spreadsheet, and 93 rows of the statement.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use app::{Clock, Instance};
use serde_json::json;
use web::{Opened, Options, serve};

use crate::browser::NOON;
use crate::chromium::Chromium;
use crate::day_one::{COMPANIES, KEYS_A_MINUTE};
use crate::walk::{answer, decide};

/// Serves nothing yet, starts a browser, and walks; nothing where there is no browser.
async fn from_blank(walk: impl FnOnce(&mut Chromium, &str) + Send + 'static) {
    let files = tempfile::tempdir().expect("a folder");
    let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("an instance");
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let running =
        serve(Arc::new(instance), Options { address, open: Opened::No, origin: None }).await.expect("served");
    let link = running.link.clone();
    let walked = tokio::task::spawn_blocking(move || {
        let Some(mut page) = Chromium::start() else { return };
        page.go(&link);
        page.walk_to("Tab", "the five questions", |focus| focus.href == "/o/new");
        page.press_to_load("Enter");
        answer(&mut page, COMPANIES[1].1);
        walk(&mut page, link.split("/enter/").next().expect("an origin"));
    });
    walked.await.expect("the walk has told why it failed");
    // A browser that is on its way out may hold a connection a little longer.
    let _ = tokio::time::timeout(std::time::Duration::from_secs(5), running.stop()).await;
}

/// Tells what a walk took, and holds it to its minutes.
fn told(what: &str, page: &Chromium, before: usize, most: usize) {
    let keys = page.keys - before;
    let minutes = keys.div_ceil(KEYS_A_MINUTE);
    println!(
        "{what}: {keys} keys, about {minutes} minutes of typing; pages took {} ms in all",
        page.machine.as_millis()
    );
    assert!(minutes <= most, "{what}: {keys} keys");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_93_rows_of_the_statement_are_decided_by_keyboard_in_less_than_45_minutes() {
    from_blank(|page, home| {
        page.press("g");
        page.press_to_load("P");
        decide(page);
        page.press("g");
        page.press_to_load("s");
        assert_eq!(page.evaluate("location.origin"), home);
        let before = page.keys;
        let undecided = "[...document.querySelectorAll('[data-row^=\"A.\"]')].filter((row) =>
            !['yes', 'no'].includes(row.querySelector('[data-field=applicable]').dataset.value)).length";
        let left = page.evaluate(undecided).as_u64().expect("a number");
        assert!(left > 40, "{left} rows are undecided");
        // Into the grid, and along to the justification.
        page.walk_to("Tab", "the grid", |focus| ["TD", "TH"].contains(&focus.tag.as_str()));
        while page.evaluate("document.activeElement.dataset.field ?? ''") != "justification" {
            page.press("ArrowRight");
        }
        // Rows whose proposal is right: nothing is typed in them.
        let (mut rows, mut pressed) = (0, 0);
        for more in (0..left).rev() {
            let begun = page.keys;
            let mut is_right = true;
            page.press("u");
            let row = "document.activeElement.closest('tr').dataset";
            let id = page.evaluate(&format!("{row}.row"));
            let is = |field: &str| {
                format!("document.querySelector('[data-row={id}] [data-field={field}]').dataset.value")
            };
            page.press("y");
            page.until(&format!("{} === 'yes'", is("applicable")));
            if page.evaluate(&format!("{} === ''", is("reasons"))) == true {
                page.press("4");
                page.until(&format!("{} !== ''", is("reasons")));
            }
            if page.evaluate(&format!("{} === ''", is("justification"))) == true {
                page.press("Enter");
                page.until("document.activeElement.matches('input, textarea') || document.activeElement.dataset.value");
                if page.evaluate("document.activeElement.matches('input, textarea')") == true {
                    is_right = false;
                    page.types("usual practice here");
                    page.press("Ctrl Enter");
                }
                page.until(&format!("{} !== ''", is("justification")));
            }
            page.until(&format!("({undecided}) === {more}"));
            if is_right {
                (rows, pressed) = (rows + 1, pressed + page.keys - begun);
            }
        }
        println!("{rows} rows whose proposal is right: {pressed} keys");
        assert!(pressed <= 6 * rows, "{pressed} keys for {rows} rows");
        told("93 rows of the statement", page, before, 45);
        page.go(&format!("{home}/o/fernleaf-payroll/soa"));
        let words = page.evaluate("document.body.innerText");
        assert!(words.as_str().expect("a text").contains("93 of 93 decided"), "{words}");
    })
    .await;
}

/// Presses a key on what has the focus, with `ctrlKey` or `shiftKey`.
fn strike(page: &mut Chromium, key: &str, with: &str) {
    page.keys += 1;
    page.evaluate(&format!(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', {with}: true, bubbles: true, cancelable: true }}))"
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_a_grid_are_selected_filled_and_pasted_by_keys() {
    from_blank(|page, home| {
        let words = |page: &mut Chromium, of: &str| {
            let said = page.evaluate(&format!("document.querySelector('{of}').innerText"));
            said.as_str().expect("a text").to_owned()
        };
        page.go(&format!("{home}/o/fernleaf-payroll/soa?theme=7"));
        page.walk_to("Tab", "the grid", |focus| ["TD", "TH"].contains(&focus.tag.as_str()));
        let row = "document.activeElement.closest('tr').dataset.row";
        assert_eq!(page.evaluate(row), "A.7.1");
        page.press("x");
        for _ in 0..3 {
            page.press("ArrowDown");
        }
        strike(page, "X", "shiftKey");
        let said = words(page, "[data-selected]");
        assert!(said.starts_with("4 selected of 93") && said.contains("A.7 Physical"), "{said}");
        strike(page, "a", "ctrlKey");
        assert!(words(page, "[data-selected]").starts_with("14 selected"), "all in the filter");
        strike(page, "a", "ctrlKey");
        // The state of the first of two ticked rows goes to both, looked at first.
        page.press("p");
        page.until("document.querySelector('[data-row=\\'A.7.4\\'] [data-field=state]').dataset.value === 'planned'");
        page.press("x");
        page.press("ArrowDown");
        page.press("x");
        while page.evaluate("document.activeElement.dataset.field ?? ''") != "state" {
            page.press("ArrowRight");
        }
        page.evaluate_to_load("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', ctrlKey: true, bubbles: true, cancelable: true }))");
        assert!(words(page, "main").contains("A.7.5"), "{}", words(page, "main"));
        page.walk_to("Tab", "writing it", |focus| focus.tag == "BUTTON" && focus.words == "Write 1 row");
        page.press_to_load("Enter");
        let value = "document.querySelector('[data-row=\"A.7.5\"] [data-field=state]').dataset.value";
        assert_eq!(page.evaluate(value), "planned");
        assert_eq!(page.evaluate("location.search"), "?theme=7", "the filter stays");
        // A block that is pasted on a cell begins there.
        page.walk_to("Tab", "the grid", |focus| ["TD", "TH"].contains(&focus.tag.as_str()));
        while page.evaluate("document.activeElement.dataset.field ?? ''") != "justification" {
            page.press("ArrowRight");
        }
        page.evaluate_to_load("const block = new DataTransfer(); block.setData('text/plain', 'first\\npartial one\\n');
            document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: block, bubbles: true, cancelable: true }))");
        let said = words(page, "main");
        assert!(said.contains("2 rows pasted") && said.contains("A.7.2") && said.contains("partial one"), "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_risks_of_a_spreadsheet_are_in_the_register_in_less_than_three_minutes() {
    from_blank(|page, home| {
        let mut sheet = String::from("ID,Risk,Owner,Likelihood,Impact,Category\n");
        for number in 1..=200 {
            let (likelihood, impact) = (1 + number % 5, 1 + number / 5 % 5);
            sheet += &format!(
                "R{number},Something {number} stops the service,Jan Novak,{likelihood},{impact},IT\n"
            );
        }
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("risks.csv");
        std::fs::write(&file, sheet).expect("a file");
        let before = page.keys;
        page.go(&format!("{home}/o/fernleaf-payroll/import"));
        // The dialog of the system is not the page's: the file is chosen in it.
        let root = page.call("DOM.getDocument", json!({}));
        let asked = json!({ "nodeId": root["root"]["nodeId"], "selector": "main input[type=file]" });
        let field = page.call("DOM.querySelector", asked);
        page.call("DOM.setFileInputFiles", json!({ "nodeId": field["nodeId"], "files": [file] }));
        page.evaluate("document.querySelector('main input[type=file]').focus()");
        page.walk_to("Tab", "the button", |focus| focus.tag == "BUTTON");
        page.press_to_load("Enter");
        let path =
            |page: &mut Chromium| page.evaluate("location.pathname").as_str().expect("a path").to_owned();
        assert!(path(page).ends_with("/columns"), "{}", path(page));
        page.walk_to("Tab", "the check", |focus| focus.tag == "BUTTON" && focus.words.starts_with("Check"));
        page.press_to_load("Enter");
        let words = page.evaluate("document.body.innerText").as_str().expect("a text").to_owned();
        assert!(words.contains("200 new"), "{words}");
        page.walk_to("Tab", "applying it", |focus| focus.tag == "BUTTON" && focus.words.contains("200"));
        page.press_to_load("Enter");
        told("a spreadsheet of 200 risks", page, before, 3);
        page.go(&format!("{home}/o/fernleaf-payroll/risks?q=Something"));
        let words = page.evaluate("document.body.innerText").as_str().expect("a text").to_owned();
        assert!(words.contains("200"), "{words}");
    })
    .await;
}
