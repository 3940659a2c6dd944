//! Record reading: what was measured on a day (9.1).

use model::records::{Measure, Person, Reading};
use model::{Date, Decimal, Isms, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Record what was measured.
#[derive(Debug, Clone)]
pub struct RecordReading {
    /// The measure.
    pub measure: Ref<Measure>,
    /// The number.
    pub value: Decimal,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for RecordReading {
    const NAME: &'static str = "record reading";
    const INTENT: &'static str = "measure.read";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { measure: id, value, on } = self;
        let step = Step::of(isms, id, today)?;
        let on = step.day(on, &[("was set", step.record.set_on)])?;
        if step.record.ended_on.is_some_and(|ended| ended < on) {
            return Err(step.not_now("ended", "it is measured no longer"));
        }
        if step.record.readings.iter().any(|reading| reading.on == Some(on)) {
            return Err(step.not_now("measured on that day", "edit the reading, or say another day"));
        }
        step.room(&step.record.readings)?;
        let mut read = Measure::clone(step.record);
        read.readings.push(Reading { on: Some(on), value: Some(value), ..Reading::default() });
        read.readings.sort_by_key(|reading| reading.on);
        Ok(vec![isms.put::<Measure>(id, read)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, aiming, edit, refusal, run};

    #[test]
    fn a_day_has_one_reading_and_readings_stand_in_order() {
        let mut isms = aiming();
        let read = |value, on| RecordReading { measure: Ref::number(1), value: Decimal::whole(value), on };
        run(&mut isms, read(7, None));
        assert!(refusal(&isms, read(8, None)).starts_with("MEA-1 is measured on that day"));
        run(&mut isms, read(9, Some(Date::constant(2026, 2, 1))));
        let measure = isms.measures.get(&Ref::number(1)).expect("there");
        assert_eq!(measure.readings[1].on, Some(TODAY));
        run(&mut isms, edit("MEA-1", "ended_on", "2026-02-10"));
        assert_eq!(
            refusal(&isms, read(1, Some(Date::constant(2026, 2, 11)))),
            "MEA-1 is ended; it is measured no longer"
        );
    }
}
