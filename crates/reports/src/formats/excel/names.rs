//! Names of sheets: at most 31 characters, none of `[]:*?/\`, no apostrophe at an end, no two alike.

use std::collections::BTreeSet;

use super::{ABOUT, CHOICES};

const CHARACTERS_MAX: usize = 31;

/// Returns a name that Excel takes for each sheet, in order.
pub fn sheet_names<'a>(wanted: impl Iterator<Item = &'a str>) -> Vec<String> {
    // "History" is Excel's own.
    let mut taken: BTreeSet<String> = [ABOUT, CHOICES, "History"].map(str::to_lowercase).into();
    wanted
        .map(|name| {
            let name = clean(name);
            (1..)
                .map(|number| numbered(&name, number))
                .find(|name| taken.insert(name.to_lowercase()))
                .expect("numbers do not end")
        })
        .collect()
}

fn clean(name: &str) -> String {
    let dashed = |c: char| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '-' } else { c };
    let seen = super::writable(name).replace(['\n', '\t'], " ");
    let name: String = seen.chars().map(dashed).collect();
    let name = short(name.trim().trim_matches('\''), CHARACTERS_MAX);
    if name.is_empty() { "Sheet".to_owned() } else { name }
}

fn numbered(name: &str, number: u32) -> String {
    if number == 1 {
        return name.to_owned();
    }
    let tail = format!(" ({number})");
    short(name, CHARACTERS_MAX - tail.len()) + &tail
}

fn short(name: &str, characters_max: usize) -> String {
    let mut used = 0;
    let kept: String = name
        .chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= characters_max
        })
        .collect();
    kept.trim().trim_end_matches('\'').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_one_that_excel_takes() {
        let hostile = [
            "",
            "'",
            "a/b:c*d?[e]\\f",
            "'quoted'",
            "History",
            "about THIS file",
            &"x".repeat(90),
            "🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒🔒",
        ];
        let twice = hostile.iter().chain(&hostile).copied();
        let names = sheet_names(twice);
        for name in &names {
            assert!(rust_xlsxwriter::utility::check_sheet_name(name).is_ok(), "{name}");
        }
        let different: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(different.len(), names.len());
    }

    #[test]
    fn a_good_name_stays_as_it_is() {
        assert_eq!(sheet_names(["Annex A", "Risks"].into_iter()), ["Annex A", "Risks"]);
    }
}
