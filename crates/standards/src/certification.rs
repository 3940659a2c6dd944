//! What certification bodies go by: their rules, the dates and gates that follow, and how many auditor days an audit takes.
//!
//! All values come from the data file. What no public source supports is marked there (`verified = false`), and whatever
//! is computed here says which rule it rests on ([`CertificationRule::verified`]); a certification body enters its own
//! licensed values.

mod complexity;
mod dates;
mod days;
mod deadlines;
mod gates;
mod params;
mod sites;
mod time;
mod visits;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

pub use complexity::{
    AdjustmentTopic, Complexity, ComplexityCell, ComplexityFactor, ComplexityLevel, ComplexitySide,
    FactorLevel, adjustment_topics, complexity_factors,
};
pub use dates::{Bound, CertificationDate, Surveillance, after_months};
pub use days::Days;
pub use deadlines::{Deadlines, Occasion, Until, deadlines};
pub use gates::{CertificationGate, GateBefore, gates};
pub use params::{Param, Parameter};
pub use sites::{SiteSample, all_sites, random_fewest, site_sample};
pub use time::{
    AuditShares, AuditWork, PlannedTime, SiteTime, TimeNote, TimeOf, TimeRefusal, Work, effective_persons,
    integrated, on_site_fewest, plan_time, square_root, time_of,
};
pub use visits::{SurveillanceDue, surveillances_due, visits};

/// A rule that certification bodies go by.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CertificationRule {
    /// The word it is named by.
    pub id: String,
    /// What it is about, in one word.
    pub topic: String,
    /// What it is called.
    pub title: String,
    /// What it says, in our own words.
    pub text: String,
    /// Where it stands: `ISO/IEC 17021-1:2015 9.1.3.3`.
    pub source: Vec<String>,
    /// Whether a public source supports it; otherwise it is from general knowledge.
    pub verified: bool,
    /// Which source that is.
    pub verified_by: Option<String>,
    /// The numbers and dates in it.
    #[serde(default)]
    pub param: BTreeMap<String, Param>,
}

/// The table of audit time and its limits.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AuditTime {
    /// By how many percent the days may be lowered at most.
    pub max_total_reduction_percent: u32,
    /// Which part of the first audit's days a yearly surveillance takes.
    pub surveillance_fraction: f64,
    /// Which part of the first audit's days a recertification takes.
    pub recertification_fraction: f64,
    /// Where the table stands.
    pub source: String,
    /// Whether public sources agree on the rows.
    pub row_values_verified: bool,
    /// Which sources these are.
    pub row_values_verified_by: String,
    /// Whether the printed table of 2024 was seen to be the same.
    pub identical_in_2024_verified: bool,
    /// What speaks for it.
    pub identical_in_2024_note: String,
    /// The rows, small organizations first.
    #[serde(rename = "row")]
    pub rows: Vec<AuditTimeRow>,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct AuditTimeRow {
    /// From so many persons.
    pub persons_min: u32,
    /// To so many persons.
    pub persons_max: u32,
    /// Auditor days of eight hours for the first audit, both stages together.
    pub days: f64,
}

impl AuditTime {
    /// Returns the row for so many persons; none for nobody, and none above the table's last row.
    pub fn row(&self, persons: u32) -> Option<&AuditTimeRow> {
        self.rows.iter().find(|row| (row.persons_min..=row.persons_max).contains(&persons))
    }
}

#[derive(Deserialize)]
struct File {
    rule: Vec<CertificationRule>,
    audit_time: AuditTime,
    complexity: complexity::File,
}

fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| {
        toml::from_str(include_str!("../data/certification-rules.toml")).expect("our own data is well formed")
    })
}

/// Returns the rules that certification bodies go by.
pub fn certification_rules() -> &'static [CertificationRule] {
    &file().rule
}

/// Returns the first rule that stands at a place, with or without publisher and year: `17021-1 9.1.3.3`.
pub fn certification_rule(source: &str) -> Option<&'static CertificationRule> {
    let wanted = place(source);
    certification_rules().iter().find(|rule| rule.source.iter().any(|source| place(source) == wanted))
}

/// Returns the rule that is named by a word: `nc-6-months`.
pub fn certification_rule_named(id: &str) -> Option<&'static CertificationRule> {
    certification_rules().iter().find(|rule| rule.id == id)
}

/// Returns standard and number, without publisher and year.
fn place(source: &str) -> String {
    let source = source.trim().trim_start_matches("ISO/IEC ").trim_start_matches("ISO ");
    let (standard, number) = source.split_once(' ').unwrap_or((source, ""));
    let standard = standard.split(':').next().unwrap_or_default();
    format!("{standard} {}", number.trim().trim_end_matches(')'))
}

/// Returns the table of audit time.
pub fn audit_time() -> &'static AuditTime {
    &file().audit_time
}
