//! What operations that move a record on have in common: the state, the day, the words and the people they need.

use model::records::Person;
use model::{Date, Entry, Isms, PartId, Record, RecordId, Ref, Value};
use thiserror::Error;

use crate::Absent;
use crate::absent::{LIST_MAX, all_there, counted, once_each};

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
    let on = on.unwrap_or(today);
    if on > today {
        return Err(StepRefusal::Ahead { id, on });
    }
    match first.iter().find_map(|(what, day)| day.filter(|day| *day > on).map(|day| (*what, day))) {
        Some((what, earlier)) => Err(StepRefusal::Before { id, on, what, earlier }),
        None => Ok(on),
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
