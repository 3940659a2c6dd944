//! Drawing cases so that anybody draws the same again.
//!
//! **At random.** The key of a case is SHA-256 of the seed, a line feed and the case, as UTF-8, in lower-case hexadecimal
//! digits. Cases are sorted by key; the first so many are drawn, in this order. The order of the list does not matter,
//! and a larger sample holds the smaller one, so an extension keeps what was tested.
//!
//! **Systematically.** With N cases in the order of the list and n wanted, the start s is SHA-256 of the seed and a line
//! feed, read as one number of 256 bits, modulo N. Drawn are the places (s + i × N) / n, rounded down and counted from 0,
//! for i from 0 to n - 1. Where n divides N this is each k-th case with k = N / n from a start within the first k; where
//! it does not, the steps are k and k + 1 in turn, the end of the list is not left out, and each case has the same chance.
//! The order of the list matters, and a larger sample does not hold the smaller one.
//!
//! In both, a case that the list holds twice counts once, at its first place, and is reported: one case cannot be tested
//! twice, and a list with repetitions wants a look. Cases are compared byte by byte. Two different cases never share a
//! key in practice; should they, the smaller text comes first.

use std::collections::BTreeSet;

use model::Digest;

use super::refusal::SamplingRefusal;
use super::size::MOST;

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// The cases, in the order in which they were drawn.
    pub cases: Vec<String>,
    /// How many different cases the list holds.
    pub population: u32,
    /// Cases that the list holds more than once, sorted.
    pub repeated: Vec<String>,
}

/// Returns the key by which a case is drawn, in lower-case hexadecimal digits.
#[must_use]
pub fn draw_key(seed: &str, case: &str) -> String {
    Digest::of(format!("{seed}\n{case}").as_bytes()).as_str().to_owned()
}

/// Draws so many cases at random.
///
/// # Errors
/// Refuses an empty seed, empty cases, line ends, no cases, more than there are, and more than [`MOST`].
pub fn draw_random(seed: &str, list: &[impl AsRef<str>], wanted: u32) -> Result<Draw, SamplingRefusal> {
    let List { cases, population, repeated } = read(seed, list, wanted)?;
    let mut keyed: Vec<(String, &str)> = cases.iter().map(|case| (draw_key(seed, case), *case)).collect();
    keyed.sort_unstable();
    let cases = keyed.iter().take(wanted as usize).map(|(_, case)| (*case).to_owned()).collect();
    Ok(Draw { cases, population, repeated })
}

/// Draws so many cases at even steps through the list, from a start by the seed.
///
/// # Errors
/// Refuses as [`draw_random`] does.
pub fn draw_systematic(seed: &str, list: &[impl AsRef<str>], wanted: u32) -> Result<Draw, SamplingRefusal> {
    let List { cases, population, repeated } = read(seed, list, wanted)?;
    let (all, wanted) = (u64::from(population), u64::from(wanted));
    let start = remainder(&draw_key(seed, ""), all);
    let place = |step: u64| usize::try_from((start + step * all) / wanted).unwrap_or(usize::MAX);
    let cases =
        (0..wanted).filter_map(|step| cases.get(place(step))).map(|case| (*case).to_owned()).collect();
    Ok(Draw { cases, population, repeated })
}

/// Returns the remainder of a hexadecimal number.
fn remainder(digits: &str, over: u64) -> u64 {
    digits
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .fold(0, |rest, digit| (rest * 16 + u64::from(digit)) % over)
}

/// A list as it was read: each case once.
struct List<'a> {
    cases: Vec<&'a str>,
    population: u32,
    repeated: Vec<String>,
}

fn read<'a>(seed: &str, list: &'a [impl AsRef<str>], wanted: u32) -> Result<List<'a>, SamplingRefusal> {
    let has_line_end = |text: &str| text.contains(['\n', '\r']);
    if seed.trim().is_empty() {
        return Err(SamplingRefusal::NoSeed);
    }
    if has_line_end(seed) {
        return Err(SamplingRefusal::LineEndInSeed);
    }
    if list.len() > MOST as usize {
        return Err(SamplingRefusal::TooMany { named: list.len() as u64 });
    }
    let (mut cases, mut known, mut repeated) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for (index, case) in list.iter().enumerate() {
        let (case, place) = (case.as_ref(), index + 1);
        if case.trim().is_empty() {
            return Err(SamplingRefusal::EmptyCase { place });
        }
        if has_line_end(case) {
            return Err(SamplingRefusal::LineEndInCase { place });
        }
        if known.insert(case) {
            cases.push(case);
        } else {
            repeated.insert(case.to_owned());
        }
    }
    let population = u32::try_from(cases.len()).expect("at most a million cases");
    if wanted == 0 || population == 0 {
        return Err(SamplingRefusal::NoCases);
    }
    if wanted > population {
        return Err(SamplingRefusal::MoreThanThereAre { wanted, population });
    }
    Ok(List { cases, population, repeated: repeated.into_iter().collect() })
}
