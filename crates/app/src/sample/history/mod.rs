//! The second sample company: three years from the first gap analysis to the recertification that is due.

use super::scenario::{Chapter, Scenario, read};

/// The company as it begins, and the five chapters of what happened.
const COMPANY: &str = "company.toml";
const CHAPTERS: [(&str, &str); 5] = [
    ("the first gap analysis and the way to Stage 1", "before.toml"),
    ("the first year", "year1.toml"),
    ("the second year", "year2.toml"),
    ("the third year", "year3.toml"),
    ("what comes back", "rhythms.toml"),
];

/// Returns the scenario of the three years.
///
/// # Errors
/// Where a text is no scenario, with its name, line and column.
pub(crate) fn scenario() -> Result<Scenario, String> {
    let mut scenario: Scenario = read(&file(COMPANY)).map_err(|problem| format!("the company: {problem}"))?;
    for (name, text) in CHAPTERS {
        let chapter: Chapter = read(&file(text)).map_err(|problem| format!("{name}: {problem}"))?;
        scenario.scenes.extend(chapter.scenes);
        scenario.rhythms.extend(chapter.rhythms);
    }
    Ok(scenario)
}

fn file(name: &str) -> String { std::fs::read_to_string(format!("/work/wt/hist/crates/app/src/sample/history/{name}")).expect("there") }
