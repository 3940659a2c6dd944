//! The second sample company: three years from the first gap analysis to the recertification that is due.

use super::scenario::{Chapter, Scenario, read};

/// The company as it begins, and the five chapters of what happened.
const COMPANY: &str = include_str!("company.toml");
const CHAPTERS: [(&str, &str); 5] = [
    ("the first gap analysis and the way to Stage 1", include_str!("before.toml")),
    ("the first year", include_str!("year1.toml")),
    ("the second year", include_str!("year2.toml")),
    ("the third year", include_str!("year3.toml")),
    ("what comes back", include_str!("rhythms.toml")),
];

/// Returns the scenario of the three years.
///
/// # Errors
/// Where a text is no scenario, with its name, line and column.
pub(crate) fn scenario() -> Result<Scenario, String> {
    let mut scenario: Scenario = read(COMPANY).map_err(|problem| format!("the company: {problem}"))?;
    for (name, text) in CHAPTERS {
        let chapter: Chapter = read(text).map_err(|problem| format!("{name}: {problem}"))?;
        scenario.scenes.extend(chapter.scenes);
        scenario.rhythms.extend(chapter.rhythms);
    }
    Ok(scenario)
}
