//! Let in: who runs the machine sees an organisation for a few hours, because a keeper let them in; the clock ends it.

use identity::{Accounts, Seat};
use model::records::{MemberRole, Person};
use model::{Date, DateTime, Isms, Line, Prose, RecordKind, Ref};
use operations::{LetInOperator, StepRefusal};
use policy::Denial;
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
    /// Lets in who runs the machine, and gives the account its seat: the commit comes first.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed; a refusal is the inner error.
    pub async fn let_in(
        &self,
        accounts: &Accounts,
        visit: &Visit,
        asked: LetIn,
    ) -> Result<Result<Ref<Person>, StepRefusal>, Failure> {
        let LetIn { email, role, hours, because } = asked;
        let account = accounts.accounts().into_iter().find(|one| {
            one.email.as_str().eq_ignore_ascii_case(email.trim()) && one.manages() && one.is_active()
        });
        let Some(account) = account else {
            return Ok(Err(StepRefusal::Unsaid(
                "no account that manages this installation has that address; others become members",
            )));
        };
        let held = accounts.seat(account.id, self.log().org);
        let known = held.and_then(|uuid| self.now().isms.person_of(uuid).map(|(person, _)| person));
        if known.is_some_and(|person| !self.is_over_or_gone(person)) {
            return Ok(Err(StepRefusal::Unsaid("that person is in here already")));
        }
        let operation = LetInOperator {
            person: known,
            name: Line::new(&account.name),
            email: Line::new(account.email.as_str()),
            uuid: Uuid::new_v4(),
            role,
            hours,
            now: in_utc(self.micros()),
            because,
        };
        let done = match self.run(visit, operation).await? {
            Ok(done) => done,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let isms = self.now().isms;
        let granted = done.records.iter().find(|record| record.kind == RecordKind::Membership);
        let person = granted.and_then(|id| isms.memberships.get(&Ref::of(id.key))?.person);
        let found = person.and_then(|person| Some((person, isms.people.get(&person)?)));
        let (person, found) =
            found.ok_or_else(|| Failure::Broken("the person who was let in is not there".to_owned()))?;
        let seat = Seat { org: self.log().org, person: found.uuid };
        if held != Some(found.uuid) {
            accounts.give_seat(account.id, seat).await.map_err(|problem| match problem {
                identity::Problem::Failed(failed) => Failure::from(failed),
                identity::Problem::Refused(refusal) => {
                    Failure::NotAllowed(Box::new(Denial::plain(&refusal.to_string())))
                }
            })?;
        }
        Ok(Ok(person))
    }

    /// Says whether a person is no member here, or only was let in until now.
    fn is_over_or_gone(&self, person: Ref<Person>) -> bool {
        let isms = self.now().isms;
        let today = self.today();
        policy::membership_of(&isms, person, today).is_none() || self.books().is_let_in_over(person)
    }
}
