//! The sample companies: readable scenarios, played through the operations with a given clock.

mod history;
mod names;
mod play;
mod rhythm;
mod scenario;
mod verbs;

use std::sync::Arc;

use crate::books::Books;
use crate::failure::Failure;
use crate::instance::Instance;

/// A sixty-person software company on its way to Stage 1, with honest gaps.
const FERNLEAF: &str = include_str!("fernleaf.toml");

/// Loads the first sample company, mid-way to Stage 1; its history lies in the four months before this moment.
///
/// # Errors
/// Where the store does not take it.
pub async fn load_sample(instance: &Instance) -> Result<Arc<Books>, Failure> {
    load(instance, scenario::read(FERNLEAF)).await
}

/// Loads the second sample company: three years, from the first gap analysis to the recertification that is due.
///
/// # Errors
/// Where the store does not take it.
pub async fn load_history(instance: &Instance) -> Result<Arc<Books>, Failure> {
    load(instance, history::scenario()).await
}

async fn load(instance: &Instance, read: Result<scenario::Scenario, String>) -> Result<Arc<Books>, Failure> {
    let scenario = read.map_err(|problem| Failure::Broken(format!("the sample: {problem}")))?;
    play::play(instance, scenario).await
}

#[cfg(test)]
mod history_tests;
#[cfg(test)]
mod tests;
