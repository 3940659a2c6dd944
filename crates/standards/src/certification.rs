//! What certification bodies go by: their rules, and how many auditor days an audit takes.

use std::sync::OnceLock;

use serde::Deserialize;

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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_107_rules_and_no_two_have_the_same_id() {
        let ids: BTreeSet<_> = certification_rules().iter().map(|rule| &rule.id).collect();
        assert_eq!((ids.len(), certification_rules().len()), (107, 107));
        assert!(certification_rules().iter().all(|rule| !rule.source.is_empty() && !rule.text.is_empty()));
    }

    #[test]
    fn a_rule_is_found_by_its_place() {
        let found = |source| certification_rule(source).map(|rule| rule.id.as_str());
        for source in ["ISO/IEC 17021-1:2015 5.2.6", "17021-1 5.2.6", "17021-1:2015 5.2.6"] {
            assert_eq!(found(source), Some("imp-internal-audit-2y"));
        }
        assert_eq!(found("17021-1 9.5.2 c)"), found("17021-1 9.5.2 c"));
        assert!(found("17021-1 9.5.2 c)").is_some());
        assert!(found("17021-1 99").is_none() && found("").is_none());
    }

    #[test]
    fn the_rows_leave_no_gap_and_never_fall() {
        let rows = &audit_time().rows;
        assert_eq!(rows[0].persons_min, 1);
        for pair in rows.windows(2) {
            assert_eq!(pair[0].persons_max + 1, pair[1].persons_min);
            assert!(pair[0].days < pair[1].days);
        }
    }

    #[test]
    fn sixty_persons_take_ten_days() {
        assert_eq!(audit_time().row(60).map(|row| row.days), Some(10.0));
        assert!(audit_time().row(0).is_none());
        assert!(audit_time().row(10_701).is_none());
    }
}
