//! Proving again who it is, before somebody approves, accepts, closes or grants.

use crate::account::Account;
use crate::accounts::{Accounts, note};
use crate::refusal::{Answer, Refusal};
use crate::secret::{Digest, Purpose};
use crate::session::{Caller, Fresh, Method, Session, Strongest};
use crate::sign_in::{Second, take, unchanged};
use crate::state::{Change, State};

impl Accounts {
    /// Proves with the password, and a code where the account has them. The session goes on under a new secret.
    pub async fn prove_with_password(
        &self,
        session: &Session,
        password: &str,
        second: Option<Second<'_>>,
        caller: &Caller,
    ) -> Answer<Fresh> {
        let account = self.account(session.account).ok_or(Refusal::NotKnown)?;
        let email = account.email.as_str().to_owned();
        let account = self.known_by_password(&email, password, caller).await?;
        let now = self.now();
        let fresh = self
            .change(|state| {
                let mut account = unchanged(state.accounts.get(&account.id), &account)?;
                let method = match (account.has_codes(), second) {
                    (false, _) => Method::Password,
                    (true, None) => return Err(Refusal::WrongCode),
                    (true, Some(second)) => take(&mut account, second, now)?,
                };
                self.proved(state, account, session, method)
            })
            .await?;
        self.got_in(&email, caller.network);
        note("proved again", Some(session.account), caller.network);
        Ok(fresh)
    }

    /// Returns the changes that note a proof: the session rises, under a new secret.
    pub(crate) fn proved(
        &self,
        state: &State,
        account: Account,
        session: &Session,
        method: Method,
    ) -> Result<(Vec<Change>, Fresh), Refusal> {
        let found = state.sessions.iter().find(|(_, live)| live.session().id == session.id);
        let (before, live) = found.ok_or(Refusal::Late)?;
        let now = self.now();
        let held = live.session();
        if held.account != account.id || held.is_over(now) || !account.is_active() {
            return Err(Refusal::Late);
        }
        let level = held.level.max(method.level());
        let strongest = Strongest::of(&account, method);
        let risen = Session { proved_at: now, proved_by: method, seen: now, level, strongest, ..held };
        let (digest, fresh) = risen.renewed(self.surroundings());
        let session = Change::Session(digest, Box::new(fresh.session.clone()));
        Ok((vec![Change::Account(Box::new(account)), Change::EndSession(before.clone()), session], fresh))
    }

    /// Says whether a secret is that of a session; for telling a form of one session from that of another.
    pub fn is_of(&self, secret: &str, session: &Session) -> bool {
        let digest = Digest::of(Purpose::Session, secret);
        self.state().sessions.get(&digest).is_some_and(|live| live.session().id == session.id)
    }
}
