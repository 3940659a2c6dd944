//! Several sites (IAF MD 1): how many are visited, in whole numbers, so that no root is a hair too large.

use super::Parameter;

/// How many of the sites beside the central function are visited; the central function is always added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteSample {
    /// The sites, without the central function.
    pub sites: u32,
    /// In the initial audit.
    pub initial: u32,
    /// In each surveillance.
    pub surveillance: u32,
    /// In the recertification, where the system proved effective over the cycle; otherwise as in the initial audit.
    pub recertification: u32,
}

/// Returns the sample of sites: the root, 0.6 and 0.8 of it, each rounded up.
///
/// It is for sites that work alike under one system; for information security every site with significant risk is visited
/// before certification besides.
#[must_use]
pub fn site_sample(sites: u32) -> SiteSample {
    let tenths = |tenths| root_up(sites, tenths);
    SiteSample { sites, initial: tenths(10), surveillance: tenths(6), recertification: tenths(8) }
}

/// Returns the visits where sites cannot be sampled: all at first and at recertification, a part each year between.
#[must_use]
pub fn all_sites(sites: u32) -> SiteSample {
    let surveillance = percent_up(sites, Parameter::UnsampledSitesPercent.known());
    SiteSample { sites, initial: sites, surveillance, recertification: sites }
}

/// Returns how many of a sample are drawn at random, at least.
#[must_use]
pub fn random_fewest(sample: u32) -> u32 {
    percent_up(sample, Parameter::RandomSitesPercent.known())
}

/// Returns so many percent, rounded up.
fn percent_up(of: u32, percent: u32) -> u32 {
    u32::try_from((u64::from(of) * u64::from(percent)).div_ceil(100)).unwrap_or(u32::MAX)
}

/// Returns so many tenths of the square root, rounded up: the smallest m with (10 m)² not below tenths² × number.
pub(super) fn root_up(number: u32, tenths: u32) -> u32 {
    let square = u64::from(number) * u64::from(tenths) * u64::from(tenths);
    let root = square.isqrt();
    let root = if root * root < square { root + 1 } else { root };
    u32::try_from(root.div_ceil(10)).unwrap_or(u32::MAX)
}
