//! The data files as files: well formed, of one piece with each other, and as large as they say.

use std::collections::BTreeSet;

use toml::{Table, Value};

const FILES: [(&str, &str); 9] = [
    ("audit-sampling", include_str!("../data/audit-sampling.toml")),
    ("certification-rules", include_str!("../data/certification-rules.toml")),
    ("crosswalks", include_str!("../data/crosswalks.toml")),
    ("iso27001-2022-annex-a", include_str!("../data/iso27001-2022-annex-a.toml")),
    ("iso27001-2022-clauses", include_str!("../data/iso27001-2022-clauses.toml")),
    ("mandatory-documents", include_str!("../data/mandatory-documents.toml")),
    ("nist-csf-2.0", include_str!("../data/nist-csf-2.0.toml")),
    ("pci-dss-4.0.1", include_str!("../data/pci-dss-4.0.1.toml")),
    ("soc2-tsc", include_str!("../data/soc2-tsc.toml")),
];

fn table(name: &str) -> Table {
    let (_, text) = FILES.iter().find(|(file, _)| *file == name).expect("a file of ours");
    toml::from_str(text).expect("well formed")
}

fn list<'a>(table: &'a Table, key: &str) -> &'a [Value] {
    table[key].as_array().expect("a list")
}

fn ids<'a>(table: &'a Table, lists: &[&str], key: &str) -> BTreeSet<&'a str> {
    let entries = lists.iter().flat_map(|name| list(table, name));
    entries.map(|entry| entry[key].as_str().expect("a text")).collect()
}

#[test]
fn every_file_is_well_formed_and_says_whose_words_it_holds() {
    for (name, text) in FILES {
        assert!(text.starts_with("# "), "{name}");
        assert!(table(name)["meta"].is_table(), "{name}");
    }
}

#[test]
fn the_counts_that_files_state_of_themselves_hold() {
    for (file, count, entries) in [
        ("certification-rules", "rule_count", "rule"),
        ("nist-csf-2.0", "function_count", "function"),
        ("nist-csf-2.0", "category_count", "category"),
        ("nist-csf-2.0", "subcategory_count", "subcategory"),
        ("pci-dss-4.0.1", "requirement_count", "requirement"),
        ("pci-dss-4.0.1", "second_level_count", "item"),
        ("soc2-tsc", "criteria_count", "criterion"),
    ] {
        let table = table(file);
        let stated = table["meta"][count].as_integer().and_then(|count| usize::try_from(count).ok());
        assert_eq!(stated, Some(list(&table, entries).len()), "{file}: {entries}");
    }
}

#[test]
fn crosswalks_name_only_what_the_other_files_hold() {
    let (csf, soc2, pci) = (table("nist-csf-2.0"), table("soc2-tsc"), table("pci-dss-4.0.1"));
    let csf = ids(&csf, &["subcategory", "category", "function"], "id");
    let soc2 = ids(&soc2, &["criterion"], "id");
    let pci = ids(&pci, &["requirement", "item", "appendix_item"], "id");
    for map in list(&table("crosswalks"), "map") {
        let iso = map["iso"].as_str().expect("a text");
        assert!(standards::printed(iso).is_some() || standards::clause(iso).is_some(), "{iso}");
        for (framework, known) in [("csf", &csf), ("soc2", &soc2), ("pci", &pci)] {
            for pair in map[framework].as_array().expect("a list") {
                let reference = pair["ref"].as_str().expect("a text");
                assert!(known.contains(reference), "{iso} to {framework} {reference}");
            }
        }
    }
}
