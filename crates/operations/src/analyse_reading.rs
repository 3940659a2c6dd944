//! Analyse reading: what a number means, and what is begun because of it (9.1 e, f).

use model::records::{Measure, NonconformitySource, Person};
use model::{Date, Isms, Line, Ref};

use crate::follow_up::Origin;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, FollowUp, Operation};

/// Say what a reading means.
#[derive(Debug, Clone)]
pub struct AnalyseReading {
    /// The measure.
    pub measure: Ref<Measure>,
    /// The day of the reading; the newest where nothing is said.
    pub of: Option<Date>,
    /// What it means.
    pub note: Line,
    /// What is begun because of it.
    pub action: Option<FollowUp>,
}

impl Operation for AnalyseReading {
    const NAME: &'static str = "analyse reading";
    const INTENT: &'static str = "measure.analyse";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { measure: id, of, note, action } = self;
        let step = Step::of(isms, id, today)?;
        let of = of.or_else(|| step.record.newest(today).and_then(|reading| reading.on));
        let mut analysed = Measure::clone(step.record);
        let Some(reading) = analysed.readings.iter_mut().find(|reading| of.is_some() && reading.on == of)
        else {
            return Err(step.missing("record what was measured on that day"));
        };
        if reading.analysed_on.is_some() {
            return Err(step.not_now("analysed for that day", "what it means stands there"));
        }
        step.said(&note, "say what the number means")?;
        let on = step.day(None, &[("was measured", of)])?;
        let mut changes = Vec::new();
        if let Some(action) = action {
            let origin = Origin {
                id: step.id,
                source: NonconformitySource::Monitoring,
                control: step.record.controls.first().copied(),
                evidence: Vec::new(),
            };
            let (begun, change) = action.begin(isms, origin, today)?;
            reading.action = Some(begun);
            changes.extend(change);
        }
        (reading.analysed_on, reading.note) = (Some(on), note);
        changes.push(isms.put::<Measure>(id, analysed));
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecordReading;
    use crate::testing::{TODAY, aiming, breach, id, refusal, run};
    use model::Decimal;

    #[test]
    fn a_reading_is_analysed_once_with_what_is_begun() {
        let mut isms = aiming();
        let analyse = |note: &str, action| AnalyseReading {
            measure: Ref::number(1),
            of: None,
            note: note.into(),
            action,
        };
        assert!(refusal(&isms, analyse("x", None)).ends_with("record what was measured on that day"));
        run(&mut isms, RecordReading { measure: Ref::number(1), value: Decimal::whole(7), on: None });
        assert!(refusal(&isms, analyse("", None)).ends_with("say what the number means"));
        run(&mut isms, analyse("too many", Some(breach("Screens"))));
        let reading = isms.measures.get(&Ref::number(1)).expect("there").readings[0].clone();
        assert_eq!((reading.analysed_on, reading.action), (Some(TODAY), Some(id("NC-1"))));
        assert!(refusal(&isms, analyse("x", None)).starts_with("MEA-1 is analysed for that day"));
    }
}
