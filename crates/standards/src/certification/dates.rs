//! The dates of a certification: each counted by the calendar from one day, with the rule it rests on.

use model::{Date, Span};

use super::{CertificationRule, Parameter};

/// A date that follows from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificationDate {
    /// Stage 2, counted from the end of stage 1.
    Stage2,
    /// Majors of stage 2 are verified, counted from the last day of stage 2; otherwise another stage 2 is needed.
    MajorsVerified,
    /// The first surveillance, counted from the decision.
    FirstSurveillance,
    /// The certificate ends, counted from the decision.
    Expiry,
    /// The new certificate ends, counted from the end of the one before.
    RenewedExpiry,
    /// An ended certificate is restored, counted from its end; otherwise at least a stage 2 is needed.
    Restoration,
    /// A suspension is resolved, counted from its begin.
    Suspension,
    /// Somebody who advised the client may take part, counted from the end of the advice.
    PersonAdvised,
    /// A body may certify whose relative advised the client, counted from the end of the advice.
    RelativeAdvised,
    /// A body may certify that did internal audits for the client, counted from the end of the last one.
    BodyAudited,
}

/// What a date means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// Not later than this.
    Latest,
    /// Usually not later than this; no rule says so.
    UsuallyLatest,
    /// Not earlier than this.
    Earliest,
}

impl CertificationDate {
    /// All of them, in the order of the way.
    pub const ALL: [Self; 10] = [
        Self::Stage2,
        Self::MajorsVerified,
        Self::FirstSurveillance,
        Self::Expiry,
        Self::RenewedExpiry,
        Self::Restoration,
        Self::Suspension,
        Self::PersonAdvised,
        Self::RelativeAdvised,
        Self::BodyAudited,
    ];

    /// Returns the value that it is counted with.
    #[must_use]
    pub const fn parameter(self) -> Parameter {
        match self {
            Self::Stage2 => Parameter::StageIntervalMonths,
            Self::MajorsVerified => Parameter::MajorMonths,
            Self::FirstSurveillance => Parameter::FirstSurveillanceMonths,
            Self::Expiry | Self::RenewedExpiry => Parameter::CertificateYears,
            Self::Restoration => Parameter::RestorationMonths,
            Self::Suspension => Parameter::SuspensionMonths,
            Self::PersonAdvised => Parameter::PersonAdviceYears,
            Self::RelativeAdvised => Parameter::RelatedAdviceYears,
            Self::BodyAudited => Parameter::InternalAuditYears,
        }
    }

    /// Returns the rule that it rests on, which says whether it is verified.
    #[must_use]
    pub fn rule(self) -> &'static CertificationRule {
        self.parameter().rule()
    }

    /// Returns what it means.
    #[must_use]
    pub const fn bound(self) -> Bound {
        match self {
            Self::Stage2 | Self::Suspension => Bound::UsuallyLatest,
            Self::MajorsVerified
            | Self::FirstSurveillance
            | Self::Expiry
            | Self::RenewedExpiry
            | Self::Restoration => Bound::Latest,
            Self::PersonAdvised | Self::RelativeAdvised | Self::BodyAudited => Bound::Earliest,
        }
    }

    /// Returns after how many months it is.
    #[must_use]
    pub fn months(self) -> u32 {
        let number = self.parameter().known();
        match self {
            Self::Stage2
            | Self::MajorsVerified
            | Self::FirstSurveillance
            | Self::Restoration
            | Self::Suspension => number,
            Self::Expiry
            | Self::RenewedExpiry
            | Self::PersonAdvised
            | Self::RelativeAdvised
            | Self::BodyAudited => number * 12,
        }
    }

    /// Returns the date for the day that it is counted from.
    #[must_use]
    pub fn after(self, day: Date) -> Date {
        after_months(day, self.months())
    }
}

/// Returns the day so many months later, and the last of the month where that day does not exist.
#[must_use]
pub fn after_months(day: Date, months: u32) -> Date {
    day.saturating_add(Span::new().months(i64::from(months.min(12_000))))
}

/// A surveillance that has to take place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Surveillance {
    /// The first one, not later than this day.
    First {
        /// The last day for it.
        by: Date,
    },
    /// One in each calendar year.
    InYear {
        /// The year.
        year: i16,
        /// Its last day.
        by: Date,
    },
}

impl Surveillance {
    /// Returns the last day for it.
    #[must_use]
    pub fn by(self) -> Date {
        match self {
            Self::First { by } | Self::InYear { by, .. } => by,
        }
    }
}
