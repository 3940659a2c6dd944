//! Every page on a telephone of 360 px, and at 1440 px: no page scrolls sideways.

use crate::seen::places::places;
use crate::seen::{Served, look, nothing_found, shape};

/// How far the page is wider than the window, and what is the widest thing in it.
const WIDER: &str = "(() => { const root = document.documentElement; const over = root.scrollWidth - innerWidth;
    if (over <= 0) return '';
    const all = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1
        && ![...document.querySelectorAll('[tabindex=\"0\"]')].some((box) => box !== one && box.contains(one)));
    const worst = all.at(-1); return `${over} px wider: ${worst?.tagName} ${worst?.className}`; })()";

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
            }
        }
        (places.len(), found)
    });
    let Some((pages, found)) = seen.await else { return };
    nothing_found("sideways", pages, &found);
}
