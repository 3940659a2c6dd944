//! Draw sample: cases are taken from a frozen list, so that anybody can draw the same again (9.2.2).

use std::collections::BTreeSet;

use model::records::{Person, Population, Sample, SampleItem, SampleMethod};
use model::{Date, Decimal, Isms, Line, Prose, Ref};
use standards::sampling::{SamplingRefusal, draw_random, draw_systematic};
use thiserror::Error;

use crate::absent::{LIST_MAX, once_each};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation, Share};

/// Draw a sample from a population.
#[derive(Debug, Clone)]
pub struct DrawSample {
    /// The list; frozen as it stands.
    pub population: Ref<Population>,
    /// What is sampled; the name of the list where nothing is said.
    pub title: Line,
    /// Which cases.
    pub cases: DrawnCases,
    /// Why so many.
    pub basis: Prose,
    /// How sure the conclusion is to be, where the size is statistical.
    pub confidence: Option<Decimal>,
    /// The share of deviations that can be lived with, where the size is statistical.
    pub tolerable_rate: Option<Decimal>,
}

/// Which cases of a list are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DrawnCases {
    /// So many by chance, from a seed.
    Random {
        /// What the draw starts from.
        seed: Line,
        /// How many.
        size: u32,
    },
    /// So many at even steps, from a start by a seed.
    Systematic {
        /// What the draw starts from.
        seed: Line,
        /// How many.
        size: u32,
    },
    /// Those that the auditor chose.
    Judgement(Vec<Line>),
    /// All.
    All,
}

/// Why a sample cannot be drawn.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DrawSampleRefusal {
    /// The step does not fit.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// The draw cannot be computed.
    #[error("{0}")]
    Draw(SamplingRefusal),
    /// A number that is no share.
    #[error("{what} {number} is no share; expected one above 0 and below 1, such as 0.95 or 95 %")]
    NoShare {
        /// What it is.
        what: &'static str,
        /// The number that was given.
        number: Decimal,
    },
    /// A case is not on the list.
    #[error("\"{case}\" is not on the list of {population}")]
    NotListed {
        /// The case.
        case: Line,
        /// The list.
        population: Ref<Population>,
    },
}

impl Operation for DrawSample {
    const NAME: &'static str = "draw sample";
    const INTENT: &'static str = "sample.draw";
    type Refusal = DrawSampleRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { population: id, title, cases, basis, confidence, tolerable_rate } = self;
        let step = Step::of(isms, id, today)?;
        let list = frozen(&step)?;
        step.said(&basis, "say why so many")?;
        for (what, number) in [("confidence", confidence), ("tolerable rate", tolerable_rate)] {
            if let Some(number) = number.filter(|number| Share::new(*number).is_none()) {
                return Err(DrawSampleRefusal::NoShare { what, number });
            }
        }
        let (method, seed, drawn) = draw(list, cases)?;
        if drawn.is_empty() {
            return Err(step.missing("choose at least one case").into());
        }
        if drawn.len() > LIST_MAX {
            return Err(StepRefusal::TooMany(drawn.len()).into());
        }
        let listed: BTreeSet<&Line> = list.iter().collect();
        if let Some(stranger) = drawn.iter().find(|case| !listed.contains(case)) {
            return Err(DrawSampleRefusal::NotListed { case: stranger.clone(), population: id });
        }
        let sample = Sample {
            title: if title.is_empty() { step.record.title.clone() } else { title },
            population: Some(id),
            method: Some(method),
            seed,
            size: u32::try_from(drawn.len()).ok(),
            basis,
            items: drawn.into_iter().map(unseen).collect(),
            confidence,
            tolerable_rate,
            drawn_on: Some(today),
            drawn_by: Some(actor),
            drawn_from: step.record.frozen_digest.clone(),
            ..Sample::default()
        };
        Ok(vec![isms.put::<Sample>(isms.samples.next(), sample)])
    }
}

/// Returns a case that nobody has looked at.
pub(crate) fn unseen(item: Line) -> SampleItem {
    SampleItem { item, ..SampleItem::default() }
}

/// Returns the cases of a list that is frozen as it stands.
pub(crate) fn frozen<'a>(step: &Step<'a, Population>) -> Result<&'a [Line], StepRefusal> {
    let population = step.record;
    if population.events.is_empty() || population.frozen_digest != population.digest() {
        return Err(StepRefusal::First { other: step.id, help: "freeze its list before you draw from it" });
    }
    Ok(&population.events)
}

/// Returns method, seed and cases.
fn draw(list: &[Line], cases: DrawnCases) -> Result<(SampleMethod, Line, Vec<Line>), DrawSampleRefusal> {
    let texts: Vec<&str> = list.iter().map(|case| &**case).collect();
    let lines = |cases: Vec<String>| cases.iter().map(|case| Line::new(case)).collect::<Vec<_>>();
    Ok(match cases {
        DrawnCases::Random { seed, size } => {
            let drawn = draw_random(&seed, &texts, size).map_err(DrawSampleRefusal::Draw)?;
            (SampleMethod::Random, seed, lines(drawn.cases))
        }
        DrawnCases::Systematic { seed, size } => {
            let drawn = draw_systematic(&seed, &texts, size).map_err(DrawSampleRefusal::Draw)?;
            (SampleMethod::Systematic, seed, lines(drawn.cases))
        }
        DrawnCases::Judgement(chosen) => (SampleMethod::Judgement, Line::default(), once_each(chosen)),
        DrawnCases::All => (SampleMethod::All, Line::default(), once_each(list.to_vec())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{by_chance, edit, listed, refusal, run};

    #[test]
    fn a_sample_is_drawn_from_a_frozen_list_and_the_same_again() {
        let mut isms = listed();
        run(&mut isms, by_chance(3));
        run(&mut isms, by_chance(5));
        let items = |number| {
            let sample = isms.samples.get(&Ref::number(number)).expect("drawn");
            sample.items.iter().map(|item| item.item.to_string()).collect::<Vec<_>>()
        };
        assert_eq!((items(1).len(), items(2).len()), (3, 5));
        assert_eq!(items(1)[..], items(2)[..3], "more cases keep the ones before");
        let mut loose = listed();
        run(&mut loose, edit("POP-1", "events", "another"));
        assert_eq!(
            refusal(&loose, by_chance(1)),
            "POP-1 comes first: freeze its list before you draw from it"
        );
    }

    #[test]
    fn a_sample_says_why_so_many_and_takes_only_what_is_listed() {
        let isms = listed();
        let unfounded = DrawSample { basis: "".into(), ..by_chance(3) };
        assert_eq!(refusal(&isms, unfounded), "POP-1 needs more: say why so many");
        assert_eq!(refusal(&isms, by_chance(99)), "a sample of 99 is larger than its population of 10");
        for (confidence, tolerable_rate) in [("95", "0.1"), ("0.95", "1"), ("0", "0.1"), ("0.95", "-0.1")] {
            let (confidence, tolerable_rate) = (Decimal::parse(confidence), Decimal::parse(tolerable_rate));
            let refused = refusal(&isms, DrawSample { confidence, tolerable_rate, ..by_chance(3) });
            assert!(refused.ends_with("expected one above 0 and below 1, such as 0.95 or 95 %"), "{refused}");
        }
        for size in [0, 11, u32::MAX] {
            let evenly = DrawnCases::Systematic { seed: "AUD-1".into(), size };
            for cases in [evenly, DrawnCases::Random { seed: "AUD-1".into(), size }] {
                let refused = refusal(&isms, DrawSample { cases, ..by_chance(3) });
                let said = ["is larger than its population of 10", "at least one case"];
                assert!(said.iter().any(|said| refused.contains(said)), "{size}: {refused}");
            }
        }
        let chosen = DrawSample { cases: DrawnCases::Judgement(vec!["nobody".into()]), ..by_chance(1) };
        assert_eq!(refusal(&isms, chosen), "\"nobody\" is not on the list of POP-1");
        let none = DrawSample { cases: DrawnCases::Judgement(Vec::new()), ..by_chance(1) };
        assert_eq!(refusal(&isms, none), "POP-1 needs more: choose at least one case");
    }
}
