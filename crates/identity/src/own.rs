//! What people change of their own account: password, codes, recovery codes, name.

use jiff::Timestamp;
use uuid::Uuid;

use crate::account::name;
use crate::accounts::{Accounts, held, owner};
use crate::network::Network;
use crate::password::Strength;
use crate::recovery::KeptCodes;
use crate::refusal::{Answer, Refusal};
use crate::secret::Secret;
use crate::session::{Fresh, Session};
use crate::state::Change;
use crate::totp::KeptTotp;

/// What an authenticator app needs, before its first code shows that it works.
#[derive(Debug, Clone)]
pub struct CodesAsked {
    /// The secret that goes with the first code.
    pub begun: Secret,
    /// The letters that are typed into the app.
    pub letters: String,
    /// The address that the app reads.
    pub address: String,
}

/// Codes that an account is about to get.
#[derive(Debug, Clone)]
pub(crate) struct CodesBegun {
    account: Uuid,
    since: Timestamp,
    totp: KeptTotp,
}

impl Accounts {
    /// Gives the account another password. The other sessions end.
    pub async fn change_password(
        &self,
        session: &Session,
        password: &str,
        words: &[String],
        network: Network,
    ) -> Answer<Fresh> {
        let account = owner(&self.state(), session, self.now())?.clone();
        let least = if account.has_codes() { Strength::Beside } else { Strength::Alone };
        let kept = self.hashed(&account.name, &account.email, password, least, words, network).await?;
        self.change(|state| {
            let mut account = owner(state, session, self.now())?.clone();
            if kept.strength == Strength::Beside && !account.has_codes() {
                return Err(Refusal::PasswordNeedsSecond);
            }
            account.keys.password = Some(kept.clone());
            Ok(self.rekeyed(state, account, session))
        })
        .await
    }

    /// Begins codes of an app: they count when the first one was typed.
    pub fn start_codes(&self, session: &Session) -> Answer<CodesAsked> {
        let account = owner(&self.state(), session, self.now())?.clone();
        let totp = KeptTotp::new(self.surroundings());
        let (letters, address) =
            (totp.letters(), totp.address(&self.0.settings.product, account.email.as_str()));
        let begun = CodesBegun { account: account.id, since: self.now(), totp };
        let begun = held(&self.0.codes).put(begun, self.surroundings());
        Ok(CodesAsked { begun, letters, address })
    }

    /// Takes the first code: from now on a password needs one. Returns the recovery codes, which are shown once.
    pub async fn confirm_codes(
        &self,
        session: &Session,
        begun: &str,
        code: &str,
    ) -> Answer<(Fresh, Vec<String>)> {
        let now = self.now();
        let mut taken = held(&self.0.codes).take(begun, now).ok_or(Refusal::Late)?;
        if taken.account != session.account {
            return Err(Refusal::Late.into());
        }
        if !taken.totp.take(code, now) {
            let since = taken.since;
            held(&self.0.codes).again(begun, since, taken);
            return Err(Refusal::WrongCode.into());
        }
        self.change(|state| {
            let mut account = owner(state, session, now)?.clone();
            let (kept, shown) = KeptCodes::new(account.id, self.surroundings());
            account.keys.totp = Some(taken.totp.clone());
            account.keys.recovery = kept;
            let (changes, fresh) = self.rekeyed(state, account, session);
            Ok((changes, (fresh, shown)))
        })
        .await
    }

    /// Takes the codes away, with the recovery codes. The password must be long enough to stand alone.
    pub async fn drop_codes(&self, session: &Session) -> Answer<Fresh> {
        self.change(|state| {
            let mut account = owner(state, session, self.now())?.clone();
            let password = account.keys.password.as_ref();
            if password.is_some_and(|kept| kept.strength == Strength::Beside) {
                return Err(Refusal::PasswordNeedsSecond);
            }
            account.keys.totp.take().ok_or(Refusal::Unknown("code"))?;
            account.keys.recovery = KeptCodes::default();
            Ok(self.rekeyed(state, account, session))
        })
        .await
    }

    /// Makes new recovery codes, which are shown once; the old ones open nothing any more.
    pub async fn new_recovery_codes(&self, session: &Session) -> Answer<(Fresh, Vec<String>)> {
        self.change(|state| {
            let mut account = owner(state, session, self.now())?.clone();
            if !account.has_codes() {
                return Err(Refusal::Unknown("code"));
            }
            let (kept, shown) = KeptCodes::new(account.id, self.surroundings());
            account.keys.recovery = kept;
            let (changes, fresh) = self.rekeyed(state, account, session);
            Ok((changes, (fresh, shown)))
        })
        .await
    }

    /// Changes what the person is called.
    pub async fn rename(&self, session: &Session, called: &str) -> Answer<()> {
        let called = name("name", called)?;
        self.change(|state| {
            let mut account = owner(state, session, self.now())?.clone();
            account.name = called.clone();
            Ok((vec![Change::Account(Box::new(account))], ()))
        })
        .await
    }
}
