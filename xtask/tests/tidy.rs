//! What the compiler cannot see: walls between crates, sizes, lists, and words that have no place here.

#[path = "tidy/pages.rs"]
mod pages;
#[path = "tidy/tree.rs"]
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use tree::{
    assert_none, crates, files, files_below, has_end, is_declared, is_root, locked, modules_declared,
    modules_for_tests, modules_in, ours_named_in, root, shown, text,
};

/// The crates that read no clock, file, network or environment.
const PURE: &[&str] = &[
    "diagnostics",
    "importers",
    "ledger",
    "model",
    "operations",
    "policy",
    "quant",
    "reports",
    "rules",
    "standards",
];

/// Each crate, and the crates of ours that it may know; `PURE` stands for all of those above. A new arrow is a decision: it
/// needs its page in docs/decisions.
const MAY_KNOW: &[(&str, &str)] = &[
    ("ledger", ""),
    ("model", ""),
    ("quant", ""),
    ("standards", "model"),
    ("diagnostics", "model"),
    ("operations", "model standards"),
    ("policy", "model operations standards"),
    ("rules", "diagnostics model standards"),
    ("importers", "diagnostics model operations standards"),
    ("reports", "diagnostics model quant rules standards"),
    ("store", "ledger"),
    ("identity", "store"),
    ("app", "identity store PURE"),
    ("web", "app PURE"),
    ("plumb", "app web PURE"),
    ("xtask", ""),
];

/// Folders whose files are a list: the module file names each once, in order.
const LISTS: &[(&str, &str)] = &[
    ("crates/model/src/records", "mod.rs"),
    ("crates/operations/src", "lib.rs"),
    ("crates/rules/src/rules", "mod.rs"),
    ("crates/importers/src", "lib.rs"),
    ("crates/reports/src", "lib.rs"),
    ("crates/reports/src/formats", "mod.rs"),
    ("crates/store/src", "lib.rs"),
    ("crates/app/src/jobs", "mod.rs"),
    ("crates/plumb/src/commands", "mod.rs"),
];

/// Lists whose every file is also used: `NAME::RULE`, `NAME::Risk`.
const USED: &[(&str, &str)] = &[("crates/model/src/records", "mod.rs"), ("crates/rules/src/rules", "mod.rs")];

/// The longest file, in lines.
const LINES_MAX: usize = 500;

/// Where things lie on one machine, and where packages come from: neither belongs into committed text.
const OUT_OF_PLACE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/fa", "rm/"),
    concat!("/root", "/."),
    concat!(".lib", "rary/"),
    concat!("static.", "crates.io"),
    concat!("index.", "crates.io"),
    concat!("deb.", "debian.org"),
    concat!("registry.", "npmjs"),
    concat!("pypi", ".org"),
    concat!("files.", "pythonhosted"),
];

#[test]
fn crates_know_only_whom_they_may() {
    let allowed: BTreeMap<&str, &str> = MAY_KNOW.iter().copied().collect();
    let mut wrong = Vec::new();
    for (name, folder) in crates() {
        let Some(may) = allowed.get(name.as_str()) else {
            wrong.push(format!("{name} stands in no line of MAY_KNOW"));
            continue;
        };
        for known in ours_named_in(&folder.join("Cargo.toml")) {
            let as_pure = PURE.contains(&known.as_str()) && may.ends_with("PURE");
            if !as_pure && !may.split(' ').any(|name| name == known) {
                wrong.push(format!("{name} may not know {known}"));
            }
        }
    }
    assert_none(wrong, "a new arrow between crates is a decision: write its page, then change MAY_KNOW");
}

#[test]
fn our_crates_are_named_through_the_workspace() {
    let mut wrong = Vec::new();
    for (name, folder) in crates() {
        for line in text(&folder.join("Cargo.toml")).lines() {
            if line.contains("path = \"..") || line.contains("package = ") {
                wrong.push(format!("{name}: {line}"));
            }
        }
    }
    assert_none(wrong, "write `NAME.workspace = true`, so that arrows can be read");
}

#[test]
fn no_file_is_too_long() {
    let mut wrong = Vec::new();
    for path in files() {
        if has_end(&path, &["rs", "css", "js", "mjs"]) {
            let lines = text(&path).lines().count();
            if lines > LINES_MAX {
                wrong.push(format!("{}: {lines} lines", shown(&path)));
            }
        }
    }
    assert_none(wrong, "a file has at most 500 lines: it wants to be two");
}

#[test]
fn every_rust_file_begins_with_what_it_holds() {
    let said = |path: &Path| text(path).lines().next().is_some_and(|line| line.starts_with("//! "));
    let wrong = files().into_iter().filter(|path| has_end(path, &["rs"]) && !said(path));
    assert_none(wrong.map(|path| shown(&path)).collect(), "a file begins with one `//!` line");
}

#[test]
fn no_rust_file_is_left_out_of_its_crate() {
    let mut wrong = Vec::new();
    for (_, folder) in crates() {
        for path in files_below(&folder.join("src")) {
            if has_end(&path, &["rs"]) && !is_root(&path) && !is_declared(&path) {
                wrong.push(shown(&path));
            }
        }
    }
    assert_none(wrong, "no module declares this file, so nothing builds it");
}

#[test]
fn every_list_names_each_file_once_and_in_order() {
    let mut wrong = Vec::new();
    for (folder, list) in LISTS {
        let folder = root().join(folder);
        if !folder.join(list).is_file() {
            continue;
        }
        let for_tests = modules_for_tests(&folder.join(list));
        let others = |name: &String| !for_tests.contains(name);
        let declared: Vec<String> = modules_declared(&folder.join(list)).into_iter().filter(others).collect();
        let there: Vec<String> = modules_in(&folder).into_iter().filter(others).collect();
        if declared != there {
            wrong.push(format!("{}: says {declared:?}, there are {there:?}", shown(&folder.join(list))));
        }
    }
    assert_none(wrong, "a list names each file of its folder once, in order");
}

#[test]
fn every_rule_and_record_is_used_by_its_list() {
    let mut wrong = Vec::new();
    for (folder, list) in USED {
        let folder = root().join(folder);
        if !folder.join(list).is_file() {
            continue;
        }
        let listed = text(&folder.join(list));
        let for_tests = modules_for_tests(&folder.join(list));
        for name in modules_in(&folder).difference(&for_tests) {
            if !listed.contains(&format!("{name}::")) {
                wrong.push(format!("{}: {name}", shown(&folder.join(list))));
            }
        }
    }
    assert_none(wrong, "declared, but not in the list: it would never run");
}

#[test]
fn pure_crates_forbid_clocks_files_and_environment() {
    let settings = "too-many-lines-threshold = 70\nallow-unwrap-in-tests = true\n";
    let forbidden =
        ["SystemTime::now", "jiff::Zoned::now", "fs::read\"", "File::open", "env::var\"", "TcpStream"];
    let model = text(&root().join("crates/model/clippy.toml"));
    let mut wrong: Vec<String> = forbidden
        .iter()
        .filter(|name| !model.contains(*name))
        .map(|name| format!("crates/model/clippy.toml does not forbid {name}"))
        .collect();
    assert_eq!(
        text(&root().join("clippy.toml")),
        settings,
        "the root's settings moved: repeat them in the pure crates"
    );
    for (name, folder) in crates() {
        let own = folder.join("clippy.toml");
        let is_pure = PURE.contains(&name.as_str());
        if is_pure && !own.is_file() {
            wrong.push(format!("{name} has no clippy.toml"));
        } else if is_pure && (text(&own) != model || !model.contains(settings)) {
            wrong.push(format!("{name}/clippy.toml differs from model's, or from the root's settings"));
        }
    }
    assert_none(wrong, "a pure crate is given its day, bytes and ids");
}

#[test]
fn no_test_is_switched_off() {
    let mark = concat!("#[ig", "nore");
    let wrong = files().into_iter().filter(|path| has_end(path, &["rs"]) && text(path).contains(mark));
    assert_none(wrong.map(|path| shown(&path)).collect(), "mend the test or remove it");
}

#[test]
fn no_text_names_a_machine_or_a_registry() {
    let mut wrong = Vec::new();
    for path in files() {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            for word in OUT_OF_PLACE.iter().filter(|word| line.contains(**word)) {
                wrong.push(format!("{}:{}: {word}", shown(&path), number + 1));
            }
        }
    }
    assert_none(wrong, "these words have no place in committed text");
}

#[test]
fn there_is_one_sqlite_and_no_openssl() {
    let names: Vec<String> = locked("name = ").collect();
    let sqlite = names.iter().filter(|name| *name == "libsqlite3-sys").count();
    assert!(sqlite <= 1, "two SQLite libraries in one process break each other's locks");
    for banned in ["openssl", "openssl-sys", "native-tls"] {
        assert!(!names.iter().any(|name| name == banned), "{banned} is in Cargo.lock");
    }
}

#[test]
fn every_package_comes_from_the_public_registry() {
    let sources: BTreeSet<String> = locked("source = ").collect();
    let expected = BTreeSet::from(["registry+https://github.com/rust-lang/crates.io-index".to_owned()]);
    assert_eq!(sources, expected, "a package from elsewhere cannot be built by everybody");
}
