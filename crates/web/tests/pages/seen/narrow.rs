//! Every page on a telephone of 360 px, and at 1440 px: no page scrolls sideways, and no table squeezes its words.

use crate::seen::places::places;
use crate::seen::{Served, look, nothing_found, shape};

/// How far the page is wider than the window, and what is the widest thing in it.
const WIDER: &str = "(() => { const root = document.documentElement; const over = root.scrollWidth - innerWidth;
    if (over <= 0) return '';
    const all = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1
        && ![...document.querySelectorAll('[tabindex=\"0\"]')].some((box) => box !== one && box.contains(one)));
    const worst = all.at(-1); return `${over} px wider: ${worst?.tagName} ${worst?.className}`; })()";

/// The first cell in which a sentence stands a word or two wide.
const SQUASHED: &str = "(() => { for (const cell of document.querySelectorAll('main table :is(th, td)')) {
    const box = cell.getBoundingClientRect(), words = cell.textContent.trim();
    if (box.width > 0 && box.width < 96 && box.height > 96 && words.length > 24) return `${Math.round(box.width)} px for: ${words.slice(0, 40)}`;
    } return ''; })()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_scrolls_sideways_on_a_telephone() {
    let seen = look(Served::History, |page, home| {
        let places = places(page, home, &["/", "/portfolio", "/o/new"]);
        let mut found = Vec::new();
        for width in [360, 1440] {
            shape(page, width, 800, "light");
            for place in &places {
                page.go(&format!("{home}{place}"));
                let wider = page.evaluate(WIDER);
                let wider = wider.as_str().expect("a text");
                if !wider.is_empty() {
                    found.push(format!("{place} at {width} px is {wider}"));
                }
                let squashed = page.evaluate(SQUASHED);
                let squashed = squashed.as_str().expect("a text");
                if !squashed.is_empty() {
                    found.push(format!("{place} at {width} px has {squashed}"));
                }
            }
        }
        (places.len(), found)
    });
    let Some((pages, found)) = seen.await else { return };
    nothing_found("sideways", pages, &found);
}
