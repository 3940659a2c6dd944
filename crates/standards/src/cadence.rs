//! Cadences: how often new evidence is due, and how old the newest may be.

use serde::{Deserialize, Serialize};

/// How often something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// All the time, by a machine.
    Continuous,
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Four times a year.
    Quarterly,
    /// Twice a year.
    Semiannual,
    /// Every year.
    Annual,
    /// Every two years.
    Biennial,
    /// Each time something happens; judged event by event.
    OnEvent,
    /// Each time the thing changes.
    OnChange,
}

impl Cadence {
    /// All cadences, the quickest first.
    pub const ALL: [Self; 10] = [
        Self::Continuous,
        Self::Daily,
        Self::Weekly,
        Self::Monthly,
        Self::Quarterly,
        Self::Semiannual,
        Self::Annual,
        Self::Biennial,
        Self::OnEvent,
        Self::OnChange,
    ];

    /// Returns the word it is stored as.
    pub fn id(self) -> &'static str {
        match self {
            Self::Continuous => "continuous",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Semiannual => "semiannual",
            Self::Annual => "annual",
            Self::Biennial => "biennial",
            Self::OnEvent => "on_event",
            Self::OnChange => "on_change",
        }
    }

    /// Returns the cadence of a control.
    pub fn of(control: model::records::Cadence) -> Self {
        use model::records::Cadence as OfControl;
        match control {
            OfControl::Continuous => Self::Continuous,
            OfControl::Daily => Self::Daily,
            OfControl::Weekly => Self::Weekly,
            OfControl::Monthly => Self::Monthly,
            OfControl::Quarterly => Self::Quarterly,
            OfControl::Semiannual => Self::Semiannual,
            OfControl::Annual => Self::Annual,
            OfControl::Biennial => Self::Biennial,
            OfControl::OnEvent => Self::OnEvent,
        }
    }

    /// Returns its suggested limits.
    pub fn limits(self) -> &'static CadenceLimits {
        crate::cadences()
            .iter()
            .find(|limits| limits.id == self)
            .expect("each cadence has limits; a test says so")
    }
}

/// What a cadence means in days, as a suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CadenceLimits {
    /// Whose limits they are.
    pub id: Cadence,
    /// How many days lie between two occasions; 0 where only events count.
    pub period_days: u32,
    /// How old the newest accepted evidence may be; 0 where only events count.
    pub max_age_days: u32,
    /// What else to know.
    pub note: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cadence_has_limits_under_its_own_word() {
        assert_eq!(crate::cadences().len(), Cadence::ALL.len());
        for cadence in Cadence::ALL {
            assert_eq!(cadence.limits().id, cadence);
            let read: Cadence = toml::Value::from(cadence.id()).try_into().expect("a stored word");
            assert_eq!(read, cadence);
        }
    }

    #[test]
    fn evidence_may_be_a_little_older_than_one_period() {
        for cadence in Cadence::ALL {
            let limits = cadence.limits();
            assert!(
                limits.max_age_days > limits.period_days || cadence == Cadence::OnEvent,
                "{}",
                cadence.id()
            );
        }
    }
}
