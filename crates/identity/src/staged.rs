//! A clock that tests turn.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

use crate::seam::{Machine, Surroundings};

/// Time as a test wants it; the random numbers are the machine's.
#[derive(Debug)]
pub(crate) struct Staged(AtomicI64);

impl Staged {
    /// Returns a clock that stands in the year 2026.
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(1_795_000_000))
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, duration: SignedDuration) {
        self.0.fetch_add(duration.as_secs(), Ordering::SeqCst);
    }
}

impl Surroundings for Staged {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).expect("a time")
    }

    fn fill(&self, bytes: &mut [u8]) {
        Machine.fill(bytes);
    }
}
