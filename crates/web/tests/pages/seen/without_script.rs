//! With script disabled: every page stands, every form can be sent, and a risk is recorded and changed by keys.

use crate::seen::places::places;
use crate::seen::{Served, look, nothing_found};

/// What a page without script lacks, a line each.
const LACKS: &str = "(() => { const lacks = [];
    if (document.querySelectorAll('h1').length !== 1) lacks.push('not one h1');
    if (!document.querySelector('main')) lacks.push('no main');
    for (const form of document.forms) {
        /* A field may be called `elements`. */
        const fields = [...form.querySelectorAll('input, button, select, textarea')];
        /* One field for words to be looked for is sent by Enter. */
        if (fields.length === 1 && fields[0].type === 'search') continue;
        const sends = fields.some((one) => ['submit', 'image'].includes(one.type)
            && one.getClientRects().length + (one.closest('details:not([open])') ? 1 : 0) > 0)
            || [...document.querySelectorAll(`[form=\"${form.id}\"]`)].some((one) => one.type === 'submit');
        const hidden = form.closest('dialog:not([open]), [popover], details:not([open]), [hidden]');
        if (!sends && !hidden) lacks.push(`no button sends ${form.getAttribute('action')}`);
    }
    return lacks.join('; '); })()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_stands_and_every_form_can_be_sent_without_script() {
    let seen = look(Served::Midway, |page, home| {
        let places = places(page, home, &["/", "/portfolio", "/o/new"]);
        page.disable_script();
        let mut found = Vec::new();
        for place in &places {
            page.go(&format!("{home}{place}"));
            let lacks = page.evaluate(LACKS);
            let lacks = lacks.as_str().expect("a text");
            if !lacks.is_empty() {
                found.push(format!("{place}: {lacks}"));
            }
        }
        (places.len(), found)
    });
    let Some((pages, found)) = seen.await else { return };
    nothing_found("without script", pages, &found);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_risk_is_recorded_changed_and_taken_back_without_script() {
    look(Served::Empty, |page, home| {
        page.disable_script();
        page.go(&format!("{home}/o/acme/risks/new"));
        page.walk_to("Tab", "the title", |focus| focus.name == "title");
        page.types("Ransomware stops the orders");
        page.press_to_load("Enter");
        assert_eq!(page.evaluate("location.pathname"), "/o/acme/risks/R-1");
        page.walk_to("Tab", "the form", |focus| focus.href.ends_with("/risks/R-1/edit"));
        page.press_to_load("Enter");
        page.walk_to("Tab", "the title", |focus| focus.name == "title");
        page.press("End");
        page.types(" and the shops");
        page.press_to_load("Enter");
        let words = page.evaluate("document.querySelector('h1').textContent");
        assert!(words.as_str().expect("a text").contains("and the shops"), "{words}");
        page.walk_to("Tab", "taking it back", |focus| focus.words == "Undo");
        page.press_to_load("Enter");
        let words = page.evaluate("document.body.innerText");
        assert!(!words.as_str().expect("a text").contains("Error"), "{words}");
        page.go(&format!("{home}/o/acme/risks/R-1"));
        let title = page.evaluate("document.querySelector('h1').textContent");
        let title = title.as_str().expect("a text");
        assert!(title.contains("Ransomware stops the orders") && !title.contains("and the shops"), "{title}");
    })
    .await;
}
