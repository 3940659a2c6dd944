//! The endpoints of all organisations, in the drawer of the accounts and in memory, and what is done with them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, OnceLock};

use identity::{Accounts, Deliver, Nowhere, webhook_url};
use model::RecordKind;
use store::{Drawer, DrawerError, SlipChange};
use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

use super::endpoint::{Delivery, DeliveryState, ENDPOINTS_MAX, Endpoint, EndpointState, WebhookRefusal};
use crate::failure::Failure;
use crate::room::Room;

/// The kind of their slips; what seals secrets knows it too.
const KIND: &str = "webhook";
/// How long after one test, or one try of a delivery, somebody may ask for the next, in microseconds.
const APART: i64 = 10 * 1_000_000;
/// How long a delivery that is tried because somebody asked is left alone by the rounds, in microseconds.
const IN_HAND: i64 = 60 * 1_000_000;

/// The endpoints of all organisations. Cloning it shares them.
#[derive(Clone)]
pub struct Webhooks(pub(super) Arc<Inner>);

pub(super) struct Inner {
    drawer: Arc<dyn Drawer>,
    pub(super) accounts: Accounts,
    way: OnceLock<Arc<dyn Deliver>>,
    all: Mutex<Option<All>>,
}

/// All endpoints with the versions of their slips.
type All = BTreeMap<Uuid, (Endpoint, u64)>;

/// What somebody wants an endpoint to be.
#[derive(Debug, Clone)]
pub struct AskedEndpoint {
    /// Its address, as it was typed.
    pub url: String,
    /// The kinds of records that it is told of; none for all.
    pub kinds: Vec<String>,
}

impl AskedEndpoint {
    /// Reads the address and the kinds.
    fn read(self) -> Result<(String, Vec<String>), WebhookRefusal> {
        let url = webhook_url(&self.url).map_err(WebhookRefusal::Url)?;
        let known = |slug: &String| RecordKind::ALL.iter().any(|kind| kind.kind().slug() == *slug);
        match self.kinds.iter().find(|slug| !known(slug)) {
            Some(unknown) => Err(WebhookRefusal::Kind(unknown.chars().take(60).collect())),
            None => Ok((url.into(), self.kinds)),
        }
    }
}

impl Webhooks {
    /// Returns what lies beside the accounts; nothing is delivered until there is a way.
    #[must_use]
    pub fn beside(accounts: &Accounts) -> Self {
        let (drawer, accounts) = (accounts.shared_drawer(), accounts.clone());
        Self(Arc::new(Inner { drawer, accounts, way: OnceLock::new(), all: Mutex::default() }))
    }

    /// Delivers this way from now on; the first way that is given counts.
    pub fn set_way(&self, way: Arc<dyn Deliver>) {
        let _ = self.0.way.set(way);
    }

    /// Returns the way to other servers.
    pub(super) fn way(&self) -> Arc<dyn Deliver> {
        self.0.way.get().map_or_else(|| Arc::new(Nowhere) as Arc<dyn Deliver>, Arc::clone)
    }

    /// Returns the endpoints of an organisation, oldest first.
    ///
    /// # Errors
    /// Where the drawer does not answer.
    pub async fn of(&self, room: &Room) -> Result<Vec<Endpoint>, Failure> {
        let held = self.held().await?;
        let own = held.all().values().map(|(endpoint, _)| endpoint);
        let mut own: Vec<Endpoint> = own.filter(|endpoint| endpoint.org == room.log().org).cloned().collect();
        own.sort_by_key(|endpoint| (endpoint.made_at, endpoint.id));
        Ok(own)
    }

    /// Returns an endpoint of an organisation.
    ///
    /// # Errors
    /// Where the drawer does not answer.
    pub async fn one(&self, room: &Room, id: Uuid) -> Result<Option<Endpoint>, Failure> {
        Ok(self.held().await?.own(room, id).map(|(endpoint, _)| endpoint.clone()))
    }

    /// Adds an endpoint, which is told what comes from now on; returns it with its secret, which is shown once.
    ///
    /// # Errors
    /// Where the drawer does not take it; a refusal is the inner error.
    pub async fn add(
        &self,
        room: &Room,
        by: String,
        asked: AskedEndpoint,
    ) -> Result<Result<(Endpoint, String), WebhookRefusal>, Failure> {
        let (url, kinds) = match asked.read() {
            Ok(read) => read,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mut held = self.held().await?;
        let org = room.log().org;
        let own = || held.all().values().filter(|(endpoint, _)| endpoint.org == org);
        if own().any(|(endpoint, _)| endpoint.url == url) {
            return Ok(Err(WebhookRefusal::Twice));
        }
        if own().count() >= ENDPOINTS_MAX {
            return Ok(Err(WebhookRefusal::TooMany));
        }
        let id = Uuid::new_v4();
        let (secret, shown) = self.0.accounts.new_signing_secret(&id.to_string());
        let (made_at, seen) = (room.micros(), room.books().now().commits());
        let (state, deliveries) = (EndpointState::On, VecDeque::new());
        let endpoint = Endpoint { id, org, url, kinds, state, by, made_at, secret, seen, deliveries };
        held.write(endpoint.clone()).await?;
        Ok(Ok((endpoint, shown)))
    }

    /// Changes where an endpoint is, what it is told, and whether. What happened while it was off is not told later.
    ///
    /// # Errors
    /// Where the drawer does not take it; a refusal is the inner error.
    pub async fn change(
        &self,
        room: &Room,
        id: Uuid,
        asked: AskedEndpoint,
        state: EndpointState,
    ) -> Result<Result<(), WebhookRefusal>, Failure> {
        let (url, kinds) = match asked.read() {
            Ok(read) => read,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mut held = self.held().await?;
        let is_other = |other: &Endpoint| other.org == room.log().org && other.id != id && other.url == url;
        if held.all().values().any(|(other, _)| is_other(other)) {
            return Ok(Err(WebhookRefusal::Twice));
        }
        let Some((mut endpoint, _)) = held.own(room, id).cloned() else {
            return Ok(Err(WebhookRefusal::Unknown));
        };
        if endpoint.state != EndpointState::On && state == EndpointState::On {
            endpoint.seen = room.books().now().commits();
        }
        (endpoint.url, endpoint.kinds, endpoint.state) = (url, kinds, state);
        held.write(endpoint).await?;
        Ok(Ok(()))
    }

    /// Gives an endpoint another secret, which is shown once; the one before signs nothing any more.
    ///
    /// # Errors
    /// Where the drawer does not take it; a refusal is the inner error.
    pub async fn rotate(&self, room: &Room, id: Uuid) -> Result<Result<String, WebhookRefusal>, Failure> {
        let mut held = self.held().await?;
        let Some((mut endpoint, _)) = held.own(room, id).cloned() else {
            return Ok(Err(WebhookRefusal::Unknown));
        };
        let (secret, shown) = self.0.accounts.new_signing_secret(&id.to_string());
        endpoint.secret = secret;
        held.write(endpoint).await?;
        Ok(Ok(shown))
    }

    /// Removes an endpoint with its log.
    ///
    /// # Errors
    /// Where the drawer does not take it; a refusal is the inner error.
    pub async fn remove(&self, room: &Room, id: Uuid) -> Result<Result<(), WebhookRefusal>, Failure> {
        let mut held = self.held().await?;
        if held.own(room, id).is_none() {
            return Ok(Err(WebhookRefusal::Unknown));
        }
        held.remove(id).await?;
        Ok(Ok(()))
    }

    /// Sends a test now; returns what came of it.
    ///
    /// # Errors
    /// Where the drawer does not answer; a refusal is the inner error.
    pub async fn test(&self, room: &Room, id: Uuid) -> Result<Result<Delivery, WebhookRefusal>, Failure> {
        let now = room.micros();
        let delivery = {
            let mut held = self.held().await?;
            let Some((mut endpoint, _)) = held.own(room, id).cloned() else {
                return Ok(Err(WebhookRefusal::Unknown));
            };
            let mut tests = endpoint.deliveries.iter().filter(|one| one.commit.is_none());
            if tests.any(|one| one.made_at.saturating_add(APART) > now) {
                return Ok(Err(WebhookRefusal::JustSent));
            }
            let word = format!("msg_{}_test", Uuid::new_v4().simple());
            let mut delivery = Delivery::new(word, None, now);
            delivery.next_at = now + IN_HAND;
            endpoint.note(delivery.clone());
            held.write(endpoint).await?;
            delivery
        };
        self.now(room, id, &delivery.id, now).await
    }

    /// Sends one delivery again now, with the id that it had; returns what came of it.
    ///
    /// # Errors
    /// Where the drawer does not answer; a refusal is the inner error.
    pub async fn replay(
        &self,
        room: &Room,
        id: Uuid,
        delivery: &str,
    ) -> Result<Result<Delivery, WebhookRefusal>, Failure> {
        let now = room.micros();
        {
            let mut held = self.held().await?;
            let Some((mut endpoint, _)) = held.own(room, id).cloned() else {
                return Ok(Err(WebhookRefusal::Unknown));
            };
            if endpoint.state != EndpointState::On {
                return Ok(Err(WebhookRefusal::Off));
            }
            let Some(one) = endpoint.delivery(delivery) else { return Ok(Err(WebhookRefusal::Unknown)) };
            if one.tried_at.is_some_and(|tried| tried.saturating_add(APART) > now) {
                return Ok(Err(WebhookRefusal::JustSent));
            }
            (one.state, one.tries, one.next_at) = (DeliveryState::Waiting, 0, now + IN_HAND);
            held.write(endpoint).await?;
        }
        self.now(room, id, delivery, now).await
    }

    /// Tries a delivery because somebody asked.
    async fn now(
        &self,
        room: &Room,
        id: Uuid,
        delivery: &str,
        now: i64,
    ) -> Result<Result<Delivery, WebhookRefusal>, Failure> {
        let done = self.try_one(room.books(), id, delivery, now).await?;
        Ok(done.ok_or(WebhookRefusal::Unknown))
    }

    /// Returns all endpoints, held: who changes one does so alone.
    pub(super) async fn held(&self) -> Result<Held<'_>, Failure> {
        let mut all = self.0.all.lock().await;
        if all.is_none() {
            let mut read = All::new();
            for slip in self.0.drawer.all().await?.into_iter().filter(|slip| slip.kind == KIND) {
                // What cannot be read is told nothing, and stays where it is.
                match serde_json::from_str::<Endpoint>(&slip.body) {
                    Ok(endpoint) => drop(read.insert(endpoint.id, (endpoint, slip.version))),
                    Err(_) => tracing::warn!("webhook {} cannot be read", slip.id),
                }
            }
            *all = Some(read);
        }
        Ok(Held { drawer: &*self.0.drawer, all })
    }
}

/// All endpoints, while nobody else changes one.
pub(super) struct Held<'a> {
    drawer: &'a dyn Drawer,
    all: MutexGuard<'a, Option<All>>,
}

impl Held<'_> {
    /// Returns them.
    pub(super) fn all(&self) -> &All {
        self.all.as_ref().expect("they are read before they are held")
    }

    /// Returns one of an organisation.
    fn own(&self, room: &Room, id: Uuid) -> Option<&(Endpoint, u64)> {
        self.all().get(&id).filter(|(endpoint, _)| endpoint.org == room.log().org)
    }

    /// Writes one: it is on the disk when this returns.
    pub(super) async fn write(&mut self, endpoint: Endpoint) -> Result<(), Failure> {
        let from = self.all().get(&endpoint.id).map(|(_, version)| *version);
        let body = serde_json::to_string(&endpoint).expect("plain data");
        self.put(endpoint.id, from, Some(body)).await?;
        if let Some(all) = self.all.as_mut() {
            all.insert(endpoint.id, (endpoint, from.unwrap_or(0) + 1));
        }
        Ok(())
    }

    async fn remove(&mut self, id: Uuid) -> Result<(), Failure> {
        let from = self.all().get(&id).map(|(_, version)| *version);
        self.put(id, from, None).await?;
        if let Some(all) = self.all.as_mut() {
            all.remove(&id);
        }
        Ok(())
    }

    async fn put(&mut self, id: Uuid, from: Option<u64>, body: Option<String>) -> Result<(), Failure> {
        let change = SlipChange { kind: KIND.to_owned(), id: id.to_string(), from, body };
        let done: Result<(), DrawerError> = self.drawer.change(vec![change]).await;
        if done.is_err() {
            // What lies there is not known any more; it is read again by the next.
            *self.all = None;
        }
        Ok(done?)
    }
}
