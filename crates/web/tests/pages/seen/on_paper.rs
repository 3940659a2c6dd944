//! What is printed: a running head, no controls, and heads of tables that come again on each page.

use serde_json::json;

use crate::seen::{Served, look, shape};

/// Pages that are printed: registers, the statement, plans, minutes, reports.
const PRINTED: &[&str] = &[
    "/soa",
    "/risks",
    "/assets",
    "/controls",
    "/evidence",
    "/suppliers",
    "/treatment",
    "/plan",
    "/timeline",
    "/readiness",
    "/documents/DOC-1",
    "/risks/R-1",
    "/audits",
    "/management-reviews",
    "/integrity",
    "/history",
    "/documents/register",
];

/// What is seen on paper and should not be, and what is missing; a line each.
const LACKS: &str = "(() => { const lacks = [];
    const seen = (one) => one.getClientRects().length > 0;
    for (const one of document.querySelectorAll('nav.rail, .bar, main button:not(.term-word), main .button, .actions, .filter, .grid-tools, .g-pick'))
        if (seen(one)) { lacks.push(`${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`); break; }
    const head = document.querySelector('.print-head');
    if (!head || !seen(head) || getComputedStyle(head).display !== 'table-header-group') lacks.push('no running head');
    if (!/commit \\d+/.test(head?.textContent ?? '')) lacks.push('the head names no commit');
    for (const one of document.querySelectorAll('main :is([data-grid], .table) thead')) if (getComputedStyle(one).display !== 'table-header-group') lacks.push('a head of a table stands once');
    for (const one of document.querySelectorAll('main :is([data-grid], .table) tbody tr')) if (seen(one) && getComputedStyle(one).display !== 'table-row') { lacks.push('a row is no row'); break; }
    return lacks.join('; '); })()";
/// How many heads of grids are seen.
const HEADS: &str = "[...document.querySelectorAll('main .grid thead')].filter((one) => one.getClientRects().length > 0).length";
/// How wide what is printed on A4 is, between its margins.
const SHEET: u32 = 680;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_printed_has_a_running_head_and_no_controls() {
    let seen = look(Served::Midway, |page, home| {
        let org = format!("{home}/o/fernleaf-software");
        let mut found = Vec::new();
        shape(page, SHEET, 900, "light");
        for path in PRINTED {
            page.go(&format!("{org}{path}"));
            page.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
            let lacks = page.evaluate(LACKS);
            let lacks = lacks.as_str().expect("a text");
            if !lacks.is_empty() {
                found.push(format!("{path}: {lacks}"));
            }
            // The file of the printer has pages, and no line of ours breaks it.
            let made = page.call("Page.printToPDF", json!({ "preferCSSPageSize": false }));
            assert!(made["data"].as_str().is_some_and(|data| data.len() > 4_000), "{path}");
            page.call("Emulation.setEmulatedMedia", json!({ "media": "" }));
        }
        // On a phone the rows of what is to be printed are cards, which have no common head.
        shape(page, 400, 900, "light");
        page.go(&format!("{org}/soa?print=1"));
        let heads = page.evaluate(HEADS);
        if heads != json!(0) {
            found.push(format!("/soa?print=1: {heads} heads over cards"));
        }
        found
    });
    let Some(found) = seen.await else { return };
    println!("on paper: {} pages, {} findings", PRINTED.len(), found.len());
    assert!(found.is_empty(), "{}", found.join("\n"));
}
