//! The books of one organisation: its state in memory, and the one way to change it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

use ledger::{Chain, Genesis, Head, LogId};
use model::records::Person;
use model::{Date, Isms, RecordId, Ref};
use store::Store;
use store::evidence::EvidenceStore;

use crate::checks::Checked;
use crate::clock::{Clock, Days};
use crate::failure::Failure;
use crate::files::Shelf;
use crate::journal::{CommitHead, Journal};
use crate::reload::{Loaded, Until, load};

/// The state at one commit.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Everything recorded.
    pub isms: Arc<Isms>,
    /// The newest commit; nothing before the first.
    pub head: Option<Head>,
}

impl Snapshot {
    /// Returns how many commits there are.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.head.map_or(0, |head| head.seq + 1)
    }
}

/// The books of one organisation.
pub struct Books {
    pub(crate) log: LogId,
    pub(crate) genesis: Genesis,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) evidence: Arc<dyn EvidenceStore>,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) clock: Clock,
    pub(crate) kept: Arc<Kept>,
    /// Held while the log is read again, so that it is read once.
    reading: tokio::sync::Mutex<()>,
    /// Held while somebody is let in: seat and commit of one go together.
    pub(crate) letting_in: tokio::sync::Mutex<()>,
    pub(crate) checked: Mutex<Option<Checked>>,
    pub(crate) past: Mutex<VecDeque<(Date, Snapshot)>>,
    pub(crate) integrity: Mutex<Option<rules::Integrity>>,
    /// The newest views of those who do not see all.
    pub(crate) views: Mutex<crate::views::Views>,
    /// The states at which open shares are frozen, by their commits.
    pub(crate) frozen: Mutex<BTreeMap<u64, Snapshot>>,
}

/// The state, published and decided; a commit under way keeps it too, so that it is published whoever still waits.
pub(crate) struct Kept {
    pub(crate) now: RwLock<Snapshot>,
    pub(crate) journal: RwLock<Journal>,
    writing: Mutex<Writing>,
    /// Tells those who wait that something was published or thrown away.
    pub(crate) told: tokio::sync::Notify,
}

/// Whether a commit was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Published {
    /// Readers see it.
    Yes,
    /// What was decided was thrown away meanwhile; it is on the disk and is seen after reading again.
    ReadAgain,
}

/// What was decided, acknowledged or not: the next decision is made on it.
pub(crate) struct Writing {
    pub(crate) chain: Chain,
    pub(crate) isms: Arc<Isms>,
    pub(crate) days: Days,
    /// Decided and submitted, not yet acknowledged: oldest first.
    pub(crate) queued: VecDeque<Queued>,
    /// Counts how often what is here was thrown away: a late failure of an earlier time changes nothing.
    pub(crate) generation: u64,
    /// Set when an append failed: what is here was thrown away and must be read again.
    pub(crate) stale: bool,
}

/// A commit that waits for the store.
pub(crate) struct Queued {
    pub(crate) head: CommitHead,
    pub(crate) records: Vec<RecordId>,
    pub(crate) isms: Arc<Isms>,
    pub(crate) end: Head,
}

impl Books {
    /// Makes books from what was read of their log.
    pub(crate) fn new(
        log: LogId,
        genesis: Genesis,
        store: Arc<dyn Store>,
        shelf: Arc<Shelf>,
        clock: Clock,
        loaded: Loaded,
    ) -> Self {
        let Loaded { isms, journal, chain, days } = loaded;
        let isms = Arc::new(isms);
        let head = chain.head();
        let queued = VecDeque::new();
        let writing = Writing { chain, isms: Arc::clone(&isms), days, queued, generation: 0, stale: false };
        let now = RwLock::new(Snapshot { isms, head });
        let kept = Kept {
            now,
            journal: RwLock::new(journal),
            writing: Mutex::new(writing),
            told: tokio::sync::Notify::new(),
        };
        Self {
            log,
            genesis,
            store,
            evidence: shelf.files(),
            shelf,
            clock,
            kept: Arc::new(kept),
            reading: tokio::sync::Mutex::new(()),
            letting_in: tokio::sync::Mutex::new(()),
            checked: Mutex::new(None),
            past: Mutex::new(VecDeque::new()),
            integrity: Mutex::new(None),
            views: Mutex::default(),
            frozen: Mutex::new(BTreeMap::new()),
        }
    }

    /// Returns the log.
    #[must_use]
    pub fn log(&self) -> LogId {
        self.log
    }

    /// Returns the origin of the log: what its chain begins with.
    #[must_use]
    pub fn origin(&self) -> String {
        self.genesis.origin()
    }

    /// Returns the present state: what was acknowledged, and nothing else.
    #[must_use]
    pub fn now(&self) -> Snapshot {
        self.kept.now.read().expect("no reader or writer of the state panics").clone()
    }

    /// Returns the name of the organisation.
    #[must_use]
    pub fn name(&self) -> String {
        self.now()
            .isms
            .organisation
            .one()
            .map(|organisation| organisation.title.to_string())
            .unwrap_or_default()
    }

    /// Returns today, in the organisation's time zone.
    #[must_use]
    pub fn today(&self) -> Date {
        let snapshot = self.now();
        let zone = snapshot.isms.organisation.one().map(|organisation| organisation.time_zone.to_string());
        crate::clock::civil_day(self.clock.micros(), &zone.unwrap_or_default())
    }

    /// Returns the moment, in microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn micros(&self) -> i64 {
        self.clock.micros()
    }

    /// Finds a person by id, name, e-mail or uuid.
    #[must_use]
    pub fn person(&self, text: &str) -> Option<Ref<Person>> {
        let snapshot = self.now();
        let people = &snapshot.isms.people;
        if let Some(id) = Ref::parse(text).filter(|id| people.get(id).is_some()) {
            return Some(id);
        }
        let text = text.trim();
        let mut found = people.iter().filter(|(_, person)| {
            person.title.eq_ignore_ascii_case(text)
                || (!person.email.is_empty() && person.email.eq_ignore_ascii_case(text))
                || person.uuid.to_string() == text
        });
        let first = found.next().map(|(id, _)| id);
        if found.next().is_some() { None } else { first }
    }

    /// Waits until a commit that is under way is published, or was thrown away.
    pub(crate) async fn settled(&self, seq: Option<u64>) -> Published {
        let Some(seq) = seq else { return Published::Yes };
        loop {
            let told = self.kept.told.notified();
            if self.now().head.is_some_and(|head| head.seq >= seq) {
                return Published::Yes;
            }
            if self.is_stale() {
                return Published::ReadAgain;
            }
            told.await;
        }
    }

    /// Reads the log again, where something was thrown away.
    pub(crate) async fn refresh(&self) -> Result<(), Failure> {
        if !self.is_stale() {
            return Ok(());
        }
        let _alone = self.reading.lock().await;
        if !self.is_stale() {
            return Ok(());
        }
        let loaded = load(Arc::clone(&self.store), self.log, &self.genesis, Until::Head).await?;
        let isms = Arc::new(loaded.isms);
        let mut writing = self.kept.writing();
        *self.kept.journal.write().expect("no writer panics") = loaded.journal;
        *self.kept.now.write().expect("no writer panics") =
            Snapshot { isms: Arc::clone(&isms), head: loaded.chain.head() };
        writing.chain = loaded.chain;
        writing.isms = isms;
        writing.days = loaded.days;
        writing.queued.clear();
        writing.stale = false;
        Ok(())
    }

    /// Reads the log again: somebody added to it without these books.
    pub(crate) async fn read_again(&self) -> Result<(), Failure> {
        let generation = self.kept.writing().generation;
        self.kept.throw_away(generation);
        self.refresh().await
    }

    /// Says whether something was thrown away.
    fn is_stale(&self) -> bool {
        self.kept.writing().stale
    }
}

impl Writing {
    /// Returns the newest commit that was decided and that is not acknowledged yet: what is decided now rests on it.
    pub(crate) fn rests_on(&self) -> Option<u64> {
        self.queued.back().map(|queued| queued.head.seq)
    }

    /// Throws away what was decided and not acknowledged; the log is read again before anything else is decided.
    fn throw_away(&mut self) {
        self.queued.clear();
        self.generation += 1;
        self.stale = true;
    }
}

impl Kept {
    /// Returns what was decided, alone. Where somebody panicked in the middle of a decision, what may be half done is thrown
    /// away: commits that are on the disk are seen again after the log was read.
    pub(crate) fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(|poisoned| {
            self.writing.clear_poison();
            let mut writing = poisoned.into_inner();
            writing.throw_away();
            self.told.notify_waiters();
            writing
        })
    }

    /// Publishes commits up to `seq`: they were acknowledged.
    pub(crate) fn publish(&self, seq: u64) -> Published {
        let mut writing = self.writing();
        while writing.queued.front().is_some_and(|queued| queued.head.seq <= seq) {
            let queued = writing.queued.pop_front().expect("there is a front");
            self.journal.write().expect("no writer panics").push(queued.head, queued.records);
            *self.now.write().expect("no writer panics") =
                Snapshot { isms: queued.isms, head: Some(queued.end) };
        }
        self.told.notify_waiters();
        let seen = self.now.read().expect("no writer panics").head.is_some_and(|head| head.seq >= seq);
        if seen {
            return Published::Yes;
        }
        writing.stale = true;
        Published::ReadAgain
    }

    /// Throws away what was decided and not acknowledged, unless that happened already.
    pub(crate) fn throw_away(&self, generation: u64) {
        let mut writing = self.writing();
        if writing.generation == generation {
            writing.throw_away();
        }
        self.told.notify_waiters();
    }
}
