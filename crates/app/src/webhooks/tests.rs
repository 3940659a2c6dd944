//! What is told to whom, what happens where it is not taken, and what a restart keeps.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU16, Ordering};

use identity::{Accounts, Deliver, Delivering, FetchError, Parcel, Settings};
use model::records::{OrganisationKind, Person};
use model::{About, RecordId, RecordKind, Ref};
use operations::{CreateRecord, Operation, RemoveRecord, RestrictRecord};

use super::*;
use crate::{Beginning, Books, Clock, Instance, Reader, Room, Via, Visit};
use std::sync::Arc;

const NOW: i64 = 1_795_262_400_000_000;
const MINUTE: i64 = 60_000_000;

/// A receiver that remembers what it was sent and answers as it is told to; 0 is silence.
struct Receiver {
    answer: AtomicU16,
    taken: Mutex<Vec<Parcel>>,
}

impl Deliver for Receiver {
    fn deliver(&self, parcel: Parcel) -> Delivering<'_> {
        self.taken.lock().expect("nobody panics").push(parcel);
        let answer = self.answer.load(Ordering::SeqCst);
        Box::pin(
            async move { if answer == 0 { Err(FetchError::Silent("it".to_owned())) } else { Ok(answer) } },
        )
    }
}

struct Firm {
    instance: Instance,
    books: Arc<Books>,
    accounts: Accounts,
    receiver: Arc<Receiver>,
    now: Arc<AtomicI64>,
    _files: tempfile::TempDir,
}

fn record(kind: RecordKind, title: &str) -> CreateRecord {
    let typed = vec![("title".to_owned(), title.to_owned())];
    CreateRecord { kind, id: None, typed, about: About::default(), uuid: None }
}

fn asked(url: &str, kinds: &[&str]) -> AskedEndpoint {
    AskedEndpoint { url: url.to_owned(), kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect() }
}

impl Firm {
    async fn new() -> Self {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Instance::in_memory(files.path(), Clock::Fixed(NOW)).expect("memory");
        let beginning = Beginning {
            name: "Acme".into(),
            kind: OrganisationKind::Client,
            time_zone: "UTC".into(),
            person: "Jana Novak".into(),
            at: Some(NOW - 60 * MINUTE),
        };
        let books = instance.begin(beginning).await.expect("it begins");
        let accounts = instance.accounts(Settings::at(None)).await.expect("accounts");
        let receiver = Arc::new(Receiver { answer: AtomicU16::new(204), taken: Mutex::default() });
        let now = Arc::new(AtomicI64::new(NOW));
        Self { instance, books, accounts, receiver, now, _files: files }
    }

    /// Returns the webhooks of a server that has just begun.
    fn webhooks(&self) -> Webhooks {
        let webhooks = Webhooks::beside(&self.accounts);
        webhooks.set_way(Arc::clone(&self.receiver) as Arc<dyn Deliver>);
        webhooks
    }

    fn room(&self) -> Room {
        Room::new(Arc::clone(&self.books), Reader::Anybody)
    }

    async fn does(&self, operation: impl Operation<Refusal: std::fmt::Debug> + Clone) {
        let visit = Visit::of(Ref::<Person>::number(1), Via::Cli);
        self.books.run(&visit, operation).await.expect("it may be done").expect("it is not refused");
    }

    async fn adds(&self, webhooks: &Webhooks, url: &str, kinds: &[&str]) -> (Endpoint, String) {
        let added = webhooks.add(&self.room(), "Jana".to_owned(), asked(url, kinds)).await;
        added.expect("the drawer answers").expect("it is taken")
    }

    /// Runs a round so many minutes later; returns what was sent.
    async fn round(&self, webhooks: &Webhooks, minutes: i64) -> Vec<Parcel> {
        self.now.fetch_add(minutes * MINUTE, Ordering::SeqCst);
        let now = Arc::clone(&self.now);
        let clock: WebhookClock = Arc::new(move || now.load(Ordering::SeqCst));
        webhooks.round(&self.instance, &clock).await.expect("the drawer answers");
        std::mem::take(&mut *self.receiver.taken.lock().expect("nobody panics"))
    }

    fn answers(&self, status: u16) {
        self.receiver.answer.store(status, Ordering::SeqCst);
    }

    async fn one(&self, webhooks: &Webhooks, endpoint: &Endpoint) -> Endpoint {
        webhooks.one(&self.room(), endpoint.id).await.expect("the drawer answers").expect("it is there")
    }
}

#[tokio::test]
async fn a_change_is_told_by_ids_alone_signed_and_once() {
    let firm = Firm::new().await;
    let webhooks = firm.webhooks();
    firm.does(record(RecordKind::Risk, "Before")).await;
    let (endpoint, secret) = firm.adds(&webhooks, "https://hooks.example.org/x", &[]).await;
    assert!(secret.starts_with("whsec_") && !format!("{endpoint:?}").contains(&secret[6..]));
    firm.does(record(RecordKind::Risk, "A title that nobody else reads")).await;
    let sent = firm.round(&webhooks, 0).await;
    assert_eq!(sent.len(), 1, "what was before the endpoint is not told");
    let body: serde_json::Value = serde_json::from_str(&sent[0].body).expect("json");
    assert_eq!(body["type"], "record.changed");
    assert_eq!(body["data"]["records"], serde_json::json!(["R-2"]));
    assert_eq!(body["data"]["operation"], "record.create");
    assert_eq!(body["data"]["commit"], 2);
    assert_eq!(body["data"]["organisation"], firm.books.log().org.to_string());
    assert!(!sent[0].body.contains("title") && !sent[0].body.contains("Jana"), "{}", sent[0].body);
    assert_eq!(sent[0].timestamp, NOW / 1_000_000);
    assert!(sent[0].signature.starts_with("v1,"));
    assert!(firm.round(&webhooks, 1).await.is_empty());
    let log = firm.one(&webhooks, &endpoint).await.deliveries;
    assert_eq!(
        (log[0].state, log[0].tries, log[0].outcome.as_str()),
        (DeliveryState::Taken, 1, "answered 204")
    );
}

#[tokio::test]
async fn an_endpoint_is_told_of_its_kinds_alone_and_of_nothing_that_few_see() {
    let firm = Firm::new().await;
    let webhooks = firm.webhooks();
    firm.adds(&webhooks, "https://hooks.example.org/risks", &["risk"]).await;
    let all = firm.adds(&webhooks, "https://hooks.example.org/all", &[]).await.0;
    firm.does(record(RecordKind::Asset, "A server")).await;
    let sent = firm.round(&webhooks, 0).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0].url.path(), "/all");
    firm.does(record(RecordKind::Incident, "The complaint")).await;
    let id = RecordId::parse("INC-1").expect("an id");
    firm.does(RestrictRecord { id, to: vec![Ref::number(1)], because: "a complaint".into() }).await;
    assert!(firm.round(&webhooks, 1).await.is_empty(), "neither that it was made nor that it was restricted");
    firm.does(RemoveRecord { id, because: "by mistake".into() }).await;
    assert!(firm.round(&webhooks, 1).await.is_empty(), "nor that it is gone");
    firm.does(record(RecordKind::Incident, "The fire")).await;
    assert_eq!(firm.round(&webhooks, 1).await.len(), 1);
    // What was told once and is for few now is not told again.
    let told = firm.one(&webhooks, &all).await.deliveries.back().expect("one").id.clone();
    let id = RecordId::parse("INC-2").expect("an id");
    firm.does(RestrictRecord { id, to: vec![Ref::number(1)], because: "now".into() }).await;
    let mut again = firm.one(&webhooks, &all).await;
    again.deliveries.back_mut().expect("one").tried_at = None;
    webhooks.held().await.expect("held").write(again).await.expect("written");
    let came = webhooks.replay(&firm.room(), all.id, &told).await.expect("it answers").expect("it is tried");
    assert_eq!(came.state, DeliveryState::Failed, "{came:?}");
    assert!(firm.receiver.taken.lock().expect("nobody panics").is_empty());
}

#[tokio::test]
async fn what_is_not_taken_is_tried_eight_times_over_a_day_with_one_id_and_then_given_up() {
    let firm = Firm::new().await;
    let webhooks = firm.webhooks();
    let (endpoint, _) = firm.adds(&webhooks, "https://hooks.example.org/x", &[]).await;
    firm.does(record(RecordKind::Risk, "Fire")).await;
    let (mut ids, mut minutes) = (std::collections::BTreeSet::new(), Vec::new());
    for (place, answer) in [500, 302, 0, 404, 503, 0, 429, 500].into_iter().enumerate() {
        firm.answers(answer);
        let pause = [0, 1, 5, 15, 60, 180, 360, 780][place];
        if pause > 0 {
            assert!(firm.round(&webhooks, pause - 1).await.is_empty(), "too early for try {}", place + 1);
        }
        let sent = firm.round(&webhooks, pause.min(1)).await;
        assert_eq!(sent.len(), 1, "try {}", place + 1);
        ids.insert(sent[0].id.clone());
        minutes.push(sent[0].timestamp);
    }
    assert_eq!(ids.len(), 1);
    minutes.dedup();
    assert_eq!(minutes.len(), 8, "each try has its own moment");
    let one = firm.one(&webhooks, &endpoint).await.deliveries[0].clone();
    assert_eq!((one.state, one.tries, one.outcome.as_str()), (DeliveryState::Failed, 8, "answered 500"));
    assert!(firm.round(&webhooks, 10_000).await.is_empty());
}

#[tokio::test]
async fn a_replay_sends_the_same_id_again_and_a_test_is_sent_at_once() {
    let firm = Firm::new().await;
    let webhooks = firm.webhooks();
    let (endpoint, _) = firm.adds(&webhooks, "https://hooks.example.org/x", &[]).await;
    firm.does(record(RecordKind::Risk, "Fire")).await;
    firm.now.store(NOW - 5 * MINUTE, Ordering::SeqCst);
    let first = firm.round(&webhooks, 0).await;
    let again = webhooks.replay(&firm.room(), endpoint.id, &first[0].id).await.expect("it answers");
    assert_eq!(again.map(|one| (one.state, one.tries)), Ok((DeliveryState::Taken, 1)));
    let sent = std::mem::take(&mut *firm.receiver.taken.lock().expect("nobody panics"));
    assert_eq!((sent.len(), &sent[0].id, &sent[0].body), (1, &first[0].id, &first[0].body));
    assert_ne!(sent[0].signature, first[0].signature, "the moment is part of it");
    let twice = webhooks.replay(&firm.room(), endpoint.id, &first[0].id).await.expect("it answers");
    assert_eq!(twice, Err(WebhookRefusal::JustSent));
    let test = webhooks.test(&firm.room(), endpoint.id).await.expect("it answers").expect("it is sent");
    assert_eq!(test.state, DeliveryState::Taken);
    let sent = std::mem::take(&mut *firm.receiver.taken.lock().expect("nobody panics"));
    assert!(sent[0].body.contains("webhook.test"), "{}", sent[0].body);
    let twice = webhooks.test(&firm.room(), endpoint.id).await.expect("it answers");
    assert_eq!(twice, Err(WebhookRefusal::JustSent));
    firm.webhooks().rotate(&firm.room(), endpoint.id).await.expect("it answers").expect("it is there");
}

#[tokio::test]
async fn a_restart_loses_nothing_and_tells_nothing_twice() {
    let firm = Firm::new().await;
    let before = firm.webhooks();
    let (endpoint, _) = firm.adds(&before, "https://hooks.example.org/x", &[]).await;
    firm.does(record(RecordKind::Risk, "Fire")).await;
    assert_eq!(firm.round(&before, 0).await.len(), 1);
    firm.does(record(RecordKind::Risk, "Flood")).await;
    firm.answers(0);
    let lost = firm.round(&before, 0).await;
    firm.does(record(RecordKind::Risk, "Theft")).await;
    firm.answers(200);
    let after = firm.webhooks();
    let sent = firm.round(&after, 2).await;
    let bodies: Vec<bool> =
        ["R-2", "R-3"].iter().map(|id| sent.iter().any(|one| one.body.contains(id))).collect();
    assert_eq!((sent.len(), bodies), (2, vec![true, true]));
    assert!(sent.iter().any(|one| one.id == lost[0].id), "with the id that it had");
    assert!(firm.round(&firm.webhooks(), 1).await.is_empty());
    assert_eq!(firm.one(&after, &endpoint).await.seen, firm.books.now().commits());
}

#[tokio::test]
async fn what_waits_is_bounded_and_the_rest_waits_in_the_ledger() {
    let firm = Firm::new().await;
    let webhooks = firm.webhooks();
    let (endpoint, _) = firm.adds(&webhooks, "https://hooks.example.org/x", &[]).await;
    for number in 0..130 {
        firm.does(record(RecordKind::Risk, &format!("Risk {number}"))).await;
    }
    firm.answers(503);
    assert_eq!(firm.round(&webhooks, 0).await.len(), 1, "who does not take one is not sent the next");
    assert_eq!(firm.one(&webhooks, &endpoint).await.waiting(), 20);
    firm.answers(200);
    let mut sent = 0;
    for _ in 0..10 {
        sent += firm.round(&webhooks, 1).await.len();
    }
    assert_eq!(sent, 130);
    assert_eq!(firm.one(&webhooks, &endpoint).await.deliveries.len(), LOG_MAX);
}

#[tokio::test]
async fn who_is_gone_or_off_is_told_nothing_and_not_of_what_was_meanwhile() {
    let firm = Firm::new().await;
    let webhooks = firm.webhooks();
    let (endpoint, _) = firm.adds(&webhooks, "https://hooks.example.org/x", &[]).await;
    firm.does(record(RecordKind::Risk, "Fire")).await;
    firm.answers(410);
    assert_eq!(firm.round(&webhooks, 0).await.len(), 1);
    assert_eq!(firm.one(&webhooks, &endpoint).await.state, EndpointState::Gone);
    firm.does(record(RecordKind::Risk, "Flood")).await;
    firm.answers(200);
    assert!(firm.round(&webhooks, 60).await.is_empty());
    let on = webhooks.change(&firm.room(), endpoint.id, asked(&endpoint.url, &[]), EndpointState::On).await;
    on.expect("it answers").expect("it is there");
    assert!(firm.round(&webhooks, 1).await.is_empty());
    firm.does(record(RecordKind::Risk, "Theft")).await;
    assert_eq!(firm.round(&webhooks, 1).await.len(), 1);
}

#[tokio::test]
async fn addresses_kinds_and_numbers_that_are_not_taken_are_refused() {
    let firm = Firm::new().await;
    let webhooks = firm.webhooks();
    let add = |url: String, kinds: &[&str]| {
        let (room, asked, webhooks) = (firm.room(), asked(&url, kinds), webhooks.clone());
        async move { webhooks.add(&room, String::new(), asked).await.expect("it answers").map(|_| ()) }
    };
    assert!(matches!(add("https://169.254.169.254/".to_owned(), &[]).await, Err(WebhookRefusal::Url(_))));
    let unknown = add("https://a.example/".to_owned(), &["dragon"]).await;
    assert_eq!(unknown, Err(WebhookRefusal::Kind("dragon".to_owned())));
    for number in 0..ENDPOINTS_MAX {
        assert_eq!(add(format!("https://a.example/{number}"), &[]).await, Ok(()));
    }
    assert_eq!(add("https://a.example/1".to_owned(), &[]).await, Err(WebhookRefusal::Twice));
    assert_eq!(add("https://a.example/x".to_owned(), &[]).await, Err(WebhookRefusal::TooMany));
}
