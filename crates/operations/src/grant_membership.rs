//! Grant membership: a person may do something here from a day on; the first grant makes the organisation kept.

use model::records::{MemberRole, Membership, Person};
use model::{Date, Isms, Ref, YesNo};

use crate::absent::{counted, once_each};
use crate::members::{fits, has_keeper, kept, title};
use crate::stepping::StepRefusal;
use crate::{Decided, Operation};

/// Make a person a member.
#[derive(Debug, Clone)]
pub struct GrantMembership {
    /// Who it is.
    pub person: Ref<Person>,
    /// What the person is here.
    pub roles: Vec<MemberRole>,
    /// Whether the person keeps the organisation.
    pub keeps: Option<YesNo>,
    /// The first day; today where nothing is said.
    pub since: Option<Date>,
    /// The last day; no end where nothing is said.
    pub until: Option<Date>,
}

impl Operation for GrantMembership {
    const NAME: &'static str = "grant membership";
    const INTENT: &'static str = "membership.grant";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { person, roles, keeps, since, until } = self;
        let who = counted(isms, person)?;
        if who.left_on.is_some_and(|left| left <= today) {
            return Err(StepRefusal::Unsaid("that person has left; choose somebody who is here"));
        }
        let since = since.unwrap_or(today);
        if since < today {
            return Err(StepRefusal::Unsaid(
                "a membership begins today or later; nobody was a member before they were",
            ));
        }
        let held = isms
            .memberships
            .iter()
            .find(|(_, one)| one.person == Some(person) && one.until.is_none_or(|until| until >= today));
        if let Some((id, _)) = held {
            return Err(StepRefusal::First { other: id.id(), help: "change the membership that holds" });
        }
        let roles = once_each(roles);
        let membership = Membership {
            title: title(isms, person, &roles),
            person: Some(person),
            roles,
            keeps: kept(keeps),
            since: Some(since),
            until,
            granted_by: Some(actor),
            ..Membership::default()
        };
        fits(isms, &membership, today)?;
        let all = isms.memberships.iter().map(|(_, one)| &**one).chain([&membership]);
        if !has_keeper(all, today) {
            return Err(StepRefusal::Unsaid(
                "the first member keeps the organisation from today on, as top management or isms manager",
            ));
        }
        Ok(vec![isms.put::<Membership>(isms.memberships.next(), membership)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, grant, keeper, refusal, run, small};

    #[test]
    fn the_first_member_keeps_the_organisation() {
        let mut isms = small();
        let plain = grant(1, &[MemberRole::IsmsManager]);
        assert!(refusal(&isms, plain).starts_with("the first member keeps the organisation from today on"));
        let late = GrantMembership { since: Some(TODAY.tomorrow().expect("a day")), ..keeper(1) };
        assert!(refusal(&isms, late).starts_with("the first member keeps the organisation from today on"));
        let owner = GrantMembership { roles: vec![MemberRole::RiskOwner], ..keeper(1) };
        let only = "only top management or an isms manager keeps the organisation";
        assert_eq!(refusal(&isms, owner), only);
        let ending = GrantMembership { until: Some(TODAY), ..keeper(1) };
        assert!(refusal(&isms, ending).ends_with("does so without an end; leave the end out"));
        run(&mut isms, keeper(1));
        let first = isms.memberships.get(&Ref::number(1)).expect("MEM-1");
        assert_eq!(&*first.title, "Pat: isms manager");
        assert_eq!((first.since, first.granted_by), (Some(TODAY), Some(Ref::number(1))));
    }

    #[test]
    fn a_member_is_made_once_from_today_on_with_roles_that_fit() {
        let mut isms = small();
        run(&mut isms, keeper(1));
        let again = "MEM-1 comes first: change the membership that holds";
        assert_eq!(refusal(&isms, grant(1, &[MemberRole::Viewer])), again);
        assert!(refusal(&isms, grant(2, &[])).starts_with("say what the person is here"));
        let mixed = grant(2, &[MemberRole::CertificationAuditor, MemberRole::Viewer]);
        assert!(refusal(&isms, mixed).ends_with("give that role alone"));
        let old =
            GrantMembership { since: Some(Date::constant(2026, 3, 2)), ..grant(2, &[MemberRole::Viewer]) };
        assert!(refusal(&isms, old).starts_with("a membership begins today or later"));
        let backwards = GrantMembership {
            since: Some(Date::constant(2026, 5, 2)),
            until: Some(Date::constant(2026, 5, 1)),
            ..grant(2, &[MemberRole::Viewer])
        };
        assert_eq!(refusal(&isms, backwards), "a membership cannot end before it begins");
        assert_eq!(refusal(&isms, grant(9, &[MemberRole::Viewer])), "there is no PER-9");
        run(&mut isms, grant(2, &[MemberRole::Viewer, MemberRole::Viewer]));
        let second = isms.memberships.get(&Ref::number(2)).expect("MEM-2");
        assert_eq!(second.roles, [MemberRole::Viewer]);
    }
}
