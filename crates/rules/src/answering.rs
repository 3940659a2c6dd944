//! Who answers for a record, and whether there is still something to answer for: read from its fields, whatever its kind.

use model::records::{ManagementReview, Nonconformity, Person};
use model::{AnyRecord, Date, Isms, Owner, RecordId, RecordKind, Ref, Value};

use crate::facts;

/// Fields that name who answers for a record; who wrote, judged or approved it is its history.
const ANSWER: &[&str] =
    &["owner", "holder", "chair", "auditors", "measured_by", "analysed_by", "given_by", "done_by"];

/// Fields with the day from which nobody needs to answer for a record any more.
const ENDED: &[&str] = &["closed_on", "ended_on", "retired_on", "done_on", "fixed_on", "cycle_end"];

/// Fields that say how far a record is.
const STATES: &[&str] = &["state", "status"];

/// Words of such fields that mean that it is over.
const OVER: &[&str] = &[
    "accepted",
    "answered",
    "cancelled",
    "closed",
    "concluded",
    "done",
    "dropped",
    "expired",
    "held",
    "refused",
    "rejected",
    "reported",
    "retired",
    "superseded",
    "transferred",
    "withdrawn",
];

/// Says whether a person answers for a record that is open or current, or for an open part of one.
pub(crate) fn answers(isms: &Isms, person: Ref<Person>, id: RecordId, today: Date) -> bool {
    let Some(record) = isms.get(id) else { return false };
    let named = |field: &&str| record.value(field).is_some_and(|value| names(value, person.id()));
    (ANSWER.iter().any(named) && !is_over(record, today)) || answers_for_part(isms, person, id)
}

/// Says whether a value points at a person.
fn names(value: &dyn Value, person: RecordId) -> bool {
    let mut named = false;
    value.references(&mut |id| named |= id == person);
    named
}

/// Says whether nobody needs to answer for a record any more.
fn is_over(record: &dyn AnyRecord, today: Date) -> bool {
    let text = |field: &&str| record.text(field).unwrap_or_default();
    let ended = ENDED.iter().map(text).filter_map(|text| text.parse::<Date>().ok()).any(|on| on <= today);
    let over = STATES.iter().map(text).any(|text| {
        let word = text.split(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default();
        OVER.contains(&word)
    });
    ended || over || !text(&"dropped_because").is_empty() || text(&"in_use") == "no"
}

/// Says whether a person answers for an open corrective action or decision inside a record.
fn answers_for_part(isms: &Isms, person: Ref<Person>, id: RecordId) -> bool {
    let owns = |owner: &Option<Owner>| *owner == Some(Owner::Person(person));
    if id.kind == RecordKind::Nonconformity {
        let found = facts::get::<Nonconformity>(isms, id);
        found.is_some_and(|one| one.actions.iter().any(|action| action.is_open() && owns(&action.owner)))
    } else if id.kind == RecordKind::ManagementReview {
        let found = facts::get::<ManagementReview>(isms, id);
        found.is_some_and(|one| {
            one.decisions.iter().any(|decision| decision.done_on.is_none() && owns(&decision.owner))
        })
    } else {
        false
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use model::Shape;

    use super::*;

    /// Returns the names of the fields of all kinds.
    fn fields() -> BTreeSet<&'static str> {
        RecordKind::ALL.iter().flat_map(|kind| kind.fields()).map(|field| field.name).collect()
    }

    #[test]
    fn each_field_that_is_read_is_one_of_some_kind() {
        let fields = fields();
        for name in ANSWER.iter().chain(ENDED).chain(STATES).chain(&["dropped_because", "in_use"]) {
            assert!(fields.contains(name), "{name}");
        }
    }

    #[test]
    fn each_word_that_means_over_is_one_of_some_kind() {
        let shapes = RecordKind::ALL.iter().flat_map(|kind| kind.fields());
        let words: BTreeSet<&str> = shapes
            .filter(|field| STATES.contains(&field.name))
            .filter_map(|field| if let Shape::Choice(words) = field.shape { Some(words) } else { None })
            .flatten()
            .copied()
            // A risk and a treatment action say it with a day and a reason behind.
            .chain(["closed", "done", "dropped"])
            .collect();
        for word in OVER {
            assert!(words.contains(word), "{word}");
        }
    }
}
