//! What lives for minutes, in memory only: challenges, half sign-ins, ways to a provider and back.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::seam::Surroundings;
use crate::secret::{Digest, Purpose, Secret};

/// How many are held at once; the oldest goes first.
const MOST: usize = 10_000;

/// Things that each can be taken once, by a secret, and only for a while.
#[derive(Debug)]
pub(crate) struct Fleeting<T> {
    held: HashMap<Digest, (Timestamp, T)>,
    lasts: SignedDuration,
}

impl<T> Fleeting<T> {
    pub(crate) fn new(lasts: SignedDuration) -> Self {
        Self { held: HashMap::new(), lasts }
    }

    /// Keeps a thing and returns the secret that takes it.
    pub(crate) fn put(&mut self, thing: T, surroundings: &dyn Surroundings) -> Secret {
        let (now, secret) = (surroundings.now(), Secret::new(surroundings, ""));
        if self.held.len() >= MOST {
            self.forget(now);
        }
        self.held.insert(Digest::of(Purpose::Fleeting, secret.show()), (now, thing));
        secret
    }

    /// Takes a thing: it can be taken once, and not when it is too old.
    pub(crate) fn take(&mut self, secret: &str, now: Timestamp) -> Option<T> {
        let (since, thing) = self.held.remove(&Digest::of(Purpose::Fleeting, secret))?;
        (now.duration_since(since) <= self.lasts).then_some(thing)
    }

    /// Puts a thing back that may be tried again, for as long as it had.
    pub(crate) fn again(&mut self, secret: &str, since: Timestamp, thing: T) {
        self.held.insert(Digest::of(Purpose::Fleeting, secret), (since, thing));
    }

    /// Makes room: what is over goes, and if nothing is, the older half.
    fn forget(&mut self, now: Timestamp) {
        let lasts = self.lasts;
        self.held.retain(|_, (since, _)| now.duration_since(*since) <= lasts);
        if self.held.len() >= MOST {
            let mut times: Vec<Timestamp> = self.held.values().map(|(since, _)| *since).collect();
            times.sort_unstable();
            let middle = times[times.len() / 2];
            let mut room = MOST / 2;
            self.held.retain(|_, (since, _)| {
                let stays = *since >= middle && room > 0;
                room -= usize::from(stays);
                stays
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staged::Staged;

    #[test]
    fn a_thing_is_taken_once_and_in_time() {
        let staged = Staged::new();
        let mut fleeting = Fleeting::new(SignedDuration::from_mins(5));
        let (one, late) = (fleeting.put(1, &staged), fleeting.put(2, &staged));
        staged.pass(SignedDuration::from_mins(5));
        assert_eq!(fleeting.take(one.show(), staged.now()), Some(1));
        assert_eq!(fleeting.take(one.show(), staged.now()), None);
        staged.pass(SignedDuration::from_secs(1));
        assert_eq!(fleeting.take(late.show(), staged.now()), None);
    }

    #[test]
    fn it_holds_no_more_than_its_bound() {
        let staged = Staged::new();
        let mut fleeting = Fleeting::new(SignedDuration::from_mins(5));
        for number in 0..25_000 {
            fleeting.put(number, &staged);
        }
        assert!(fleeting.held.len() <= MOST);
    }
}
