//! Compares the rules with the catalogue they were written from, where that lies beside the workspace.

#![cfg(test)]

use std::collections::BTreeMap;
use std::path::Path;

use diagnostics::Stage;

use crate::{Hold, RULES, Rule, WAITING};

/// Returns the catalogue; nothing where it is not here, which a build server must not accept.
#[expect(clippy::disallowed_methods, reason = "the catalogue lies beside the workspace")]
fn catalogue() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/standards/rules.md");
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "fixtures are missing");
        println!("skipped: fixtures are not here");
    }
    text
}

/// Returns the blocks of the catalogue by code: each line's name and value, and the heading as `name`.
fn blocks(text: &str) -> BTreeMap<&str, BTreeMap<&str, &str>> {
    let mut blocks = BTreeMap::new();
    for block in text.split("\n### `").skip(1) {
        let Some((name, rest)) = block.split_once('`') else { continue };
        let lines = rest.lines().filter_map(|line| line.strip_prefix("- ")?.split_once(": "));
        // Behind the last block stands another list, whose names are no fields.
        let mut fields: BTreeMap<&str, &str> = lines.take(14).collect();
        fields.insert("name", name);
        if let Some(code) = fields.get("code") {
            blocks.insert(*code, fields);
        }
    }
    blocks
}

/// Evens out how clauses are written: `6.1.2 c) 2)` is `6.1.2 c 2`.
fn even(text: &str) -> String {
    text.chars().filter(|sign| !matches!(sign, ')' | '(')).collect()
}

/// Returns how a rule reads in the catalogue.
fn written(rule: &Rule) -> [String; 5] {
    let stage = match rule.stage {
        Stage::Stage1 => "1",
        Stage::Stage2 => "2",
        Stage::Surveillance => "surveillance",
    };
    [
        rule.name.replace(' ', "-"),
        rule.severity.word().to_owned(),
        rule.grade.word().to_owned(),
        stage.to_owned(),
        even(&rule.clauses.join("; ")),
    ]
}

#[test]
fn each_rule_is_as_the_catalogue_says() {
    let Some(text) = catalogue() else { return };
    let blocks = blocks(&text);
    assert_eq!(blocks.len(), 200);
    for rule in RULES {
        let block = blocks.get(rule.code).expect("a rule is in the catalogue");
        let asked = ["name", "severity", "audit grade", "stage", "clause"]
            .map(|field| even(block.get(field).copied().unwrap_or_default()));
        assert_eq!(written(rule), asked, "{}", rule.code);
        let held: Vec<&str> = rule
            .holds
            .iter()
            .flat_map(|hold| match hold {
                Hold::Everywhere(codes) | Hold::Near(codes) => codes.iter().copied(),
            })
            .collect();
        let asked = block["hold-back"];
        assert_eq!(if held.is_empty() { "none".to_owned() } else { held.join(" ") }, asked, "{}", rule.code);
    }
    for (code, name, _) in WAITING {
        assert_eq!(blocks[code]["name"], name.replace(' ', "-"), "{code}");
    }
}

#[test]
fn what_a_rule_holds_is_held_where_the_catalogue_says() {
    let Some(text) = catalogue() else { return };
    for rule in RULES {
        for hold in rule.holds {
            let place = match hold {
                Hold::Everywhere(_) => "everywhere",
                Hold::Near(_) => "near",
            };
            let start = format!("| {} {} | {place} |", rule.code, rule.name.replace(' ', "-"));
            assert!(text.contains(&start), "{start}");
        }
    }
}
