//! By when a nonconformity of an external audit is planned for and verified, by its grade and the audit that raised it.

use model::Date;
use model::records::NonconformityGrade;

use super::{CertificationDate, CertificationRule, certification_rule_named};

/// The audit that raised a nonconformity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Stage 2 of an initial audit.
    Stage2 {
        /// Its last day.
        last_day: Date,
    },
    /// A surveillance.
    Surveillance,
    /// A recertification.
    Recertification {
        /// The last day of the certificate.
        expires_on: Date,
    },
}

/// Until when something has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Until a day.
    On(Date),
    /// Before the decision.
    Decision,
    /// At the next audit.
    NextAudit,
    /// Within the time that the body sets.
    BodySets,
}

/// The deadlines of one nonconformity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// Until when correction, cause and corrective action are planned and accepted.
    pub accepted: Until,
    /// Until when they are verified.
    pub verified: Until,
    /// The rule behind it, which says whether it is verified.
    pub rule: &'static CertificationRule,
}

/// Returns the deadlines by grade and audit; the time that a body sets, where it set one, comes before both.
#[must_use]
pub fn deadlines(grade: NonconformityGrade, occasion: Occasion) -> Deadlines {
    let rule = |id| certification_rule_named(id).expect("a rule of the file; a test says so");
    let by = |accepted, verified, id| Deadlines { accepted, verified, rule: rule(id) };
    match (grade, occasion) {
        (NonconformityGrade::Major, Occasion::Stage2 { last_day }) => {
            let day = CertificationDate::MajorsVerified.after(last_day);
            by(Until::Decision, Until::On(day), "nc-6-months")
        }
        (NonconformityGrade::Major, Occasion::Recertification { expires_on }) => {
            by(Until::Decision, Until::On(expires_on), "nc-recert")
        }
        (NonconformityGrade::Minor, Occasion::Stage2 { .. } | Occasion::Recertification { .. }) => {
            by(Until::Decision, Until::NextAudit, "decision-minor")
        }
        (NonconformityGrade::Major, Occasion::Surveillance) => {
            by(Until::BodySets, Until::BodySets, "nc-cause")
        }
        (NonconformityGrade::Minor, Occasion::Surveillance) => {
            by(Until::BodySets, Until::NextAudit, "nc-cause")
        }
    }
}
