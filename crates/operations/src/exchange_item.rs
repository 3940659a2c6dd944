//! Exchange item: a case that cannot be looked at gives way to the next, for a reason.

use model::records::{Person, Population, Sample, SampleExchange, SampleMethod};
use model::{Date, Isms, Line, Prose, Ref};
use standards::sampling::draw_random;

use crate::contain_incident::joined;
use crate::draw_sample::{frozen, unseen};
use crate::examine_item::{nothing_rests_on, place_of};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Take another case in place of one that was drawn.
#[derive(Debug, Clone)]
pub struct ExchangeItem {
    /// The sample.
    pub sample: Ref<Sample>,
    /// The case that was drawn.
    pub item: Line,
    /// The case in its place, where the auditor chooses; by chance and at even steps the next one follows from the draw.
    pub taken: Option<Line>,
    /// Why.
    pub because: Prose,
}

impl Operation for ExchangeItem {
    const NAME: &'static str = "exchange item";
    const INTENT: &'static str = "sample.exchange";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { sample: id, item, taken, because } = self;
        let step = Step::of(isms, id, today)?;
        nothing_rests_on(isms, &step, id)?;
        let place = place_of(&step, &item)?;
        if step.record.items[place].result.is_some() {
            return Err(step.not_now("examined there", "a case that was looked at stays"));
        }
        step.said(&because, "say why that case cannot be looked at")?;
        step.room(&step.record.exchanges)?;
        let order = in_order(isms, &step, today)?;
        let free = |case: &&Line| !is_used(step.record, case);
        let next = match step.record.method {
            Some(SampleMethod::Random) => order.iter().find(free),
            Some(SampleMethod::Systematic) => {
                let after = order.iter().position(|case| *case == item).map_or(0, |place| place + 1);
                order[after..].iter().find(free).or_else(|| order.iter().find(free))
            }
            Some(SampleMethod::Judgement) | None => match &taken {
                None => return Err(step.missing("choose the case in its place")),
                Some(taken) => order.iter().find(|case| *case == taken).filter(free),
            },
            Some(SampleMethod::All) => return Err(step.not_now("the whole list", "each case is looked at")),
        };
        let Some(next) = next.cloned() else {
            return Err(step.missing("a case of the list that was not drawn"));
        };
        let mut exchanged = Sample::clone(step.record);
        exchanged.items[place] = unseen(next.clone());
        exchanged.exchange_reason =
            joined(&exchanged.exchange_reason, &Prose::new(&format!("{item}: {because}")));
        let exchange = SampleExchange { drawn: item, taken: next, because, by: Some(actor), on: Some(today) };
        exchanged.exchanges.push(exchange);
        Ok(vec![isms.put::<Sample>(id, exchanged)])
    }
}

/// Says whether a case is in a sample, or was taken out of it.
pub(crate) fn is_used(sample: &Sample, case: &Line) -> bool {
    sample.items.iter().any(|item| item.item == *case)
        || sample.exchanges.iter().any(|exchange| exchange.drawn == *case)
}

/// Returns the whole list in the order of the draw: by key where it is by chance, else as it stands.
pub(crate) fn in_order(isms: &Isms, step: &Step<'_, Sample>, today: Date) -> Result<Vec<Line>, StepRefusal> {
    let Some(population) = step.record.population else {
        return Err(step.missing("name the list that it was drawn from"));
    };
    let list: Step<'_, Population> = Step::of(isms, population, today)?;
    let cases = frozen(&list)?;
    if step.record.drawn_from != list.record.frozen_digest {
        return Err(
            step.not_now("drawn from another list", "draw a new sample from the list as it is frozen now")
        );
    }
    if step.record.method != Some(SampleMethod::Random) {
        return Ok(cases.to_vec());
    }
    let texts: Vec<&str> = cases.iter().map(|case| &**case).collect();
    let different: std::collections::BTreeSet<&str> = texts.iter().copied().collect();
    let all = u32::try_from(different.len()).unwrap_or(u32::MAX);
    match draw_random(&step.record.seed, &texts, all) {
        Ok(drawn) => Ok(drawn.cases.iter().map(|case| Line::new(case)).collect()),
        Err(_) => Err(step.missing("a seed and a list from which it can be drawn again")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{by_chance, drawn, examine, refusal, run};
    use model::records::ItemResult;

    fn exchange(isms: &Isms, place: usize, because: &str) -> ExchangeItem {
        let item = isms.samples.get(&Ref::number(1)).expect("drawn").items[place].item.clone();
        ExchangeItem { sample: Ref::number(1), item, taken: None, because: because.into() }
    }

    #[test]
    fn the_next_case_of_the_draw_takes_the_place() {
        let mut isms = drawn();
        let silent = exchange(&isms, 0, "");
        assert_eq!(refusal(&isms, silent), "SMP-1 needs more: say why that case cannot be looked at");
        let first = exchange(&isms, 0, "left the company");
        run(&mut isms, first.clone());
        assert_eq!(refusal(&isms, first), "SMP-1 needs more: a case that was drawn");
        run(&mut isms, by_chance(4));
        let items = |number: u32| isms.samples.get(&Ref::number(number)).expect("there").items.clone();
        assert_eq!(items(1)[0].item, items(2)[3].item, "the fourth of the draw");
        let sample = isms.samples.get(&Ref::number(1)).expect("there");
        assert!(sample.exchange_reason.ends_with(": left the company"));
        assert_eq!(sample.exchanges.len(), 1);
    }

    #[test]
    fn a_case_that_was_looked_at_stays() {
        let mut isms = drawn();
        let look = examine(&isms, 0, ItemResult::Ok);
        run(&mut isms, look);
        let late = exchange(&isms, 0, "x");
        assert_eq!(refusal(&isms, late), "SMP-1 is examined there; a case that was looked at stays");
    }
}
