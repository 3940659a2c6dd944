//! Start assessment: people begin to look at the risks.

use model::records::{AssessmentState, Person, RiskAssessment};
use model::{Date, Isms, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Start a risk assessment that was planned.
#[derive(Debug, Clone)]
pub struct StartAssessment {
    /// The assessment.
    pub assessment: Ref<RiskAssessment>,
}

impl Operation for StartAssessment {
    const NAME: &'static str = "start assessment";
    const INTENT: &'static str = "assessment.start";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.assessment;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            AssessmentState::Planned => {}
            AssessmentState::Running | AssessmentState::Done => {
                return Err(step.not_now(step.record.state.word(), "it was started before"));
            }
        }
        let mut started = RiskAssessment::clone(step.record);
        started.state = AssessmentState::Running;
        Ok(vec![isms.put::<RiskAssessment>(id, started)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{create, refusal, run, small};

    #[test]
    fn an_assessment_is_started_once() {
        let mut isms = small();
        run(&mut isms, create("risk assessment", "Spring"));
        let start = StartAssessment { assessment: Ref::number(1) };
        run(&mut isms, start.clone());
        assert_eq!(refusal(&isms, start), "RA-1 is running; it was started before");
    }
}
