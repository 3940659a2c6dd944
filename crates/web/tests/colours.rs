//! Every pair of colours that is used together can be read, in both themes, measured from the style sheet.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Words and the grounds they stand on.
const WORDS: &[(&str, &[&str])] = &[
    ("ink", &["bg", "surface", "sunken", "info-bg", "err-bg", "warn-bg"]),
    ("ink-2", &["bg", "surface", "sunken", "info-bg"]),
    ("ink-3", &["bg", "surface", "sunken", "info-bg"]),
    ("accent", &["bg", "surface", "sunken", "info-bg"]),
    ("accent-strong", &["bg", "surface", "info-bg"]),
    ("on-accent", &["accent", "accent-strong"]),
    ("ok", &["bg", "surface", "ok-bg"]),
    ("warn", &["bg", "surface", "warn-bg"]),
    ("err", &["bg", "surface", "err-bg"]),
    ("info", &["bg", "surface", "info-bg"]),
    ("held", &["bg", "surface", "held-bg"]),
    ("none", &["bg", "surface", "none-bg"]),
    ("heat-ink-1", &["heat-1"]),
    ("heat-ink-2", &["heat-2"]),
    ("heat-ink-3", &["heat-3"]),
    ("heat-ink-4", &["heat-4"]),
    ("heat-ink-5", &["heat-5"]),
];

/// Edges of controls and rings of focus, and the grounds they stand on.
const EDGES: &[(&str, &[&str])] = &[
    ("line-strong", &["bg", "surface", "sunken"]),
    ("focus", &["bg", "surface", "sunken"]),
    ("err", &["bg"]),
];

type Tokens = BTreeMap<String, [f64; 2]>;

#[test]
fn every_word_can_be_read_on_its_ground_in_both_themes() {
    assert_ratio(WORDS, 4.5);
}

#[test]
fn every_edge_can_be_seen_on_its_ground_in_both_themes() {
    assert_ratio(EDGES, 3.0);
}

#[test]
fn colours_are_written_in_the_token_table_and_nowhere_else() {
    for name in ["base", "layout", "parts", "forms", "grid", "charts", "pages", "print"] {
        for line in style(name).lines() {
            let colours = line.split(['(', ' ', ':', ',', ';']).filter(|word| is_colour(word)).count();
            assert_eq!(colours, 0, "{name}.css writes a colour: {line}");
        }
    }
}

#[test]
fn each_heat_colour_is_darker_than_the_one_before_or_lighter_in_the_dark_theme() {
    let tokens = tokens();
    let levels: Vec<[f64; 2]> = (1..=5).map(|level| tokens[&format!("heat-{level}")]).collect();
    assert!(levels.windows(2).all(|pair| pair[1][0] < pair[0][0]), "light: {levels:?}");
    assert!(levels.windows(2).all(|pair| pair[1][1] > pair[0][1]), "dark: {levels:?}");
}

fn assert_ratio(pairs: &[(&str, &[&str])], least: f64) {
    let tokens = tokens();
    let mut short = Vec::new();
    for (word, grounds) in pairs {
        for ground in *grounds {
            for (theme, name) in ["light", "dark"].iter().enumerate() {
                let ratio = ratio(tokens[*word][theme], tokens[*ground][theme]);
                if ratio < least {
                    short.push(format!("{word} on {ground} is {ratio:.2} in the {name} theme"));
                }
            }
        }
    }
    assert!(short.is_empty(), "less than {least}: {short:#?}");
}

fn ratio(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn tokens() -> Tokens {
    let text = style("tokens");
    let found: Tokens = text
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
            let (light, dark) = value.trim_end_matches(");").split_once(", ")?;
            Some((name.to_owned(), [luminance(light)?, luminance(dark)?]))
        })
        .collect();
    assert!(found.len() > 30, "the token table was read");
    found
}

fn luminance(hex: &str) -> Option<f64> {
    let hex = hex.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let part = |at: usize| {
        let share = f64::from(u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()?) / 255.0;
        Some(if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?)
}

fn is_colour(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|hex| hex.len() >= 3 && hex.chars().all(|c| c.is_ascii_hexdigit()))
        || ["white", "black", "rgb", "rgba", "hsl", "oklch"].contains(&word)
}

fn style(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/css/{name}.css"));
    fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}
