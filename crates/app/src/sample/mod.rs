//! The sample company: a readable scenario, played through the operations with a given clock.

mod play;
mod scenario;

use std::sync::Arc;

use crate::books::Books;
use crate::failure::Failure;
use crate::instance::Instance;

/// A sixty-person software company on its way to Stage 1, with honest gaps.
const FERNLEAF: &str = include_str!("fernleaf.toml");

/// Loads the sample company; its history lies in the four months before this moment.
///
/// # Errors
/// Where the store does not take it.
pub async fn load_sample(instance: &Instance) -> Result<Arc<Books>, Failure> {
    let scenario =
        scenario::read(FERNLEAF).map_err(|problem| Failure::Broken(format!("the sample: {problem}")))?;
    play::play(instance, &scenario).await
}

#[cfg(test)]
mod tests;
