//! Statistical sizes, and what a result says about the whole population.

use std::cmp::Ordering;

use model::Decimal;

use super::rate::{Fraction, Limit, Rate};
use super::refusal::SamplingRefusal;
use super::tails::{Lot, Seen, binomial, binomial_chance, hypergeometric};

/// The most cases that are computed with, in a sample or a population.
pub const MOST: u32 = 1_000_000;

/// What a sample is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How sure the conclusion is to be.
    pub confidence: Rate,
    /// The rate of deviations that can be lived with.
    pub tolerable: Rate,
    /// How many deviations the sample may hold.
    pub allowed: u32,
}

/// The most deviations that a small population may still hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiniteLimit {
    /// The deviations.
    pub deviations: u32,
    /// The population that they are part of.
    pub population: u32,
}

impl FiniteLimit {
    /// Returns it as a rate, rounded up in the last digit.
    #[must_use]
    pub fn rate(self) -> Limit {
        let billionths =
            (u64::from(self.deviations) * u64::from(Limit::ONE)).div_ceil(self.population.max(1).into());
        Limit::of(u32::try_from(billionths).unwrap_or(Limit::ONE))
    }

    /// Says whether it is not above a tolerable rate.
    #[must_use]
    pub fn is_within(self, tolerable: Rate) -> bool {
        u64::from(self.deviations) * 1_000_000
            <= u64::from(tolerable.millionths()) * u64::from(self.population)
    }
}

impl Plan {
    /// Says what is wrong with the plan, if anything is.
    fn check(self) -> Result<(), SamplingRefusal> {
        if !self.confidence.is_between() {
            return Err(SamplingRefusal::Confidence(self.confidence));
        }
        if !self.tolerable.is_between() {
            return Err(SamplingRefusal::Tolerable(self.tolerable));
        }
        within(self.allowed)
    }

    /// Returns the risk that the sample deceives, at most.
    fn risk(self) -> Fraction {
        self.confidence.rest().fraction()
    }
}

fn within(cases: u32) -> Result<(), SamplingRefusal> {
    if cases > MOST { Err(SamplingRefusal::TooMany { named: cases.into() }) } else { Ok(()) }
}

/// Returns how many deviations the tolerable rate makes of a population, rounded up.
#[must_use]
pub fn tolerable_deviations(tolerable: Rate, population: u32) -> u32 {
    let deviations = (u64::from(tolerable.millionths()) * u64::from(population)).div_ceil(1_000_000);
    u32::try_from(deviations).unwrap_or(u32::MAX)
}

/// Returns the smallest sample that shows what is planned: of a large population (binomial), or of one of so many cases
/// (hypergeometric, with the deviations of [`tolerable_deviations`]).
///
/// # Errors
/// Refuses rates of nothing or all, more cases than [`MOST`], and more allowed deviations than could be found.
pub fn sample_size(plan: Plan, population: Option<u32>) -> Result<u32, SamplingRefusal> {
    plan.check()?;
    match population {
        None => large(plan),
        Some(population) => small(plan, population),
    }
}

fn large(plan: Plan) -> Result<u32, SamplingRefusal> {
    let deviations = plan.allowed;
    let shows = |examined| {
        binomial(Seen { examined, deviations }, plan.tolerable.fraction(), plan.risk()) != Ordering::Greater
    };
    let mut most = deviations.saturating_add(1).min(MOST);
    while !shows(most) {
        if most == MOST {
            return Err(SamplingRefusal::NeedsTooMany);
        }
        most = most.saturating_mul(2).min(MOST);
    }
    Ok(first(deviations, most, shows))
}

fn small(plan: Plan, population: u32) -> Result<u32, SamplingRefusal> {
    within(population)?;
    if population == 0 {
        return Err(SamplingRefusal::NoCases);
    }
    let tolerable = tolerable_deviations(plan.tolerable, population);
    let allowed = plan.allowed;
    if allowed >= tolerable {
        return Err(SamplingRefusal::AllowsAll { allowed, tolerable, population });
    }
    let lot = Lot { population, deviations: tolerable };
    let shows = |examined| {
        hypergeometric(Seen { examined, deviations: allowed }, lot, plan.risk()) != Ordering::Greater
    };
    Ok(first(allowed, population, shows))
}

/// Returns the first number for which something holds, after one for which it does not, up to one for which it does.
fn first(mut not_yet: u32, mut holds: u32, is_so: impl Fn(u32) -> bool) -> u32 {
    while holds - not_yet > 1 {
        let middle = not_yet + (holds - not_yet) / 2;
        if is_so(middle) {
            holds = middle;
        } else {
            not_yet = middle;
        }
    }
    holds
}

/// Says what is wrong with a result, if anything is.
fn check(examined: u32, deviations: u32, confidence: Rate) -> Result<(), SamplingRefusal> {
    if !confidence.is_between() {
        return Err(SamplingRefusal::Confidence(confidence));
    }
    within(examined)?;
    if examined == 0 {
        return Err(SamplingRefusal::NoCases);
    }
    if deviations > examined {
        return Err(SamplingRefusal::MoreDeviationsThanCases { deviations, examined });
    }
    Ok(())
}

/// Returns the upper limit of the rate of deviations (Clopper and Pearson, one-sided), rounded up to billionths.
///
/// # Errors
/// Refuses no cases, more than [`MOST`], more deviations than cases, and a confidence of nothing or all.
pub fn upper_limit(examined: u32, deviations: u32, confidence: Rate) -> Result<Limit, SamplingRefusal> {
    check(examined, deviations, confidence)?;
    if deviations == examined {
        return Ok(Limit::of(Limit::ONE));
    }
    let risk = confidence.rest().fraction();
    let is_above = |rate| {
        let rate = Fraction { of: rate, over: Limit::ONE };
        binomial(Seen { examined, deviations }, rate, risk) != Ordering::Greater
    };
    Ok(Limit::of(first(0, Limit::ONE, is_above)))
}

/// Returns the lower limit of the rate of deviations, rounded down to billionths.
///
/// # Errors
/// Refuses as [`upper_limit`] does.
pub fn lower_limit(examined: u32, deviations: u32, confidence: Rate) -> Result<Limit, SamplingRefusal> {
    check(examined, deviations, confidence)?;
    upper_limit(examined, examined - deviations, confidence).map(Limit::rest)
}

/// Returns the most deviations that a population of so many cases may still hold, by what was seen.
///
/// # Errors
/// Refuses as [`upper_limit`] does, and a sample larger than its population.
pub fn finite_upper_limit(
    population: u32,
    examined: u32,
    deviations: u32,
    confidence: Rate,
) -> Result<FiniteLimit, SamplingRefusal> {
    within(population)?;
    check(examined, deviations, confidence)?;
    if examined > population {
        return Err(SamplingRefusal::MoreThanThereAre { wanted: examined, population });
    }
    let risk = confidence.rest().fraction();
    let seen = Seen { examined, deviations };
    let is_ruled_out =
        |all| hypergeometric(seen, Lot { population, deviations: all }, risk) != Ordering::Greater;
    // With one deviation more than was seen and left out together, so few could not have been seen.
    let all_ruled_out = population - (examined - deviations) + 1;
    let first = first(deviations, all_ruled_out, |all| all == all_ruled_out || is_ruled_out(all));
    Ok(FiniteLimit { deviations: first - 1, population })
}

/// Returns the risk that a sample with so many allowed deviations deceives when the true rate is the tolerable one, to
/// nine digits.
///
/// # Errors
/// Refuses no cases, more than [`MOST`], and a tolerable rate of nothing or all.
pub fn risk(examined: u32, allowed: u32, tolerable: Rate) -> Result<Decimal, SamplingRefusal> {
    within(examined)?;
    if examined == 0 {
        return Err(SamplingRefusal::NoCases);
    }
    if !tolerable.is_between() {
        return Err(SamplingRefusal::Tolerable(tolerable));
    }
    let chance = binomial_chance(Seen { examined, deviations: allowed }, tolerable.fraction());
    Ok(Limit::of(u32::try_from(chance).unwrap_or(Limit::ONE)).share())
}
