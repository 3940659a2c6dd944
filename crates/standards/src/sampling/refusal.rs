//! Why a sample cannot be computed or drawn.

use std::fmt;

use super::rate::Rate;
use super::size::MOST;

/// Why a sample cannot be computed or drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SamplingRefusal {
    /// More cases than are computed with.
    TooMany {
        /// How many were named.
        named: u64,
    },
    /// The sample would need more cases than are computed with.
    NeedsTooMany,
    /// No case at all.
    NoCases,
    /// A sample larger than its population.
    MoreThanThereAre {
        /// The size asked for.
        wanted: u32,
        /// How many there are, each counted once.
        population: u32,
    },
    /// More deviations than cases.
    MoreDeviationsThanCases {
        /// The deviations.
        deviations: u32,
        /// The cases.
        examined: u32,
    },
    /// A confidence of nothing or of all.
    Confidence(Rate),
    /// A tolerable rate of nothing or of all.
    Tolerable(Rate),
    /// As many deviations allowed as the tolerable rate makes of the population.
    AllowsAll {
        /// The deviations allowed in the sample.
        allowed: u32,
        /// The deviations that the tolerable rate makes of the whole population.
        tolerable: u32,
        /// The population.
        population: u32,
    },
    /// A draw without a seed.
    NoSeed,
    /// A seed that holds a line end, which parts seed and case.
    LineEndInSeed,
    /// A case without text.
    EmptyCase {
        /// Its place in the list, from 1.
        place: usize,
    },
    /// A case that holds a line end.
    LineEndInCase {
        /// Its place in the list, from 1.
        place: usize,
    },
}

impl fmt::Display for SamplingRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany { named } => write!(out, "{named} cases are too many, at most {MOST} are expected"),
            Self::NeedsTooMany => write!(out, "the sample would need more than {MOST} cases"),
            Self::NoCases => write!(out, "at least one case is expected"),
            Self::MoreThanThereAre { wanted, population } => {
                write!(out, "a sample of {wanted} is larger than its population of {population}")
            }
            Self::MoreDeviationsThanCases { deviations, examined } => {
                write!(out, "{deviations} deviations are more than the {examined} cases examined")
            }
            Self::Confidence(rate) => {
                write!(out, "a confidence of {rate} cannot be reached, one such as 90 % or 95 % is expected")
            }
            Self::Tolerable(rate) => {
                write!(out, "a tolerable rate of {rate} decides nothing, one such as 5 % or 10 % is expected")
            }
            Self::AllowsAll { allowed, tolerable, population } => write!(
                out,
                "{allowed} allowed deviations leave nothing to find: the tolerable rate makes {tolerable} of the whole \
                 population of {population}"
            ),
            Self::NoSeed => write!(out, "a seed is expected, such as the name of the audit and the control"),
            Self::LineEndInSeed => write!(out, "the seed holds a line end, one line is expected"),
            Self::EmptyCase { place } => write!(out, "case {place} is empty, a name or number is expected"),
            Self::LineEndInCase { place } => {
                write!(out, "case {place} holds a line end, one line is expected")
            }
        }
    }
}

impl std::error::Error for SamplingRefusal {}
