//! The sample companies: readable scenarios, played through the operations with a given clock.

mod history;
mod names;
mod play;
mod rhythm;
mod scenario;
mod verbs;

use std::sync::Arc;

use ledger::LogId;

use crate::books::Books;
use crate::failure::Failure;
use crate::instance::Instance;

/// A sixty-person software company on its way to Stage 1, with honest gaps.
const FERNLEAF: &str = include_str!("fernleaf.toml");

/// Lies aside while a sample is loaded; what was interrupted keeps it.
const LOADING: &str = "sample/loading";

/// A sample company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// Four months on the way to Stage 1.
    Midway,
    /// Three years, up to the recertification that is due.
    History,
}

impl Sample {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Midway => "midway",
            Self::History => "history",
        }
    }
}

/// Returns the sample that an organisation was to be, where loading it did not come to its end.
///
/// # Errors
/// Where the store does not answer.
pub async fn unfinished_sample(instance: &Instance, log: LogId) -> Result<Option<Sample>, Failure> {
    let word = instance.aside(log, LOADING).await?;
    let is_it = |sample: &Sample| word.as_deref() == Some(sample.word().as_bytes());
    Ok([Sample::Midway, Sample::History].into_iter().find(is_it))
}

/// Says that an organisation is being made a sample, or with nothing that it is one.
async fn mark(instance: &Instance, books: &Books, sample: Option<Sample>) -> Result<(), Failure> {
    let word = sample.map(|sample| sample.word().as_bytes().to_vec());
    instance.put_aside(books.log(), LOADING, word).await
}

/// Loads the first sample company, mid-way to Stage 1; its history lies in the four months before this moment.
///
/// # Errors
/// Where the store does not take it.
pub async fn load_sample(instance: &Instance) -> Result<Arc<Books>, Failure> {
    load(instance, Sample::Midway, scenario::read(FERNLEAF)).await
}

/// Loads the second sample company: three years, from the first gap analysis to the recertification that is due.
///
/// # Errors
/// Where the store does not take it.
pub async fn load_history(instance: &Instance) -> Result<Arc<Books>, Failure> {
    load(instance, Sample::History, history::scenario()).await
}

async fn load(
    instance: &Instance,
    sample: Sample,
    read: Result<scenario::Scenario, String>,
) -> Result<Arc<Books>, Failure> {
    let scenario = read.map_err(|problem| Failure::Broken(format!("the sample: {problem}")))?;
    play::play(instance, sample, scenario).await
}

#[cfg(test)]
mod history_tests;
#[cfg(test)]
mod tests;
