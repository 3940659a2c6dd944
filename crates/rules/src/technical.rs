//! What the rules about accounts, systems and changes share: exceptions, yes and no, newest dates, the audit period.

use model::records::{Account, Asset, AssetKind, Exception, ExceptionKind, Person};
use model::{Date, Isms, Record, RecordId, Ref, Value, YesNo};

use crate::{Ask, facts};

/// Returns what a yes or no says; nothing where neither is recorded.
pub(crate) fn said(value: Option<YesNo>) -> Option<bool> {
    value.map(|value| value == YesNo::Yes)
}

/// Says whether all legs hold; where none fails and one is not recorded, returns the name of its field.
pub(crate) fn all_hold(legs: &[(&'static str, Option<bool>)]) -> Result<bool, &'static str> {
    if legs.iter().any(|(_, holds)| *holds == Some(false)) {
        return Ok(false);
    }
    legs.iter().find(|(_, holds)| holds.is_none()).map_or(Ok(true), |(field, _)| Err(*field))
}

/// Says whether one of two things is so; unknown where neither is known to be, and one is not recorded.
pub(crate) fn either(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        (None, _) | (_, None) => None,
    }
}

/// Returns a system in scope and in use.
///
/// A rule that asks this reads the whole kind `Scope`.
pub(crate) fn system<'a>(ask: &Ask<'a>, id: RecordId) -> Option<&'a Asset> {
    let asset = facts::get::<Asset>(ask.isms, id).filter(|asset| asset.kind == Some(AssetKind::System))?;
    (ask.in_scope(id) && !facts::is_retired(asset, ask.today)).then_some(asset)
}

/// Returns ` on AST-1`, or nothing where no system is named.
pub(crate) fn on_system(system: Option<Ref<Asset>>) -> String {
    system.map(|system| format!(" on {system}")).unwrap_or_default()
}

/// Returns the exceptions in force from something: it is approved, not closed, and its last day is not over.
fn in_force<'a>(ask: &Ask<'a>, from: RecordId) -> impl Iterator<Item = &'a Exception> {
    let (isms, today) = (ask.isms, ask.today);
    isms.sources::<Exception>(from)
        .filter_map(|id| isms.exceptions.get(&id).map(|entry| &**entry))
        // Without a last day it is in force for nobody: a rule of its own asks for one.
        .filter(move |exception| exception.until.is_some() && exception.is_in_force(today))
}

/// Says whether an exception in force is from one of some records: for this person, or for nobody in particular.
///
/// A rule that names a control here reads the whole kind `Exception`.
pub(crate) fn is_excepted(ask: &Ask, from: &[RecordId], person: Option<Ref<Person>>) -> bool {
    let holds = |target: &RecordId| {
        in_force(ask, *target).any(|exception| {
            exception.target == Some(*target) && exception.person.is_none_or(|one| Some(one) == person)
        })
    };
    from.iter().any(holds)
}

/// Says whether a person may hold duties that are apart otherwise: an exception that names neither a record nor an audit.
pub(crate) fn may_hold_both(ask: &Ask, person: Ref<Person>) -> bool {
    in_force(ask, person.id()).any(|exception| {
        exception.kind == Some(ExceptionKind::Duty)
            && exception.person == Some(person)
            && exception.target.is_none()
            && exception.audit.is_none()
    })
}

/// Returns a control of Annex A by its number.
pub(crate) fn annex_a(number: &str) -> RecordId {
    RecordId::parse(number).expect("rules name controls that exist")
}

/// When a person could first sign in somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstAccess {
    /// The person has no account.
    None,
    /// On this day, by an account of which that is recorded.
    On(Date),
    /// There is an account that does not say since when, and none of the others decides.
    Unknown(Ref<Account>),
}

/// Returns when a person could first sign in, and an account that leaves it open, where there is one.
pub(crate) fn first_access(isms: &Isms, person: RecordId) -> (FirstAccess, Option<Ref<Account>>) {
    let (mut first, mut open) = (None::<Date>, None);
    for id in isms.sources::<Account>(person) {
        let Some(account) = isms.accounts.get(&id).filter(|account| is_of(account, person)) else { continue };
        match account.created_on {
            Some(on) => first = Some(first.map_or(on, |first| first.min(on))),
            None => open = open.or(Some(id)),
        }
    }
    let access = match (first, open) {
        (Some(on), _) => FirstAccess::On(on),
        (None, Some(account)) => FirstAccess::Unknown(account),
        (None, None) => FirstAccess::None,
    };
    (access, open)
}

/// Says whether an account is a person's.
fn is_of(account: &Account, person: RecordId) -> bool {
    account.person.is_some_and(|owner| owner.id() == person)
}

/// Returns the newest of some dated records: the latest day that is not to come, of two on one day the higher id.
pub(crate) fn newest<T, K: Ord>(
    today: Date,
    records: impl Iterator<Item = (K, T)>,
    on: impl Fn(&T) -> Option<Date>,
) -> Option<(K, T, Date)> {
    records
        .filter_map(|(id, record)| {
            let day = on(&record).filter(|day| *day <= today)?;
            Some((id, record, day))
        })
        .max_by(|one, other| (one.2, &one.0).cmp(&(other.2, &other.0)))
}

/// Says what is not recorded about a record, in the words of the form.
pub(crate) fn unrecorded<R: Record>(id: RecordId, field: &'static str) -> String {
    let label = R::field(field).map_or(field, |known| known.label);
    format!("{} of {id} is not recorded", label.to_lowercase())
}

/// Returns a text, or `none recorded`.
pub(crate) fn shown(value: &impl Value) -> String {
    if value.is_empty() { "none recorded".to_owned() } else { value.text() }
}

#[cfg(test)]
mod tests {
    use model::records::ExceptionState;
    use model::sample::Sample;

    use super::*;

    #[test]
    fn what_is_not_recorded_decides_only_where_the_rest_does_not() {
        assert_eq!(all_hold(&[("a", None), ("b", Some(false))]), Ok(false));
        assert_eq!(all_hold(&[("a", Some(true)), ("b", None)]), Err("b"));
        assert_eq!(all_hold(&[("a", Some(true))]), Ok(true));
        assert_eq!((either(None, Some(true)), either(None, Some(false))), (Some(true), None));
    }

    #[test]
    fn an_exception_without_a_last_day_is_not_in_force() {
        let mut sample = Sample::in_good_order();
        let target = annex_a("A.8.5");
        let mut exception = Exception {
            title: "no second factor".into(),
            target: Some(target),
            state: ExceptionState::Approved,
            until: Some(sample.today),
            ..Exception::default()
        };
        let excepted = |sample: &Sample, person: Option<Ref<Person>>| {
            is_excepted(&Ask::new(&sample.isms, None, sample.today), &[target], person)
        };
        sample.put(Ref::number(1), exception.clone());
        assert!(excepted(&sample, None) && excepted(&sample, Some(Ref::number(3))), "it names nobody");
        exception.person = Some(Ref::number(3));
        sample.put(Ref::number(1), exception.clone());
        assert!(!excepted(&sample, None) && excepted(&sample, Some(Ref::number(3))), "it names one");
        exception.until = None;
        sample.put(Ref::number(1), exception);
        assert!(!excepted(&sample, Some(Ref::number(3))));
    }
}
