//! Back-off: each failure makes the next attempt wait longer, by account and network, and never for ever.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::network::Network;
use crate::refusal::Refusal;

/// How many failures cost nothing: people mistype.
const FREE: u32 = 5;
/// The longest wait, in seconds.
const WAIT_MAX: i64 = 300;
/// After so many seconds without an attempt, failures are forgotten.
const FORGOTTEN_AFTER: i64 = 3600;
/// How many pairs of account and network are held; the oldest goes first.
const PAIRS_MAX: usize = 10_000;

/// Failures by account and network. A name that is nobody's counts as well, so that it answers alike.
#[derive(Debug, Default)]
pub(crate) struct Backoff(BTreeMap<(String, Network), Failures>);

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: i64,
}

impl Backoff {
    /// Says how long to wait, if an attempt comes too soon after those that failed.
    pub(crate) fn check(&self, name: &str, network: Network, now: Timestamp) -> Result<(), Refusal> {
        let Some(failures) = self.0.get(&(name.to_owned(), network)) else { return Ok(()) };
        let left = failures.last + wait(failures.count) - now.as_second();
        match u64::try_from(left) {
            Ok(seconds) if seconds > 0 => Err(Refusal::Later { seconds }),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Counts an attempt before it is looked at, so that many at once count as many.
    pub(crate) fn count(&mut self, name: &str, network: Network, now: Timestamp) {
        let now = now.as_second();
        let name = (name.to_owned(), network);
        if self.0.len() >= PAIRS_MAX && !self.0.contains_key(&name) {
            self.forget(now);
        }
        let failures = self.0.entry(name).or_insert(Failures { count: 0, last: now });
        if now - failures.last > FORGOTTEN_AFTER {
            failures.count = 0;
        }
        *failures = Failures { count: failures.count.saturating_add(1), last: now };
    }

    /// Forgets the failures of one who got in.
    pub(crate) fn clear(&mut self, name: &str, network: Network) {
        self.0.remove(&(name.to_owned(), network));
    }

    /// Makes room: what is old goes, and if nothing is, the oldest quarter.
    fn forget(&mut self, now: i64) {
        self.0.retain(|_, failures| now - failures.last <= FORGOTTEN_AFTER);
        if self.0.len() >= PAIRS_MAX {
            let mut times: Vec<i64> = self.0.values().map(|failures| failures.last).collect();
            times.sort_unstable();
            let old = times[times.len() / 4];
            self.0.retain(|_, failures| failures.last > old);
        }
    }
}

/// Returns how many seconds pass before the next attempt: 1, 2, 4 and so on.
fn wait(count: u32) -> i64 {
    match count.checked_sub(FREE) {
        None => 0,
        Some(more) => (1_i64 << more.min(20)).min(WAIT_MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn a5_100_guesses_make_one_network_wait_and_nobody_else() {
        let (mut backoff, here, elsewhere) =
            (Backoff::default(), Network::of("192.0.2.1"), Network::of("192.0.2.2"));
        let (mut looked_at, mut longest) = (0, 0);
        for second in 0..100 {
            if let Err(Refusal::Later { seconds }) = backoff.check("kim", here, at(second)) {
                longest = longest.max(seconds);
            } else {
                looked_at += 1;
                backoff.count("kim", here, at(second));
            }
        }
        assert!(looked_at < 15 && longest > 30, "{looked_at} guesses, {longest} s");
        assert_eq!(backoff.check("kim", elsewhere, at(100)), Ok(()));
        assert_eq!(backoff.check("ada", here, at(100)), Ok(()));
    }

    #[test]
    fn nobody_waits_longer_than_five_minutes_or_after_getting_in() {
        let (mut backoff, here) = (Backoff::default(), Network::of("192.0.2.1"));
        for _ in 0..10_000 {
            backoff.count("kim", here, at(0));
        }
        assert_eq!(backoff.check("kim", here, at(0)), Err(Refusal::Later { seconds: 300 }));
        assert_eq!(backoff.check("kim", here, at(300)), Ok(()));
        backoff.clear("kim", here);
        assert_eq!(backoff.check("kim", here, at(0)), Ok(()));
    }

    #[test]
    fn names_without_end_do_not_fill_the_memory() {
        let (mut backoff, here) = (Backoff::default(), Network::of("192.0.2.1"));
        for number in 0..30_000 {
            backoff.count(&format!("nobody {number}"), here, at(number / 100));
        }
        assert!(backoff.0.len() <= PAIRS_MAX);
    }
}
