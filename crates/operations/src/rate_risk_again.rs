//! Rate risk again: a second person rates by the same method, to see whether both come to the same (6.1.2 b).

use model::records::{Levels, Person, Rating, Risk};
use model::{Date, Decimal, Isms, Owner, Prose, Ref, Stamp};
use thiserror::Error;

use crate::absent::counted;
use crate::stepping::{Step, StepRefusal};
use crate::{Absent, Decided, Moment, Operation, RateRisk, RateRiskRefusal, RatedBy};

/// Rate a risk as a second person; the rating that counts stays.
#[derive(Debug, Clone)]
pub struct RateRiskAgain {
    /// The risk.
    pub risk: Ref<Risk>,
    /// The value on the scale of likelihood.
    pub likelihood: Option<Decimal>,
    /// The value on the scale of consequence.
    pub consequence: Option<Decimal>,
    /// Why these values.
    pub rationale: Prose,
}

/// Why a risk cannot be rated again.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RateRiskAgainRefusal {
    /// The step does not fit.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// The values do not fit the method.
    #[error(transparent)]
    Rating(#[from] RateRiskRefusal),
    /// Nobody has rated it yet.
    #[error("{0} is not rated; rate it first, so that there is something to compare with")]
    NotRated(Ref<Risk>),
    /// The same person rated it.
    #[error("{by} rated {risk}; a comparison needs another person")]
    SamePerson {
        /// The risk.
        risk: Ref<Risk>,
        /// Who rated it.
        by: Ref<Person>,
    },
    /// It is closed.
    #[error("{0} is closed; there is nothing to rate")]
    Closed(Ref<Risk>),
}

impl From<Absent> for RateRiskAgainRefusal {
    fn from(absent: Absent) -> Self {
        Self::Step(absent.into())
    }
}

impl Operation for RateRiskAgain {
    const NAME: &'static str = "rate risk again";
    const INTENT: &'static str = "risk.rate_again";
    type Refusal = RateRiskAgainRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { risk: id, likelihood, consequence, rationale } = self;
        let step = Step::of(isms, id, today)?;
        if !step.record.status.is_open() {
            return Err(RateRiskAgainRefusal::Closed(id));
        }
        if step.record.now.is_blank() {
            return Err(RateRiskAgainRefusal::NotRated(id));
        }
        let first = step.record.now.by.as_ref().and_then(|owner| owner.person(isms));
        if first == Some(actor) {
            return Err(RateRiskAgainRefusal::SamePerson { risk: id, by: actor });
        }
        step.room(&step.record.second_ratings)?;
        // Rated as the first rating was, so that nothing but the judgement can differ.
        let rate = RateRisk {
            risk: id,
            moment: Moment::Now,
            likelihood,
            consequence,
            score: None,
            level: None,
            rationale,
            by: RatedBy::Actor,
        };
        let mut after = isms.clone();
        for change in rate.decide(isms, actor, today)? {
            after.apply(&change, Stamp::default());
        }
        let rating = counted(&after, id)?.now.clone();
        let mut rated = Risk::clone(step.record);
        // One word of each person: the last one holds.
        rated.second_ratings.retain(|other| other.by != Some(Owner::Person(actor)));
        rated.second_ratings.push(rating);
        Ok(vec![isms.put::<Risk>(id, rated)])
    }
}

/// How close two people's ratings of a risk are.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingComparison<'a> {
    /// The risk.
    pub risk: Ref<Risk>,
    /// The rating that counts.
    pub first: &'a Rating,
    /// The one of the other person.
    pub second: &'a Rating,
    /// How many levels lie between them; nothing where the method does not know one of the levels.
    pub apart: Option<usize>,
}

impl RatingComparison<'_> {
    /// Says how far the second rating is from the first: `low, 1 level apart`.
    #[must_use]
    pub fn words(&self) -> String {
        let level = self.second.level.as_deref().unwrap_or("no level");
        match self.apart {
            None => format!("{level}, not comparable by the method"),
            Some(0) => format!("{level}, the same level"),
            Some(1) => format!("{level}, 1 level apart"),
            Some(levels) => format!("{level}, {levels} levels apart"),
        }
    }
}

/// Compares the ratings of each open risk that two people rated: whether the method gives consistent, comparable results.
#[must_use]
pub fn rating_comparisons(isms: &Isms, today: Date) -> Vec<RatingComparison<'_>> {
    let Some(method) = isms.method.one().map(|method| method.now(today)) else { return Vec::new() };
    let levels = Levels::of(isms, &method, today);
    let mut all = Vec::new();
    for (risk, entry) in isms.risks.iter().filter(|(_, entry)| entry.status.is_open()) {
        let first = &entry.now;
        // One from before the risk was rated anew says nothing about the new rating.
        let compared = levels.apart(entry).into_iter().filter(|(second, _)| second.on >= first.on);
        all.extend(compared.map(|(second, apart)| RatingComparison { risk, first, second, apart }));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, refusal, refusal_of, run, run_as, small};

    fn again(likelihood: i32, consequence: i32) -> RateRiskAgain {
        RateRiskAgain {
            risk: Ref::number(1),
            likelihood: Some(Decimal::whole(likelihood)),
            consequence: Some(Decimal::whole(consequence)),
            rationale: "seen twice".into(),
        }
    }

    fn rated() -> Isms {
        let mut isms = small();
        let rate = RateRisk {
            risk: Ref::number(1),
            moment: Moment::Now,
            likelihood: Some(Decimal::whole(2)),
            consequence: Some(Decimal::whole(3)),
            score: None,
            level: None,
            rationale: Prose::default(),
            by: RatedBy::Actor,
        };
        run(&mut isms, rate);
        isms
    }

    #[test]
    fn a_second_person_rates_beside_the_rating_that_counts_and_both_are_compared() {
        let mut isms = rated();
        run_as(&mut isms, 2, again(1, 1));
        run_as(&mut isms, 2, again(1, 2));
        let risk = isms.risks.get(&Ref::number(1)).expect("there");
        assert_eq!((risk.now.level.as_deref(), risk.second_ratings.len()), (Some("high"), 1));
        assert_eq!(risk.second_ratings[0].score, Some(Decimal::whole(2)));
        assert_eq!(risk.second_ratings[0].by, Some(Owner::Person(Ref::number(2))));
        let compared = rating_comparisons(&isms, TODAY);
        assert_eq!(compared.len(), 1);
        assert_eq!((compared[0].risk, compared[0].apart), (Ref::number(1), Some(1)));
        assert!(compared[0].words().ends_with(", 1 level apart"), "{}", compared[0].words());
    }

    #[test]
    fn a_comparison_needs_a_first_rating_another_person_and_values_on_the_scale() {
        let mut isms = rated();
        assert_eq!(refusal(&isms, again(1, 1)), "PER-1 rated R-1; a comparison needs another person");
        let unrated = RateRiskAgain { risk: Ref::number(2), ..again(1, 1) };
        assert!(refusal_of(&isms, 2, unrated).starts_with("R-2 is not rated; rate it first"));
        assert!(refusal_of(&isms, 2, again(9, 1)).starts_with("likelihood 9; this is not on the scale"));
        let close = crate::CloseRisk { risk: Ref::number(1), on: None, because: "sold".into() };
        run(&mut isms, close);
        assert_eq!(refusal_of(&isms, 2, again(1, 1)), "R-1 is closed; there is nothing to rate");
        assert!(rating_comparisons(&isms, TODAY).is_empty());
    }
}
