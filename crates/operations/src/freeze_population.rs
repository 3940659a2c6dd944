//! Freeze population: the list from which samples are drawn is bound, so that anybody can draw the same again.

use model::records::{Person, Population};
use model::{Date, Isms, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Freeze the list of a population before a sample is drawn.
#[derive(Debug, Clone)]
pub struct FreezePopulation {
    /// The population.
    pub population: Ref<Population>,
}

impl Operation for FreezePopulation {
    const NAME: &'static str = "freeze population";
    const INTENT: &'static str = "population.freeze";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.population;
        let step = Step::of(isms, id, today)?;
        if step.record.events.is_empty() {
            return Err(step.missing("list its cases, one a line"));
        }
        let mut frozen = Population::clone(step.record);
        frozen.frozen_digest = frozen.digest();
        if frozen.frozen_digest == step.record.frozen_digest {
            return Err(step.not_now("frozen", "its list is the one that was frozen"));
        }
        frozen.count = u32::try_from(frozen.events.len()).ok();
        Ok(vec![isms.put::<Population>(id, frozen)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{create, edit, refusal, run, small};

    #[test]
    fn a_list_is_counted_and_bound_to_its_cases() {
        let mut isms = small();
        run(&mut isms, create("population", "Leavers"));
        let freeze = FreezePopulation { population: Ref::number(1) };
        assert_eq!(refusal(&isms, freeze.clone()), "POP-1 needs more: list its cases, one a line");
        run(&mut isms, edit("POP-1", "events", "Ann, 3 March\nBob, 4 March"));
        run(&mut isms, freeze.clone());
        let count = isms.populations.get(&Ref::number(1)).and_then(|list| list.count);
        assert_eq!(count, Some(2));
        assert_eq!(refusal(&isms, freeze.clone()), "POP-1 is frozen; its list is the one that was frozen");
        run(&mut isms, edit("POP-1", "events", "Ann, 3 March"));
        run(&mut isms, freeze);
    }
}
