//! Who asks, as the state at the head knows them.

use std::collections::BTreeSet;

use model::records::{OrganisationKind, Person};
use model::{Date, Isms, RecordKind, Ref};

use crate::deed::Deed;
use crate::facts::{Asker, Mark, Situation, Trait};
use crate::kept::{keepers, membership_of, roles_of};
use crate::{Known, Proof, STEP_UP_SECONDS};

/// Returns who asks, with roles and traits of today.
#[must_use]
pub fn asker(isms: &Isms, person: Ref<Person>, known: &Known, today: Date) -> Asker {
    if *known == Known::System {
        let traits = BTreeSet::from([Trait::Known, Trait::Active, Trait::Operator]);
        return Asker { person: None, roles: Vec::new(), traits };
    }
    let is_ever = isms.memberships.iter().any(|(_, one)| one.person == Some(person));
    let is_here = isms.people.get(&person).is_some_and(|one| one.left_on.is_none_or(|left| left > today));
    let traits = [
        (Trait::Known, is_ever && *known != Known::Nobody),
        (Trait::Active, is_here && membership_of(isms, person, today).is_some()),
        (Trait::Keeper, keepers(isms, today).contains(&person)),
    ];
    let traits = traits.into_iter().filter(|(_, is)| *is).map(|(one, _)| one).collect();
    Asker { person: Some(person), roles: roles_of(isms, person, today), traits }
}

/// Returns what is known of a question, but for exceptions.
#[must_use]
pub fn situation(isms: &Isms, known: &Known, deed: Deed, kind: Option<RecordKind>) -> Situation {
    let mut marks = BTreeSet::new();
    match known {
        Known::Nobody | Known::System => {
            marks.insert(Mark::InScope);
        }
        Known::Signed { step_up_seconds, proof } => {
            marks.insert(Mark::InScope);
            if step_up_seconds.is_some_and(|seconds| seconds <= STEP_UP_SECONDS) {
                marks.insert(Mark::Fresh);
                marks.extend((*proof >= Proof::Double).then_some(Mark::Strong));
            }
        }
        Known::Token(scope) => {
            marks.insert(Mark::Token);
            let kinds = if deed == Deed::Read { &scope.reads } else { &scope.writes };
            let is_within = match kind {
                Some(kind) => kinds.holds(kind),
                None => *kinds != crate::TokenKinds::None,
            };
            marks.extend(is_within.then_some(Mark::InScope));
        }
    }
    let kind = isms.organisation.one().map(|organisation| organisation.kind);
    marks.extend((kind == Some(OrganisationKind::Body)).then_some(Mark::Body));
    marks.extend((kind == Some(OrganisationKind::Consultancy)).then_some(Mark::Consultancy));
    Situation { marks, excused: BTreeSet::new() }
}
