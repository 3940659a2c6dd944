//! Freeze population: the list from which samples are drawn is bound, so that anybody can draw the same again.

use std::collections::BTreeMap;

use model::records::{Person, Population};
use model::{Date, Isms, Line, Prose, Ref};
use thiserror::Error;

use crate::frozen::is_drawn_from;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Most cases of a list from which samples are drawn.
pub const CASES_MAX: usize = 100_000;

/// How many rows a refusal names.
const NAMED: usize = 5;

/// Freeze the list of a population before a sample is drawn.
#[derive(Debug, Clone)]
pub struct FreezePopulation {
    /// The population.
    pub population: Ref<Population>,
    /// Why the check total is another number than the cases of the list, where it is.
    pub because: Prose,
}

/// Why a list cannot be frozen.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum FreezePopulationRefusal {
    /// The step does not fit.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// More cases than are drawn from.
    #[error(
        "{population} has {cases} cases; expected at most {CASES_MAX}: split the list, for example by month"
    )]
    TooMany {
        /// The list.
        population: Ref<Population>,
        /// How many cases it has.
        cases: usize,
    },
    /// A row says nothing.
    #[error("row {row} of the list of {population} is blank; expected a case on each row")]
    Blank {
        /// The list.
        population: Ref<Population>,
        /// The row, from 1.
        row: usize,
    },
    /// Rows say the same.
    #[error(
        "the list of {population} names cases twice: {rows}; tell them apart, or leave out what is there twice"
    )]
    Twice {
        /// The list.
        population: Ref<Population>,
        /// The rows, from 1, with what they say.
        rows: String,
    },
    /// Two ways of counting come to different numbers.
    #[error(
        "{population} has {cases} cases, and its check total is {check_total}; complete the list, or say why they differ"
    )]
    CountsDiffer {
        /// The list.
        population: Ref<Population>,
        /// How many cases it has.
        cases: u32,
        /// How many there are by another way of counting.
        check_total: u32,
    },
}

impl Operation for FreezePopulation {
    const NAME: &'static str = "freeze population";
    const INTENT: &'static str = "population.freeze";
    type Refusal = FreezePopulationRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { population: id, because } = self;
        let step = Step::of(isms, id, today)?;
        let list = step.record;
        if list.events.is_empty() {
            return Err(step.missing("list its cases, one a line").into());
        }
        if is_drawn_from(isms, id) {
            return Err(step
                .not_now("the list of a sample", "make another population for another list")
                .into());
        }
        let mut frozen = Population::clone(list);
        frozen.frozen_digest = frozen.digest();
        if frozen.frozen_digest == list.frozen_digest {
            return Err(step.not_now("frozen", "its list is the one that was frozen").into());
        }
        let cases = each_once(id, &list.events)?;
        let differs = list.check_total.filter(|check_total| *check_total != cases);
        if let Some(check_total) = differs.filter(|_| because.is_empty()) {
            return Err(FreezePopulationRefusal::CountsDiffer { population: id, cases, check_total });
        }
        frozen.count = Some(cases);
        frozen.difference_because = if differs.is_some() { because } else { Prose::default() };
        Ok(vec![isms.put::<Population>(id, frozen)])
    }
}

/// Returns how many cases a list has; each stands on a row of its own, once.
fn each_once(population: Ref<Population>, events: &[Line]) -> Result<u32, FreezePopulationRefusal> {
    let count = u32::try_from(events.len()).ok().filter(|_| events.len() <= CASES_MAX);
    let cases = count.ok_or(FreezePopulationRefusal::TooMany { population, cases: events.len() })?;
    if let Some(place) = events.iter().position(|case| case.trim().is_empty()) {
        return Err(FreezePopulationRefusal::Blank { population, row: place + 1 });
    }
    let mut first: BTreeMap<&Line, usize> = BTreeMap::new();
    let mut twice = Vec::new();
    for (place, case) in events.iter().enumerate() {
        match first.get(case) {
            Some(before) => twice.push(format!("rows {} and {} say \"{case}\"", before + 1, place + 1)),
            None => {
                first.insert(case, place);
            }
        }
    }
    if twice.is_empty() {
        return Ok(cases);
    }
    let more = twice.len().saturating_sub(NAMED);
    twice.truncate(NAMED);
    let mut rows = twice.join(", ");
    if more > 0 {
        rows.push_str(&format!(", and {more} more"));
    }
    Err(FreezePopulationRefusal::Twice { population, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{by_chance, create, edit, freeze, listed, refusal, run, small};
    use crate::{DrawSample, DrawnCases};
    use model::Change;

    /// Returns the small organisation with this list.
    fn with(events: Vec<Line>) -> Isms {
        let mut isms = small();
        let list = Population { title: "Leavers".into(), events, ..Population::default() };
        isms.apply(&Change::from((Ref::number(1), list)), model::Stamp::default());
        isms
    }

    #[test]
    fn a_list_is_counted_and_bound_to_its_cases() {
        let mut isms = small();
        run(&mut isms, create("population", "Leavers"));
        assert_eq!(refusal(&isms, freeze()), "POP-1 needs more: list its cases, one a line");
        run(&mut isms, edit("POP-1", "events", "Ann, 3 March\nBob, 4 March"));
        run(&mut isms, freeze());
        let count = isms.populations.get(&Ref::number(1)).and_then(|list| list.count);
        assert_eq!(count, Some(2));
        assert_eq!(refusal(&isms, freeze()), "POP-1 is frozen; its list is the one that was frozen");
        run(&mut isms, edit("POP-1", "events", "Ann, 3 March"));
        run(&mut isms, freeze());
    }

    #[test]
    fn a_list_from_which_was_drawn_is_not_frozen_anew() {
        let mut isms = listed();
        run(&mut isms, by_chance(3));
        assert!(refusal(&isms, freeze()).starts_with("POP-1 is the list of a sample; make another"));
    }

    #[test]
    fn a_check_total_that_differs_needs_a_reason_that_is_kept() {
        let mut isms = with(vec!["Ann".into(), "Bob".into()]);
        run(&mut isms, edit("POP-1", "check_total", "3"));
        assert_eq!(
            refusal(&isms, freeze()),
            "POP-1 has 2 cases, and its check total is 3; complete the list, or say why they differ"
        );
        run(&mut isms, FreezePopulation { because: "one was hired anew".into(), ..freeze() });
        let list = isms.populations.get(&Ref::number(1)).expect("there");
        assert_eq!((list.count, list.check_total), (Some(2), Some(3)));
        assert_eq!(list.difference_because, "one was hired anew");
        assert!(!list.is_complete());
        let mut even = with(vec!["Ann".into(), "Bob".into()]);
        run(&mut even, edit("POP-1", "check_total", "2"));
        run(&mut even, FreezePopulation { because: "no need".into(), ..freeze() });
        assert!(even.populations.get(&Ref::number(1)).expect("there").difference_because.is_empty());
    }

    #[test]
    fn rows_that_are_blank_or_say_the_same_are_named() {
        let blank = with(vec!["Ann".into(), Line::default(), "Bob".into()]);
        assert!(refusal(&blank, freeze()).starts_with("row 2 of the list of POP-1 is blank"));
        let twice = with(vec!["Ann".into(), "Bob".into(), "Ann".into()]);
        assert!(refusal(&twice, freeze()).contains("names cases twice: rows 1 and 3 say \"Ann\";"));
        let often = with(vec!["Ann".into(); 9]);
        assert!(refusal(&often, freeze()).contains("rows 1 and 6 say \"Ann\", and 3 more;"));
    }

    #[test]
    fn a_long_list_is_drawn_from_up_to_its_bound() {
        let cases = |count: usize| (0..count).map(|number| Line::new(&format!("ticket {number}"))).collect();
        let mut isms = with(cases(CASES_MAX));
        run(&mut isms, freeze());
        run(&mut isms, by_chance(25));
        assert_eq!(isms.samples.get(&Ref::number(1)).map(|sample| sample.items.len()), Some(25));
        let all = DrawSample { cases: DrawnCases::All, ..by_chance(1) };
        assert!(refusal(&isms, all).starts_with("100000 at once are too many"));
        let longer = with(cases(CASES_MAX + 1));
        assert!(refusal(&longer, freeze()).starts_with("POP-1 has 100001 cases; expected at most 100000"));
    }
}
