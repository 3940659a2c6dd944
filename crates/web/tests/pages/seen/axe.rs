//! axe-core on every page, in light and dark: nothing found.

use crate::chromium::Chromium;
use crate::seen::places::places;
use crate::seen::{Served, THEMES, look, nothing_found, shape};

/// The variable that says where axe-core is.
const VARIABLE: &str = "PLUMB_AXE";
/// Asks for WCAG 2.2 A and AA and the good practice that axe-core knows, and returns a line for each thing found.
const ASK: &str = "axe.run({ exclude: SEEN }, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then((told) => JSON.stringify(
    told.violations.flatMap((one) => one.nodes.map((node) =>
        `${one.id}: ${node.target.join(' ')}: ${(node.failureSummary ?? '').split('\\n').slice(1, 2).join(' ').trim()}`))))";

/// In other colours nothing but colours is another.
const ASK_OF_COLOURS: &str =
    "axe.run({ exclude: SEEN }, { resultTypes: ['violations'], runOnly: ['color-contrast'] }).then((told) =>
    JSON.stringify(told.violations.flatMap((one) => one.nodes.map((node) =>
        `${one.id}: ${node.target.join(' ')}: ${(node.failureSummary ?? '').split('\\n').slice(1, 2).join(' ').trim()}`))))";

/// Returns the text of axe-core; nothing where there is none and nobody insists.
fn axe() -> Option<String> {
    let Some(path) = std::env::var_os(VARIABLE) else {
        assert!(std::env::var_os("CI").is_none(), "{VARIABLE} does not say where axe-core is");
        println!("skipped: {VARIABLE} does not say where axe-core is");
        return None;
    };
    Some(std::fs::read_to_string(path).expect("axe-core can be read"))
}

/// Opens every page that links lead to, and asks.
fn ask_all(page: &mut Chromium, home: &str, axe: &str, themes: &[&str]) -> (usize, Vec<String>) {
    let mut places = places(page, home, &["/", "/portfolio", "/o/new"]);
    if themes.len() == 1 {
        // Forms and lists of the kinds are the same, empty or not: the rail's pages come first and are enough.
        places.truncate(60);
    }
    let mut found = Vec::new();
    for theme in themes {
        shape(page, 1440, 900, theme);
        // Colours come from one table of them: in the dark every third page is asked about.
        let step = if *theme == "light" { 1 } else { 3 };
        for place in places.iter().step_by(step) {
            page.go(&format!("{home}{place}"));
            page.evaluate(axe);
            // The rail is the same on every page: it is asked about once.
            let seen = if place == &places[0] { "[]" } else { "['.rail']" };
            let ask = if *theme == "light" { ASK } else { ASK_OF_COLOURS };
            let told = page.evaluate(&ask.replace("SEEN", seen));
            let told: Vec<String> =
                serde_json::from_str(told.as_str().expect("a text")).expect("our own JSON");
            found.extend(told.into_iter().map(|line| format!("{place} ({theme}): {line}")));
        }
    }
    (places.len(), found)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_nothing_on_any_page_of_the_sample() {
    let Some(axe) = axe() else { return };
    let seen = look(Served::Midway, move |page, home| ask_all(page, home, &axe, &THEMES)).await;
    let Some((pages, found)) = seen else { return };
    nothing_found("axe-core on the sample", pages, &found);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_nothing_on_any_page_of_an_organisation_that_has_just_begun() {
    let Some(axe) = axe() else { return };
    let seen = look(Served::Empty, move |page, home| ask_all(page, home, &axe, &["light"])).await;
    let Some((pages, found)) = seen else { return };
    nothing_found("axe-core on empty pages", pages, &found);
}
