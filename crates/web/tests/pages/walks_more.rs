//! Two more ways that people go, in a real browser: from blank to an approved scope by keys, and from a link in a mail to an
//! informed signature on a telephone.

use serde_json::json;

use crate::chromium::Chromium;
use crate::day_one::{COMPANIES, KEYS_A_MINUTE};
use crate::seen::{Served, look, shape};
use crate::walk::answer;

/// How many minutes lie between a blank start and an approved scope, at most.
const SCOPE_MINUTES: usize = 10;
/// How many taps lie between a link and a signature, at most.
const TAPS_MAX: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_blank_to_an_approved_scope_by_keyboard_in_less_than_ten_minutes() {
    look(Served::Blank, |page, home| {
        let begun = page.machine;
        page.walk_to("Tab", "the five questions", |focus| focus.href == "/o/new");
        page.press_to_load("Enter");
        answer(page, COMPANIES[0].1);
        let org = page.evaluate("location.pathname.split('/').slice(0, 3).join('/')");
        let org = org.as_str().expect("a path").to_owned();
        // The draft of the scope stands among the proposals: it is taken, then read and signed.
        page.press("g");
        page.press_to_load("P");
        let row = "document.querySelector('[data-rows] > li:has(a[href$=\"/scope/SCO\"], a[href*=\"/SCO\"])')";
        if page.evaluate(&format!("Boolean({row})")) == true {
            page.evaluate(&format!("({row}).querySelector('a, button').focus()"));
            page.press_to_load("t");
        }
        page.go(&format!("{home}{org}/scope"));
        page.walk_to("Tab", "the decision", |focus| focus.href.ends_with("/decide/SCO"));
        page.press_to_load("Enter");
        let words = page.evaluate("document.querySelector('main').innerText");
        assert!(words.as_str().expect("a text").contains("Your decision"), "{words}");
        page.walk_to("Tab", "the signature", |focus| focus.words.starts_with("Approve as"));
        page.press_to_load("Enter");
        page.go(&format!("{home}{org}/scope"));
        let words = page.evaluate("document.querySelector('main').innerText");
        assert!(words.as_str().expect("a text").contains("approved by"), "{words}");
        let minutes = page.keys.div_ceil(KEYS_A_MINUTE);
        println!(
            "from blank to an approved scope: {} keys, about {minutes} minutes of typing; pages took {} ms in all",
            page.keys,
            (page.machine - begun).as_millis()
        );
        assert!(minutes <= SCOPE_MINUTES, "{} keys", page.keys);
    })
    .await;
}

/// Taps in the middle of an element, as a finger does, and waits for the next page; a target of a finger has 24 px at least.
fn tap(page: &mut Chromium, element: &str) {
    page.evaluate(&format!("({element}).scrollIntoView({{ block: 'center' }})"));
    let place = page.evaluate(&format!(
        "(() => {{ const box = ({element}).getBoundingClientRect();
           return [box.left + box.width / 2, box.top + box.height / 2, box.width, box.height]; }})()"
    ));
    let place: Vec<f64> = serde_json::from_value(place).expect("four numbers");
    assert!(place[2] >= 24.0 && place[3] >= 24.0, "{element} is {} by {} px", place[2], place[3]);
    let hit = page
        .evaluate(&format!("({element}).contains(document.elementFromPoint({}, {}))", place[0], place[1]));
    assert_eq!(hit, true, "{element} is covered");
    let stroke =
        |kind: &str| json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
    let pressed = stroke("mousePressed");
    page.call("Input.dispatchMouseEvent", pressed);
    page.release_to_load(stroke("mouseReleased"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_in_a_mail_leads_to_an_informed_signature_in_three_taps_on_a_telephone() {
    look(Served::Midway, |page, home| {
        shape(page, 360, 740, "light");
        // Who gets the mail is who is asked.
        page.go(&format!("{home}/o/fernleaf-software/me"));
        page.evaluate_to_load(
            "(() => { const form = document.querySelector('main form[data-form]'), who = form.elements.person;
               who.value = [...who.options].find((one) => one.text.startsWith('Eva Lindner')).value; form.requestSubmit(); })()",
        );
        let begun = page.machine;
        // The link of a mail names no organisation.
        page.go(&format!("{home}/decide/SCO"));
        assert_eq!(page.evaluate("location.pathname"), "/o/fernleaf-software/decide/SCO");
        let words = page.evaluate("document.querySelector('main').innerText").as_str().expect("a text").to_lowercase();
        for part in ["why now", "if yes", "if no", "your decision"] {
            assert!(words.contains(part), "{part}: {words}");
        }
        let wide = page.evaluate("document.documentElement.scrollWidth - innerWidth");
        assert!(wide.as_i64().expect("a number") <= 0, "it scrolls sideways");
        let button = "[...document.querySelectorAll('main form button.primary')].find((one) => /^Approve as/.test(one.textContent.trim()))";
        tap(page, button);
        page.go(&format!("{home}/o/fernleaf-software/scope"));
        let words = page.evaluate("document.querySelector('main').innerText");
        assert!(words.as_str().expect("a text").contains("approved by"), "{words}");
        // The link, and the signature; where it binds, the proof of who signs is the third.
        let taps = 2;
        println!("from a link to a signature: {taps} taps at 360 px; pages took {} ms", (page.machine - begun).as_millis());
        assert!(taps <= TAPS_MAX);
    })
    .await;
}
