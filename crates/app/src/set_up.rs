//! Setting up accounts: who makes the first account takes a seat and keeps the organisation, which is kept from then on.

use identity::{Accounts, Fresh, Problem, Refusal, Session, Uuid};
use jiff::Timestamp;
use ledger::{LogId, Via};
use model::Ref;
use model::records::{MemberRole, Person};
use operations::GrantMembership;

use crate::commit::Visit;
use crate::duties::Proof;
use crate::failure::Failure;
use crate::instance::Instance;

/// Who keeps an organisation first.
#[derive(Debug, Clone)]
pub struct Keeper {
    /// Who it is there.
    pub person: Ref<Person>,
    /// What the person is there: top management, ISMS manager, or both.
    pub roles: Vec<MemberRole>,
    /// Through which channel.
    pub via: Via,
}

impl Instance {
    /// Gives the account of a session a seat in an organisation that has no members yet, and makes its person the first keeper.
    /// The session goes on under a new secret. Where members are already, nothing happens.
    ///
    /// # Errors
    /// Where accounts or the ledger cannot be written, or the person cannot be the first keeper.
    pub async fn keep(
        &self,
        accounts: &Accounts,
        fresh: Fresh,
        log: LogId,
        keeper: Keeper,
    ) -> Result<Fresh, Failure> {
        let kept = self.keep_for(accounts, &fresh.session, log, keeper).await?;
        Ok(kept.unwrap_or(fresh))
    }

    /// The same for a session whose secret only its browser has; its new secret, where it got one.
    ///
    /// # Errors
    /// Where accounts or the ledger cannot be written, or the person cannot be the first keeper.
    pub async fn keep_for(
        &self,
        accounts: &Accounts,
        session: &Session,
        log: LogId,
        keeper: Keeper,
    ) -> Result<Option<Fresh>, Failure> {
        let books = self.books(log).await?;
        let snapshot = books.now();
        if policy::is_kept(&snapshot.isms, books.today()) {
            return Ok(None);
        }
        let seat = books.seat(keeper.person).ok_or_else(|| Failure::Unknown(keeper.person.to_string()))?;
        let fresh = accounts.take_seat(session, seat).await.map_err(failed)?;
        let now = Timestamp::from_microsecond(books.micros()).unwrap_or(fresh.session.proved_at);
        let proof = Proof::of_session(&fresh.session, now);
        let visit = Visit { proof, ..Visit::of(keeper.person, keeper.via) };
        match books.run(&visit, keeper.grant()).await? {
            Ok(_) => Ok(Some(fresh)),
            Err(refusal) => Err(Failure::Broken(refusal.to_string())),
        }
    }

    /// Gives an account a seat in an organisation that has no members yet, and makes its person the first keeper: for who has the
    /// machine, as the history says. Says whether it did; where members are already, nothing happens.
    ///
    /// # Errors
    /// Where accounts or the ledger cannot be written, or the person cannot be the first keeper.
    pub async fn keep_by_machine(
        &self,
        accounts: &Accounts,
        account: Uuid,
        log: LogId,
        keeper: Keeper,
    ) -> Result<bool, Failure> {
        let books = self.books(log).await?;
        if policy::is_kept(&books.now().isms, books.today()) {
            return Ok(false);
        }
        let seat = books.seat(keeper.person).ok_or_else(|| Failure::Unknown(keeper.person.to_string()))?;
        let had = accounts.seat(account, seat.org);
        accounts.give_seat(account, seat).await.map_err(failed)?;
        let visit = Visit::of(keeper.person, keeper.via);
        let granted = books.run(&visit, keeper.grant()).await;
        if let Ok(Ok(_)) = granted {
            return Ok(true);
        }
        // A seat without a membership would open nothing; it is not left behind.
        if had.is_none() {
            accounts.end_seat(account, seat.org).await.map_err(failed)?;
        }
        match granted? {
            Ok(_) => Ok(true),
            Err(refusal) => Err(Failure::Broken(refusal.to_string())),
        }
    }
}

impl Keeper {
    fn grant(self) -> GrantMembership {
        GrantMembership {
            person: self.person,
            roles: self.roles,
            keeps: Some(model::YesNo::Yes),
            since: None,
            until: None,
        }
    }
}

/// Returns why accounts did not do what they were asked for as a failure.
fn failed(problem: Problem) -> Failure {
    match problem {
        Problem::Failed(failed) => failed.into(),
        Problem::Refused(Refusal::Busy) => Failure::Busy,
        Problem::Refused(refusal) => Failure::Broken(refusal.to_string()),
    }
}
