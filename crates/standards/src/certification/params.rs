//! The numbers, shares and dates that stand in the rules, each with the rule it comes from.

use model::Date;
use serde::{Deserialize, Deserializer};

use super::{CertificationRule, certification_rule_named};

/// A value of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Param {
    /// A whole number.
    Number(u32),
    /// A share, in thousandths.
    Share(#[serde(deserialize_with = "thousandths")] u32),
    /// Words: a date, a fraction such as `1/3`, or an explanation.
    Words(String),
}

/// Reads a share; those of the file have one digit, so thousandths are finer than any.
fn thousandths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    f64::deserialize(deserializer).map(|share| (share * 1000.0).round() as u32)
}

macro_rules! parameters {
    ($($(#[$doc:meta])* $name:ident = $rule:literal, $key:literal;)*) => {
        /// A value that a rule holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Parameter {
            $($(#[$doc])* $name,)*
        }

        impl Parameter {
            /// All of them, in the order of the file.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the word of its rule and its own word.
            #[must_use]
            pub const fn place(self) -> (&'static str, &'static str) {
                match self { $(Self::$name => ($rule, $key),)* }
            }
        }
    };
}

parameters! {
    /// Years after internal audits by the body.
    InternalAuditYears = "imp-internal-audit-2y", "min_years";
    /// Years after advice by a related body.
    RelatedAdviceYears = "imp-related-consultancy-2y", "min_years";
    /// Years after advice by a person.
    PersonAdviceYears = "imp-person-consultancy-2y", "min_years";
    /// Management reviews before a decision.
    ManagementReviews = "decision-isms-maturity", "min_management_reviews";
    /// Internal audits before a decision.
    InternalAudits = "decision-isms-maturity", "min_internal_audits";
    /// Years of a cycle.
    CycleYears = "prog-cycle", "cycle_years";
    /// Years in which everything is covered.
    CoverageYears = "prog-coverage", "cycle_years";
    /// How often surveillance takes place.
    SurveillanceGap = "prog-surveillance-yearly", "max_gap";
    /// Months to the first surveillance.
    FirstSurveillanceMonths = "prog-first-surveillance", "max_months";
    /// Months between the stages, by practice.
    StageIntervalMonths = "s1-interval", "default_max_months";
    /// What these months rest on.
    StageIntervalNote = "s1-interval", "default_note";
    /// Months to verify majors of stage 2.
    MajorMonths = "nc-6-months", "max_months";
    /// Years that a certificate holds.
    CertificateYears = "cert-validity", "max_years";
    /// Months in which an expired certificate can be restored.
    RestorationMonths = "recert-restore", "max_months";
    /// Months that a suspension usually lasts at most.
    SuspensionMonths = "suspend-6-months", "usual_max_months";
    /// Cycles for which records are kept.
    RecordCycles = "records-keep", "cycles";
    /// Percent of remote work that is worth a warning.
    RemoteWarnPercent = "ict-30-percent", "warn_percent";
    /// Percent by which days may be lowered.
    ReductionPercent = "time-max-reduction", "max_reduction_percent";
    /// Percent of the time that is spent on site.
    OnSitePercent = "time-on-site", "min_on_site_percent";
    /// The same for other management systems.
    OnSiteOtherPercent = "time-on-site", "md5_min_on_site_percent";
    /// Hours of a day.
    HoursPerDay = "time-day", "hours_per_day";
    /// Part of the days for a surveillance.
    SurveillanceFraction = "time-surveillance", "fraction";
    /// Part of the days for a recertification.
    RecertificationFraction = "time-recert", "fraction";
    /// Part of the days for stage 1.
    Stage1Fraction = "time-stage-split", "default_stage1_fraction";
    /// Percent by which an integrated audit may be lowered.
    IntegrationPercent = "time-integrated", "max_reduction_percent";
    /// Percent of a sample of sites that is drawn at random.
    RandomSitesPercent = "ms-random", "min_random_percent";
    /// Percent of sites a year where sites are not sampled.
    UnsampledSitesPercent = "ms-not-sampled", "surveillance_percent";
    /// Percent by which the days of a site may be lowered.
    SiteReductionPercent = "ms-time", "max_reduction_percent";
    /// Percent of these for what is run centrally.
    CentralReductionPercent = "ms-time", "max_central_reduction_percent";
    /// The last day of certificates to the edition of 2013.
    EndOf2013 = "tr-2013", "date";
    /// When bodies had moved to the rules of 2024.
    BodiesOn2024 = "tr-27006", "date";
    /// Since when the amendment on climate applies.
    Climate = "tr-climate", "date";
}

impl Parameter {
    /// Returns the rule that holds it.
    #[must_use]
    pub fn rule(self) -> &'static CertificationRule {
        certification_rule_named(self.place().0).expect("each parameter has its rule; a test says so")
    }

    /// Returns its value.
    #[must_use]
    pub fn value(self) -> &'static Param {
        self.rule().param.get(self.place().1).expect("each parameter is in the file; a test says so")
    }

    /// Returns it as a whole number; none where it is none.
    #[must_use]
    pub fn number(self) -> Option<u32> {
        match self.value() {
            Param::Number(number) => Some(*number),
            Param::Share(_) | Param::Words(_) => None,
        }
    }

    /// Returns it as a date; none where it is none.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self.value() {
            Param::Words(words) => words.parse().ok(),
            Param::Number(_) | Param::Share(_) => None,
        }
    }

    /// Returns it as a fraction such as 1/3; none where it is none.
    #[must_use]
    pub fn fraction(self) -> Option<(u32, u32)> {
        match self.value() {
            Param::Words(words) => {
                let (of, over) = words.split_once('/')?;
                Some((of.parse().ok()?, over.parse().ok()?))
            }
            Param::Share(thousandths) => Some((*thousandths, 1000)),
            Param::Number(_) => None,
        }
    }

    /// Says whether a public source supports its rule.
    #[must_use]
    pub fn is_verified(self) -> bool {
        self.rule().verified
    }

    /// Returns a whole number that a test has seen in the file.
    pub(super) fn known(self) -> u32 {
        self.number().expect("a whole number; a test says so")
    }
}
