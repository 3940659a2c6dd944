//! Accounts: held in memory, written through to the drawer, changed one after another.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use jiff::{SignedDuration, Timestamp};
use store::{Drawer, DrawerError, Unavailable};
use url::Url;
use uuid::Uuid;
use webauthn_rs::Webauthn;

use crate::account::Account;
use crate::backoff::Backoff;
use crate::fleeting::Fleeting;
use crate::hashing::Hashing;
use crate::network::Network;
use crate::own::CodesBegun;
use crate::passkey::{self, Challenge};
use crate::refusal::{Answer, Refusal};
use crate::seam::Surroundings;
use crate::secret::{Digest, Purpose};
use crate::session::{Caller, Fresh, Method, Session, Strongest};
use crate::settings::Settings;
use crate::sign_in::Half;
use crate::sign_on::{Begun, Metadata};
use crate::state::{Change, State};

/// How often a change is decided where another process writes at the same time.
const TRIES: u32 = 5;

/// All accounts of an installation, with their sessions and tokens. Cloning it shares them.
#[derive(Clone)]
pub struct Accounts(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    drawer: Arc<dyn Drawer>,
    pub(crate) settings: Settings,
    state: RwLock<State>,
    writing: Arc<tokio::sync::Mutex<()>>,
    pub(crate) hashing: Hashing,
    backoff: Mutex<Backoff>,
    place: RwLock<Place>,
    pub(crate) halves: Mutex<Fleeting<Half>>,
    pub(crate) challenges: Mutex<Fleeting<Challenge>>,
    pub(crate) codes: Mutex<Fleeting<CodesBegun>>,
    pub(crate) ways: Mutex<Fleeting<Begun>>,
    pub(crate) metadata: Mutex<Vec<(Timestamp, Arc<Metadata>)>>,
    /// Makes answers about unknown names that are the same each time.
    pub(crate) pepper: [u8; 32],
}

/// Where browsers reach us, and what checks passkeys there.
pub(crate) struct Place {
    pub(crate) origin: Option<Url>,
    pub(crate) webauthn: Option<Arc<Webauthn>>,
}

impl Place {
    fn at(origin: Option<Url>, product: &str) -> Self {
        let webauthn = origin.as_ref().and_then(|origin| passkey::webauthn(origin, product));
        Self { origin, webauthn: webauthn.map(Arc::new) }
    }
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Accounts(…)")
    }
}

/// Takes a lock. No panic of another thread leaves a change half made: nothing panics between two steps.
pub(crate) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Accounts {
    /// Reads all accounts from a drawer.
    ///
    /// # Errors
    /// When the drawer does not answer, or holds what we did not write.
    pub async fn open(drawer: Arc<dyn Drawer>, settings: Settings) -> Result<Self, Unavailable> {
        let state = State::of(drawer.all().await?, settings.vault.as_deref())?;
        let unsealed = if settings.vault.is_some() { state.unsealed.clone() } else { Vec::new() };
        let place = RwLock::new(Place::at(settings.origin.clone(), &settings.product));
        let mut pepper = [0; 32];
        settings.surroundings.fill(&mut pepper);
        let minutes = SignedDuration::from_mins;
        let accounts = Self(Arc::new(Inner {
            drawer,
            settings,
            state: RwLock::new(state),
            writing: Arc::default(),
            hashing: Hashing::new(),
            backoff: Mutex::default(),
            place,
            halves: Mutex::new(Fleeting::new(minutes(10))),
            challenges: Mutex::new(Fleeting::new(minutes(5))),
            codes: Mutex::new(Fleeting::new(minutes(15))),
            ways: Mutex::new(Fleeting::new(minutes(10))),
            metadata: Mutex::default(),
            pepper,
        }));
        // What was written before there was a key is written again, sealed.
        if !unsealed.is_empty() {
            let again = accounts.change(|state| {
                let found = unsealed.iter().filter_map(|id| state.accounts.get(id));
                Ok((found.map(|account| Change::Account(Box::new(account.clone()))).collect(), ()))
            });
            if let Err(problem) = again.await {
                tracing::warn!(target: "security", "the secrets of codes were not sealed yet: {problem}");
            }
        }
        Ok(accounts)
    }

    pub(crate) fn drawer(&self) -> &dyn Drawer {
        &*self.0.drawer
    }

    /// Returns where they are written, for other small things that lie beside them under kinds of their own.
    pub fn shared_drawer(&self) -> Arc<dyn Drawer> {
        Arc::clone(&self.0.drawer)
    }

    /// Says whether nobody has an account yet.
    pub fn is_empty(&self) -> bool {
        self.state().accounts.is_empty()
    }

    /// Returns an account.
    pub fn account(&self, id: Uuid) -> Option<Account> {
        self.state().accounts.get(&id).cloned()
    }

    /// Returns all accounts, by e-mail address.
    pub fn accounts(&self) -> Vec<Account> {
        let state = self.state();
        state.by_email.values().filter_map(|id| state.accounts.get(id)).cloned().collect()
    }

    /// Says whether passkeys can be had at the address of this installation.
    pub fn has_passkeys(&self) -> bool {
        self.place().webauthn.is_some()
    }

    /// Says where browsers reach us, where that is known only once the server has its port.
    pub fn set_origin(&self, origin: Url) {
        let place = Place::at(Some(origin), &self.0.settings.product);
        *self.0.place.write().unwrap_or_else(PoisonError::into_inner) = place;
    }

    /// Returns who is signed in with a secret, and notes that the session was used.
    pub fn session(&self, secret: &str) -> Option<Session> {
        let digest = Digest::of(Purpose::Session, secret);
        let (state, now) = (self.state(), self.now());
        let live = state.sessions.get(&digest)?;
        let session = live.session();
        let account = state.accounts.get(&session.account)?;
        if session.is_over(now) || !account.is_active() {
            return None;
        }
        live.touch(now);
        let strongest = Strongest::of(account, session.proved_by);
        Some(Session { seen: now, strongest, ..session })
    }

    /// Returns the sessions of an account that are not over, newest first.
    pub fn sessions(&self, account: Uuid) -> Vec<Session> {
        let (state, now) = (self.state(), self.now());
        let all = state.sessions.values().map(|live| live.session());
        let mut of: Vec<Session> =
            all.filter(|session| session.account == account && !session.is_over(now)).collect();
        of.sort_by(|one, other| other.since.cmp(&one.since).then(one.id.cmp(&other.id)));
        of
    }

    /// Says whether it was shown within the last ten minutes who it is.
    pub fn is_proved(&self, session: &Session) -> bool {
        session.is_proved(self.now())
    }

    /// Ends the session of a secret.
    pub async fn sign_out(&self, secret: &str) -> Answer<()> {
        let digest = Digest::of(Purpose::Session, secret);
        self.change(|state| {
            let ended = state.sessions.contains_key(&digest).then(|| Change::EndSession(digest.clone()));
            Ok((ended.into_iter().collect(), ()))
        })
        .await
    }

    /// Ends a session of the same account, by what it is listed as.
    pub async fn end_session(&self, own: &Session, id: Uuid) -> Answer<()> {
        self.change(|state| {
            let found = state.sessions.iter().find(|(_, live)| live.session().id == id);
            let of = found.filter(|(_, live)| live.session().account == own.account);
            let (digest, _) = of.ok_or(Refusal::Unknown("session"))?;
            Ok((vec![Change::EndSession(digest.clone())], ()))
        })
        .await
    }

    /// Ends all sessions of an account but the one given.
    pub async fn end_sessions(&self, account: Uuid, but: Option<&Session>) -> Answer<()> {
        self.change(|state| Ok((state.end_sessions(account, but.map(|session| session.id)), ()))).await
    }

    /// Writes down what moved without being written, and forgets what is over. Call it about once a minute.
    pub async fn sweep(&self) -> Answer<()> {
        let now = self.now();
        self.change(|state| {
            let mut changes = Vec::new();
            for (digest, live) in &state.sessions {
                let session = live.session();
                if session.is_over(now) {
                    changes.push(Change::EndSession(digest.clone()));
                } else if live.is_behind() {
                    changes.push(Change::Session(digest.clone(), Box::new(session)));
                }
            }
            for (digest, live) in state.tokens.iter().filter(|(_, live)| live.is_behind()) {
                changes.push(Change::Token(digest.clone(), Box::new(live.token())));
            }
            let over = state.links.iter().filter(|(_, link)| link.until < now);
            changes.extend(over.map(|(digest, _)| Change::EndLink(digest.clone())));
            Ok((changes, ()))
        })
        .await
    }

    /// Ends what works in the background; when this returns, another process may open the drawer.
    pub async fn close(&self) {
        if let Err(problem) = self.sweep().await {
            tracing::warn!(target: "security", "sessions were not written down: {problem}");
        }
        self.0.drawer.close().await;
    }

    pub(crate) fn place(&self) -> RwLockReadGuard<'_, Place> {
        self.0.place.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.surroundings().now()
    }

    pub(crate) fn vault(&self) -> Option<&crate::vault::Vault> {
        self.0.settings.vault.as_deref()
    }

    pub(crate) fn surroundings(&self) -> &dyn Surroundings {
        &*self.0.settings.surroundings
    }

    pub(crate) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.0.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides a change on what is known, writes it and then makes it; changes are made one after another. Once
    /// decided it is made, even where the caller goes away. Where another process wrote meanwhile, it is decided again on
    /// what that wrote.
    pub(crate) async fn change<T>(
        &self,
        mut decide: impl FnMut(&State) -> Result<(Vec<Change>, T), Refusal>,
    ) -> Answer<T> {
        let mut turn = self.0.writing.clone().lock_owned().await;
        let mut tries = 1;
        loop {
            let (changes, slips, answer) = {
                let state = self.state();
                let (changes, answer) = decide(&state)?;
                let slips = state.slips(&changes, self.0.settings.vault.as_deref(), self.surroundings());
                (changes, slips, answer)
            };
            if changes.is_empty() {
                return Ok(answer);
            }
            let inner = self.0.clone();
            let written = tokio::spawn(async move {
                let written = inner.drawer.change(slips).await;
                inner.settle(&written, changes).await;
                (turn, written)
            });
            let ending = |_| DrawerError::Unavailable(Unavailable::Failed("the program ends".to_owned()));
            match written.await.map_err(ending)? {
                (_, Ok(())) => return Ok(answer),
                (held, Err(DrawerError::Moved { .. })) if tries < TRIES => turn = held,
                (_, Err(problem)) => return Err(problem.into()),
            }
            tries += 1;
        }
    }

    /// Returns the changes that begin a session, which ends the one so far.
    pub(crate) fn begin(
        &self,
        state: &State,
        account: Account,
        method: Method,
        caller: &Caller,
    ) -> (Vec<Change>, Fresh) {
        let (digest, fresh) = Session::begin(&account, method, caller, self.surroundings());
        note("signed in", Some(account.id), caller.network);
        let before = caller.before.as_deref().map(|secret| Digest::of(Purpose::Session, secret));
        let before = before.filter(|digest| state.sessions.contains_key(digest));
        let mut changes = vec![Change::Account(Box::new(account))];
        changes.extend(before.map(Change::EndSession));
        changes.push(Change::Session(digest, Box::new(fresh.session.clone())));
        (changes, fresh)
    }

    /// Returns the changes that keep an account whose keys changed: all its sessions end, and the one that changed them
    /// goes on under a new secret.
    pub(crate) fn rekeyed(&self, state: &State, account: Account, session: &Session) -> (Vec<Change>, Fresh) {
        let mut changes = state.end_sessions(account.id, None);
        changes.push(Change::Account(Box::new(account)));
        let (digest, fresh) = session.clone().renewed(self.surroundings());
        changes.push(Change::Session(digest, Box::new(fresh.session.clone())));
        (changes, fresh)
    }

    /// Counts an attempt, unless it comes too soon after others that failed.
    pub(crate) fn attempt(&self, name: &str, network: Network) -> Result<(), Refusal> {
        let (mut backoff, now) = (held(&self.0.backoff), self.now());
        backoff.check(name, network, now)?;
        backoff.count(name, network, now);
        Ok(())
    }

    /// Forgets the failures of one who got in.
    pub(crate) fn got_in(&self, name: &str, network: Network) {
        held(&self.0.backoff).clear(name, network);
    }
}

impl Inner {
    /// Makes changes that were written; where it is not known what was, reads all anew.
    async fn settle(&self, written: &Result<(), DrawerError>, changes: Vec<Change>) {
        match written {
            Ok(()) => self.state.write().unwrap_or_else(PoisonError::into_inner).make_all(changes),
            Err(DrawerError::Full | DrawerError::TooLong { .. }) => {}
            Err(DrawerError::Moved { .. } | DrawerError::Unavailable(_)) => {
                let unread = |because: &dyn std::fmt::Display| {
                    tracing::error!(%because, "accounts could not be read again after a write whose end is not known");
                };
                match self.drawer.all().await {
                    Ok(slips) => match State::of(slips, self.settings.vault.as_deref()) {
                        Ok(state) => *self.state.write().unwrap_or_else(PoisonError::into_inner) = state,
                        Err(problem) => unread(&problem),
                    },
                    Err(unavailable) => unread(&unavailable),
                }
            }
        }
    }
}

/// Writes a security event: what happened, to which account, from where. Never what was typed.
pub(crate) fn note(event: &'static str, account: Option<Uuid>, network: Network) {
    match account {
        Some(account) => tracing::info!(target: "security", event, %account, %network),
        None => tracing::info!(target: "security", event, %network),
    }
}

/// Returns the account that a live session belongs to, where it may do something.
pub(crate) fn owner<'a>(state: &'a State, session: &Session, now: Timestamp) -> Result<&'a Account, Refusal> {
    let account = live_owner(state, session, now).ok_or(Refusal::ProveAgain)?;
    if session.is_proved(now) { Ok(account) } else { Err(Refusal::ProveAgain) }
}

/// Returns the account that a session belongs to which has not ended.
pub(crate) fn live_owner<'a>(state: &'a State, session: &Session, now: Timestamp) -> Option<&'a Account> {
    let mut all = state.sessions.values().map(|live| live.session());
    let is_live = all.any(|live| live.id == session.id && !live.is_over(now));
    state.accounts.get(&session.account).filter(|account| account.is_active() && is_live)
}
