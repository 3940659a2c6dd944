//! Newcomers: the first account, and those who were invited.

use uuid::Uuid;

use crate::account::{Account, Admin, Email, Keys, Standing, name};
use crate::accounts::{Accounts, note, owner};
use crate::link::{Invited, Link, Opens};
use crate::network::Network;
use crate::passkey::{KeptPasskey, is_new};
use crate::password::{KeptPassword, Strength, strength};
use crate::reading::Reading;
use crate::refusal::{Answer, Problem, Refusal};
use crate::seats::{is_free, with_seat};
use crate::secret::{self, Digest, Purpose};
use crate::session::{Caller, Fresh, Method, Session};
use crate::state::{Change, State};

/// The most accounts of an installation.
const ACCOUNTS_MAX: usize = 20_000;

/// What a newcomer will prove with.
#[derive(Debug, Clone, Copy)]
pub enum Proof<'a> {
    /// A password, alone: at least 15 characters.
    Password(&'a str),
    /// A passkey that [`Accounts::start_newcomer`] asked for.
    Passkey {
        /// The secret that went with the question.
        challenge: &'a str,
        /// The browser's answer, in JSON.
        answer: &'a str,
    },
}

/// What a newcomer proves with, checked.
#[derive(Debug, Clone)]
pub(crate) struct Checked {
    pub(crate) id: Uuid,
    pub(crate) keys: Keys,
    passkey: Option<KeptPasskey>,
    pub(crate) method: Method,
}

impl Accounts {
    /// Makes the first account, which manages the installation, and signs it in. It does so once.
    ///
    /// `words` are names that a password must not hold, such as the organisation's.
    pub async fn set_up(
        &self,
        called: &str,
        email: &str,
        proof: Proof<'_>,
        words: &[String],
        caller: &Caller,
    ) -> Answer<Fresh> {
        if !self.is_empty() {
            return Err(Refusal::SetUp.into());
        }
        let (called, email) = (name("name", called)?, Email::read(email)?);
        let checked = self.checked(&called, &email, proof, words, caller.network).await?;
        self.change(|state| {
            if !state.accounts.is_empty() {
                return Err(Refusal::SetUp);
            }
            self.arrive(state, called.clone(), email.clone(), Admin::Manages, checked.clone(), caller)
        })
        .await
    }

    /// Returns who a link invites, if it is good.
    pub fn invited(&self, link: &str) -> Option<Invited> {
        self.invitation(&self.state(), link).ok().map(|(_, invited)| invited)
    }

    /// Makes the account that a link invites to, and signs it in. The address is the invitation's.
    pub async fn accept(
        &self,
        link: &str,
        called: &str,
        proof: Proof<'_>,
        words: &[String],
        caller: &Caller,
    ) -> Answer<Fresh> {
        let called = name("name", called)?;
        let (_, invited) = self.invitation(&self.state(), link)?;
        let checked = self.checked(&called, &invited.email, proof, words, caller.network).await?;
        self.change(|state| {
            let (digest, invited) = self.invitation(state, link)?;
            let seat = invited.seat;
            is_free(state, checked.id, seat)?;
            let (mut changes, fresh) =
                self.arrive(state, called.clone(), invited.email, invited.admin, checked.clone(), caller)?;
            for change in &mut changes {
                if let Change::Account(account) = change {
                    account.seats.extend(seat);
                }
            }
            changes.push(Change::EndLink(digest));
            Ok((changes, fresh))
        })
        .await
    }

    /// Takes what a link invites to with an account that is there, whose address must be the invitation's.
    pub async fn accept_with(&self, session: &Session, link: &str) -> Answer<Fresh> {
        self.change(|state| {
            let mut account = owner(state, session, self.now())?.clone();
            let (digest, invited) = self.invitation(state, link)?;
            if invited.email != account.email {
                return Err(Refusal::OtherAddress);
            }
            if let Some(seat) = invited.seat {
                account = with_seat(state, account, seat)?;
            }
            if invited.admin == Admin::Manages {
                account.admin = Admin::Manages;
            }
            let (mut changes, fresh) = self.rekeyed(state, account, session);
            changes.push(Change::EndLink(digest));
            Ok((changes, fresh))
        })
        .await
    }

    /// Returns an invitation that is good.
    pub(crate) fn invitation(&self, state: &State, link: &str) -> Result<(Digest, Invited), Refusal> {
        let digest = Digest::of(Purpose::Link, link);
        match state.links.get(&digest) {
            Some(Link { opens: Opens::Invitation(invited), until, .. }) if *until >= self.now() => {
                Ok((digest, invited.clone()))
            }
            Some(_) | None => Err(Refusal::Gone),
        }
    }

    /// Checks what a newcomer will prove with.
    async fn checked(
        &self,
        called: &str,
        email: &Email,
        proof: Proof<'_>,
        words: &[String],
        network: Network,
    ) -> Result<Checked, Problem> {
        match proof {
            Proof::Passkey { challenge, answer } => {
                let (id, passkey) = self.newcomers_key(email, challenge, answer)?;
                let keys = Keys { passkeys: vec![passkey.clone()], ..Keys::default() };
                Ok(Checked { id, keys, passkey: Some(passkey), method: Method::Passkey })
            }
            Proof::Password(password) => {
                let id = secret::uuid(self.surroundings());
                let kept = self.hashed(called, email, password, Strength::Alone, words, network).await?;
                let keys = Keys { password: Some(kept), ..Keys::default() };
                Ok(Checked { id, keys, passkey: None, method: Method::Password })
            }
        }
    }

    /// Returns a new password as it is kept, if it protects.
    pub(crate) async fn hashed(
        &self,
        called: &str,
        email: &Email,
        password: &str,
        least: Strength,
        words: &[String],
        network: Network,
    ) -> Result<KeptPassword, Problem> {
        let mut words = words.to_vec();
        words.extend([called.to_owned(), email.as_str().to_owned(), self.0.settings.product.clone()]);
        let strength = strength(password, least, &words).map_err(Refusal::Weak)?;
        let (password, surroundings) = (password.to_owned(), self.0.settings.surroundings.clone());
        let hash = move || KeptPassword::new(&password, strength, &*surroundings);
        Ok(self.0.hashing.run(network, hash).await?)
    }

    /// Returns the changes that make an account and sign it in.
    pub(crate) fn arrive(
        &self,
        state: &State,
        called: String,
        email: Email,
        admin: Admin,
        checked: Checked,
        caller: &Caller,
    ) -> Result<(Vec<Change>, Fresh), Refusal> {
        if state.by_email(&email).is_some() {
            return Err(Refusal::SignInFirst);
        }
        if state.accounts.len() >= ACCOUNTS_MAX {
            return Err(Refusal::TooMany { what: "accounts", most: ACCOUNTS_MAX });
        }
        checked.passkey.as_ref().map_or(Ok(()), |made| is_new(state, made))?;
        let account = Account {
            id: checked.id,
            email,
            name: called,
            admin,
            standing: Standing::Active,
            since: self.now(),
            seats: Vec::new(),
            reading: Reading::default(),
            keys: checked.keys,
        };
        note("account made", Some(account.id), caller.network);
        Ok(self.begin(state, account, checked.method, caller))
    }
}

impl Checked {
    /// Returns what somebody proves with who came from a provider of single sign-on.
    pub(crate) fn vouched(id: Uuid, keys: Keys) -> Self {
        Self { id, keys, passkey: None, method: Method::SignOn }
    }
}
