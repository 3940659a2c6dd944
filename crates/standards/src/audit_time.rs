//! How many auditor days a certification audit takes, by the number of persons in scope.

use std::sync::OnceLock;

use serde::Deserialize;

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

/// Returns the table of audit time.
pub fn audit_time() -> &'static AuditTime {
    #[derive(Deserialize)]
    struct File {
        audit_time: AuditTime,
    }
    static FILE: OnceLock<File> = OnceLock::new();
    let file = FILE.get_or_init(|| {
        toml::from_str(include_str!("../data/certification-rules.toml")).expect("our own data is well formed")
    });
    &file.audit_time
}

#[cfg(test)]
mod tests {
    use super::*;

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
