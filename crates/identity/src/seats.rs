//! Seats: who an account is in an organisation.

use uuid::Uuid;

use crate::account::{Account, Seat};
use crate::accounts::{Accounts, live_owner};
use crate::refusal::{Answer, Refusal};
use crate::session::{Fresh, Session};
use crate::state::{Change, State};

/// The most seats of an account.
const MOST: usize = 1_000;

impl Accounts {
    /// Returns who an account is in an organisation, if it has a seat there and may sign in.
    pub fn seat(&self, account: Uuid, org: Uuid) -> Option<Uuid> {
        self.state().accounts.get(&account).filter(|account| account.is_active())?.seat(org)
    }

    /// Returns where an account sits.
    pub fn seats(&self, account: Uuid) -> Vec<Seat> {
        self.state().accounts.get(&account).map(|account| account.seats.clone()).unwrap_or_default()
    }

    /// Returns the account whose seat a person of an organisation is.
    pub fn holder(&self, org: Uuid, person: Uuid) -> Option<Account> {
        let seat = Seat { org, person };
        self.state().accounts.values().find(|account| account.seats.contains(&seat)).cloned()
    }

    /// Gives an account a seat; the caller has checked that it may have it. A seat that only comes to the others ends no session:
    /// what is under way elsewhere goes on. One that takes the place of another ends them.
    pub async fn give_seat(&self, account: Uuid, seat: Seat) -> Answer<()> {
        self.change(|state| {
            let account = state.accounts.get(&account).ok_or(Refusal::Unknown("account"))?.clone();
            let is_only_added = account.seat(seat.org).is_none_or(|person| person == seat.person);
            let account = with_seat(state, account, seat)?;
            let mut changes = if is_only_added { Vec::new() } else { state.end_sessions(account.id, None) };
            changes.push(Change::Account(Box::new(account)));
            Ok((changes, ()))
        })
        .await
    }

    /// Gives the account of a session a seat; the caller has checked that it may have it. The session goes on under a
    /// new secret, the others end.
    pub async fn take_seat(&self, session: &Session, seat: Seat) -> Answer<Fresh> {
        self.change(|state| {
            let account = live_owner(state, session, self.now()).ok_or(Refusal::Late)?.clone();
            let account = with_seat(state, account, seat)?;
            Ok(self.rekeyed(state, account, session))
        })
        .await
    }

    /// Takes a seat away, with its tokens. The account's sessions end.
    pub async fn end_seat(&self, account: Uuid, org: Uuid) -> Answer<()> {
        self.change(|state| {
            let mut account = state.accounts.get(&account).ok_or(Refusal::Unknown("account"))?.clone();
            account.seat(org).ok_or(Refusal::Unknown("seat"))?;
            account.seats.retain(|seat| seat.org != org);
            let mut changes = state.end_sessions(account.id, None);
            let tokens = state.tokens.iter().filter(|(_, live)| {
                let token = live.token();
                token.account == account.id && token.org == org
            });
            changes.extend(tokens.map(|(digest, _)| Change::EndToken(digest.clone())));
            changes.push(Change::Account(Box::new(account)));
            Ok((changes, ()))
        })
        .await
    }
}

/// Returns an account with a seat, which no other account may have.
pub(crate) fn with_seat(state: &State, mut account: Account, seat: Seat) -> Result<Account, Refusal> {
    is_free(state, account.id, Some(seat))?;
    account.seats.retain(|has| has.org != seat.org);
    if account.seats.len() >= MOST {
        return Err(Refusal::TooMany { what: "seats", most: MOST });
    }
    account.seats.push(seat);
    Ok(account)
}

/// Refuses a seat that another account has: a person of an organisation has one account.
pub(crate) fn is_free(state: &State, account: Uuid, seat: Option<Seat>) -> Result<(), Refusal> {
    let Some(seat) = seat else { return Ok(()) };
    let mut others = state.accounts.values().filter(|other| other.id != account);
    if others.any(|other| other.seats.contains(&seat)) { Err(Refusal::SeatTaken) } else { Ok(()) }
}
