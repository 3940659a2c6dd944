//! End membership: a person may do nothing here any more, from this moment.

use model::records::{Membership, Person};
use model::{Date, Isms, Prose, Ref};

use crate::members::is_kept_without;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// End a membership at once.
#[derive(Debug, Clone)]
pub struct EndMembership {
    /// The membership.
    pub membership: Ref<Membership>,
    /// Why.
    pub because: Prose,
}

impl Operation for EndMembership {
    const NAME: &'static str = "end membership";
    const INTENT: &'static str = "membership.end";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { membership: id, because } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.until.is_some_and(|until| until < today) {
            return Err(step.not_now("over", "it ended before"));
        }
        step.said(&because, "say why it ends")?;
        if !is_kept_without(isms, id, None, today) {
            return Err(StepRefusal::Unsaid(
                "somebody has to keep the organisation; make somebody else a keeper first",
            ));
        }
        // It held until yesterday: from this moment it holds no longer.
        let ended = Membership {
            until: Some(today.yesterday().unwrap_or(today)),
            ended_because: because,
            ..Membership::clone(step.record)
        };
        Ok(vec![isms.put::<Membership>(id, ended)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{grant, keeper, refusal, run, small};
    use model::records::MemberRole;

    #[test]
    fn a_membership_ends_for_a_reason() {
        let mut isms = small();
        run(&mut isms, keeper(1));
        run(&mut isms, grant(2, &[MemberRole::Viewer]));
        let silent = EndMembership { membership: Ref::number(2), because: "".into() };
        assert_eq!(refusal(&isms, silent), "MEM-2 needs more: say why it ends");
    }
}
