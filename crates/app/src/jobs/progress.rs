//! How long work tells how far it is, and hears whether it is still wanted.

use std::ops::ControlFlow;

use thiserror::Error;

use crate::failure::Failure;

/// The work is not wanted any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("it was cancelled; nothing was written")]
pub struct Cancelled;

impl From<Cancelled> for Failure {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Hears how far long work is, and says whether it is still wanted: asked between two steps, never within one.
pub trait Progress: Send + Sync {
    /// Hears that a part begins: what is done in it, what it counts, and how many there are where that is known.
    ///
    /// # Errors
    /// Where the work is not wanted any more.
    fn part(&self, what: &str, unit: &'static str, total: Option<u64>) -> Result<(), Cancelled>;

    /// Hears how many of the present part are done.
    ///
    /// # Errors
    /// Where the work is not wanted any more.
    fn done(&self, done: u64) -> Result<(), Cancelled>;

    /// Hears that what was decided is written now: from here on nothing can be cancelled. Asked twice, it says the same.
    ///
    /// # Errors
    /// Where the work is not wanted any more.
    fn writes(&self) -> Result<(), Cancelled>;
}

/// Hears nothing and wants all.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn part(&self, _: &str, _: &'static str, _: Option<u64>) -> Result<(), Cancelled> {
        Ok(())
    }

    fn done(&self, _: u64) -> Result<(), Cancelled> {
        Ok(())
    }

    fn writes(&self) -> Result<(), Cancelled> {
        Ok(())
    }
}

/// Hears of the planning of an import as a part of long work.
pub struct Planning<'a>(pub &'a dyn Progress);

impl importers::plan::Watch for Planning<'_> {
    fn rows(&self, total: Option<u64>) {
        // Whoever wants no more says so at the first row.
        let _ = self.0.part("checking the rows", "rows", total);
    }

    fn looked_at(&self, rows: u64) -> ControlFlow<()> {
        match self.0.done(rows) {
            Ok(()) => ControlFlow::Continue(()),
            Err(Cancelled) => ControlFlow::Break(()),
        }
    }
}
