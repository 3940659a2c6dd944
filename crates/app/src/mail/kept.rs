//! What is remembered of mail, in the drawer of the accounts: who sends, what was told to whom, and what went wrong.

use std::collections::BTreeSet;
use std::sync::Arc;

use identity::Accounts;
use model::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::{Drawer, DrawerError, SlipChange};
use uuid::Uuid;

use super::letter::clean;
use crate::failure::Failure;

/// For how long a server that sends is the one that does, in seconds; each round renews it.
pub const KEEPS: i64 = 180;
/// How many matters are remembered of a person.
const TOLD_MAX: usize = 1_000;
/// The longest pause after failures, in seconds.
const PAUSE_MAX: i64 = 60 * 60;
const STATE: &str = "mail";
const ONLY: &str = "state";
const TOLD: &str = "mail-told";
const SECOND: i64 = 1_000_000;

/// What went wrong, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailTrouble {
    /// The moment, in microseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// What it was, in words.
    pub words: String,
}

/// What is known of sending mail. Moments are microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailState {
    /// Which server sends, and until when.
    lease: Option<(Uuid, i64)>,
    /// When a message was taken by the mail server the last time.
    pub sent_at: Option<i64>,
    /// How many messages it has taken.
    pub sent: u64,
    /// What went wrong the last time.
    pub trouble: Option<MailTrouble>,
    /// How often in a row it failed.
    pub failures: u32,
    /// Before which moment it is not tried again.
    pub not_before: Option<i64>,
}

/// What was told to one account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailTold {
    /// The matters, by organisation and key, of those that still are.
    keys: BTreeSet<String>,
    /// The day of the last digest.
    pub digest_on: Option<Date>,
    /// The day of messages that did not wait for it, and how many there were.
    pub at_once: Option<(Date, u32)>,
    /// What was refused, so that nothing is sent to it for a while.
    refused: Option<Refusal>,
}

/// That an address was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Refusal {
    /// The address.
    to: String,
    /// On which way.
    way: String,
    /// Before which moment it is not tried again.
    until: i64,
}

impl MailTold {
    /// Says whether a matter was told.
    #[must_use]
    pub fn knows(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// Says whether nothing is sent to an address now, because it was refused on the same way. Another address, or another
    /// way, may be taken.
    #[must_use]
    pub fn is_refused(&self, to: &str, way: &str, now: i64) -> bool {
        self.refused.as_ref().is_some_and(|one| one.to == to && one.way == way && one.until > now)
    }

    /// Remembers that an address was refused on a way.
    pub fn refuse(&mut self, to: &str, way: &str, until: i64) {
        self.refused = Some(Refusal { to: to.to_owned(), way: way.to_owned(), until });
    }

    /// Remembers what was told; what is not in any inbox any more need not be remembered.
    pub fn tell(&mut self, told: impl Iterator<Item = String>, present: &BTreeSet<String>) {
        self.keys.retain(|key| present.contains(key));
        self.keys.extend(told);
        while self.keys.len() > TOLD_MAX {
            self.keys.pop_first();
        }
    }
}

/// Where it is remembered.
#[derive(Clone)]
pub struct MailKept(Arc<dyn Drawer>);

impl MailKept {
    /// Returns what is remembered beside the accounts.
    #[must_use]
    pub fn beside(accounts: &Accounts) -> Self {
        Self(accounts.shared_drawer())
    }

    /// Returns what is known of sending.
    ///
    /// # Errors
    /// Where the drawer does not answer.
    pub async fn state(&self) -> Result<MailState, Failure> {
        Ok(self.read(STATE, ONLY).await?.0)
    }

    /// Becomes the server that sends, or stays it; nothing where another one is, or where a pause is not over.
    ///
    /// # Errors
    /// Where the drawer does not answer.
    pub async fn take(&self, holder: Uuid, now: i64) -> Result<bool, Failure> {
        let (mut state, version): (MailState, _) = self.read(STATE, ONLY).await?;
        let is_anothers = state.lease.is_some_and(|(other, until)| other != holder && until > now);
        if is_anothers || state.not_before.is_some_and(|moment| moment > now) {
            return Ok(false);
        }
        let lasts = now + KEEPS / 2 * SECOND;
        if state.lease.is_some_and(|(own, until)| own == holder && until > lasts) {
            return Ok(true);
        }
        state.lease = Some((holder, now + KEEPS * SECOND));
        self.write(STATE, ONLY, version, &state).await
    }

    /// Remembers that a message was sent, and goes on being the server that sends. Says whether it still is.
    ///
    /// # Errors
    /// Where the drawer does not answer.
    pub async fn sent(&self, holder: Uuid, now: i64) -> Result<bool, Failure> {
        let (mut state, version): (MailState, _) = self.read(STATE, ONLY).await?;
        if state.lease.is_none_or(|(other, _)| other != holder) {
            return Ok(false);
        }
        state.lease = Some((holder, now + KEEPS * SECOND));
        (state.sent_at, state.failures, state.not_before) = (Some(now), 0, None);
        state.sent = state.sent.saturating_add(1);
        self.write(STATE, ONLY, version, &state).await
    }

    /// Remembers what went wrong; where the server as a whole failed, the next try waits longer each time.
    ///
    /// # Errors
    /// Where the drawer does not answer.
    pub async fn failed(&self, words: &str, now: i64, of: Trouble) -> Result<(), Failure> {
        let (mut state, version): (MailState, _) = self.read(STATE, ONLY).await?;
        state.trouble = Some(MailTrouble { at: now, words: clean(words, 300) });
        if of == Trouble::Server {
            state.failures = state.failures.saturating_add(1);
            let pause = (60_i64 << state.failures.min(7).saturating_sub(1)).min(PAUSE_MAX);
            state.not_before = Some(now + pause * SECOND);
        }
        self.write(STATE, ONLY, version, &state).await.map(|_| ())
    }

    /// Returns what was told to an account.
    ///
    /// # Errors
    /// Where the drawer does not answer.
    pub async fn told(&self, account: Uuid) -> Result<MailTold, Failure> {
        Ok(self.read(TOLD, &account.to_string()).await?.0)
    }

    /// Remembers what was told to an account.
    ///
    /// # Errors
    /// Where the drawer does not take it.
    pub async fn keep_told(&self, account: Uuid, told: &MailTold) -> Result<(), Failure> {
        let id = account.to_string();
        let (_, version): (MailTold, _) = self.read(TOLD, &id).await?;
        self.write(TOLD, &id, version, told).await.map(|_| ())
    }

    /// Forgets what was told to accounts that are gone.
    ///
    /// # Errors
    /// Where the drawer does not answer.
    pub async fn forget_all_but(&self, accounts: &BTreeSet<Uuid>) -> Result<(), Failure> {
        let gone = self.0.all().await?.into_iter().filter(|slip| {
            slip.kind == TOLD && slip.id.parse().is_ok_and(|id: Uuid| !accounts.contains(&id))
        });
        let changes: Vec<SlipChange> = gone
            .map(|slip| SlipChange { kind: slip.kind, id: slip.id, from: Some(slip.version), body: None })
            .collect();
        if changes.is_empty() { Ok(()) } else { self.0.change(changes).await.map_err(Failure::from) }
    }

    /// Returns what a slip says, and its version; what cannot be read is as if it said nothing.
    async fn read<T: Default + DeserializeOwned>(
        &self,
        kind: &str,
        id: &str,
    ) -> Result<(T, Option<u64>), Failure> {
        Ok(match self.0.slip(kind, id).await? {
            Some(slip) => (serde_json::from_str(&slip.body).unwrap_or_default(), Some(slip.version)),
            None => (T::default(), None),
        })
    }

    /// Writes a slip; says whether nobody else has meanwhile.
    async fn write<T: Serialize>(
        &self,
        kind: &str,
        id: &str,
        from: Option<u64>,
        value: &T,
    ) -> Result<bool, Failure> {
        let body = serde_json::to_string(value).expect("plain data");
        let change = SlipChange { kind: kind.to_owned(), id: id.to_owned(), from, body: Some(body) };
        match self.0.change(vec![change]).await {
            Ok(()) => Ok(true),
            Err(DrawerError::Moved { .. }) => Ok(false),
            Err(other) => Err(other.into()),
        }
    }
}

/// What failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// One message or its address.
    Letter,
    /// The mail server: no message is taken now.
    Server,
}
