//! The chance to see few deviations, compared with a limit: binomial and hypergeometric, exact at the border.
//!
//! The terms of both sums are positive and each follows from the one before by a fraction of whole numbers, so nothing
//! cancels out and the error of each step is known. What the 64 bits cannot tell apart is decided in whole numbers.

use std::cmp::Ordering;

use super::natural::Natural;
use super::rate::Fraction;
use super::wide::Wide;

/// Up to here undecided cases are decided in whole numbers; above it, the cautious side is taken.
const EXACT_MOST: u32 = 2_000;

/// How many deviations are seen at most, among how many cases examined.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) examined: u32,
    pub(super) deviations: u32,
}

/// A population of which so many cases are deviations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lot {
    pub(super) population: u32,
    pub(super) deviations: u32,
}

/// Compares a sum of terms with a limit; none where only whole numbers can tell.
fn compared(mut term: Wide, ratios: impl Iterator<Item = (u64, u64)>, limit: Fraction) -> Option<Ordering> {
    let limit = Wide::one().scaled(limit.of.into(), limit.over.into());
    let mut sum = term;
    for (by, over) in ratios {
        if sum.compared(limit) == Some(Ordering::Greater) {
            return Some(Ordering::Greater);
        }
        term = term.scaled(by, over);
        sum = sum.sum(term);
    }
    sum.compared(limit)
}

/// Compares the chance to see so few deviations at a rate, in a large population, with a limit above zero.
pub(super) fn binomial(seen: Seen, rate: Fraction, limit: Fraction) -> Ordering {
    if seen.deviations >= seen.examined || rate.of == 0 {
        return Ordering::Greater; // the chance is one
    }
    if rate.of >= rate.over {
        return Ordering::Less; // the chance is nothing
    }
    let first = binomial_first(seen.examined, rate);
    match compared(first, binomial_ratios(seen, rate), limit) {
        Some(order) => order,
        None if seen.examined <= EXACT_MOST => binomial_exact(seen, rate, limit),
        None => Ordering::Greater,
    }
}

/// Returns the chance itself, for showing, in billionths to the nearest.
pub(super) fn binomial_chance(seen: Seen, rate: Fraction) -> u64 {
    if seen.deviations >= seen.examined || rate.of == 0 {
        return 1_000_000_000;
    }
    if rate.of >= rate.over {
        return 0;
    }
    let mut term = binomial_first(seen.examined, rate);
    let mut sum = term;
    for (by, over) in binomial_ratios(seen, rate) {
        term = term.scaled(by, over);
        sum = sum.sum(term);
    }
    sum.billionths().unwrap_or(1_000_000_000).min(1_000_000_000)
}

fn binomial_first(examined: u32, rate: Fraction) -> Wide {
    Wide::one().scaled((rate.over - rate.of).into(), rate.over.into()).power(examined)
}

fn binomial_ratios(seen: Seen, rate: Fraction) -> impl Iterator<Item = (u64, u64)> {
    let (hit, miss) = (u64::from(rate.of), u64::from(rate.over - rate.of));
    (0..seen.deviations).map(move |i| (u64::from(seen.examined - i) * hit, u64::from(i + 1) * miss))
}

fn binomial_exact(seen: Seen, rate: Fraction, limit: Fraction) -> Ordering {
    let shared = divisor(rate.of, rate.over);
    let (hit, all) = (rate.of / shared, rate.over / shared);
    let miss = all - hit;
    let mut term = Natural::one();
    term.multiply_often(miss, seen.examined);
    let mut sum = term.clone();
    for i in 0..seen.deviations {
        term.multiply(seen.examined - i);
        term.multiply(hit);
        term.divide(i + 1);
        term.divide(miss);
        sum.add(&term);
    }
    let mut whole = Natural::one();
    whole.multiply_often(all, seen.examined);
    sum.multiply(limit.over);
    whole.multiply(limit.of);
    sum.cmp(&whole)
}

/// Compares the chance to see so few of a population's deviations, drawn without putting back, with a limit above zero.
pub(super) fn hypergeometric(seen: Seen, lot: Lot, limit: Fraction) -> Ordering {
    let fewest = fewest(seen, lot);
    if fewest > seen.deviations {
        return Ordering::Less; // the chance is nothing
    }
    if seen.deviations >= seen.examined.min(lot.deviations) {
        return Ordering::Greater; // the chance is one
    }
    let ratios = (fewest..seen.deviations).map(|i| {
        let (deviating, drawn) = (lot.deviations - i, seen.examined - i);
        let left = (lot.population + i + 1) - lot.deviations - seen.examined;
        (u64::from(deviating) * u64::from(drawn), u64::from(i + 1) * u64::from(left))
    });
    match compared(hypergeometric_first(seen, lot), ratios, limit) {
        Some(order) => order,
        None if seen.examined.min(lot.deviations) <= EXACT_MOST => hypergeometric_exact(seen, lot, limit),
        None => Ordering::Greater,
    }
}

/// Returns how many deviations are in any sample of that size.
fn fewest(seen: Seen, lot: Lot) -> u32 {
    (seen.examined + lot.deviations).saturating_sub(lot.population)
}

/// Returns the chance to see the fewest possible.
fn hypergeometric_first(seen: Seen, lot: Lot) -> Wide {
    let (all, examined, deviations) = (lot.population, seen.examined, lot.deviations);
    let product = |from: u32, steps: u32| {
        (0..steps).fold(Wide::one(), |term, j| term.scaled(u64::from(from - j), u64::from(all - j)))
    };
    if fewest(seen, lot) == 0 {
        // None of the sample is a deviation.
        return product(all - examined.max(deviations), examined.min(deviations));
    }
    // All that was left out is a deviation, which is to say that all that is clean was drawn.
    let (left, clean) = (all - examined, all - deviations);
    if left <= clean { product(deviations, left) } else { product(examined, clean) }
}

fn hypergeometric_exact(seen: Seen, lot: Lot, limit: Fraction) -> Ordering {
    let all = lot.population;
    let (small, large) = (seen.examined.min(lot.deviations), seen.examined.max(lot.deviations));
    let fewest = fewest(seen, lot);
    let mut term = Natural::one();
    term.multiply_by_choices(large, fewest);
    term.multiply_by_choices(all - large, small - fewest);
    let mut sum = term.clone();
    for i in fewest..seen.deviations {
        term.multiply(large - i);
        term.multiply(small - i);
        term.divide(i + 1);
        term.divide((all + i + 1) - large - small);
        sum.add(&term);
    }
    let mut whole = Natural::one();
    whole.multiply_by_choices(all, small);
    sum.multiply(limit.over);
    whole.multiply(limit.of);
    sum.cmp(&whole)
}

fn divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn fraction(of: u32, over: u32) -> Fraction {
        Fraction { of, over }
    }

    #[test]
    fn a_chance_that_is_the_limit_is_equal_to_it() {
        let one = Seen { examined: 1, deviations: 0 };
        assert_eq!(binomial(one, fraction(9, 10), fraction(1, 10)), Ordering::Equal);
        let five = Seen { examined: 5, deviations: 2 };
        assert_eq!(binomial(five, fraction(1, 2), fraction(1, 2)), Ordering::Equal);
        let lot = Lot { population: 20, deviations: 1 };
        let seen = Seen { examined: 18, deviations: 0 };
        assert_eq!(hypergeometric(seen, lot, fraction(1, 10)), Ordering::Equal);
        let lot = Lot { population: 1_000_000, deviations: 1 };
        let seen = Seen { examined: 900_000, deviations: 0 };
        assert_eq!(hypergeometric(seen, lot, fraction(1, 10)), Ordering::Equal);
    }

    #[test]
    fn quick_and_exact_agree_wherever_the_quick_one_is_sure() {
        for examined in 1..40 {
            for deviations in 0..examined {
                let seen = Seen { examined, deviations };
                for (rate, limit) in [(7, 5), (20, 10), (50, 50), (93, 1)] {
                    let (rate, limit) = (fraction(rate, 100), fraction(limit, 100));
                    assert_eq!(binomial(seen, rate, limit), binomial_exact(seen, rate, limit), "{seen:?}");
                }
                for population in [40, 57, 80] {
                    for all in [deviations + 1, 30, 40] {
                        let lot = Lot { population, deviations: all };
                        let (fewest, most) = (fewest(seen, lot), examined.min(all));
                        if (fewest..most).contains(&deviations) {
                            let exact = hypergeometric_exact(seen, lot, fraction(1, 10));
                            assert_eq!(hypergeometric(seen, lot, fraction(1, 10)), exact, "{seen:?} {lot:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_million_cases_are_no_trouble() {
        let seen = Seen { examined: 1_000_000, deviations: 49_000 };
        assert_eq!(binomial(seen, fraction(5, 100), fraction(5, 100)), Ordering::Less);
        let lot = Lot { population: 1_000_000, deviations: 500_000 };
        let seen = Seen { examined: 500_000, deviations: 250_000 };
        assert_eq!(hypergeometric(seen, lot, fraction(1, 2)), Ordering::Greater);
    }
}
