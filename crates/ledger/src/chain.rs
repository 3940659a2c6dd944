//! The chain of commits: it is followed to check it, and extended to write it.

use thiserror::Error;

use crate::actor::{Actor, Auth, Via};
use crate::change::{Change, ChangesRoot, Meta};
use crate::entry::{Checked, Entry};
use crate::header::{Header, HeaderFault};
use crate::{Genesis, Hash, Head, Intent, LogId, Time};

/// Where a chain has come to: what the next commit must follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    log: LogId,
    next: u64,
    prev: Hash,
    time: Option<Time>,
}

/// What is known of a commit before it has a place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The server's clock; a commit that would not be later than its predecessor gets the next microsecond.
    pub now: Time,
    /// Who acts.
    pub actor: Actor,
    /// Through which channel.
    pub via: Via,
    /// How the server recognised the actor.
    pub auth: Auth,
    /// What it is meant to do.
    pub intent: Intent,
    /// The hash of the policies that allowed it.
    pub policy: Hash,
    /// The generation of the bodies' layout.
    pub schema: u64,
    /// The client's key against doing it twice, or random bytes.
    pub idem: [u8; 16],
}

/// Something wrong with a log, and the first commit where it shows.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("commit {seq}: {wrong}")]
pub struct Fault {
    /// The commit's number.
    pub seq: u64,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What can be wrong with a commit.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Wrong {
    /// The header cannot be read.
    #[error(transparent)]
    Header(#[from] HeaderFault),
    /// The header belongs to another organisation or epoch.
    #[error("belongs to the log {found}, expected {expected}")]
    Log {
        /// The log that the header names.
        found: LogId,
        /// The log that was read.
        expected: LogId,
    },
    /// The header has another number.
    #[error("the header says that it is commit {found}")]
    Seq {
        /// The number that the header names.
        found: u64,
    },
    /// The header does not follow the one before.
    #[error("follows {found}, but the commit before is {expected}")]
    Prev {
        /// The leaf hash that the header names.
        found: Hash,
        /// The leaf hash of the commit before, or the genesis hash.
        expected: Hash,
    },
    /// The header is not later than the one before.
    #[error("is of {found}, which is not after the commit before, {before}")]
    Time {
        /// The header's time.
        found: Time,
        /// The time of the commit before.
        before: Time,
    },
    /// A change ends too early.
    #[error("change {index} is cut short")]
    Cut {
        /// Which change; the first is 0.
        index: u64,
    },
    /// A change does not say which record it is about.
    #[error("change {index} has no meta line such as: risk R-12 update 4")]
    Meta {
        /// Which change; the first is 0.
        index: u64,
    },
    /// There are more or fewer changes than the header says.
    #[error("has {found} changes, but its header says {said}")]
    Count {
        /// How many the header names.
        said: u64,
        /// How many there are.
        found: u64,
    },
    /// The changes are not those that the header commits to.
    #[error("its changes hash to {found}, but its header says {said}")]
    Root {
        /// The root that the header names.
        said: Hash,
        /// The root of the changes found.
        found: Hash,
    },
}

impl Chain {
    /// Returns the chain of a log that has just begun.
    pub fn begin(genesis: &Genesis) -> Self {
        Self { log: genesis.log, next: 0, prev: genesis.hash(), time: None }
    }

    /// Returns the chain after a commit that was checked before.
    pub fn after(checked: &Checked<'_>) -> Self {
        let header = &checked.header;
        Self {
            log: header.log(),
            next: header.seq.saturating_add(1),
            prev: checked.leaf,
            time: Some(header.time),
        }
    }

    /// Returns the chain after a head, of whose commit nothing else is known.
    pub fn at(log: LogId, head: Head) -> Self {
        Self { log, next: head.seq.saturating_add(1), prev: head.leaf, time: None }
    }

    /// Returns the log.
    pub fn log(&self) -> LogId {
        self.log
    }

    /// Returns the number that the next commit must have, which is how many there are.
    pub fn size(&self) -> u64 {
        self.next
    }

    /// Returns the newest commit's time, if there is a commit.
    pub fn time(&self) -> Option<Time> {
        self.time
    }

    /// Returns where the chain ends, if there is a commit.
    pub fn head(&self) -> Option<Head> {
        let seq = self.next.checked_sub(1)?;
        Some(Head { epoch: self.log.epoch, seq, leaf: self.prev })
    }

    /// Takes the next commit, after checking that it follows.
    ///
    /// # Errors
    /// The first thing that is wrong; the chain is then where it was.
    pub fn follow(&mut self, checked: &Checked<'_>) -> Result<(), Fault> {
        let header = &checked.header;
        let wrong = |wrong| Fault { seq: self.next, wrong };
        if header.log() != self.log {
            return Err(wrong(Wrong::Log { found: header.log(), expected: self.log }));
        }
        if header.seq != self.next {
            return Err(wrong(Wrong::Seq { found: header.seq }));
        }
        if header.prev != self.prev {
            return Err(wrong(Wrong::Prev { found: header.prev, expected: self.prev }));
        }
        if let Some(before) = self.time
            && header.time <= before
        {
            return Err(wrong(Wrong::Time { found: header.time, before }));
        }
        *self = Self::after(checked);
        Ok(())
    }

    /// Writes the next commit and moves on to it.
    ///
    /// # Errors
    /// When a change could not be read back, or when time is at its end; the chain is then where it was.
    pub fn extend(&mut self, draft: Draft, changes: &[Change]) -> Result<Entry, Fault> {
        let wrong = |wrong| Fault { seq: self.next, wrong };
        for (index, change) in (0..).zip(changes) {
            Meta::parse(&change.meta).map_err(|_| wrong(Wrong::Meta { index }))?;
        }
        let time = match self.time {
            Some(before) => {
                let time = before.not_before_next(draft.now);
                if time <= before {
                    return Err(wrong(Wrong::Time { found: time, before }));
                }
                time
            }
            None => draft.now,
        };
        let header = Header {
            org: self.log.org,
            epoch: self.log.epoch,
            seq: self.next,
            prev: self.prev,
            time,
            actor: draft.actor,
            via: draft.via,
            auth: draft.auth,
            intent: draft.intent,
            policy: draft.policy,
            schema: draft.schema,
            idem: draft.idem,
            changes: ChangesRoot { count: 0, root: Hash([0; 32]) },
        };
        let entry = Entry::new(header, changes);
        *self = Self { log: self.log, next: self.next + 1, prev: entry.leaf(), time: Some(time) };
        Ok(entry)
    }
}

#[cfg(test)]
mod tests;
