//! An endpoint: where it is, what it is told, how far it has been told, and the log of its deliveries.

use std::collections::VecDeque;

use identity::SigningSecret;
use model::RecordKind;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// Most endpoints of one organisation.
pub const ENDPOINTS_MAX: usize = 10;
/// How many deliveries of an endpoint are remembered.
pub const LOG_MAX: usize = 100;
/// How often one is tried.
pub const TRIES_MAX: u32 = 8;
/// How many wait at most; what comes after them waits in the ledger.
pub(super) const WAITING_MAX: usize = 20;
/// The pauses between the tries, in minutes: over 23 hours together.
const PAUSES: [i64; 7] = [1, 5, 15, 60, 180, 360, 780];
const MINUTE: i64 = 60 * 1_000_000;

/// Whether an endpoint is told anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EndpointState {
    /// It is.
    On,
    /// It is not, because somebody turned it off.
    Off,
    /// It is not, because it answered that it is gone.
    Gone,
}

/// An endpoint. Moments are microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Its id.
    pub id: Uuid,
    /// The organisation that it belongs to.
    pub org: Uuid,
    /// Its address.
    pub url: String,
    /// The kinds of records that it is told of; none for all.
    pub kinds: Vec<String>,
    /// Whether it is told anything.
    pub state: EndpointState,
    /// Who added it.
    pub by: String,
    /// When.
    pub made_at: i64,
    /// What its deliveries are signed with.
    pub(super) secret: SigningSecret,
    /// How many commits of the ledger were looked at for it.
    pub(super) seen: u64,
    /// Its deliveries, oldest first.
    pub deliveries: VecDeque<Delivery>,
}

/// How a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// It is tried, or tried again.
    Waiting,
    /// It was taken.
    Taken,
    /// It was given up.
    Failed,
}

/// One delivery, without what it tells: that is read from the ledger at each try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its id, the same at each try.
    pub id: String,
    /// The commit that it tells of; none for a test.
    pub commit: Option<u64>,
    /// When it was noted.
    pub made_at: i64,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub tries: u32,
    /// When the last time.
    pub tried_at: Option<i64>,
    /// Before which moment it is not tried.
    pub next_at: i64,
    /// What came of the last try, in words.
    pub outcome: String,
}

/// Why something was not done with an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WebhookRefusal {
    /// Its address is not one that is told.
    #[error("{0}")]
    Url(&'static str),
    /// Another one has the address.
    #[error("another endpoint of this organisation has this address")]
    Twice,
    /// There are enough.
    #[error("an organisation has at most {ENDPOINTS_MAX} endpoints")]
    TooMany,
    /// A kind of record is unknown.
    #[error("there are no records called {0}")]
    Kind(String),
    /// Something was sent a moment ago.
    #[error("it was sent a moment ago; try again in ten seconds")]
    JustSent,
    /// It is turned off.
    #[error("it is off; turn it on first")]
    Off,
    /// It is not there any more.
    #[error("it is not there any more")]
    Unknown,
}

impl Endpoint {
    /// Says whether it is told of a kind of record.
    pub(super) fn wants(&self, kind: RecordKind) -> bool {
        let slug = kind.kind().slug();
        self.kinds.is_empty() || self.kinds.contains(&slug)
    }

    /// Returns how many deliveries wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.deliveries.iter().filter(|one| one.state == DeliveryState::Waiting).count()
    }

    /// Notes a delivery; of those that are over the oldest is forgotten.
    pub(super) fn note(&mut self, delivery: Delivery) {
        self.deliveries.push_back(delivery);
        while self.deliveries.len() > LOG_MAX {
            let over = self.deliveries.iter().position(|one| one.state != DeliveryState::Waiting);
            self.deliveries.remove(over.unwrap_or(0));
        }
    }

    /// Returns a delivery.
    pub(super) fn delivery(&mut self, id: &str) -> Option<&mut Delivery> {
        self.deliveries.iter_mut().find(|one| one.id == id)
    }

    /// Returns the ids of those that are to be tried now, oldest first.
    pub(super) fn due(&self, now: i64) -> Vec<String> {
        let is_due = |one: &&Delivery| one.state == DeliveryState::Waiting && one.next_at <= now;
        self.deliveries.iter().filter(is_due).map(|one| one.id.clone()).collect()
    }
}

impl Delivery {
    /// Returns one that waits to be tried.
    pub(super) fn new(id: String, commit: Option<u64>, now: i64) -> Self {
        Self {
            id,
            commit,
            made_at: now,
            state: DeliveryState::Waiting,
            tries: 0,
            tried_at: None,
            next_at: now,
            outcome: String::new(),
        }
    }

    /// Notes what came of a try; what was not taken is tried again after a pause that grows, or given up.
    pub(super) fn tried(&mut self, came: Result<String, String>, now: i64) {
        self.tries = self.tries.saturating_add(1);
        self.tried_at = Some(now);
        let pause = usize::try_from(self.tries).ok().and_then(|tries| PAUSES.get(tries.saturating_sub(1)));
        (self.state, self.outcome) = match (came, pause) {
            (Ok(words), _) => (DeliveryState::Taken, words),
            (Err(words), Some(pause)) => {
                self.next_at = now + pause * MINUTE;
                (DeliveryState::Waiting, words)
            }
            (Err(words), None) => (DeliveryState::Failed, words),
        };
    }
}
