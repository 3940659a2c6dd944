//! Review client: what it says of itself is looked at before it is taken on (ISO/IEC 17021-1, 9.1.2).

use model::records::{ApplicationReview, Client, ClientState, Person};
use model::{Date, Isms, Prose, Ref, Words, YesNo};

use crate::engaging::{impartial, is_yes, serving};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Record what was looked at before a client is taken on.
#[derive(Debug, Clone)]
pub struct ReviewClient {
    /// The client.
    pub client: Ref<Client>,
    /// Whether what it said suffices for a programme.
    pub complete: YesNo,
    /// Whether the scope asked for is understood.
    pub scope_clear: YesNo,
    /// Whether we have the competence and the means.
    pub competent: YesNo,
    /// Whether nothing stands against our impartiality.
    pub impartial: YesNo,
    /// Whether it is to be taken on.
    pub accepted: YesNo,
    /// What the answer rests on.
    pub because: Prose,
}

impl Operation for ReviewClient {
    const NAME: &'static str = "review client";
    const INTENT: &'static str = "client.review";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.client, today)?;
        serving(isms, step.id)?;
        if step.record.state != ClientState::Asked {
            return Err(step.not_now(step.record.state.word(), "what asks for service is reviewed"));
        }
        step.said(&self.because, "say what the answer rests on")?;
        step.room(&step.record.application_review)?;
        let answers = [self.complete, self.scope_clear, self.competent, self.impartial];
        if self.accepted == YesNo::Yes && answers.contains(&YesNo::No) {
            return Err(step.missing("a yes to each question before it is to be taken on"));
        }
        if is_yes(Some(self.impartial)) {
            impartial(step.id, step.record, today)?;
        }
        let mut reviewed = Client::clone(step.record);
        reviewed.application_review.push(ApplicationReview {
            by: Some(actor),
            on: Some(today),
            complete: Some(self.complete),
            scope_clear: Some(self.scope_clear),
            competent: Some(self.competent),
            impartial: Some(self.impartial),
            accepted: Some(self.accepted),
            because: self.because,
        });
        Ok(vec![isms.put::<Client>(self.client, reviewed)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{body, client_review, edit, engaged, refusal, run};

    #[test]
    fn a_client_is_not_reviewed_well_while_a_threat_has_no_safeguard_or_our_advice_is_recent() {
        let mut isms = body();
        let unclear = ReviewClient { scope_clear: YesNo::No, ..client_review() };
        assert_eq!(
            refusal(&isms, unclear),
            "CLT-1 needs more: a yes to each question before it is to be taken on"
        );
        run(&mut isms, edit("CLT-1", "threats", "our founder's sister works there"));
        assert!(refusal(&isms, client_review()).contains("a safeguard against each threat to impartiality"));
        run(&mut isms, edit("CLT-1", "threats", "our founder's sister works there | she has no part in it"));
        run(&mut isms, edit("CLT-1", "advised_until", "2025-01-31"));
        let words = refusal(&isms, client_review());
        assert!(words.starts_with("2026-03-03 is before 2027-01-31, when CLT-1 has been without"), "{words}");
        run(&mut isms, edit("CLT-1", "advised_until", "2024-03-02"));
        run(&mut isms, client_review());
        assert_eq!(isms.clients.get(&Ref::number(1)).expect("there").application_review.len(), 1);
    }

    #[test]
    fn only_a_body_or_a_consultancy_has_clients() {
        let mut isms = engaged();
        run(&mut isms, crate::testing::create("client", "Bakers"));
        let words = refusal(&isms, client_review());
        assert!(words.starts_with("CLT-1 is in an organisation that serves no clients"), "{words}");
    }
}
