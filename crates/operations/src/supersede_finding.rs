//! Supersede finding: another finding takes its place.

use model::records::{Finding, FindingState, Person};
use model::{Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Let another finding take the place of one, for a reason.
#[derive(Debug, Clone)]
pub struct SupersedeFinding {
    /// The finding.
    pub finding: Ref<Finding>,
    /// The finding that takes its place.
    pub by: Ref<Finding>,
    /// Why.
    pub because: Prose,
}

impl Operation for SupersedeFinding {
    const NAME: &'static str = "supersede finding";
    const INTENT: &'static str = "finding.supersede";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { finding: id, by, because } = self;
        let step = Step::of(isms, id, today)?;
        if !step.record.state.is_open() {
            return Err(step.not_now(step.record.state.word(), "it is over already"));
        }
        let other = Step::of(isms, by, today)?;
        if id == by {
            return Err(step.missing("another finding; none takes its own place"));
        }
        if !other.record.state.is_open() {
            return Err(other.not_now(other.record.state.word(), "what is over takes no other's place"));
        }
        step.said(&because, "say why the other takes its place")?;
        let state = FindingState::Superseded;
        let superseded = Finding {
            state,
            superseded_by: Some(by),
            closed_by: Some(actor),
            closed_on: Some(today),
            closed_because: because,
            ..Finding::clone(step.record)
        };
        Ok(vec![isms.put::<Finding>(id, superseded)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{audited, raise, refusal, run};
    use model::records::FindingGrade;

    #[test]
    fn a_finding_gives_way_to_an_open_one_only() {
        let mut isms = audited();
        let by = |number, other| SupersedeFinding {
            finding: Ref::number(number),
            by: Ref::number(other),
            because: "the same cause".into(),
        };
        assert!(refusal(&isms, by(1, 1)).contains("none takes its own place"));
        run(&mut isms, raise(FindingGrade::Major));
        run(&mut isms, by(1, 2));
        assert_eq!(refusal(&isms, by(2, 1)), "F-1 is superseded; what is over takes no other's place");
        assert_eq!(refusal(&isms, by(1, 2)), "F-1 is superseded; it is over already");
    }
}
