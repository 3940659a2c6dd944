//! Delegate acceptance: the owner of risks lets a member accept them in the owner's place, until a day.

use model::records::{Delegation, MemberRole, Membership, Person, Risk};
use model::{Date, Isms, Ref};

use crate::stepping::{Step, StepRefusal, all_counted, near};
use crate::{Decided, Operation};

/// Let a member accept some of one's own risks.
#[derive(Debug, Clone)]
pub struct DelegateAcceptance {
    /// The membership of whom it is given to.
    pub membership: Ref<Membership>,
    /// Which risks.
    pub risks: Vec<Ref<Risk>>,
    /// The last day.
    pub until: Date,
}

impl Operation for DelegateAcceptance {
    const NAME: &'static str = "delegate acceptance";
    const INTENT: &'static str = "membership.delegate";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { membership: id, risks, until } = self;
        let step = Step::of(isms, id, today)?;
        if !step.record.is_in_force(today) {
            return Err(step.not_now("not in force", "choose a member of today"));
        }
        let accepting = [MemberRole::TopManagement, MemberRole::RiskOwner];
        if !accepting.iter().any(|role| step.record.roles.contains(role)) {
            return Err(step.missing(
                "only top management and risk owners accept risks; give the person that role first",
            ));
        }
        step.by_another(actor, step.record.person, "would give to themselves by")?;
        let risks = all_counted(isms, risks)?;
        if risks.is_empty() {
            return Err(step.missing("name the risks"));
        }
        if until < today {
            return Err(step.missing("a last day from today on"));
        }
        near(today, Some(until))?;
        let owned = |risk: &Ref<Risk>| isms.risks.get(risk).and_then(|found| found.owner_person(isms));
        if let Some(other) = risks.iter().find(|risk| owned(risk) != Some(actor)) {
            return Err(StepRefusal::First {
                other: other.id(),
                help: "only its owner delegates its acceptance",
            });
        }
        step.room(&step.record.delegations)?;
        let mut given = Membership::clone(step.record);
        given.delegations.push(Delegation { from: Some(actor), risks, until: Some(until) });
        Ok(vec![isms.put::<Membership>(id, given)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, grant, keeper, refusal, refusal_of, run, small};

    #[test]
    fn owners_delegate_their_own_risks_to_somebody_who_accepts_risks() {
        let mut isms = small();
        run(&mut isms, keeper(1));
        let delegate =
            || DelegateAcceptance { membership: Ref::number(2), risks: vec![Ref::number(1)], until: TODAY };
        run(&mut isms, grant(2, &[MemberRole::Viewer]));
        assert!(refusal(&isms, delegate()).contains("give the person that role first"));
        let roles = vec![MemberRole::RiskOwner];
        let change = crate::ChangeMembership {
            membership: Ref::number(2),
            roles,
            keeps: None,
            until: None,
            because: "".into(),
        };
        run(&mut isms, change);
        let none = DelegateAcceptance { risks: Vec::new(), ..delegate() };
        assert_eq!(refusal(&isms, none), "MEM-2 needs more: name the risks");
        let own = "PER-2 would give to themselves by MEM-2; somebody else decides about it";
        assert_eq!(refusal_of(&isms, 2, delegate()), own);
        run(&mut isms, crate::testing::edit("R-2", "owner", "PER-2"));
        let other = DelegateAcceptance { risks: vec![Ref::number(2)], ..delegate() };
        assert_eq!(refusal(&isms, other), "R-2 comes first: only its owner delegates its acceptance");
        run(&mut isms, crate::testing::edit("R-1", "owner", "PER-1"));
        run(&mut isms, delegate());
        let given = isms.memberships.get(&Ref::number(2)).expect("MEM-2");
        assert_eq!(given.delegations[0].from, Some(Ref::number(1)));
    }
}
