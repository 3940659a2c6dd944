//! What a tested sample says: rely on the control, do not, or extend the sample once.

use std::cmp::Ordering;
use std::fmt;

use super::rate::{Limit, Rate};
use super::refusal::SamplingRefusal;
use super::size::{FiniteLimit, Plan, finite_upper_limit, sample_size, upper_limit};
use super::tails::{Seen, binomial};

/// Which kind of size the sample has; a report names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A size of practice, which supports a finding but no statement of confidence.
    Practice,
    /// A statistical size.
    Statistical {
        /// How sure the conclusion is to be.
        confidence: Rate,
        /// The rate of deviations that can be lived with.
        tolerable: Rate,
    },
}

/// The deviations of a sample, by their cause. A case that could not be tested is a deviation too, unless it is shown
/// that it does not belong to the population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deviations {
    /// Their cause is not known yet.
    pub unexplained: u32,
    /// By chance: neither systematic nor deliberate.
    pub chance: u32,
    /// From the way the control works.
    pub systematic: u32,
    /// By somebody's will.
    pub deliberate: u32,
}

impl Deviations {
    /// Returns how many there are.
    #[must_use]
    pub fn total(self) -> u32 {
        [self.unexplained, self.chance, self.systematic, self.deliberate]
            .into_iter()
            .fold(0, u32::saturating_add)
    }
}

/// Whether the sample was extended already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Round {
    /// It is the first sample.
    #[default]
    First,
    /// It was extended once, and stands here with all its cases.
    Extended,
}

/// A sample that was tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tested {
    /// Which kind of size it has.
    pub basis: Basis,
    /// How many cases there are in all, where that is known; then the small population is allowed for.
    pub population: Option<u32>,
    /// How many were tested.
    pub examined: u32,
    /// The deviations among them.
    pub deviations: Deviations,
    /// Whether it was extended already.
    pub round: Round,
}

/// What a sample shows about all cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Nothing beyond the cases themselves: a sample by judgement.
    CasesOnly,
    /// That in a large population the rate of deviations is not above a limit.
    Rate(Limit),
    /// That this population does not hold more deviations.
    Count(FiniteLimit),
}

/// What a sample says about its control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The control can be relied on.
    Rely(Shown),
    /// The sample is extended, once, to so many cases in all.
    ExtendOnce {
        /// The size to extend to.
        to: u32,
    },
    /// The control cannot be relied on.
    DoNotRely(Unreliable),
    /// The causes of so many deviations are found first; a clean rest does not explain them away.
    FindCauses {
        /// How many have no known cause.
        unexplained: u32,
    },
}

/// Why a control cannot be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreliable {
    /// A deviation comes from the way it works.
    Systematic,
    /// A deviation was somebody's will.
    Deliberate,
    /// There are more deviations than one, and an extension is for a single one.
    SeveralDeviations {
        /// How many.
        deviations: u32,
    },
    /// One deviation stands, and the population is too small to allow one at all.
    NoRoomForOne,
    /// The sample is too small to show what is asked.
    TooFewCases {
        /// How many it needs.
        needed: u32,
    },
}

impl fmt::Display for Unreliable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Systematic => write!(out, "a deviation comes from the way the control works"),
            Self::Deliberate => write!(out, "a deviation was deliberate"),
            Self::SeveralDeviations { deviations } => write!(out, "{deviations} deviations were found"),
            Self::NoRoomForOne => write!(out, "the population is too small to allow a deviation"),
            Self::TooFewCases { needed } => write!(out, "the sample is too small, {needed} cases are needed"),
        }
    }
}

/// What an extension of a sample of practice goes by; no source fixes it, so the choice is ours: the mildest plan of the
/// tables, 90 % and 10 %.
const EXTENSION: (u32, u32) = (90, 10);

/// Judges a tested sample.
///
/// The limit is compared with the tolerable rate exactly, not by its printed digits. A sample may be extended once, for
/// one single deviation by chance, to the size for one allowed deviation; a second deviation ends it.
///
/// # Errors
/// Refuses what [`sample_size`] and [`finite_upper_limit`] refuse.
pub fn judge(tested: Tested) -> Result<Verdict, SamplingRefusal> {
    let Tested { basis, population, examined, deviations, round } = tested;
    let total = deviations.total();
    let shown = shown(basis, population, examined, total)?; // refuses first what cannot be
    if deviations.deliberate > 0 {
        return Ok(Verdict::DoNotRely(Unreliable::Deliberate));
    }
    if deviations.systematic > 0 {
        return Ok(Verdict::DoNotRely(Unreliable::Systematic));
    }
    if deviations.unexplained > 0 {
        return Ok(Verdict::FindCauses { unexplained: deviations.unexplained });
    }
    if let Some(shown) = shown {
        return Ok(Verdict::Rely(shown));
    }
    match (total, round) {
        (0, _) => {
            let needed = sample_size(plan(basis, 0), population)?;
            Ok(Verdict::DoNotRely(Unreliable::TooFewCases { needed }))
        }
        (1, round) => match (size_for_one(basis, population), round) {
            (Ok(to), Round::First) => Ok(Verdict::ExtendOnce { to }),
            (Ok(needed), Round::Extended) => Ok(Verdict::DoNotRely(Unreliable::TooFewCases { needed })),
            (Err(SamplingRefusal::AllowsAll { .. }), _) => Ok(Verdict::DoNotRely(Unreliable::NoRoomForOne)),
            (Err(refusal), _) => Err(refusal),
        },
        (deviations, _) => Ok(Verdict::DoNotRely(Unreliable::SeveralDeviations { deviations })),
    }
}

fn plan(basis: Basis, allowed: u32) -> Plan {
    let percent = |percent| Rate::percent(percent).expect("at most 100");
    match basis {
        Basis::Statistical { confidence, tolerable } => Plan { confidence, tolerable, allowed },
        Basis::Practice => {
            Plan { confidence: percent(EXTENSION.0), tolerable: percent(EXTENSION.1), allowed }
        }
    }
}

fn size_for_one(basis: Basis, population: Option<u32>) -> Result<u32, SamplingRefusal> {
    sample_size(plan(basis, 1), population)
}

/// Returns what the sample shows; nothing where that is not enough to rely on.
fn shown(
    basis: Basis,
    population: Option<u32>,
    examined: u32,
    deviations: u32,
) -> Result<Option<Shown>, SamplingRefusal> {
    let Plan { confidence, tolerable, .. } = plan(basis, 0);
    if !tolerable.is_between() {
        return Err(SamplingRefusal::Tolerable(tolerable));
    }
    let finite = match population {
        Some(population) => Some(finite_upper_limit(population, examined, deviations, confidence)?),
        None => None,
    };
    let large = upper_limit(examined, deviations, confidence)?;
    if matches!(basis, Basis::Practice) {
        // One deviation stands where the sample is as large as one for one allowed deviation.
        let is_enough = match deviations {
            0 => true,
            1 => size_for_one(basis, population).is_ok_and(|size| examined >= size),
            _ => false,
        };
        return Ok(is_enough.then_some(Shown::CasesOnly));
    }
    if let Some(finite) = finite {
        return Ok(finite.is_within(tolerable).then_some(Shown::Count(finite)));
    }
    let seen = Seen { examined, deviations };
    let is_within = binomial(seen, tolerable.fraction(), confidence.rest().fraction()) != Ordering::Greater;
    Ok(is_within.then_some(Shown::Rate(large)))
}
