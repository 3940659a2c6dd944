//! What operations that move a record on have in common: the state, the day, the words and the people they need.

use model::records::Person;
use model::{Date, Decimal, Entry, Isms, PartId, Record, RecordId, Ref, Span, Value};
use thiserror::Error;

use crate::Absent;
use crate::absent::{LIST_MAX, all_there, counted, once_each};

/// How many years away a day may be that somebody plans, or says that something happened on.
const YEARS_MAX: i64 = 50;

/// The first day of what can have happened; nothing older is on record anywhere.
pub(crate) const FIRST_DAY: Date = Date::constant(2000, 1, 1);

/// Why a record cannot take a step.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StepRefusal {
    /// It, or what the step names, is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Another state comes before.
    #[error("{id} is {state}; {help}")]
    NotNow {
        /// The record.
        id: RecordId,
        /// How far it is.
        state: &'static str,
        /// What to do.
        help: &'static str,
    },
    /// The day is still to come.
    #[error("{on} is a day to come; record {id} when it has happened")]
    Ahead {
        /// The record.
        id: RecordId,
        /// The day that was given.
        on: Date,
    },
    /// The day is so far away that it cannot be meant.
    #[error("{on} is more than {YEARS_MAX} years away; expected a nearer day")]
    Far {
        /// The day that was given.
        on: Date,
    },
    /// The day lies before all that is on record.
    #[error("{on} is before {FIRST_DAY}; expected a day from then on")]
    Early {
        /// The day that was given.
        on: Date,
    },
    /// A number that cannot be meant.
    #[error("{number} {what} cannot be meant; expected {expected}")]
    Number {
        /// The number that was given.
        number: String,
        /// What it counts.
        what: &'static str,
        /// What can be meant.
        expected: &'static str,
    },
    /// The day lies before one that comes first.
    #[error("{on} is before {earlier}, when {id} {what}; expected a day from then on")]
    Before {
        /// The record.
        id: RecordId,
        /// The day that was given.
        on: Date,
        /// What came first.
        what: &'static str,
        /// When that was.
        earlier: Date,
    },
    /// Something is not said that has to be said.
    #[error("{id} needs more: {what}")]
    Missing {
        /// The record.
        id: RecordId,
        /// What to say.
        what: &'static str,
    },
    /// Something else has to come first.
    #[error("{other} comes first: {help}")]
    First {
        /// What comes first.
        other: RecordId,
        /// What to do.
        help: &'static str,
    },
    /// There is no part of that number.
    #[error("{id} has no {what} {number}")]
    NoPart {
        /// The record.
        id: RecordId,
        /// What the part is called.
        what: &'static str,
        /// The number that was given.
        number: u32,
    },
    /// The part that is named belongs to something else.
    #[error("{part} is not {expected}")]
    OtherPart {
        /// The part.
        part: Box<PartId>,
        /// What it should be.
        expected: &'static str,
    },
    /// Whoever decides has a part in it.
    #[error("{who} {what} {id}; somebody else decides about it")]
    Oneself {
        /// The record.
        id: RecordId,
        /// Who wanted to decide.
        who: Ref<Person>,
        /// What part that person has in it.
        what: &'static str,
    },
    /// A list is longer than can be meant.
    #[error("{0} at once are too many; expected at most {LIST_MAX}")]
    TooMany(usize),
    /// Something is not said of a record that is to begin.
    #[error("{0}")]
    Unsaid(&'static str),
}

/// A record that is to take a step on a day.
pub(crate) struct Step<'a, R> {
    pub id: RecordId,
    pub record: &'a Entry<R>,
    today: Date,
}

impl<'a, R: Record> Step<'a, R> {
    /// Finds the record, unless it is unknown or only proposed.
    pub(crate) fn of(isms: &'a Isms, id: Ref<R>, today: Date) -> Result<Self, StepRefusal> {
        Ok(Self { id: id.id(), record: counted(isms, id)?, today })
    }

    /// Returns the refusal of a step that does not fit the state.
    pub(crate) fn not_now(&self, state: &'static str, help: &'static str) -> StepRefusal {
        StepRefusal::NotNow { id: self.id, state, help }
    }

    /// Returns the refusal of a step to which something is missing.
    pub(crate) fn missing(&self, what: &'static str) -> StepRefusal {
        StepRefusal::Missing { id: self.id, what }
    }

    /// Says what is missing where a text is empty.
    pub(crate) fn said(&self, text: &str, what: &'static str) -> Result<(), StepRefusal> {
        if text.trim().is_empty() { Err(self.missing(what)) } else { Ok(()) }
    }

    /// Returns the day of the step, today where none is given; it is not ahead, and not before what came first.
    pub(crate) fn day(
        &self,
        on: Option<Date>,
        first: &[(&'static str, Option<Date>)],
    ) -> Result<Date, StepRefusal> {
        past_day(self.id, self.today, on, first)
    }

    /// Refuses whoever has a part in what is decided.
    pub(crate) fn by_another(
        &self,
        actor: Ref<Person>,
        other: Option<Ref<Person>>,
        what: &'static str,
    ) -> Result<(), StepRefusal> {
        if other == Some(actor) {
            Err(StepRefusal::Oneself { id: self.id, who: actor, what })
        } else {
            Ok(())
        }
    }

    /// Refuses to add to a list that is longer than can be meant.
    pub(crate) fn room<T>(&self, list: &[T]) -> Result<(), StepRefusal> {
        if list.len() < LIST_MAX { Ok(()) } else { Err(StepRefusal::TooMany(list.len() + 1)) }
    }
}

/// Returns the day of what happened to a record, today where none is given; it is not ahead, and not before what came first.
pub(crate) fn past_day(
    id: RecordId,
    today: Date,
    on: Option<Date>,
    first: &[(&'static str, Option<Date>)],
) -> Result<Date, StepRefusal> {
    let on = near(today, on)?.unwrap_or(today);
    if on > today {
        return Err(StepRefusal::Ahead { id, on });
    }
    if on < FIRST_DAY {
        return Err(StepRefusal::Early { on });
    }
    match first.iter().find_map(|(what, day)| day.filter(|day| *day > on).map(|day| (*what, day))) {
        Some((what, earlier)) => Err(StepRefusal::Before { id, on, what, earlier }),
        None => Ok(on),
    }
}

/// Returns a day that was given, unless it is too far away to be meant.
pub(crate) fn near(today: Date, on: Option<Date>) -> Result<Option<Date>, StepRefusal> {
    match on {
        Some(on) if !is_near(today, on) => Err(StepRefusal::Far { on }),
        Some(_) | None => Ok(on),
    }
}

/// Says whether a day is near enough to be meant.
pub(crate) fn is_near(today: Date, on: Date) -> bool {
    let years = Span::new().years(YEARS_MAX);
    let first = today.checked_sub(years).unwrap_or(Date::MIN);
    let last = today.checked_add(years).unwrap_or(Date::MAX);
    (first..=last).contains(&on)
}

/// Refuses a number that is negative, or more than can be meant.
pub(crate) fn bounded(
    number: Option<Decimal>,
    most: i32,
    what: &'static str,
    expected: &'static str,
) -> Result<(), StepRefusal> {
    match number.filter(|number| *number < Decimal::whole(0) || *number > Decimal::whole(most)) {
        Some(number) => Err(StepRefusal::Number { number: number.to_string(), what, expected }),
        None => Ok(()),
    }
}

/// Returns the records of a list, each once, where all are there and count.
pub(crate) fn all_counted<R: Record>(isms: &Isms, list: Vec<Ref<R>>) -> Result<Vec<Ref<R>>, StepRefusal> {
    if list.len() > LIST_MAX {
        return Err(StepRefusal::TooMany(list.len()));
    }
    for id in &list {
        counted(isms, *id)?;
    }
    Ok(once_each(list))
}

/// Looks that what a value points at is there.
pub(crate) fn pointed_at(isms: &Isms, value: &dyn Value) -> Result<(), StepRefusal> {
    let mut targets = Vec::new();
    value.references(&mut |target| targets.push(target));
    if targets.len() > LIST_MAX {
        return Err(StepRefusal::TooMany(targets.len()));
    }
    Ok(all_there(isms, targets)?)
}

/// Looks that each person is there.
pub(crate) fn people(isms: &Isms, people: &[Ref<Person>]) -> Result<(), StepRefusal> {
    for person in people {
        counted(isms, *person)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, ask, assess, id, recover, refusal, review_access, small, start_gaps};
    use crate::{AskException, AssessGap, RecordAccessReview, RecordRecovery};
    use model::records::{GapDepth, RecoveryResult};

    #[test]
    fn a_day_that_cannot_be_meant_is_refused_in_words() {
        for day in [Date::MIN, Date::constant(1, 1, 1), Date::constant(2076, 3, 4), Date::MAX] {
            let words = near(TODAY, Some(day)).expect_err("too far").to_string();
            assert_eq!(words, format!("{day} is more than 50 years away; expected a nearer day"));
        }
        for day in [Date::constant(1976, 3, 3), TODAY, Date::constant(2076, 3, 3)] {
            assert_eq!(near(TODAY, Some(day)), Ok(Some(day)));
        }
        let old = past_day(id("INC-1"), TODAY, Some(Date::MIN), &[]).expect_err("too far");
        assert!(old.to_string().contains("more than 50 years away"));
        let far = AskException { until: Date::MAX, ..ask() };
        assert!(refusal(&small(), far).starts_with("9999-12-31 is more than 50 years away"));
    }

    #[test]
    fn nothing_happened_before_the_first_day_of_records() {
        let old = past_day(id("AUD-1"), TODAY, Some(Date::constant(1999, 12, 31)), &[]);
        let words = old.expect_err("too early").to_string();
        assert_eq!(words, "1999-12-31 is before 2000-01-01; expected a day from then on");
        assert_eq!(past_day(id("AUD-1"), TODAY, Some(FIRST_DAY), &[]), Ok(FIRST_DAY));
    }

    #[test]
    fn a_number_that_cannot_be_meant_is_refused_in_words() {
        let mut isms = small();
        let hours = Some(Decimal::whole(999_999_999));
        let long = RecordRecovery { hours, ..recover(RecoveryResult::Ok) };
        assert_eq!(refusal(&isms, long), "999999999 hours cannot be meant; expected between 0 and 100000");
        let many = RecordAccessReview { total: u32::MAX, ..review_access() };
        assert!(refusal(&isms, many).starts_with("4294967295 accounts or rights cannot be meant"));
        crate::testing::run(&mut isms, start_gaps(GapDepth::Quick));
        let slow = AssessGap { effort_days: Some(Decimal::whole(-1)), ..assess("GAP-1 4.1") };
        assert_eq!(refusal(&isms, slow), "-1 days of effort cannot be meant; expected between 0 and 100000");
    }
}
