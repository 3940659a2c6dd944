//! Whatever a rule or a record may refer to: a clause, a control of Annex A, or a rule for certification bodies.

use crate::{certification_rule, clause, control, printed};

/// Something that a rule or a record refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its number as printed.
    pub reference: String,
    /// What it is called.
    pub title: &'static str,
    /// What it asks, in our own words.
    pub summary: &'static str,
}

/// Returns the requirement with this number: `6.1.3 d)`, `A.5.18`, `17021-1 9.1.3.3`.
pub fn requirement(reference: &str) -> Option<Requirement> {
    if let Some(number) = printed(reference) {
        let control = control(number);
        return Some(Requirement {
            reference: reference.to_owned(),
            title: &control.title,
            summary: &control.purpose,
        });
    }
    if let Some(clause) = clause(reference) {
        return Some(Requirement {
            reference: clause.reference.clone(),
            title: &clause.title,
            summary: &clause.summary,
        });
    }
    let rule = certification_rule(reference)?;
    Some(Requirement { reference: rule.source.first()?.clone(), title: &rule.title, summary: &rule.text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_number_is_found() {
        for (reference, title) in [
            ("A.8.13", "Information backup"),
            ("6.1.3", "Information security risk treatment"),
            ("17021-1 9.1.3.3", "Surveillance at least once a calendar year"),
        ] {
            assert_eq!(requirement(reference).map(|found| found.title), Some(title));
        }
        assert_eq!(requirement("6.1.3 d").map(|found| found.reference), Some("6.1.3 d)".into()));
        assert_eq!(requirement("A.8.13").map(|found| found.reference), Some("A.8.13".into()));
    }

    #[test]
    fn rules_for_certification_bodies_that_an_isms_is_judged_by_are_all_there() {
        for reference in [
            "17021-1 5.2.10",
            "17021-1 5.2.6",
            "17021-1 8.2.2",
            "17021-1 8.5.3",
            "17021-1 9.1.1",
            "17021-1 9.1.3.3",
            "17021-1 9.3.1.2.2",
            "17021-1 9.3.1.2.3",
            "17021-1 9.5.1.1",
            "17021-1 9.5.2 c)",
            "17021-1 9.5.3.2",
            "17021-1 9.6.3.1.1",
            "27006-1 8.2.2",
            "27006-1 9.3.2",
        ] {
            assert!(requirement(reference).is_some(), "{reference}");
        }
    }

    #[test]
    fn other_texts_are_no_requirement() {
        for reference in ["", "A.5.99", "11.1", "PB0610", "17021-1"] {
            assert_eq!(requirement(reference), None, "{reference}");
        }
    }
}
