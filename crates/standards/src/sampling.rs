//! Sampling for tests of controls: how many cases, which ones, and what the result says.
//!
//! No standard of this field fixes a sample size. Two kinds of size exist here, and a working paper says which one it
//! used: the *practice* size by how often a control runs ([`Frequency`], [`practice_for_events`]), which carries no
//! statement of confidence, and the *statistical* size ([`sample_size`]).
//!
//! All numbers are exact where it matters: rates are whole millionths, a probability is compared with its limit in
//! 64-bit integers with a proven margin of error, and what lies within the margin is decided in whole numbers of any
//! length. No floating-point number takes part, so a case on the border (18 of 20 at 90 percent) falls on the right
//! side everywhere. Where whole numbers would grow too long, the cautious side is taken: one more case, or one more
//! deviation.

mod draw;
mod natural;
mod practice;
mod rate;
mod refusal;
mod size;
mod tails;
mod verdict;
mod wide;

pub use draw::{Draw, draw_key, draw_random, draw_systematic};
pub use practice::{
    Advice, Anchor, EventBand, Extent, Frequency, PracticeSize, RuleOfThumb, SmallPopulation, advice,
    anchors, event_bands, practice_for_events, rule_of_thumb, small_populations,
};
pub use rate::{Limit, Rate};
pub use refusal::SamplingRefusal;
pub use size::{
    FiniteLimit, MOST, Plan, finite_upper_limit, lower_limit, risk, sample_size, tolerable_deviations,
    upper_limit,
};
pub use verdict::{Basis, Deviations, Round, Shown, Tested, Unreliable, Verdict, judge};

#[cfg(test)]
mod tests;
