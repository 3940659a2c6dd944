//! Conclude evaluation: what the readings of a measure say about the management system (9.1).

use model::records::{Evaluation, Measure, Person};
use model::{Date, Isms, Prose, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say what the readings of a measure come to.
#[derive(Debug, Clone)]
pub struct ConcludeEvaluation {
    /// The measure.
    pub measure: Ref<Measure>,
    /// What they come to.
    pub conclusion: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for ConcludeEvaluation {
    const NAME: &'static str = "conclude evaluation";
    const INTENT: &'static str = "measure.evaluate";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { measure: id, conclusion, on } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.readings.is_empty() {
            return Err(step.missing("record what was measured first"));
        }
        step.said(&conclusion, "say what the readings come to")?;
        let last = step.record.evaluations.iter().filter_map(|one| one.on).max();
        let on = Some(step.day(on, &[("was last evaluated", last)])?);
        step.room(&step.record.evaluations)?;
        let mut evaluated = Measure::clone(step.record);
        evaluated.evaluations.push(Evaluation { on, conclusion, by: Some(actor) });
        Ok(vec![isms.put::<Measure>(id, evaluated)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecordReading;
    use crate::testing::{aiming, refusal, run};
    use model::Decimal;

    #[test]
    fn an_evaluation_rests_on_readings_and_follows_the_one_before() {
        let mut isms = aiming();
        let conclude = |on| ConcludeEvaluation { measure: Ref::number(1), conclusion: "it works".into(), on };
        assert!(refusal(&isms, conclude(None)).ends_with("record what was measured first"));
        run(&mut isms, RecordReading { measure: Ref::number(1), value: Decimal::whole(7), on: None });
        run(&mut isms, conclude(None));
        assert!(refusal(&isms, conclude(Some(Date::constant(2026, 3, 2)))).contains("was last evaluated"));
    }
}
