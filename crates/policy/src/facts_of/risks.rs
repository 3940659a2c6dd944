//! Who may live with a risk: its owner, delegates, and whom the method names above the accepted level.

use std::collections::BTreeSet;

use model::records::*;
use model::{RecordId, Ref};

use super::Ground;
use super::owners::answering;
use crate::facts::{Facts, Flag, People};
use crate::kept::roles_of;

impl Ground<'_> {
    /// Says of a risk who may accept it, and whether somebody else did.
    pub(super) fn risk(&self, id: RecordId, facts: &mut Facts) {
        let isms = self.before;
        facts.owners = answering(isms, id);
        let Some(risk) = isms.risks.get(&Ref::of(id.key)) else { return };
        let Some(method) = isms.method.one().map(|method| method.now(self.today)) else { return };
        facts.delegates = self.delegates(Ref::of(id.key), &facts.owners);
        let levels = Levels::of(isms, &method, self.today);
        let is_above = levels.above(risk.remaining()) == Above::Yes;
        facts.seconders = seconders(risk, self);
        if !is_above {
            return;
        }
        facts.mark([Flag::Above]);
        facts.acceptors = self.acceptors(&method, levels.place(risk.remaining()));
        facts.raters = rater_alone(isms, risk).into_iter().collect();
        let others = || facts.seconders.iter().filter(|one| !facts.raters.contains(one));
        let is_agreed = facts.seconders.iter().any(|one| facts.acceptors.contains(one));
        let leads =
            |one: &&Ref<Person>| roles_of(isms, **one, self.today).contains(&MemberRole::TopManagement);
        let is_seconded = others().any(|one| facts.acceptors.contains(one) || leads(&one));
        facts.mark(is_agreed.then_some(Flag::Agreed));
        facts.mark(is_seconded.then_some(Flag::Seconded));
    }

    /// Returns to whom the owners of a risk delegated its acceptance.
    fn delegates(&self, risk: Ref<Risk>, owners: &People) -> People {
        let today = self.today;
        let members = self.before.memberships.iter().filter(|(_, one)| one.is_in_force(today));
        let holds = |one: &Delegation| {
            one.from.is_some_and(|from| owners.contains(&from))
                && one.risks.contains(&risk)
                && one.until.is_some_and(|until| until >= today)
        };
        members
            .filter(|(_, one)| one.delegations.iter().any(holds))
            .filter_map(|(_, one)| one.person)
            .collect()
    }

    /// Returns whom the method names for a level; top management where it names nobody.
    fn acceptors(&self, method: &MethodContent, level: Option<usize>) -> People {
        let reaches = |one: &&Acceptor| {
            method.place(&one.level).is_some_and(|place| level.is_some_and(|level| place >= level))
                && (one.person.is_some() || one.kind.is_some())
        };
        let named: Vec<&Acceptor> = method.acceptors.iter().filter(reaches).collect();
        let mut kinds: BTreeSet<PersonKind> = named.iter().filter_map(|one| one.kind).collect();
        if named.is_empty() {
            kinds.insert(PersonKind::TopManagement);
        }
        let isms = self.before;
        // Who leads is said by memberships: what a person's record calls somebody is written by many.
        let of_kind = isms.people.iter().filter(|(_, one)| {
            one.kind.is_some_and(|kind| kind != PersonKind::TopManagement && kinds.contains(&kind))
        });
        let mut people: People =
            of_kind.map(|(id, _)| id).chain(named.iter().filter_map(|one| one.person)).collect();
        if kinds.contains(&PersonKind::TopManagement) {
            let leading = isms.memberships.iter().filter(|(_, one)| {
                one.is_in_force(self.today) && one.roles.contains(&MemberRole::TopManagement)
            });
            people.extend(leading.filter_map(|(_, one)| one.person));
        }
        people
    }

    /// Returns the owners of the risks in the treatment plan.
    pub(super) fn plan_owners(&self) -> People {
        TreatmentPlan::owned(self.before).map(|(_, owner)| owner).collect()
    }

    /// Returns who delegates by a change of a membership, where that is one person.
    pub(super) fn delegating(&self, id: RecordId) -> People {
        let of = |isms: &model::Isms| {
            let found = isms.memberships.find(&Ref::of(id.key));
            found.map(|one| one.delegations.clone()).unwrap_or_default()
        };
        let (before, after) = (of(self.before), of(self.after));
        let moved = after
            .iter()
            .filter(|one| !before.contains(one))
            .chain(before.iter().filter(|one| !after.contains(one)));
        let from: BTreeSet<Option<Ref<Person>>> = moved.map(|one| one.from).collect();
        if from.len() == 1 { from.into_iter().flatten().collect() } else { People::new() }
    }
}

/// Returns who accepted a risk as it is rated now.
fn seconders(risk: &Risk, ground: &Ground<'_>) -> People {
    let holds = |one: &&Acceptance| {
        one.is_in_force(ground.today) && one.rating.as_ref().is_none_or(|rating| rating == risk.remaining())
    };
    risk.acceptances.iter().filter(holds).filter_map(|one| one.by).collect()
}

/// Returns who alone rated a risk: nobody where a second person rated it too.
fn rater_alone(isms: &model::Isms, risk: &Risk) -> Option<Ref<Person>> {
    let by = |rating: &Rating| rating.by.as_ref().and_then(|owner| owner.person(isms));
    let alone = by(risk.remaining())?;
    let is_shared = risk.second_ratings.iter().filter_map(by).any(|other| other != alone);
    (!is_shared).then_some(alone)
}
