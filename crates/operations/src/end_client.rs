//! End client: it is a client no more.

use model::records::{Client, ClientState, Engagement, EngagementState, Person};
use model::{Date, Isms, Prose, Ref, Words};

use crate::engaging::serving;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that a client is one no more.
#[derive(Debug, Clone)]
pub struct EndClient {
    /// The client.
    pub client: Ref<Client>,
    /// Why.
    pub because: Prose,
}

impl Operation for EndClient {
    const NAME: &'static str = "end client";
    const INTENT: &'static str = "client.end";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.client, today)?;
        serving(isms, step.id)?;
        if step.record.state != ClientState::Accepted {
            return Err(step.not_now(step.record.state.word(), "who was taken on leaves"));
        }
        let is_open = |id: &Ref<Engagement>| {
            let engagement = isms.engagements.get(id).filter(|one| one.client == Some(self.client));
            engagement.is_some_and(|one| one.state != EngagementState::Ended)
        };
        if let Some(open) = isms.sources::<Engagement>(step.id).find(is_open) {
            return Err(StepRefusal::First { other: open.id(), help: "end the engagement" });
        }
        step.said(&self.because, "say why it is a client no more")?;
        let state = ClientState::Ended;
        let ended = Client { state, ended_because: self.because, ..Client::clone(step.record) };
        Ok(vec![isms.put::<Client>(self.client, ended)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EndEngagement;
    use crate::testing::{agreed, refusal, run};

    #[test]
    fn a_client_does_not_leave_while_an_engagement_is_open() {
        let mut isms = agreed();
        let end = |because: &str| EndClient { client: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, end("x")), "ENG-1 comes first: end the engagement");
        run(&mut isms, EndEngagement { engagement: Ref::number(1), because: "they moved on".into() });
        assert_eq!(refusal(&isms, end(" ")), "CLT-1 needs more: say why it is a client no more");
        run(&mut isms, end("they moved on"));
        assert_eq!(refusal(&isms, end("x")), "CLT-1 is ended; who was taken on leaves");
    }
}
