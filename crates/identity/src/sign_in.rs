//! Signing in: with a password, a code beside it, or a passkey. Unknown names get the same answer for the same work.

use jiff::Timestamp;
use uuid::Uuid;

use crate::account::{Account, Email};
use crate::accounts::{Accounts, held, note};
use crate::password::KeptPassword;
use crate::refusal::{Answer, Problem, Refusal};
use crate::secret::Secret;
use crate::session::{Caller, Fresh, Method};

/// How many codes may be tried before the password is asked again.
const TRIES: u32 = 5;

/// What became of a password that was right.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// The person is signed in.
    Done(Box<Fresh>),
    /// A code is missing; this secret goes with it.
    Second(Secret),
}

/// What is given beside a password.
#[derive(Debug, Clone, Copy)]
pub enum Second<'a> {
    /// A code of an app.
    Code(&'a str),
    /// A recovery code.
    Recovery(&'a str),
}

/// A sign-in whose password was right and whose code is missing.
#[derive(Debug, Clone)]
pub(crate) struct Half {
    account: Uuid,
    since: Timestamp,
    tries: u32,
}

impl Accounts {
    /// Signs in with a password.
    pub async fn sign_in(&self, email: &str, password: &str, caller: &Caller) -> Answer<SignIn> {
        let account = self.known_by_password(email, password, caller).await?;
        if account.has_codes() {
            let half = Half { account: account.id, since: self.now(), tries: 0 };
            return Ok(SignIn::Second(held(&self.0.halves).put(half, self.surroundings())));
        }
        let fresh = self
            .change(|state| {
                let account = unchanged(state.accounts.get(&account.id), &account)?;
                Ok(self.begin(state, account, Method::Password, caller))
            })
            .await?;
        self.got_in(account.email.as_str(), caller.network);
        Ok(SignIn::Done(Box::new(fresh)))
    }

    /// Completes a sign-in with what is given beside the password.
    pub async fn second(&self, half: &str, second: Second<'_>, caller: &Caller) -> Answer<Fresh> {
        let now = self.now();
        let begun = held(&self.0.halves).take(half, now).ok_or(Refusal::Late)?;
        let email = self.account(begun.account).ok_or(Refusal::Late)?.email;
        let fresh = match self.attempt(email.as_str(), caller.network) {
            Err(refusal) => Err(refusal.into()),
            Ok(()) => {
                self.change(|state| {
                    let account = state.accounts.get(&begun.account).filter(|account| account.is_active());
                    let mut account = account.ok_or(Refusal::Late)?.clone();
                    let method = take(&mut account, second, now)?;
                    Ok(self.begin(state, account, method, caller))
                })
                .await
            }
        };
        match &fresh {
            Ok(_) => self.got_in(email.as_str(), caller.network),
            Err(_) => {
                note("second factor failed", Some(begun.account), caller.network);
                if begun.tries + 1 < TRIES {
                    let since = begun.since;
                    held(&self.0.halves).again(half, since, Half { tries: begun.tries + 1, ..begun });
                }
            }
        }
        fresh
    }

    /// Returns the active account whose password this is. Whether nobody is known by the name, or by the password, takes
    /// the same work and says the same.
    pub(crate) async fn known_by_password(
        &self,
        email: &str,
        password: &str,
        caller: &Caller,
    ) -> Result<Account, Problem> {
        let email = Email::read(email).map_err(|_| Refusal::NotKnown)?;
        self.attempt(email.as_str(), caller.network)?;
        let account = self.state().by_email(&email).filter(|account| account.is_active()).cloned();
        let kept = account.as_ref().and_then(|account| account.keys.password.clone());
        let kept = kept.unwrap_or_else(KeptPassword::nobodys);
        let password: String = password.chars().take(crate::password::BYTES_MAX + 1).collect();
        let right = match self.0.hashing.run(caller.network, move || kept.is(&password)).await {
            Ok(right) => right,
            Err(busy) => {
                self.got_in(email.as_str(), caller.network); // nothing was looked at, nothing failed
                return Err(busy.into());
            }
        };
        match account {
            Some(account) if right => Ok(account),
            other => {
                note("password failed", other.map(|account| account.id), caller.network);
                Err(Refusal::NotKnown.into())
            }
        }
    }
}

/// Returns an account as it is now, unless its password or standing changed meanwhile.
pub(crate) fn unchanged(now: Option<&Account>, then: &Account) -> Result<Account, Refusal> {
    let same = now.filter(|now| now.is_active() && now.keys.password == then.keys.password);
    same.cloned().ok_or(Refusal::NotKnown)
}

/// Takes what is given beside a password, once.
pub(crate) fn take(account: &mut Account, second: Second<'_>, now: Timestamp) -> Result<Method, Refusal> {
    let (taken, method) = match second {
        Second::Code(code) => {
            let totp = account.keys.totp.as_mut();
            (totp.is_some_and(|totp| totp.take(code, now)), Method::PasswordAndCode)
        }
        Second::Recovery(code) => (account.keys.recovery.take(account.id, code), Method::PasswordAndRecovery),
    };
    if taken { Ok(method) } else { Err(Refusal::WrongCode) }
}
