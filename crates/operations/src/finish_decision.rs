//! Finish decision: what a review decided is done.

use model::records::{ManagementReview, Person};
use model::{Date, Isms, PartId, Prose, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that a decision of a management review is done.
#[derive(Debug, Clone)]
pub struct FinishDecision {
    /// The decision: `DEC-2.1`.
    pub decision: PartId,
    /// What came of it.
    pub result: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for FinishDecision {
    const NAME: &'static str = "finish decision";
    const INTENT: &'static str = "review.finish";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { decision, result, on } = self;
        let (id, number) = match decision {
            PartId::Decision(review, number) => (review, number),
            PartId::CorrectiveAction(..) | PartId::GapEntry(..) => {
                let expected = "a decision such as DEC-2.1";
                return Err(StepRefusal::OtherPart { part: Box::new(decision), expected });
            }
        };
        let step = Step::of(isms, id, today)?;
        let mut finished = ManagementReview::clone(step.record);
        let Some(decision) = finished.decisions.iter_mut().find(|decision| decision.number == number) else {
            return Err(StepRefusal::NoPart { id: step.id, what: "decision", number });
        };
        if decision.done_on.is_some() {
            return Err(step.not_now("past that decision", "it was done before"));
        }
        step.said(&result, "say what came of the decision")?;
        decision.done_on = Some(step.day(on, &[("was held", step.record.held_on)])?);
        decision.result = result;
        Ok(vec![isms.put::<ManagementReview>(id, finished)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecordDecision;
    use crate::testing::{refusal, reviewed, run};
    use model::YesNo;

    #[test]
    fn a_decision_is_done_once_with_a_result() {
        let mut isms = reviewed();
        let finish = |result: &str| FinishDecision {
            decision: PartId::Decision(Ref::number(1), 1),
            result: result.into(),
            on: None,
        };
        assert_eq!(refusal(&isms, finish("bought")), "MR-1 has no decision 1");
        let decide = RecordDecision {
            review: Ref::number(1),
            title: "Buy a second line".into(),
            change: YesNo::Yes,
            about: Vec::new(),
            owner: None,
            due: None,
        };
        run(&mut isms, decide);
        assert_eq!(refusal(&isms, finish("")), "MR-1 needs more: say what came of the decision");
        run(&mut isms, finish("bought"));
        assert!(refusal(&isms, finish("bought")).ends_with("it was done before"));
    }
}
