//! Compares the rules with the catalogue they were written from, where that lies beside the workspace.

#![cfg(test)]

use std::collections::BTreeMap;
use std::path::Path;

use diagnostics::Stage;

use crate::{Hold, RULES, Rule};

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

/// Words in which a rule is apart from the catalogue on purpose: its code, the fields and their words here.
const APART: &[(&str, &[(&str, &str)])] = &[
    // What helps is said after what is: no bare orders.
    (
        "PB0407",
        &[(
            "fix",
            "a scope has an edge: say of each unit, process and site whether it is in, and which services are covered",
        )],
    ),
    (
        "PB0703",
        &[(
            "fix",
            "some who are to confirm it have not: remind them, or take them off the list with a reason",
        )],
    ),
    (
        "PB1001",
        &[(
            "fix",
            "the finding says what happened; its cause says why it could, so that an action can hold: record it",
        )],
    ),
    (
        "PB1004",
        &[(
            "fix",
            "the earlier action did not hold, so the cause lies deeper: look for it again, and plan another action",
        )],
    ),
    ("PB1162", &[("fix", "what is not signed binds nobody: ask for the signature, and record the day")]),
    (
        "PB1312",
        &[("fix", "the certification body wants to be told of such changes: tell it, and record the day")],
    ),
    ("PB0603", &[("fix", "rate it again by the method in force; the old values stand beside")]),
    ("PB0613", &[("fix", "use the risks and obligations that already name it; where none does, choose one")]),
    (
        "PB0619",
        &[("fix", "add it as an own control, with the risks and obligations that name it as reasons")],
    ),
    // What the statement says is approved, so its states change with a new version, and a person releases that.
    (
        "PB0684",
        &[
            ("fix", "release a new version, which takes the states of the control records"),
            ("fix grade", "likely"),
        ],
    ),
];

/// Rules that were given numbers left free in the catalogue.
const ADDED: &[&str] = &["PB0409", "PB0419", "PB0420"];

/// Returns how a rule reads in the catalogue.
fn written(rule: &Rule) -> [String; 7] {
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
        even(rule.fix),
        rule.fix_grade.word().to_owned(),
    ]
}

#[test]
fn each_rule_is_as_the_catalogue_says() {
    let Some(text) = catalogue() else { return };
    let blocks = blocks(&text);
    assert_eq!(blocks.len(), 200);
    assert!(ADDED.iter().all(|code| !blocks.contains_key(code)), "a number of the catalogue was given twice");
    for rule in RULES.iter().filter(|rule| !ADDED.contains(&rule.code)) {
        let block = blocks.get(rule.code).expect("a rule is in the catalogue");
        let apart = APART.iter().find(|(code, ..)| *code == rule.code);
        let asked = ["name", "severity", "audit grade", "stage", "clause", "fix", "fix grade"].map(|field| {
            let own = apart.and_then(|(_, fields)| fields.iter().find(|(known, _)| *known == field));
            own.map_or_else(|| even(block.get(field).copied().unwrap_or_default()), |(_, own)| even(own))
        });
        assert_eq!(written(rule), asked, "{}", rule.code);
    }
}

/// What stays silent while a rule fires: its code, where, and the codes held.
const HELD: &[(&str, &str, &str)] = &[
    ("PB0401", "everywhere", "PB0405 PB1301 PB1305 PB1306"),
    ("PB0410", "everywhere", "PB0416"),
    ("PB0412", "everywhere", "PB0415"),
    ("PB0501", "everywhere", "PB0502 PB0505 PB1301"),
    ("PB0601", "everywhere", "PB0603 PB0608 PB0609 PB0610 PB0622 PB0806 PB1301"),
    ("PB0602", "near", "PB0621 PB0622 PB0674"),
    (
        "PB0604",
        "near",
        "PB0603 PB0607 PB0608 PB0609 PB0610 PB0622 PB0653 PB0654 PB0661 PB0670 PB0671 PB0672 PB0673 PB0675",
    ),
    ("PB0606", "everywhere", "PB0608 PB0609 PB0610 PB0622"),
    ("PB0610", "near", "PB0607 PB0621 PB0671 PB0675"),
    ("PB0617", "everywhere", "PB0618 PB0684 PB1301 PB1308"),
    ("PB0630", "everywhere", "PB1301"),
    ("PB0652", "everywhere", "PB0806"),
    ("PB0660", "everywhere", "PB0408 PB0605 PB0686 PB0713 PB1301"),
    ("PB0681", "everywhere", "PB0611 PB0619 PB0684 PB0686"),
    ("PB0801", "near", "PB0672 PB1102 PB1110"),
    ("PB0802", "near", "PB0672 PB0801 PB1102 PB1110"),
    ("PB0804", "near", "PB0803"),
    ("PB0910", "everywhere", "PB0911 PB0916 PB0918 PB1009 PB1301 PB1302"),
    ("PB0911", "everywhere", "PB1302"),
    ("PB0923", "everywhere", "PB0508 PB0927"),
    ("PB0926", "everywhere", "PB0508"),
    ("PB0931", "everywhere", "PB0927"),
    ("PB1001", "near", "PB1006 PB1008"),
    ("PB1101", "near", "PB0672 PB1102 PB1108 PB1110"),
    ("PB1102", "near", "PB0672 PB1110"),
    ("PB1104", "near", "PB1102 PB1110"),
    ("PB1122", "near", "PB0672"),
    ("PB1124", "near", "PB1102 PB1108 PB1110"),
    ("PB1131", "near", "PB0719"),
    (
        "PB1201",
        "everywhere",
        "PB1101 PB1102 PB1103 PB1104 PB1105 PB1106 PB1107 PB1108 PB1110 PB1111 PB1112 PB1202 PB1204 PB1205 PB1206 PB1207",
    ),
    ("PB1202", "near", "PB1205"),
    ("PB1207", "everywhere", "PB1206"),
];

/// Returns what a rule holds, as the table has it.
fn held(rule: &Rule) -> Vec<(&'static str, String)> {
    let held = rule.holds.iter().map(|hold| match hold {
        Hold::Everywhere(codes) => ("everywhere", codes.join(" ")),
        Hold::Near(codes) => ("near", codes.join(" ")),
    });
    held.collect()
}

#[test]
fn each_rule_holds_what_the_table_says_and_no_more() {
    for rule in RULES {
        let rows = HELD.iter().filter(|(code, ..)| *code == rule.code);
        let asked: Vec<_> = rows.map(|(_, place, codes)| (*place, (*codes).to_owned())).collect();
        assert_eq!(held(rule), asked, "{}", rule.code);
    }
}

#[test]
fn the_table_of_what_is_held_is_the_catalogues() {
    let Some(text) = catalogue() else { return };
    let blocks = blocks(&text);
    for (code, place, codes) in HELD {
        let start = format!("| {code} {} | {place} | {codes} |", blocks[code]["name"]);
        assert!(text.contains(&start), "{start}");
        assert_eq!(blocks[code]["hold-back"], *codes, "{code}");
    }
    let holding = blocks.values().filter(|block| block["hold-back"] != "none").count();
    assert_eq!(holding, HELD.len(), "a rule that holds something is not in the table");
}
