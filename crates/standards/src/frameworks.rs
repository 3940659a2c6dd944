//! Other frameworks on the same controls: SOC 2, PCI DSS and NIST CSF as data, the crosswalk to them, and coverage.
//!
//! Numbers are facts; titles are ours except the official ones of PCI DSS, and the outcomes of NIST CSF are quoted, as
//! they are in the public domain. Relation and strength of an edge are our judgement; `verified` speaks of the link alone.

mod coverage;
mod crosswalk;
mod data;

#[cfg(test)]
mod tests;

pub use coverage::{
    Counts, Coverage, Covered, EdgeOpened, Met, Missing, OwnEdge, OwnReach, Standing, State, coverage,
};
pub use crosswalk::{
    Edge, Mapping, Origin, OriginRef, Relation, Strength, edges, edges_from, edges_to, gaps, mapping,
};
pub use data::{
    FrameworkRequirement, Periodic, TrustCategory, framework_requirement, framework_requirements, periodic,
};

use std::fmt;

/// A framework beside ISO/IEC 27001.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Framework {
    /// The Trust Services Criteria of a SOC 2 report.
    Soc2,
    /// PCI DSS 4.0.1.
    Pci,
    /// NIST CSF 2.0.
    Csf,
}

impl Framework {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Soc2, Self::Pci, Self::Csf];

    /// Returns the word it is named by.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Soc2 => "soc2",
            Self::Pci => "pci",
            Self::Csf => "csf",
        }
    }

    /// Returns its name with its edition.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Soc2 => "SOC 2, Trust Services Criteria 2017 (points of focus 2022)",
            Self::Pci => "PCI DSS 4.0.1",
            Self::Csf => "NIST CSF 2.0",
        }
    }

    /// Returns the framework that is named so: `soc2`, `SOC 2`, `PCI-DSS`, `NIST CSF 2.0`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let plain: String =
            text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        match plain.as_str() {
            "soc2" | "tsc" | "soc2tsc" | "soc2typeii" | "soc2typei" | "trustservicescriteria" => {
                Some(Self::Soc2)
            }
            "pci" | "pcidss" | "pcidss4" | "pcidss40" | "pcidss401" | "pcidssv401" => Some(Self::Pci),
            "csf" | "nistcsf" | "csf2" | "csf20" | "nistcsf2" | "nistcsf20" => Some(Self::Csf),
            _ => None,
        }
    }
}

impl fmt::Display for Framework {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.title())
    }
}
