//! Close share: nobody of the body sees us by it any more.

use model::records::{Membership, Person, Share, ShareState};
use model::{Date, Isms, Prose, Ref};

use crate::sharing::{certifying_membership, sees_by_another};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Close a share, for a reason.
#[derive(Debug, Clone)]
pub struct CloseShare {
    /// The share.
    pub share: Ref<Share>,
    /// Why.
    pub because: Prose,
}

impl Operation for CloseShare {
    const NAME: &'static str = "close share";
    const INTENT: &'static str = "share.close";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.share, today)?;
        if step.record.state == ShareState::Closed {
            return Err(step.not_now("closed", "prepare another share"));
        }
        step.said(&self.because, "say why it ends")?;
        let mut changes = Vec::new();
        for who in &step.record.team {
            let Some((id, member)) = certifying_membership(isms, *who, today) else { continue };
            if !sees_by_another(isms, self.share, *who, today) {
                let ended = Membership {
                    until: today.yesterday().ok(),
                    ended_because: self.because.clone(),
                    ..member.clone()
                };
                changes.push(isms.put::<Membership>(id, ended));
            }
        }
        let mut closed = Share::clone(step.record);
        closed.state = ShareState::Closed;
        (closed.closed_on, closed.closed_because) = (Some(today), self.because);
        changes.push(isms.put::<Share>(self.share, closed));
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, kept, open_share, refusal, run};

    #[test]
    fn who_came_by_a_share_is_no_member_any_more_when_it_closes() {
        let mut isms = kept();
        run(&mut isms, open_share());
        let close = |because: &str| CloseShare { share: Ref::number(1), because: because.into() };
        assert!(refusal(&isms, close("")).ends_with("say why it ends"));
        run(&mut isms, close("the audit is over"));
        let share = isms.shares.get(&Ref::number(1)).expect("there");
        assert!(!share.is_open(TODAY));
        let in_force =
            |who| isms.memberships.iter().any(|(_, one)| one.person == Some(who) && one.is_in_force(TODAY));
        assert!(!share.team.iter().any(|who| in_force(*who)));
        assert_eq!(refusal(&isms, close("x")), "SHR-1 is closed; prepare another share");
    }
}
