//! The rounds: what is new in the ledger is noted for each endpoint, and what is due is delivered.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use identity::{FetchError, Parcel, Url};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;
use uuid::Uuid;

use super::endpoint::{Delivery, DeliveryState, Endpoint, EndpointState, WAITING_MAX};
use super::kept::Webhooks;
use super::message::{self, Seen};
use crate::books::Books;
use crate::failure::Failure;
use crate::instance::Instance;

/// How many endpoints are told at the same time.
const AT_ONCE_MAX: usize = 16;
/// How long one endpoint is told in one round: who answers slowly waits for the next.
const ROUND_OF_ONE: Duration = Duration::from_secs(20);

/// What time it is, in microseconds since 1970-01-01T00:00:00Z.
pub type WebhookClock = Arc<dyn Fn() -> i64 + Send + Sync>;

impl Webhooks {
    /// Notes what is new in the ledgers and delivers what is due; returns how many deliveries were taken.
    ///
    /// # Errors
    /// Where the drawer or a ledger cannot be read.
    pub async fn round(&self, instance: &Instance, clock: &WebhookClock) -> Result<usize, Failure> {
        let is_on = |endpoint: &Endpoint| endpoint.state == EndpointState::On;
        if !self.held().await?.all().values().any(|(endpoint, _)| is_on(endpoint)) {
            return Ok(0);
        }
        let books: BTreeMap<Uuid, Arc<Books>> =
            instance.all().await?.into_iter().map(|books| (books.log().org, books)).collect();
        let mut due = Vec::new();
        {
            let mut held = self.held().await?;
            let on: Vec<Endpoint> =
                held.all().values().map(|(one, _)| one).filter(|one| is_on(one)).cloned().collect();
            for mut endpoint in on {
                let Some(of) = books.get(&endpoint.org) else { continue };
                let now = clock();
                if take_in(of, &mut endpoint, now) {
                    held.write(endpoint.clone()).await?;
                }
                let ids = endpoint.due(now);
                due.extend((!ids.is_empty()).then(|| (endpoint.id, Arc::clone(of), ids)));
            }
        }
        let (doors, mut telling) = (Arc::new(Semaphore::new(AT_ONCE_MAX)), JoinSet::new());
        for (id, of, ids) in due {
            let (webhooks, doors, clock) = (self.clone(), Arc::clone(&doors), Arc::clone(clock));
            telling.spawn(async move {
                let _door = doors.acquire().await;
                webhooks.tell(&of, id, ids, &clock).await
            });
        }
        let mut taken = 0;
        while let Some(told) = telling.join_next().await {
            taken += told.map_err(|error| Failure::Broken(error.to_string()))??;
        }
        Ok(taken)
    }

    /// Delivers to one endpoint, one after the other, until it does not take one.
    async fn tell(
        &self,
        books: &Books,
        id: Uuid,
        ids: Vec<String>,
        clock: &WebhookClock,
    ) -> Result<usize, Failure> {
        let (begun, mut taken) = (Instant::now(), 0);
        for delivery in ids {
            let done = self.try_one(books, id, &delivery, clock()).await?;
            if done.is_none_or(|one| one.state != DeliveryState::Taken) || begun.elapsed() > ROUND_OF_ONE {
                return Ok(taken);
            }
            taken += 1;
        }
        Ok(taken)
    }

    /// Tries one delivery and remembers what came of it; nothing where it is not there any more.
    pub(super) async fn try_one(
        &self,
        books: &Books,
        id: Uuid,
        delivery: &str,
        now: i64,
    ) -> Result<Option<Delivery>, Failure> {
        let Some(mut endpoint) = self.held().await?.all().get(&id).map(|(one, _)| one.clone()) else {
            return Ok(None);
        };
        let Some(one) = endpoint.delivery(delivery).cloned() else { return Ok(None) };
        let came = self.send(books, &endpoint, &one, now).await;
        // The endpoint may have been changed meanwhile, or removed.
        let mut held = self.held().await?;
        let Some(mut endpoint) = held.all().get(&id).map(|(one, _)| one.clone()) else { return Ok(None) };
        let Some(one) = endpoint.delivery(delivery) else { return Ok(None) };
        let is_over = came.is_over();
        one.tried(came.told(), now);
        if is_over && one.state == DeliveryState::Waiting {
            one.state = DeliveryState::Failed;
        }
        let done = one.clone();
        if came == Came::Gone {
            endpoint.state = EndpointState::Gone;
        }
        held.write(endpoint).await?;
        Ok(Some(done))
    }

    /// Sends a delivery, read from the ledger as it is told now.
    async fn send(&self, books: &Books, endpoint: &Endpoint, delivery: &Delivery, now: i64) -> Came {
        let body = match delivery.commit {
            None => message::test(books.log(), delivery),
            Some(seq) => match Seen::of(books).told(books, endpoint, seq) {
                Some(told) => told.body(books.log()),
                None => return Came::Nothing,
            },
        };
        let (accounts, timestamp) = (&self.0.accounts, now.div_euclid(1_000_000));
        let name = endpoint.id.to_string();
        let signed = accounts.sign_delivery(&name, &endpoint.secret, &delivery.id, timestamp, &body);
        let (Some(signature), Ok(url)) = (signed, endpoint.url.parse::<Url>()) else { return Came::Unsigned };
        let parcel = Parcel { url, id: delivery.id.clone(), timestamp, body, signature };
        match self.way().deliver(parcel).await {
            Ok(status @ 200..=299) => Came::Taken(status),
            Ok(410) => Came::Gone,
            Ok(status) => Came::Answered(status),
            Err(FetchError::NotAsked(_)) => Came::NotAsked,
            Err(FetchError::Silent(_) | FetchError::TooLong(_)) => Came::Silent,
        }
    }
}

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    Taken(u16),
    Answered(u16),
    Gone,
    Silent,
    NotAsked,
    Unsigned,
    Nothing,
}

impl Came {
    /// Says whether another try would come to the same.
    fn is_over(self) -> bool {
        match self {
            Self::Gone | Self::Nothing => true,
            Self::Taken(_) | Self::Answered(_) | Self::Silent | Self::NotAsked | Self::Unsigned => false,
        }
    }

    /// Returns it in words: those of one that was taken, or why it was not.
    fn told(self) -> Result<String, String> {
        match self {
            Self::Taken(status) => Ok(format!("answered {status}")),
            Self::Answered(status @ 300..=399) => Err(format!("answered {status}; nothing is followed")),
            Self::Answered(status) => Err(format!("answered {status}")),
            Self::Gone => Err("answered 410: it is gone, and the endpoint is off".to_owned()),
            Self::Silent => Err("did not answer over TLS within five seconds".to_owned()),
            Self::NotAsked => Err("its name leads to no server of the public internet".to_owned()),
            Self::Unsigned => {
                Err("its secret cannot be opened here: put identity.key back or make a new one".to_owned())
            }
            Self::Nothing => Err("nothing of it is told any more: only some people see it now".to_owned()),
        }
    }
}

/// Notes for an endpoint what is new in the ledger, as long as not too many wait; says whether anything was looked at.
fn take_in(books: &Books, endpoint: &mut Endpoint, now: i64) -> bool {
    let commits = books.now().commits();
    if endpoint.seen > commits {
        // The ledger was put back to an earlier end: what comes from now on is told.
        endpoint.seen = commits;
        return true;
    }
    let before = endpoint.seen;
    if before == commits || endpoint.waiting() >= WAITING_MAX {
        return false;
    }
    let seen = Seen::of(books);
    while endpoint.seen < commits && endpoint.waiting() < WAITING_MAX {
        let seq = endpoint.seen;
        if seen.told(books, endpoint, seq).is_some() {
            // The id is that of the commit: one that was sent and not remembered is known by who takes it twice.
            let id = format!("msg_{}_{seq}", endpoint.id.simple());
            endpoint.note(Delivery::new(id, Some(seq), now));
        }
        endpoint.seen += 1;
    }
    endpoint.seen != before
}
