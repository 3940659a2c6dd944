//! The past: the same value, as it stood at the end of a day.

use std::sync::Arc;

use model::Date;

use crate::books::{Books, Snapshot};
use crate::failure::Failure;
use crate::reload::{Until, load};

/// How many past days are kept in memory.
const KEPT: usize = 8;

/// Which state is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// The present.
    Now,
    /// The end of a day, in the organisation's time zone.
    Day(Date),
}

impl Books {
    /// Returns the state asked for.
    ///
    /// # Errors
    /// Where the log cannot be read.
    pub async fn as_of(&self, when: AsOf) -> Result<Snapshot, Failure> {
        let day = match when {
            AsOf::Now => return Ok(self.now()),
            AsOf::Day(day) if day >= self.today() => return Ok(self.now()),
            AsOf::Day(day) => day,
        };
        if let Some(kept) = self.kept(day) {
            return Ok(kept);
        }
        let loaded = load(Arc::clone(&self.store), self.log, &self.genesis, Until::Day(day)).await?;
        let head = loaded.journal.commits.last().map(|commit| ledger::Head {
            epoch: self.log.epoch,
            seq: commit.seq,
            leaf: commit.leaf,
        });
        let snapshot = Snapshot { isms: Arc::new(loaded.isms), head };
        let mut past = self.past.lock().expect("nobody panics here");
        past.push_back((day, snapshot.clone()));
        if past.len() > KEPT {
            past.pop_front();
        }
        Ok(snapshot)
    }

    /// Returns a past state that is still in memory.
    fn kept(&self, day: Date) -> Option<Snapshot> {
        let past = self.past.lock().expect("nobody panics here");
        past.iter().find(|(kept, _)| *kept == day).map(|(_, snapshot)| snapshot.clone())
    }
}
