//! Recorded exceptions from duties: for whom, from what, until when (SD18).

use std::collections::BTreeSet;

use model::records::{Audit, Exception, ExceptionKind, MemberRole, Person, PersonKind};
use model::{Date, Isms, RecordId, Ref, Span};

use crate::Duty;

/// Returns the duties from which a person is excepted for a record, today.
#[must_use]
pub fn excused(
    isms: &Isms,
    person: Ref<Person>,
    record: Option<RecordId>,
    audit: Option<Ref<Audit>>,
    today: Date,
) -> BTreeSet<Duty> {
    let held = isms.exceptions.iter().filter(|(_, one)| holds(isms, one, person, today));
    held.filter(|(_, one)| concerns(one, record, audit)).filter_map(|(_, one)| duty_of(one)).collect()
}

/// Says whether a person is excepted from a duty for an audit, or for all.
#[must_use]
pub fn is_excused_anywhere(
    isms: &Isms,
    person: Ref<Person>,
    duty: Duty,
    audit: Option<Ref<Audit>>,
    today: Date,
) -> bool {
    excused(isms, person, audit.map(Ref::id), audit, today).contains(&duty)
}

/// Returns the duty that an exception is from; one that names an audit and no duty is from independence.
#[must_use]
pub fn duty_of(exception: &Exception) -> Option<Duty> {
    if exception.kind != Some(ExceptionKind::Duty) {
        return None;
    }
    let seven = exception.audit.filter(|_| exception.duty.is_empty()).and_then(|_| Duty::new(7));
    Duty::read(&exception.duty).or(seven).filter(|duty| duty.can_be_excepted())
}

/// Says whether an exception holds for a person: in force, given by top management, for at most twelve months at a time.
fn holds(isms: &Isms, exception: &Exception, person: Ref<Person>, today: Date) -> bool {
    let given = exception
        .extensions
        .last()
        .map_or((exception.approved_by, exception.approved_on), |last| (last.approved_by, last.approved_on));
    let (Some(by), Some(on)) = given else { return false };
    let year = Span::new().months(operations::DUTY_EXCEPTION_MONTHS_MAX);
    let last = on.checked_add(year).unwrap_or(Date::MAX);
    exception.person == Some(person)
        && by != person
        && exception.is_in_force(today)
        && exception.until.is_some_and(|until| until <= last)
        && directs(isms, by)
}

/// Says whether an exception is for a record: it names none, the record itself, or its audit.
fn concerns(exception: &Exception, record: Option<RecordId>, audit: Option<Ref<Audit>>) -> bool {
    let is_target = exception.target.is_none_or(|target| Some(target) == record);
    let is_audit = exception.audit.is_none_or(|named| Some(named) == audit);
    is_target && is_audit
}

/// Says whether a person directs, or directed, the organisation.
fn directs(isms: &Isms, person: Ref<Person>) -> bool {
    let is_kind = isms.people.get(&person).is_some_and(|one| one.kind == Some(PersonKind::TopManagement));
    let is_member = isms
        .memberships
        .iter()
        .any(|(_, one)| one.person == Some(person) && one.roles.contains(&MemberRole::TopManagement));
    is_kind || is_member
}
