//! End engagement: the work is over.

use model::records::{Engagement, EngagementState, Person};
use model::{Date, Isms, Prose, Ref};

use crate::engaging::serving;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that the work of an engagement is over, or will not be done.
#[derive(Debug, Clone)]
pub struct EndEngagement {
    /// The engagement.
    pub engagement: Ref<Engagement>,
    /// Why.
    pub because: Prose,
}

impl Operation for EndEngagement {
    const NAME: &'static str = "end engagement";
    const INTENT: &'static str = "engagement.end";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.engagement, today)?;
        serving(isms, step.id)?;
        if step.record.state == EngagementState::Ended {
            return Err(step.not_now("ended", "plan another engagement"));
        }
        step.said(&self.because, "say why it is over")?;
        let state = EngagementState::Ended;
        let ended = Engagement { state, ended_because: self.because, ..Engagement::clone(step.record) };
        Ok(vec![isms.put::<Engagement>(self.engagement, ended)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{agreed, refusal, run};

    #[test]
    fn an_engagement_ends_once_for_a_reason() {
        let mut isms = agreed();
        let end = |because: &str| EndEngagement { engagement: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, end("")), "ENG-1 needs more: say why it is over");
        run(&mut isms, end("the client withdrew"));
        assert_eq!(refusal(&isms, end("x")), "ENG-1 is ended; plan another engagement");
    }
}
