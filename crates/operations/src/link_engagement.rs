//! Link engagement: what the client shares is joined to the work, bound to the commit that is seen.

use model::records::{Engagement, EngagementLink, EngagementState, Person};
use model::{Date, Digest, Isms, Line, Ref, Words};
use uuid::Uuid;

use crate::engaging::serving;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Note what the client shares for an engagement.
#[derive(Debug, Clone)]
pub struct LinkEngagement {
    /// The engagement.
    pub engagement: Ref<Engagement>,
    /// The client's records, where they lie on the same instance.
    pub organisation: Option<Uuid>,
    /// What the client calls the share.
    pub share: Line,
    /// The commit of the client's records that is seen.
    pub commit: Option<u32>,
    /// The hash of that commit.
    pub leaf: Option<Digest>,
}

impl Operation for LinkEngagement {
    const NAME: &'static str = "link engagement";
    const INTENT: &'static str = "engagement.link";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { engagement, organisation, share, commit, leaf } = self;
        let step = Step::of(isms, engagement, today)?;
        serving(isms, step.id)?;
        match step.record.state {
            EngagementState::Agreed | EngagementState::Running => {}
            EngagementState::Planned | EngagementState::Decided | EngagementState::Ended => {
                return Err(step.not_now(step.record.state.word(), "what is agreed or runs is linked"));
            }
        }
        step.said(&share, "say what the client calls the share")?;
        let organisation = organisation.filter(|org| !org.is_nil());
        let pack = step.record.link.as_ref().and_then(|known| known.pack);
        let mut link = EngagementLink { organisation, share, commit, leaf, on: Some(today), pack };
        if let Some(known) = &step.record.link {
            link.on = known.on;
            if link == *known {
                return Ok(Vec::new());
            }
            link.on = Some(today);
        }
        let linked = Engagement { link: Some(link), ..Engagement::clone(step.record) };
        Ok(vec![isms.put::<Engagement>(engagement, linked)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AnyOperation;
    use crate::testing::{TODAY, accepted, agreed, refusal, run};

    #[test]
    fn the_same_share_is_linked_once_and_a_newer_view_takes_its_place() {
        let link = |commit| LinkEngagement {
            engagement: Ref::number(1),
            organisation: None,
            share: "SHR-1".into(),
            commit: Some(commit),
            leaf: Some(Digest::of(b"leaf")),
        };
        assert!(refusal(&accepted(), link(4)).starts_with("ENG-1 is planned"));
        let mut isms = agreed();
        assert!(refusal(&isms, LinkEngagement { share: "".into(), ..link(4) }).contains("calls the share"));
        run(&mut isms, link(4));
        let again = AnyOperation::decide(&link(4), &isms, Ref::number(1), TODAY).expect("it is the same");
        assert!(again.is_empty());
        run(&mut isms, link(9));
        let seen = isms.engagements.get(&Ref::number(1)).expect("there").link.clone();
        assert_eq!(seen.and_then(|link| link.commit), Some(9));
    }
}
