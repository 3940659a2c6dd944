//! Accept client: a body or a consultancy takes it on.

use model::records::{Client, ClientState, OrganisationKind, Person};
use model::{Date, Isms, Ref, Words};
use uuid::Uuid;

use crate::engaging::{impartial, is_yes, serving};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Take a client on; at a certification body a review has to say so.
#[derive(Debug, Clone)]
pub struct AcceptClient {
    /// The client.
    pub client: Ref<Client>,
    /// Its records, where they lie on the same instance: what `plumb org ls` calls its log there.
    pub organisation: Option<Uuid>,
}

impl Operation for AcceptClient {
    const NAME: &'static str = "accept client";
    const INTENT: &'static str = "client.accept";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.client, today)?;
        let kind = serving(isms, step.id)?;
        match step.record.state {
            ClientState::Asked => {}
            // Where its records lie may become known later.
            ClientState::Accepted if self.organisation.is_some() && step.record.organisation.is_none() => {}
            ClientState::Accepted | ClientState::Declined | ClientState::Ended => {
                return Err(step.not_now(step.record.state.word(), "what asks for service is taken on"));
            }
        }
        if kind == OrganisationKind::Body {
            if !step.record.application_review.last().is_some_and(|review| is_yes(review.accepted)) {
                return Err(step.missing("a review of its application that says yes"));
            }
            impartial(step.id, step.record, today)?;
        }
        let mut accepted = Client::clone(step.record);
        accepted.state = ClientState::Accepted;
        accepted.organisation = self.organisation.filter(|org| !org.is_nil()).or(accepted.organisation);
        Ok(vec![isms.put::<Client>(self.client, accepted)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReviewClient;
    use crate::testing::{body, client_review, edit, refusal, run};
    use model::YesNo;

    #[test]
    fn a_body_takes_on_whom_its_last_review_let_in() {
        let mut isms = body();
        let accept = || AcceptClient { client: Ref::number(1), organisation: None };
        assert!(refusal(&isms, accept()).ends_with("a review of its application that says yes"));
        run(&mut isms, client_review());
        run(&mut isms, ReviewClient { accepted: YesNo::No, ..client_review() });
        assert!(refusal(&isms, accept()).ends_with("a review of its application that says yes"));
        run(&mut isms, client_review());
        run(&mut isms, edit("CLT-1", "advised_until", "2026-01-31"));
        assert!(refusal(&isms, accept()).contains("has been without our advice for two years"));
        run(&mut isms, edit("CLT-1", "advised_until", ""));
        run(&mut isms, accept());
        assert_eq!(refusal(&isms, accept()), "CLT-1 is accepted; what asks for service is taken on");
        run(&mut isms, AcceptClient { organisation: Some(Uuid::from_u128(5)), ..accept() });
    }
}
