//! Change membership: a member is something else from now on, keeps the organisation or not, or until another day.

use model::records::{MemberRole, Membership, Person};
use model::{Change, Date, Isms, Prose, Ref, YesNo};

use crate::absent::once_each;
use crate::members::{fits, is_kept_without, kept, title};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say anew what a member is.
#[derive(Debug, Clone)]
pub struct ChangeMembership {
    /// The membership.
    pub membership: Ref<Membership>,
    /// What the person is here from now on.
    pub roles: Vec<MemberRole>,
    /// Whether the person keeps the organisation.
    pub keeps: Option<YesNo>,
    /// The last day; no end where nothing is said.
    pub until: Option<Date>,
    /// Why; may be left out.
    pub because: Prose,
}

impl Operation for ChangeMembership {
    const NAME: &'static str = "change membership";
    const INTENT: &'static str = "membership.change";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { membership: id, roles, keeps, until, because } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.until.is_some_and(|until| until < today) {
            return Err(step.not_now("over", "grant a new one"));
        }
        if step.record.is_let_in() {
            return Err(step.not_now("for a few hours", "end it, and grant a membership"));
        }
        let Some(person) = step.record.person else { return Err(step.missing("name the person")) };
        let roles = once_each(roles);
        let changed = Membership {
            title: title(isms, person, &roles),
            roles,
            keeps: kept(keeps),
            until,
            ..Membership::clone(step.record)
        };
        fits(isms, &changed, today)?;
        if until.is_some_and(|until| until < today) {
            return Err(step.missing("a last day from today on; end it where it is over"));
        }
        if !is_kept_without(isms, id, Some(&changed), today) {
            return Err(StepRefusal::Unsaid(
                "somebody has to keep the organisation; make somebody else a keeper first",
            ));
        }
        if changed == **step.record {
            return Ok(Vec::new());
        }
        let note = (!because.is_empty()).then_some(Change::Note(because));
        Ok(note.into_iter().chain([isms.put::<Membership>(id, changed)]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EndMembership;
    use crate::testing::{TODAY, grant, keeper, refusal, run, small};

    fn change(number: u32, roles: &[MemberRole], keeps: Option<YesNo>) -> ChangeMembership {
        let roles = roles.to_vec();
        ChangeMembership { membership: Ref::number(number), roles, keeps, until: None, because: "".into() }
    }

    #[test]
    fn the_last_keeper_stays_until_there_is_another() {
        let mut isms = small();
        run(&mut isms, keeper(1));
        run(&mut isms, grant(2, &[MemberRole::TopManagement]));
        let last = "somebody has to keep the organisation; make somebody else a keeper first";
        let end = || EndMembership { membership: Ref::number(1), because: "leaves".into() };
        assert_eq!(refusal(&isms, change(1, &[MemberRole::Viewer], None)), last);
        assert_eq!(refusal(&isms, end()), last);
        run(&mut isms, change(2, &[MemberRole::TopManagement], Some(YesNo::Yes)));
        run(&mut isms, end());
        let ended = isms.memberships.get(&Ref::number(1)).expect("it stays on record");
        assert!(!ended.is_in_force(TODAY) && &*ended.ended_because == "leaves");
        let over = "MEM-1 is over; grant a new one";
        assert_eq!(refusal(&isms, change(1, &[MemberRole::Viewer], None)), over);
        assert_eq!(refusal(&isms, end()), "MEM-1 is over; it ended before");
    }

    #[test]
    fn a_change_says_the_roles_anew() {
        let mut isms = small();
        run(&mut isms, keeper(1));
        run(&mut isms, grant(2, &[MemberRole::Viewer]));
        run(&mut isms, change(2, &[MemberRole::RiskOwner, MemberRole::ControlOwner], None));
        let changed = isms.memberships.get(&Ref::number(2)).expect("MEM-2");
        assert_eq!(&*changed.title, "Kim: risk owner, control owner");
        let past = ChangeMembership {
            until: Some(Date::constant(2026, 3, 2)),
            ..change(2, &[MemberRole::Viewer], None)
        };
        assert!(refusal(&isms, past).starts_with("a membership cannot end before it begins"));
    }
}
