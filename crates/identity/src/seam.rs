//! What comes from outside: the time, and numbers that nobody can guess.

use jiff::Timestamp;

/// Gives the time and random numbers, so that a test needs neither to wait nor to guess.
pub trait Surroundings: Send + Sync {
    /// Returns what time it is.
    fn now(&self) -> Timestamp;

    /// Fills all bytes with numbers that nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// The clock and the random numbers of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Machine;

impl Surroundings for Machine {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the machine has random numbers");
    }
}
