//! What operations that move a record on have in common: the state, the day, the words and the people they need.

use model::records::Person;
use model::{Date, Entry, Isms, Record, RecordId, Ref};
use thiserror::Error;

use crate::Absent;
use crate::absent::counted;

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
        let (id, on) = (self.id, on.unwrap_or(self.today));
        if on > self.today {
            return Err(StepRefusal::Ahead { id, on });
        }
        match first.iter().find_map(|(what, day)| day.filter(|day| *day > on).map(|day| (*what, day))) {
            Some((what, earlier)) => Err(StepRefusal::Before { id, on, what, earlier }),
            None => Ok(on),
        }
    }
}

/// Looks that each person is there.
pub(crate) fn people(isms: &Isms, people: &[Ref<Person>]) -> Result<(), StepRefusal> {
    for person in people {
        counted(isms, *person)?;
    }
    Ok(())
}
