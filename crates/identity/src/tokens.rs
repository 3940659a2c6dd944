//! Making, finding and revoking API tokens.

use jiff::SignedDuration;
use uuid::Uuid;

use crate::account::name;
use crate::accounts::{Accounts, owner};
use crate::manage::By;
use crate::refusal::{Answer, Refusal};
use crate::secret::{self, Digest, Purpose, Secret};
use crate::state::Change;
use crate::token::{DAYS_MAX, PREFIX, Scopes, Token};

/// The most tokens of an account.
const MOST: usize = 50;

/// Who comes with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenUse {
    /// The token.
    pub token: Token,
    /// The person's uuid in the organisation's ledger.
    pub person: Uuid,
}

impl Accounts {
    /// Makes a token for a seat (account, organisation), for so many days, and returns its secret, which is shown once. People make tokens for their
    /// own seats; who has the machine may for others.
    pub async fn new_token(
        &self,
        by: By<'_>,
        seat: (Uuid, Uuid),
        called: &str,
        scopes: Scopes,
        days: i64,
    ) -> Answer<(Token, Secret)> {
        let called = name("name of the token", called)?;
        if !(1..=DAYS_MAX).contains(&days) {
            return Err(Refusal::expected("days until it ends", "1 to 365").into());
        }
        self.change(|state| {
            let (account, org) = seat;
            let account = match by {
                By::Session(session) | By::Vouched(session) => {
                    Some(owner(state, session, self.now())?).filter(|own| own.id == account)
                }
                By::Machine => state.accounts.get(&account),
            };
            let account = account.ok_or(Refusal::Unknown("account"))?;
            account.seat(org).ok_or(Refusal::Unknown("organisation"))?;
            if state.tokens.values().filter(|live| live.token().account == account.id).count() >= MOST {
                return Err(Refusal::TooMany { what: "tokens", most: MOST });
            }
            let now = self.now();
            let token = Token {
                id: secret::uuid(self.surroundings()),
                account: account.id,
                org,
                name: called.clone(),
                scopes: scopes.clone(),
                since: now,
                until: now + SignedDuration::from_hours(24 * days),
                used: None,
            };
            let secret = Secret::new(self.surroundings(), PREFIX);
            let digest = Digest::of(Purpose::Token, secret.show());
            Ok((vec![Change::Token(digest, Box::new(token.clone()))], (token, secret)))
        })
        .await
    }

    /// Returns who comes with a token, if it is good; whatever is wrong with it, the work is the same.
    pub fn token(&self, secret: &str) -> Option<TokenUse> {
        let digest = Digest::of(Purpose::Token, secret);
        let (state, now) = (self.state(), self.now());
        let live = state.tokens.get(&digest)?;
        let token = live.token();
        let account = state.accounts.get(&token.account).filter(|account| account.is_active())?;
        let person = account.seat(token.org)?;
        if now >= token.until {
            return None;
        }
        live.touch(now);
        Some(TokenUse { token: Token { used: Some(now), ..token }, person })
    }

    /// Returns the tokens of an account, newest first.
    pub fn tokens(&self, account: Uuid) -> Vec<Token> {
        let state = self.state();
        let all = state.tokens.values().map(|live| live.token());
        let mut of: Vec<Token> = all.filter(|token| token.account == account).collect();
        of.sort_by(|one, other| other.since.cmp(&one.since).then(one.id.cmp(&other.id)));
        of
    }

    /// Revokes a token of an account.
    pub async fn revoke_token(&self, account: Uuid, id: Uuid) -> Answer<()> {
        self.change(|state| {
            let found = state.tokens.iter().find(|(_, live)| {
                let token = live.token();
                token.id == id && token.account == account
            });
            let (digest, _) = found.ok_or(Refusal::Unknown("token"))?;
            Ok((vec![Change::EndToken(digest.clone())], ()))
        })
        .await
    }
}
