//! What all pages of a running server share: the instance, the sessions, and which organisation has which address.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, RwLock, Weak};

use app::identity::Accounts;
use app::rules::Results;
use app::webhooks::Webhooks;
use app::{Books, Instance, Reader, Room, Snapshot};
use model::{Date, Isms};

use crate::address::slug;
use crate::failure::Failure;
use crate::inboxes::Inboxes;
use crate::kept::Pages;
use crate::notices::Mail;
use crate::session::{Session, Sessions, Who};

/// How many past results are kept.
const PAST_KEPT: usize = 8;

/// What all pages share.
#[derive(Clone)]
pub struct Site(Arc<Shared>);

struct Shared {
    instance: Arc<Instance>,
    accounts: Accounts,
    sessions: Arc<Sessions>,
    /// The organisations by their words in addresses.
    open: RwLock<BTreeMap<String, Arc<Books>>>,
    past: Mutex<VecDeque<Past>>,
    pages: Pages,
    inboxes: Inboxes,
    mail: OnceLock<Mail>,
    webhooks: Webhooks,
}

/// What the rules say about a day that is over.
struct Past {
    origin: String,
    day: Date,
    commits: u64,
    /// What was judged: readers may see different states.
    seen: Weak<Isms>,
    results: Arc<Results>,
}

impl Site {
    /// Returns what pages share.
    #[must_use]
    pub fn new(instance: Arc<Instance>, accounts: Accounts, sessions: Arc<Sessions>) -> Self {
        let webhooks = Webhooks::beside(&accounts);
        Self(Arc::new(Shared {
            instance,
            accounts,
            sessions,
            open: RwLock::new(BTreeMap::new()),
            past: Mutex::new(VecDeque::new()),
            pages: Pages::default(),
            inboxes: Inboxes::default(),
            mail: OnceLock::new(),
            webhooks,
        }))
    }

    /// Returns the instance.
    #[must_use]
    pub fn instance(&self) -> &Arc<Instance> {
        &self.0.instance
    }

    /// Returns the accounts.
    #[must_use]
    pub fn accounts(&self) -> &Accounts {
        &self.0.accounts
    }

    /// Returns the sessions.
    #[must_use]
    pub fn sessions(&self) -> &Arc<Sessions> {
        &self.0.sessions
    }

    /// Returns the pages that are kept.
    pub(crate) fn pages(&self) -> &Pages {
        &self.0.pages
    }

    /// Sends notices this way from now on; the first way that is given counts.
    pub(crate) fn set_mail(&self, mail: Mail) {
        let _ = self.0.mail.set(mail);
    }

    /// Returns how notices are sent, where they are.
    pub(crate) fn mail(&self) -> Option<&Mail> {
        self.0.mail.get()
    }

    /// Returns the webhooks of all organisations.
    pub(crate) fn webhooks(&self) -> &Webhooks {
        &self.0.webhooks
    }

    /// Returns the inboxes that are kept.
    pub(crate) fn held_inboxes(&self) -> &Inboxes {
        &self.0.inboxes
    }

    /// Returns the organisations that were opened and that the session sees, with their words.
    pub(crate) fn opened(&self, session: &Session) -> Vec<(String, Room)> {
        let open: Vec<(String, Arc<Books>)> =
            self.open().iter().map(|(word, books)| (word.clone(), Arc::clone(books))).collect();
        open.into_iter().filter_map(|(word, books)| Some((word, self.seen(books, session)?))).collect()
    }

    /// Returns the organisation with this word, as the session sees it: not there for who has no seat in it.
    ///
    /// # Errors
    /// Where there is none, or its log cannot be read.
    pub async fn room(&self, word: &str, session: &Session) -> Result<Room, Failure> {
        if !self.open().contains_key(word) {
            self.all().await?;
        }
        let found = self.open().get(word).cloned();
        let room = found.and_then(|books| self.seen(books, session));
        room.ok_or_else(|| Failure::unknown("such organisation"))
    }

    /// Returns the organisations that the session sees with their words, read again from the store.
    ///
    /// # Errors
    /// Where one cannot be read.
    pub async fn rooms(&self, session: &Session) -> Result<Vec<(String, Room)>, Failure> {
        let all = self.all().await?;
        Ok(all.into_iter().filter_map(|(word, books)| Some((word, self.seen(books, session)?))).collect())
    }

    /// Returns an organisation as the session sees it.
    fn seen(&self, books: Arc<Books>, session: &Session) -> Option<Room> {
        match session.who() {
            // Who has the link is nobody in particular: where there are members, that is not enough.
            Who::Link => (!books.is_kept()).then(|| Room::new(books, Reader::Anybody)),
            Who::Account(signed) => books.room_of(self.accounts(), signed.account),
            Who::Token(used) if used.token.org == books.log().org => books.room_of_person(used.person),
            Who::Token(_) => None,
        }
    }

    /// Returns all organisations with their words, read again from the store.
    pub(crate) async fn all(&self) -> Result<Vec<(String, Arc<Books>)>, Failure> {
        let all = self.instance().all().await?;
        let mut open = self.0.open.write().expect("nobody panics here");
        for books in all {
            if !open.values().any(|known| Arc::ptr_eq(known, &books)) {
                let word = slug(&books.name(), &|word| open.contains_key(word));
                open.insert(word, books);
            }
        }
        Ok(open.iter().map(|(word, books)| (word.clone(), Arc::clone(books))).collect())
    }

    /// Returns the organisations that were opened and that the session sees, word and name.
    #[must_use]
    pub fn names(&self, session: &Session) -> Vec<(String, String)> {
        let open = self.open();
        let seen = open.iter().filter(|(_, books)| self.seen(Arc::clone(books), session).is_some());
        seen.map(|(word, books)| (word.clone(), books.name())).collect()
    }

    /// Returns what the rules say about a day that is over.
    #[must_use]
    pub fn past(&self, books: &Room, snapshot: &Snapshot, day: Date) -> Arc<Results> {
        let (origin, commits) = (books.origin(), snapshot.commits());
        let seen = Arc::downgrade(&snapshot.isms);
        let is_it = |past: &&Past| {
            past.origin == origin
                && past.day == day
                && past.commits == commits
                && Weak::ptr_eq(&past.seen, &seen)
        };
        let kept = self.0.past.lock().expect("nobody panics here");
        if let Some(past) = kept.iter().find(is_it) {
            return Arc::clone(&past.results);
        }
        drop(kept);
        let results = Arc::new(books.check_on(snapshot, day));
        let mut kept = self.0.past.lock().expect("nobody panics here");
        kept.push_back(Past { origin, day, commits, seen, results: Arc::clone(&results) });
        if kept.len() > PAST_KEPT {
            kept.pop_front();
        }
        results
    }

    fn open(&self) -> std::sync::RwLockReadGuard<'_, BTreeMap<String, Arc<Books>>> {
        self.0.open.read().expect("nobody panics here")
    }
}
