//! Examine item: what was seen of one case of a sample.

use model::records::{ControlTest, ItemResult, Person, Sample};
use model::{Date, Isms, Line, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say what was seen of one case of a sample.
#[derive(Debug, Clone)]
pub struct ExamineItem {
    /// The sample.
    pub sample: Ref<Sample>,
    /// The case as the list names it.
    pub item: Line,
    /// As it should be, or a deviation.
    pub result: ItemResult,
    /// What was seen; has to be said of a deviation.
    pub note: Line,
}

impl Operation for ExamineItem {
    const NAME: &'static str = "examine item";
    const INTENT: &'static str = "sample.examine";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { sample: id, item, result, note } = self;
        let step = Step::of(isms, id, today)?;
        nothing_rests_on(isms, &step, id)?;
        if result == ItemResult::Deviation {
            step.said(&note, "say what is not as it should be")?;
        }
        let mut examined = Sample::clone(step.record);
        let place = place_of(&step, &item)?;
        let case = &mut examined.items[place];
        (case.result, case.note) = (Some(result), note);
        if examined.items == step.record.items {
            return Err(step.not_now("examined", "the same was seen of that case"));
        }
        let deviating = |case: &&model::records::SampleItem| case.result == Some(ItemResult::Deviation);
        examined.deviations = u32::try_from(examined.items.iter().filter(deviating).count()).ok();
        Ok(vec![isms.put::<Sample>(id, examined)])
    }
}

/// Returns where a case stands in a sample.
pub(crate) fn place_of(step: &Step<'_, Sample>, item: &Line) -> Result<usize, StepRefusal> {
    let found = step.record.items.iter().position(|case| case.item == *item);
    found.ok_or_else(|| step.missing("a case that was drawn"))
}

/// Refuses to change a sample on which a test was concluded.
pub(crate) fn nothing_rests_on(
    isms: &Isms,
    step: &Step<'_, Sample>,
    id: Ref<Sample>,
) -> Result<(), StepRefusal> {
    let mut tests = isms.sources::<ControlTest>(step.id).filter_map(|test| isms.control_tests.get(&test));
    let concluded = tests.any(|test| test.sample == Some(id) && test.result.is_some());
    if concluded {
        Err(step.not_now("the ground of a test", "draw another for another test"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecordTest;
    use crate::testing::{drawn, edit, examine, examine_control, refusal, run};
    use model::records::TestResult;

    #[test]
    fn each_case_is_looked_at_and_deviations_are_counted() {
        let mut isms = drawn();
        run(&mut isms, edit("POP-1", "control", "C-1"));
        let stranger = ExamineItem { item: "nobody".into(), ..examine(&isms, 0, ItemResult::Ok) };
        assert_eq!(refusal(&isms, stranger), "SMP-1 needs more: a case that was drawn");
        let silent = ExamineItem { note: "".into(), ..examine(&isms, 0, ItemResult::Deviation) };
        assert_eq!(refusal(&isms, silent), "SMP-1 needs more: say what is not as it should be");
        let open = RecordTest { sample: Some(Ref::number(1)), ..examine_control(TestResult::Effective) };
        assert!(refusal(&isms, open.clone()).starts_with("SMP-1 comes first: look at each case"));
        for place in 0..3 {
            let result = if place == 1 { ItemResult::Deviation } else { ItemResult::Ok };
            let look = examine(&isms, place, result);
            run(&mut isms, look);
        }
        let sample = isms.samples.get(&Ref::number(1)).expect("there");
        assert_eq!((sample.deviations, sample.is_examined()), (Some(1), true));
        run(&mut isms, RecordTest { sample: Some(Ref::number(1)), ..examine_control(TestResult::Failed) });
        let late = examine(&isms, 1, ItemResult::Ok);
        assert!(refusal(&isms, late).starts_with("SMP-1 is the ground of a test"));
    }
}
