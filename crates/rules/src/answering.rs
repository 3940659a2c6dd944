//! Who answers for a record, and whether there is still something to answer for: read from its fields, whatever its kind.

use model::records::{ManagementReview, Nonconformity, Person};
use model::{ANSWERING, Date, Isms, Owner, RecordId, RecordKind, Ref, Value, is_over};

use crate::facts;

/// Says whether a person answers for a record that is open or current, or for an open part of one.
pub(crate) fn answers(isms: &Isms, person: Ref<Person>, id: RecordId, today: Date) -> bool {
    let Some(record) = isms.get(id) else { return false };
    let named = |field: &&str| record.value(field).is_some_and(|value| names(value, person.id()));
    (ANSWERING.iter().any(named) && !is_over(record, today)) || answers_for_part(isms, person, id)
}

/// Says whether a value points at a person.
fn names(value: &dyn Value, person: RecordId) -> bool {
    let mut named = false;
    value.references(&mut |id| named |= id == person);
    named
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
