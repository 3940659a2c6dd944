//! What the pages of the project must say, so that they stay true.

use super::tree::{assert_none, crates, file_name, files, files_below, has_end, locked, root, shown, text};

/// How each page in docs/reference begins.
const MADE: &str = "<!-- made from the code: do not edit -->";

#[test]
fn the_changelog_has_a_place_for_what_is_not_released() {
    let log = text(&root().join("CHANGELOG.md"));
    assert!(log.lines().any(|line| line == "## Unreleased"), "CHANGELOG.md needs a line `## Unreleased`");
}

#[test]
fn the_map_names_every_crate() {
    let map = text(&root().join("ARCHITECTURE.md"));
    let wrong = crates().into_keys().filter(|name| !map.contains(&format!("| `{name}` |")));
    assert_none(wrong.collect(), "ARCHITECTURE.md has a line for each crate in its table");
}

#[test]
fn decisions_are_numbered_without_gaps_and_say_why() {
    let mut wrong = Vec::new();
    let pages = files_below(&root().join("docs/decisions"));
    for (number, path) in (1..).zip(&pages) {
        if !file_name(path).starts_with(&format!("{number:04}-")) {
            wrong.push(format!("{}: number {number:04} expected", shown(path)));
        }
        for heading in ["## Context", "## Decision", "## Consequences", "## Rejected"] {
            if !text(path).lines().any(|line| line == heading) {
                wrong.push(format!("{}: no `{heading}`", shown(path)));
            }
        }
    }
    assert_none(wrong, "a decision is one numbered page of four parts");
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut wrong = Vec::new();
    for path in files() {
        if !has_end(&path, &["md"]) {
            continue;
        }
        let folder = path.parent().expect("a file lies in a folder");
        for link in links(&text(&path)) {
            let target = link.split('#').next().unwrap_or_default();
            // Pictures are made by a chore and looked at by people.
            let elsewhere = target.is_empty() || target.contains(':') || target.contains("docs/screens/");
            if !elsewhere && !folder.join(target).exists() {
                wrong.push(format!("{}: {link}", shown(&path)));
            }
        }
    }
    assert_none(wrong, "a link to nothing");
}

#[test]
fn reference_pages_say_that_they_are_made() {
    let wrong = files_below(&root().join("docs/reference"))
        .into_iter()
        .filter(|path| has_end(path, &["md"]) && text(path).lines().next() != Some(MADE));
    assert_none(wrong.map(|path| shown(&path)).collect(), MADE);
}

#[test]
fn the_number_of_packages_is_the_one_justified() {
    let page = text(&root().join("docs/dependencies.md"));
    let said =
        page.lines().find_map(|line| line.strip_prefix("Packages in `Cargo.lock`: ")).expect("the number");
    let justified: usize = said.trim().parse().expect("a number alone");
    let there = locked("name = ").count();
    assert!(
        there <= justified,
        "{there} packages, {justified} justified: say in docs/dependencies.md what for"
    );
}

/// Returns the targets of a page's links, those in code left out.
fn links(page: &str) -> Vec<String> {
    let mut in_code = false;
    let mut found = Vec::new();
    for line in page.lines() {
        in_code ^= line.trim_start().starts_with("```");
        if !in_code {
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
            found.extend(targets.map(|(target, _)| target.to_owned()));
        }
    }
    found
}
