//! Cancel review: it will not take place, for a reason.

use model::records::{ManagementReview, Person, ReviewState};
use model::{Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Cancel a planned management review.
#[derive(Debug, Clone)]
pub struct CancelReview {
    /// The review.
    pub review: Ref<ManagementReview>,
    /// Why.
    pub because: Prose,
}

impl Operation for CancelReview {
    const NAME: &'static str = "cancel review";
    const INTENT: &'static str = "review.cancel";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { review: id, because } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            ReviewState::Planned => {}
            ReviewState::Held | ReviewState::Cancelled => {
                return Err(step.not_now(step.record.state.word(), "only what is to come can be cancelled"));
            }
        }
        step.said(&because, "say why it will not take place")?;
        let mut cancelled = ManagementReview::clone(step.record);
        (cancelled.state, cancelled.cancelled_because) = (ReviewState::Cancelled, because);
        Ok(vec![isms.put::<ManagementReview>(id, cancelled)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{engaged, hold, refusal, run};

    #[test]
    fn a_cancelled_review_is_not_held() {
        let mut isms = engaged();
        let cancel = |because: &str| CancelReview { review: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, cancel("")), "MR-1 needs more: say why it will not take place");
        run(&mut isms, cancel("moved to May"));
        assert_eq!(refusal(&isms, hold()), "MR-1 is cancelled; plan a new one");
    }
}
