//! Which pages there are: all that links lead to, one of each pattern.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::chromium::Chromium;

/// Forms that are made alike for all kinds of records: how many of each are opened.
const ALIKE: usize = 2;
/// A crawl that finds more than this is one that runs away.
const PAGES_MAX: usize = 400;
/// Files, and what ends the session or leads away.
const NO_PAGES: [&str; 12] = [
    "/enter/", "/logout", ".pdf", ".csv", ".xlsx", ".json", ".ics", "/json/", "/file", ".zip", "/api/v1",
    "/static/",
];
/// The addresses that a page leads to.
const LINKS: &str = "JSON.stringify([...document.links].map((one) => one.getAttribute('href') ?? ''))";

/// Walks along the links from some addresses on and returns one address of each pattern, in the order found.
pub fn places(page: &mut Chromium, home: &str, from: &[&str]) -> Vec<String> {
    let mut waiting: VecDeque<String> = from.iter().map(|path| (*path).to_owned()).collect();
    let mut patterns: BTreeMap<String, usize> = BTreeMap::new();
    let mut met: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut found = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let (pattern, most) = pattern(&path);
        let seen = patterns.entry(pattern).or_default();
        if *seen >= most {
            continue;
        }
        *seen += 1;
        page.go(&format!("{home}{path}"));
        let links = page.evaluate(LINKS);
        let links: Vec<String> = serde_json::from_str(links.as_str().expect("a text")).expect("our own JSON");
        found.push(path);
        assert!(found.len() < PAGES_MAX, "links lead to more than {PAGES_MAX} pages: {found:?}");
        for link in links.iter().filter_map(|link| link.split(['#', '?']).next()) {
            let is_page = link.starts_with('/')
                && !link.starts_with("//")
                && !NO_PAGES.iter().any(|no| link.contains(no));
            if is_page && met.insert(link.to_owned()) {
                waiting.push_back(link.to_owned());
            }
        }
    }
    found
}

/// Returns an address with its ids left out, and how many of these are opened.
pub fn pattern(path: &str) -> (String, usize) {
    let is_id = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit()) && part != "stage-1";
    let parts: Vec<&str> = path.split('/').map(|part| if is_id(part) { "*" } else { part }).collect();
    match parts[..] {
        ["", "o", _, "grids", _, word] => (format!("grids {word}"), ALIKE),
        ["", "o", _, _, "new"] => ("new".to_owned(), ALIKE),
        ["", "o", _, _, "*", word @ ("edit" | "remove" | "history")] => (word.to_owned(), ALIKE),
        ["", "o", _, _, "*", "do", _] | ["", "o", _, _, "do", _] => ("do".to_owned(), 2 * ALIKE),
        _ => (parts.join("/"), 1),
    }
}

#[test]
fn a_pattern_has_no_ids_and_forms_that_are_made_alike_are_one() {
    assert_eq!(pattern("/o/acme/controls/A.8.13").0, "/o/acme/controls/*");
    assert_eq!(pattern("/o/acme/history/70/undo").0, "/o/acme/history/*/undo");
    assert_eq!(pattern("/o/acme/stage-1").0, "/o/acme/stage-1");
    assert_eq!(pattern("/o/acme/risks/R-7/edit"), pattern("/o/acme/assets/AST-1/edit"));
    assert_eq!(pattern("/o/acme/grids/risks/paste"), pattern("/o/acme/grids/soa/paste"));
    assert_ne!(pattern("/o/acme/grids/risks/paste"), pattern("/o/acme/grids/risks/views"));
}
