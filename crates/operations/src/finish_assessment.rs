//! Finish assessment: the look at the risks is done, and the register is frozen as it stands.

use model::records::{AssessmentState, Person, RiskAssessment};
use model::{Approval, Date, Isms, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Finish a risk assessment; its result is the register as it stands (8.2).
#[derive(Debug, Clone)]
pub struct FinishAssessment {
    /// The assessment.
    pub assessment: Ref<RiskAssessment>,
}

impl Operation for FinishAssessment {
    const NAME: &'static str = "finish assessment";
    const INTENT: &'static str = "assessment.finish";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.assessment;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            AssessmentState::Running => {}
            AssessmentState::Planned => return Err(step.not_now("planned", "start it first")),
            AssessmentState::Done => {
                return Err(step.not_now("done", "its result is frozen; plan the next one"));
            }
        }
        let register = RiskAssessment::register(isms, today);
        if register.risks.is_empty() {
            return Err(step.missing("there is no open risk to freeze"));
        }
        let mut finished = RiskAssessment::clone(step.record);
        finished.registers.push(Approval::of(1, actor, today, register));
        (finished.state, finished.on) = (AssessmentState::Done, Some(today));
        Ok(vec![isms.put::<RiskAssessment>(id, finished)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StartAssessment;
    use crate::testing::{create, edit, refusal, run, small};

    #[test]
    fn the_register_is_frozen_as_it_stood() {
        let mut isms = small();
        run(&mut isms, create("risk assessment", "Spring"));
        let finish = FinishAssessment { assessment: Ref::number(1) };
        assert_eq!(refusal(&isms, finish.clone()), "RA-1 is planned; start it first");
        run(&mut isms, StartAssessment { assessment: Ref::number(1) });
        run(&mut isms, finish.clone());
        run(&mut isms, edit("R-1", "title", "Another"));
        let done = isms.risk_assessments.get(&Ref::number(1)).expect("there");
        assert_eq!(done.registers[0].content.risks[0].title, "Laptop theft");
        assert!(refusal(&isms, finish).starts_with("RA-1 is done"));
    }
}
