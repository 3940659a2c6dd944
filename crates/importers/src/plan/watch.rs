//! What a planner tells while it works: how far it is, and what it leaves.

use std::ops::ControlFlow;

use super::Plan;
use super::outcome::NotTaken;
use super::planner::Planner;

/// Hears how far the planning of a file is, and says whether it is still wanted.
pub trait Watch: Sync {
    /// Hears that the file is read, and how many rows it has, where that can be told.
    fn rows(&self, total: Option<u64>);

    /// Hears how many rows were looked at; a break ends the planning, and nothing comes of it.
    fn looked_at(&self, rows: u64) -> ControlFlow<()>;
}

/// Who is told, and whether they want no more.
#[derive(Default)]
pub(crate) struct Watched<'a> {
    watch: Option<&'a dyn Watch>,
    pub is_stopped: bool,
}

impl<'a> Watched<'a> {
    pub(crate) fn by(watch: Option<&'a dyn Watch>) -> Self {
        Self { watch, is_stopped: false }
    }

    /// Tells how many rows there are.
    pub(crate) fn begin(&self, total: Option<usize>) {
        if let Some(watch) = self.watch {
            watch.rows(total.map(|total| total as u64));
        }
    }

    /// Tells how many rows were looked at, and says whether no more are wanted.
    pub(crate) fn stops(&mut self, rows: usize) -> bool {
        let watch = self.watch.filter(|_| !self.is_stopped);
        self.is_stopped |= watch.is_some_and(|watch| watch.looked_at(rows as u64).is_break());
        self.is_stopped
    }
}

impl Planner<'_> {
    /// Ends the plan; there is none where it is not wanted any more.
    pub(crate) fn ended(self, file: &'static str) -> Option<Plan> {
        (!self.watched.is_stopped).then(|| self.finish(file))
    }

    /// Counts something that is not taken.
    pub(crate) fn leave(&mut self, what: impl Into<String>, count: usize, why: &str) {
        if count > 0 {
            self.not_taken.push(NotTaken { what: what.into(), count, why: why.to_owned() });
        }
    }
}
