//! Whether an organisation is open or kept, and what somebody is in it.

use model::records::{MemberRole, Membership, Person};
use model::{Date, Isms, Ref};

/// Says whether the policies decide here: somebody was made a member, and that day has come. There is no way back.
#[must_use]
pub fn is_kept(isms: &Isms, today: Date) -> bool {
    isms.memberships.iter().any(|(_, membership)| membership.since.is_none_or(|since| since <= today))
}

/// Returns the memberships of a person that hold on a day.
pub fn memberships_of(
    isms: &Isms,
    person: Ref<Person>,
    today: Date,
) -> impl Iterator<Item = (Ref<Membership>, &Membership)> {
    isms.memberships
        .iter()
        .filter(move |(_, membership)| membership.person == Some(person) && membership.is_in_force(today))
        .map(|(id, membership)| (id, &**membership))
}

/// Returns the first membership of a person that holds on a day.
#[must_use]
pub fn membership_of(
    isms: &Isms,
    person: Ref<Person>,
    today: Date,
) -> Option<(Ref<Membership>, &Membership)> {
    memberships_of(isms, person, today).next()
}

/// Returns what a person is on a day, each role once.
#[must_use]
pub fn roles_of(isms: &Isms, person: Ref<Person>, today: Date) -> Vec<MemberRole> {
    let mut roles: Vec<MemberRole> = memberships_of(isms, person, today)
        .flat_map(|(_, membership)| membership.roles.iter().copied())
        .collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// Returns who keeps the organisation on a day.
#[must_use]
pub fn keepers(isms: &Isms, today: Date) -> Vec<Ref<Person>> {
    let keeps = |membership: &Membership| membership.is_keeper() && membership.is_in_force(today);
    let mut keepers: Vec<Ref<Person>> = isms
        .memberships
        .iter()
        .filter(|(_, membership)| keeps(membership))
        .filter_map(|(_, membership)| membership.person)
        .collect();
    keepers.sort_unstable();
    keepers.dedup();
    keepers
}
