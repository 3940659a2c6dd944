//! Decline client: it is not taken on, for a reason.

use model::records::{Client, ClientState, Person};
use model::{Date, Isms, Prose, Ref, Words};

use crate::engaging::serving;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that a client is not taken on.
#[derive(Debug, Clone)]
pub struct DeclineClient {
    /// The client.
    pub client: Ref<Client>,
    /// Why.
    pub because: Prose,
}

impl Operation for DeclineClient {
    const NAME: &'static str = "decline client";
    const INTENT: &'static str = "client.decline";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.client, today)?;
        serving(isms, step.id)?;
        if step.record.state != ClientState::Asked {
            return Err(step.not_now(step.record.state.word(), "what asks for service is declined"));
        }
        step.said(&self.because, "say why it is not taken on")?;
        let state = ClientState::Declined;
        let declined = Client { state, ended_because: self.because, ..Client::clone(step.record) };
        Ok(vec![isms.put::<Client>(self.client, declined)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{body, client_review, refusal, run};

    #[test]
    fn a_client_is_declined_for_a_reason_and_not_reviewed_any_more() {
        let mut isms = body();
        let decline = |because: &str| DeclineClient { client: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, decline("")), "CLT-1 needs more: say why it is not taken on");
        run(&mut isms, decline("nobody of us knows its trade"));
        assert!(refusal(&isms, client_review()).starts_with("CLT-1 is declined"));
    }
}
