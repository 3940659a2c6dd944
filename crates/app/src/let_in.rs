//! Let in: who runs the machine sees an organisation for a few hours, because a keeper let them in; the clock ends it.

use identity::{Accounts, Seat};
use model::records::{MemberRole, Membership, Person};
use model::{Date, DateTime, Isms, Line, Prose, Ref};
use operations::{LetInOperator, Operation as _, StepRefusal};
use policy::{Denial, Verdict};
use uuid::Uuid;

use crate::books::Books;
use crate::commit::Visit;
use crate::failure::Failure;
use crate::room::Room;

/// Says whether all that a person is here was for a few hours, and those are over.
pub(crate) fn is_over(isms: &Isms, person: Ref<Person>, today: Date, micros: i64) -> bool {
    let now = in_utc(micros);
    let mut held = policy::memberships_of(isms, person, today).peekable();
    held.peek().is_some() && held.all(|(_, one)| one.is_over(now))
}

/// Returns why somebody does nothing any more whose hours are over.
pub(crate) fn over() -> Denial {
    let words = "the hours for which you were let in are over; who keeps the organisation lets in again";
    Denial { duty: policy::Duty::new(20), ..Denial::plain(words) }
}

/// Returns a moment as day and hour in UTC.
fn in_utc(micros: i64) -> DateTime {
    let moment = jiff::Timestamp::from_microsecond(micros).unwrap_or_default();
    moment.to_zoned(jiff::tz::TimeZone::UTC).datetime()
}

/// Whom a keeper lets in, as what, and for how long.
#[derive(Debug, Clone)]
pub struct LetIn {
    /// The e-mail address of the account.
    pub email: String,
    /// As what.
    pub role: MemberRole,
    /// For how many hours.
    pub hours: u8,
    /// Why.
    pub because: Prose,
}

impl Books {
    /// Says whether the hours of a person are over, who was let in and is nothing else here.
    #[must_use]
    pub fn is_let_in_over(&self, person: Ref<Person>) -> bool {
        is_over(&self.now().isms, person, self.today(), self.micros())
    }
}

impl Room {
    /// Lets in who runs the machine, and gives the account its seat. The seat comes first: it shows nothing until the commit
    /// makes its person a member, so that nobody is let in by halves; where there is no commit, the seat is as it was.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed; a refusal is the inner error.
    pub async fn let_in(
        &self,
        accounts: &Accounts,
        visit: &Visit,
        asked: LetIn,
    ) -> Result<Result<Ref<Person>, StepRefusal>, Failure> {
        // First, so that nobody else learns by asking whose addresses manage this installation.
        if let Verdict::Deny(denial) = self.may(visit.actor, &visit.proof, LetInOperator::INTENT, &[]) {
            return Err(Failure::NotAllowed(denial));
        }
        // One after the other: of two at once, the second finds the first one's person in.
        let _alone = self.books().letting_in.lock().await;
        let LetIn { email, role, hours, because } = asked;
        let account = accounts.accounts().into_iter().find(|one| {
            one.email.as_str().eq_ignore_ascii_case(email.trim()) && one.manages() && one.is_active()
        });
        let Some(account) = account else {
            return Ok(Err(StepRefusal::Unsaid(
                "no account that manages this installation has that address; others become members",
            )));
        };
        let isms = self.books().now().isms;
        let held = accounts.seat(account.id, self.log().org);
        let sat = held.and_then(|uuid| isms.person_of(uuid).map(|(person, _)| person));
        let is_it = |one: &Person| one.email.eq_ignore_ascii_case(account.email.as_str());
        let known = sat.or_else(|| isms.people.iter().find(|(_, one)| is_it(one)).map(|(id, _)| id));
        if known.is_some_and(|person| !self.is_over_or_gone(person)) {
            return Ok(Err(StepRefusal::Unsaid("that person is in here already")));
        }
        let uuid = known.and_then(|person| Some(isms.people.get(&person)?.uuid)).unwrap_or_else(Uuid::new_v4);
        let operation = LetInOperator {
            person: known,
            name: Line::new(&account.name),
            email: Line::new(account.email.as_str()),
            uuid,
            role,
            hours,
            now: in_utc(self.micros()),
            because,
        };
        let seat = Seat { org: self.log().org, person: uuid };
        if held != Some(uuid) {
            accounts.give_seat(account.id, seat).await.map_err(not_seated)?;
        }
        let done = self.run(visit, operation).await;
        if let (Ok(Ok(_)), Ok(person)) = (&done, self.let_in_as(uuid)) {
            return Ok(Ok(person));
        }
        // Where it is not known whether it was written, the state says so. A seat that somebody else gave meanwhile stays.
        let is_ours = accounts.seat(account.id, seat.org) == Some(uuid);
        if held != Some(uuid) && is_ours && self.let_in_as(uuid).is_err() {
            let before = match held {
                Some(person) => accounts.give_seat(account.id, Seat { person, ..seat }).await,
                None => accounts.end_seat(account.id, seat.org).await,
            };
            before.map_err(not_seated)?;
        }
        Ok(match done? {
            Ok(_) => Ok(self.let_in_as(uuid)?),
            Err(refusal) => Err(refusal),
        })
    }

    /// Returns the person of a uuid, who is in.
    fn let_in_as(&self, uuid: Uuid) -> Result<Ref<Person>, Failure> {
        let found = self.books().now().isms.person_of(uuid).map(|(person, _)| person);
        found
            .filter(|person| !self.is_over_or_gone(*person))
            .ok_or_else(|| Failure::Broken("the person who was let in is not there".to_owned()))
    }

    /// Says whether a person is no member here, or only was let in until now.
    fn is_over_or_gone(&self, person: Ref<Person>) -> bool {
        let isms = self.books().now().isms;
        let today = self.today();
        policy::membership_of(&isms, person, today).is_none() || self.books().is_let_in_over(person)
    }

    /// Returns the memberships by which somebody was ever let in for a few hours, newest first; those that hold now are marked.
    #[must_use]
    pub fn let_ins(&self) -> Vec<(Ref<Membership>, Entered)> {
        let isms = self.now().isms;
        let (today, now) = (self.today(), in_utc(self.micros()));
        let mut all: Vec<(Ref<Membership>, Entered)> = isms
            .memberships
            .iter()
            .filter(|(_, one)| one.is_let_in())
            .map(|(id, one)| {
                let is_in = one.is_in_force(today) && !one.is_over(now);
                (id, if is_in { Entered::Now } else { Entered::Before })
            })
            .collect();
        all.reverse();
        all
    }
}

/// Whether somebody who was let in is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// The hours are not over, and nobody ended them.
    Now,
    /// Not any more.
    Before,
}

/// Says why an account did not get its seat.
fn not_seated(problem: identity::Problem) -> Failure {
    match problem {
        identity::Problem::Failed(failed) => Failure::from(failed),
        identity::Problem::Refused(refusal) => {
            Failure::NotAllowed(Box::new(Denial::plain(&refusal.to_string())))
        }
    }
}
