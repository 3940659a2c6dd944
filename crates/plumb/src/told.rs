//! Commands that are told to people: each one that a text of any crate names is there, with the options that it names.

use std::path::{Path, PathBuf};

use clap::CommandFactory as _;

use crate::cli::Cli;

/// Words behind our name where a sentence speaks of the program.
const PROSE: &[&str] =
    &["can", "has", "is", "it", "met", "of", "or", "that", "writes", "folder", "in", "reference"];

/// Returns the source files of all crates, without those that are tests.
fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder of ours").filter_map(Result::ok) {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() && !name.contains("tests") {
                walk(&path, found);
            } else if name.ends_with(".rs") && !name.contains("tests") && name != "told.rs" {
                found.push(path);
            }
        }
    }
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(crates).expect("the crates").filter_map(Result::ok) {
        let source = entry.path().join("src");
        if source.is_dir() {
            walk(&source, &mut found);
        }
    }
    found
}

/// Returns the texts of a source file, as they read: without comments, and without its tests.
fn texts(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    // Where a text begins and ends does not matter: what is looked for stands in none of our code.
    source.split('"').map(str::to_owned).collect()
}

/// Returns the words of a command, as a shell takes them apart, up to where the sentence goes on.
fn words(text: &str) -> Vec<String> {
    let end = ["\n", "  ", "`", "\\n", "; ", " (", " <"].iter().filter_map(|stop| text.find(stop)).min();
    let mut words = Vec::new();
    for word in text[..end.unwrap_or(text.len())].split(' ') {
        let bare = word.trim_end_matches([',', ';', ':', '.', ')', '\\', '?']);
        if bare.is_empty() || bare == "…" {
            break;
        }
        words.push(bare.to_owned());
        if bare.len() < word.len() && !word.ends_with('\\') {
            break;
        }
    }
    words
}

/// Says what of a command is not there.
fn unknown(words: &[String]) -> Option<String> {
    static BUILT: std::sync::OnceLock<clap::Command> = std::sync::OnceLock::new();
    let mut command = BUILT.get_or_init(|| {
        let mut command = Cli::command();
        command.build();
        command
    });
    let mut words = words.iter().map(String::as_str);
    let mut is_named = false;
    while let Some(word) = words.next() {
        if word.starts_with(['{', '[']) || word.contains('\'') || word == "…" {
            return None;
        }
        if let Some(option) = word
            .strip_prefix('-')
            .filter(|rest| rest.starts_with(char::is_alphabetic) || rest.starts_with('-'))
        {
            let name = option.trim_start_matches('-').split('=').next().unwrap_or_default();
            let is_it = |arg: &&clap::Arg| {
                arg.get_long() == Some(name) || arg.get_short().is_some_and(|short| name == short.to_string())
            };
            let Some(known) = command.get_arguments().find(is_it) else {
                let is_help = ["help", "version", "h"].contains(&name);
                return (!is_help && !name.contains('{'))
                    .then(|| format!("{} has no {word}", command.get_name()));
            };
            if known.get_action().takes_values() && !word.contains('=') {
                words.next();
            }
            continue;
        }
        match command.find_subcommand(word) {
            Some(found) => (command, is_named) = (found, true),
            None if !is_named => {
                return (!PROSE.contains(&word)).then(|| format!("there is no command {word}"));
            }
            // A value, or the sentence goes on.
            None => {
                let takes = command.get_positionals().next().is_some();
                let is_word = word.chars().all(|sign| sign.is_ascii_lowercase() || sign == '-');
                if !takes && is_word && command.is_subcommand_required_set() {
                    return Some(format!("{} has no {word}", command.get_name()));
                }
                if !takes {
                    return None;
                }
            }
        }
    }
    None
}

#[test]
fn every_command_that_a_text_names_is_there() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in sources() {
        let source = std::fs::read_to_string(&path).expect("a source of ours");
        let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        let source = lines.collect::<Vec<_>>().join("\n");
        for text in texts(&source) {
            for (at, _) in text.match_indices("plumb ") {
                let before = text[..at].chars().next_back();
                if before.is_some_and(|sign| sign.is_alphanumeric() || "-_/.".contains(sign)) {
                    continue;
                }
                count += 1;
                if let Some(problem) = unknown(&words(&text[at + 6..])) {
                    let told: String = text[at..].chars().take(90).collect();
                    wrong.push(format!("{}: {problem}: {told}", path.display()));
                }
            }
        }
    }
    assert!(count > 300, "only {count} commands were found");
    assert!(wrong.is_empty(), "{} of {count}: {wrong:#?}", wrong.len());
}

#[test]
fn a_command_that_is_not_there_is_found() {
    let found = |text: &str| unknown(&words(text));
    for known in [
        "set R-1 owner=PERSON",
        "--org Acme backup --out acme.zip",
        "check --fix mends it",
        "rate R-1 --after target --likelihood 3",
        "that made it",
        "soa set A.8.13 --applicable yes, then look",
    ] {
        assert_eq!(found(known), None, "{known}");
    }
    for (text, words) in [
        ("sett R-1", "there is no command sett"),
        ("rate R-1 --chance 3", "rate has no --chance"),
        ("evidence frob EV-1", "evidence has no frob"),
    ] {
        assert_eq!(found(text).as_deref(), Some(words));
    }
}

#[test]
fn what_a_field_that_nobody_types_is_written_by_parses() {
    use clap::Parser as _;
    for kind in model::RecordKind::ALL {
        for field in kind.fields().iter().filter(|field| field.writer == model::Writer::Operation) {
            let Some(command) = crate::fields::command_of(*kind, field.name) else { continue };
            let words = command.replace('…', "because");
            let parsed = Cli::try_parse_from(words.split(' '));
            assert!(parsed.is_ok(), "{command}: {:?}", parsed.err().map(|error| error.to_string()));
        }
    }
}
