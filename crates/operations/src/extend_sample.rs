//! Extend sample: more cases of the same draw, once, where the first ones left a doubt.

use model::records::{Person, Sample, SampleExtension, SampleMethod};
use model::{Date, Isms, Prose, Ref};

use crate::absent::LIST_MAX;
use crate::draw_sample::unseen;
use crate::examine_item::nothing_rests_on;
use crate::exchange_item::{in_order, is_used};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Draw more cases for a sample; those that were looked at stay.
#[derive(Debug, Clone)]
pub struct ExtendSample {
    /// The sample.
    pub sample: Ref<Sample>,
    /// How many cases it is to have in all.
    pub to: u32,
    /// Why.
    pub because: Prose,
}

impl Operation for ExtendSample {
    const NAME: &'static str = "extend sample";
    const INTENT: &'static str = "sample.extend";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { sample: id, to, because } = self;
        let step = Step::of(isms, id, today)?;
        nothing_rests_on(isms, &step, id)?;
        match step.record.method {
            Some(SampleMethod::Random) => {}
            Some(SampleMethod::All) => return Err(step.not_now("the whole list", "there are no more cases")),
            // A larger one of these does not hold the smaller one.
            Some(SampleMethod::Systematic | SampleMethod::Judgement) | None => {
                return Err(step.not_now("not drawn by chance", "draw another sample"));
            }
        }
        if !step.record.extensions.is_empty() {
            return Err(step.not_now("extended", "a sample is extended once"));
        }
        if !step.record.is_examined() {
            return Err(step.not_now("not examined", "look at the cases that were drawn first"));
        }
        step.said(&because, "say why more cases are needed")?;
        let more = (to as usize).checked_sub(step.record.items.len()).filter(|more| *more > 0);
        let Some(more) = more.filter(|_| to as usize <= LIST_MAX) else {
            return Err(step.missing("more cases than it has, and not more than can be looked at"));
        };
        let order = in_order(isms, &step, today)?;
        let mut extended = Sample::clone(step.record);
        let from = u32::try_from(extended.items.len()).ok();
        let next: Vec<_> =
            order.into_iter().filter(|case| !is_used(step.record, case)).take(more).map(unseen).collect();
        if next.len() < more {
            return Err(step.missing("not more cases than the list has"));
        }
        extended.items.extend(next);
        extended.size = Some(to);
        let extension = SampleExtension { from, to: Some(to), because, by: Some(actor), on: Some(today) };
        extended.extensions.push(extension);
        Ok(vec![isms.put::<Sample>(id, extended)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{by_chance, drawn, examine, refusal, run};
    use model::records::ItemResult;

    #[test]
    fn a_sample_grows_once_by_the_next_cases_of_the_draw() {
        let mut isms = drawn();
        let extend = |to| ExtendSample { sample: Ref::number(1), to, because: "one deviation".into() };
        assert!(refusal(&isms, extend(5)).ends_with("look at the cases that were drawn first"));
        for place in 0..3 {
            let look = examine(&isms, place, ItemResult::Ok);
            run(&mut isms, look);
        }
        for to in [3, 0, u32::MAX] {
            assert!(refusal(&isms, extend(to)).contains("more cases than it has"), "{to}");
        }
        assert!(refusal(&isms, extend(11)).ends_with("not more cases than the list has"));
        run(&mut isms, extend(5));
        run(&mut isms, by_chance(5));
        let items = |number: u32| {
            let sample = isms.samples.get(&Ref::number(number)).expect("there");
            sample.items.iter().map(|item| item.item.clone()).collect::<Vec<_>>()
        };
        assert_eq!(items(1), items(2));
        let sample = isms.samples.get(&Ref::number(1)).expect("there");
        assert_eq!((sample.size, sample.is_examined()), (Some(5), false));
        assert_eq!(refusal(&isms, extend(6)), "SMP-1 is extended; a sample is extended once");
    }
}
