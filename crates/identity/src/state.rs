//! All that is known of accounts, in memory, and how it is written into the drawer.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Slip, SlipChange, Unavailable};
use uuid::Uuid;

use crate::account::{Account, Email, SignOn};
use crate::body_key::BodyKey;
use crate::link::Link;
use crate::seam::Surroundings;
use crate::secret::Digest;
use crate::session::{Live, Session};
use crate::token::{LiveToken, Token};
use crate::vault::{Vault, opened};

/// All that is known.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) accounts: BTreeMap<Uuid, Account>,
    pub(crate) by_email: BTreeMap<Email, Uuid>,
    pub(crate) by_sign_on: BTreeMap<SignOn, Uuid>,
    pub(crate) sessions: HashMap<Digest, Arc<Live>>,
    pub(crate) tokens: HashMap<Digest, Arc<LiveToken>>,
    pub(crate) links: HashMap<Digest, Link>,
    /// The keys of certification bodies, by their organisations.
    pub(crate) keys: BTreeMap<Uuid, BodyKey>,
    /// The accounts whose codes were written as they are.
    pub(crate) unsealed: Vec<Uuid>,
    versions: BTreeMap<(&'static str, String), u64>,
}

/// One change of what is known; it is written first, then made.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Account(Box<Account>),
    Session(Digest, Box<Session>),
    EndSession(Digest),
    Token(Digest, Box<Token>),
    EndToken(Digest),
    Link(Digest, Box<Link>),
    EndLink(Digest),
    Key(Uuid, Box<BodyKey>),
}

const ACCOUNT: &str = "account";
const SESSION: &str = "session";
const TOKEN: &str = "token";
const LINK: &str = "link";
/// The kind of the keys of certification bodies.
pub(crate) const KEY: &str = "body-key";
/// The kind of the endpoints of webhooks, which lie beside the accounts.
pub(crate) const WEBHOOK: &str = "webhook";

impl State {
    /// Reads all slips of a drawer; those of kinds that we do not know are left alone.
    pub(crate) fn of(slips: Vec<Slip>, vault: Option<&Vault>) -> Result<Self, Unavailable> {
        let mut state = Self::default();
        for slip in slips {
            let digest = || read::<Digest>(&slip, &format!("\"{}\"", slip.id));
            let (kind, change) = match slip.kind.as_str() {
                ACCOUNT => {
                    let body = opened(vault, &slip.id, &slip.body)?;
                    let account: Box<Account> = read(&slip, &body)?;
                    if account.has_codes() && !Vault::is_sealed(&slip.body) {
                        state.unsealed.push(account.id);
                    }
                    (ACCOUNT, Change::Account(account))
                }
                SESSION => (SESSION, Change::Session(digest()?, read(&slip, &slip.body)?)),
                TOKEN => (TOKEN, Change::Token(digest()?, read(&slip, &slip.body)?)),
                LINK => (LINK, Change::Link(digest()?, read(&slip, &slip.body)?)),
                KEY => {
                    let org = slip.id.parse().map_err(|_| {
                        Unavailable::Damaged(format!(
                            "{KEY} {}: expected the uuid of an organisation",
                            slip.id
                        ))
                    })?;
                    (KEY, Change::Key(org, read(&slip, &slip.body)?))
                }
                _ => continue,
            };
            state.make(change);
            state.versions.insert((kind, slip.id), slip.version);
        }
        Ok(state)
    }

    /// Returns changes as they are written into the drawer, on the versions that are known.
    pub(crate) fn slips(
        &self,
        changes: &[Change],
        vault: Option<&Vault>,
        surroundings: &dyn Surroundings,
    ) -> Vec<SlipChange> {
        let mut versions: BTreeMap<(&'static str, String), Option<u64>> = BTreeMap::new();
        let slip = |change: &Change| {
            let (kind, id, body) = change.slip();
            let body = if let (Some(vault), Change::Account(_)) = (vault, change) {
                body.map(|body| vault.sealed(&id, body, surroundings))
            } else {
                body
            };
            let name = (kind, id.clone());
            let known = versions.entry(name.clone()).or_insert_with(|| self.versions.get(&name).copied());
            let from = *known;
            *known = body.as_ref().map(|_| from.unwrap_or(0) + 1);
            // What was never written needs no removing.
            (from.is_some() || body.is_some()).then(|| SlipChange { kind: kind.to_owned(), id, from, body })
        };
        changes.iter().filter_map(slip).collect()
    }

    /// Makes changes that were written.
    pub(crate) fn make_all(&mut self, changes: Vec<Change>) {
        for change in changes {
            let (kind, id, body) = change.slip();
            match body {
                Some(_) => *self.versions.entry((kind, id)).or_insert(0) += 1,
                None => drop(self.versions.remove(&(kind, id))),
            }
            self.make(change);
        }
    }

    fn make(&mut self, change: Change) {
        match change {
            Change::Account(account) => {
                let id = account.id;
                if let Some(before) = self.accounts.remove(&id) {
                    self.by_email.remove(&before.email);
                    self.by_sign_on.retain(|_, of| *of != id);
                }
                self.by_email.insert(account.email.clone(), id);
                self.by_sign_on.extend(account.sign_ons().iter().map(|sign_on| (sign_on.clone(), id)));
                self.accounts.insert(id, *account);
            }
            Change::Session(digest, session) => {
                self.sessions.insert(digest, Arc::new(Live::new(*session)));
            }
            Change::EndSession(digest) => drop(self.sessions.remove(&digest)),
            Change::Token(digest, token) => {
                self.tokens.insert(digest, Arc::new(LiveToken::new(*token)));
            }
            Change::EndToken(digest) => drop(self.tokens.remove(&digest)),
            Change::Link(digest, link) => drop(self.links.insert(digest, *link)),
            Change::EndLink(digest) => drop(self.links.remove(&digest)),
            Change::Key(org, key) => drop(self.keys.insert(org, *key)),
        }
    }

    /// Returns the account of an address.
    pub(crate) fn by_email(&self, email: &Email) -> Option<&Account> {
        self.accounts.get(self.by_email.get(email)?)
    }

    /// Returns the changes that end all sessions of an account but one.
    pub(crate) fn end_sessions(&self, account: Uuid, but: Option<Uuid>) -> Vec<Change> {
        let of = |live: &Live| {
            let session = live.session();
            session.account == account && Some(session.id) != but
        };
        let ended = self.sessions.iter().filter(|(_, live)| of(live));
        ended.map(|(digest, _)| Change::EndSession(digest.clone())).collect()
    }
}

impl Change {
    /// Returns the kind, id and body of the slip that this writes; none where it removes.
    fn slip(&self) -> (&'static str, String, Option<String>) {
        match self {
            Self::Account(account) => (ACCOUNT, account.id.to_string(), Some(written(account))),
            Self::Session(digest, session) => (SESSION, digest.as_str().to_owned(), Some(written(session))),
            Self::EndSession(digest) => (SESSION, digest.as_str().to_owned(), None),
            Self::Token(digest, token) => (TOKEN, digest.as_str().to_owned(), Some(written(token))),
            Self::EndToken(digest) => (TOKEN, digest.as_str().to_owned(), None),
            Self::Link(digest, link) => (LINK, digest.as_str().to_owned(), Some(written(link))),
            Self::EndLink(digest) => (LINK, digest.as_str().to_owned(), None),
            Self::Key(org, key) => (KEY, org.to_string(), Some(written(key))),
        }
    }
}

fn written(thing: &impl Serialize) -> String {
    serde_json::to_string(thing).expect("plain values can be written as JSON")
}

fn read<T: DeserializeOwned>(slip: &Slip, text: &str) -> Result<T, Unavailable> {
    serde_json::from_str(text)
        .map_err(|problem| Unavailable::Damaged(format!("{} {}: {problem}", slip.kind, slip.id)))
}
