//! Let in operator: whoever runs the machine sees the organisation for a few hours, because a keeper lets them in.

use model::records::{MemberRole, Membership, Person};
use model::{Date, DateTime, Isms, Line, Prose, Ref, Span};
use uuid::Uuid;

use crate::members::title;
use crate::stepping::StepRefusal;
use crate::{Decided, Operation};

/// Hours after which it ends by itself.
pub const LET_IN_HOURS_MAX: u8 = 4;

/// Let somebody in who runs the machine and has no part here. The moment comes from the program's own clock.
#[derive(Debug, Clone)]
pub struct LetInOperator {
    /// Who it is, where the account sat here before; else the person with the address, or a new one.
    pub person: Option<Ref<Person>>,
    /// What the person is called.
    pub name: Line,
    /// The person's e-mail address.
    pub email: Line,
    /// The person's identity in this ledger: a known one's own, or that of whom this makes.
    pub uuid: Uuid,
    /// What the person may do meanwhile: look, or run the management system.
    pub role: MemberRole,
    /// How many hours.
    pub hours: u8,
    /// The moment at which it begins, in UTC.
    pub now: DateTime,
    /// Why.
    pub because: Prose,
}

impl Operation for LetInOperator {
    const NAME: &'static str = "let in operator";
    const INTENT: &'static str = "membership.let_in";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { person: sat, name, email, uuid, role, hours, now, because } = self;
        if !(1..=LET_IN_HOURS_MAX).contains(&hours) {
            return Err(StepRefusal::Number {
                number: hours.to_string(),
                what: "hours",
                expected: "from 1 to 4 hours",
            });
        }
        if role != MemberRole::Viewer {
            // Rights that were given or decisions that were made in these hours would stay.
            return Err(StepRefusal::Unsaid(
                "whoever is let in looks; what is to be changed, members change",
            ));
        }
        if because.trim().is_empty() {
            return Err(StepRefusal::Unsaid("say why somebody is let in"));
        }
        if isms.memberships.iter().next().is_none() {
            return Err(StepRefusal::Unsaid(
                "nobody is a member here; whoever has the machine is in already",
            ));
        }
        let sat = sat.filter(|id| isms.people.get(id).is_some());
        let by_address = || {
            let is_it = |one: &Person| !email.is_empty() && one.email.eq_ignore_ascii_case(&email);
            isms.people.iter().find(|(_, one)| is_it(one)).map(|(id, _)| id)
        };
        let known = sat.or_else(by_address);
        if known.and_then(|id| isms.people.get(&id)).is_some_and(|known| known.uuid != uuid) {
            // The seat would be another's.
            return Err(StepRefusal::Unsaid(
                "somebody else got that address meanwhile; look who it is, and let in again",
            ));
        }
        let person = known.unwrap_or_else(|| isms.people.next());
        let held = isms
            .memberships
            .iter()
            .find(|(_, one)| one.person == Some(person) && one.is_in_force(today) && !one.is_over(now));
        if let Some((other, _)) = held {
            return Err(StepRefusal::First { other: other.id(), help: "that person is in already" });
        }
        let mut changes = Vec::new();
        let mut after = isms.clone();
        if known.is_none() {
            let made = Person { title: name, email, uuid, ..Person::default() };
            let change = isms.put::<Person>(person, made);
            after.apply(&change, model::Stamp::default());
            changes.push(change);
        }
        let until = now.checked_add(Span::new().hours(i64::from(hours))).unwrap_or(now);
        let membership = Membership {
            title: title(&after, person, &[role]),
            person: Some(person),
            roles: vec![role],
            since: Some(today),
            // The day is only a bound: the minute ends it.
            until: Some(today.tomorrow().unwrap_or(today)),
            granted_by: Some(actor),
            let_in_until: Some(until),
            ..Membership::default()
        };
        changes.push(isms.put::<Membership>(isms.memberships.next(), membership));
        changes.insert(0, model::Change::Note(because));
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{keeper, refusal, run, small};
    use crate::{ChangeMembership, GrantMembership};

    fn let_in() -> LetInOperator {
        LetInOperator {
            person: None,
            name: "Olga Operator".into(),
            email: "olga@host.example".into(),
            uuid: Uuid::from_u128(9),
            role: MemberRole::Viewer,
            hours: 4,
            now: model::Date::constant(2026, 3, 3).at(22, 30, 0, 0),
            because: "the import fails".into(),
        }
    }

    #[test]
    fn whoever_is_let_in_is_so_for_at_most_four_hours_and_for_a_reason() {
        let mut isms = small();
        assert!(refusal(&isms, let_in()).starts_with("nobody is a member here"));
        run(&mut isms, keeper(1));
        for hours in [0, 5, u8::MAX] {
            assert!(refusal(&isms, LetInOperator { hours, ..let_in() }).contains("from 1 to 4 hours"));
        }
        assert!(refusal(&isms, LetInOperator { because: " ".into(), ..let_in() }).starts_with("say why"));
        let role = MemberRole::TopManagement;
        assert!(refusal(&isms, LetInOperator { role, ..let_in() }).starts_with("whoever is let in looks"));
        run(&mut isms, let_in());
        let membership = isms.memberships.get(&Ref::number(2)).expect("MEM-2");
        let ends = model::Date::constant(2026, 3, 4).at(2, 30, 0, 0);
        assert_eq!(membership.let_in_until, Some(ends));
        assert!(
            !membership.is_over(model::Date::constant(2026, 3, 4).at(2, 29, 0, 0))
                && membership.is_over(ends)
        );
        assert_eq!(refusal(&isms, let_in()), "MEM-2 comes first: that person is in already");
        run(&mut isms, LetInOperator { now: ends, ..let_in() });
        assert_eq!(isms.people.iter().filter(|(_, one)| &*one.email == "olga@host.example").count(), 1);
    }

    #[test]
    fn a_let_in_does_not_become_a_membership() {
        let mut isms = small();
        run(&mut isms, keeper(1));
        run(&mut isms, let_in());
        let change = ChangeMembership {
            membership: Ref::number(2),
            roles: vec![MemberRole::TopManagement],
            keeps: None,
            until: None,
            because: "".into(),
        };
        assert_eq!(refusal(&isms, change), "MEM-2 is for a few hours; end it, and grant a membership");
        let person = isms.memberships.get(&Ref::number(2)).and_then(|one| one.person).expect("a person");
        let grant = GrantMembership {
            person,
            roles: vec![MemberRole::Viewer],
            keeps: None,
            since: None,
            until: None,
        };
        assert!(refusal(&isms, grant).starts_with("MEM-2 comes first"));
    }
}
