//! Rate a risk: likelihood and consequence now, or after treatment, by the method; the level follows.

use model::records::{Method, MethodContent, Person, Rating, ResidualState, Risk};
use model::{Date, Decimal, Isms, Line, Owner, Problem, Prose, Ref};
use thiserror::Error;

use crate::absent::recorded;
use crate::{Absent, Decided, Operation, draft_version};

/// Which rating of a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// As it stands.
    Now,
    /// With the treatment: reached already, or aimed at.
    After(ResidualState),
}

/// Rate a risk (6.1.2 d).
#[derive(Debug, Clone)]
pub struct RateRisk {
    /// The risk.
    pub risk: Ref<Risk>,
    /// Which rating.
    pub moment: Moment,
    /// The value on the scale of likelihood.
    pub likelihood: Option<Decimal>,
    /// The value on the scale of consequence.
    pub consequence: Option<Decimal>,
    /// The score, where a file gives only that.
    pub score: Option<Decimal>,
    /// The level in the word of the method, where a file gives it, or the method knows no function.
    pub level: Option<Line>,
    /// Why these values.
    pub rationale: Prose,
    /// How the values come to be: judged here and now, or found in a file.
    pub by: RatedBy,
}

/// How a rating came to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RatedBy {
    /// The actor judged today: values must lie on the scales.
    Actor,
    /// A file says so: kept as found, whoever rated and whenever that was.
    File {
        /// Who rated, as the file says.
        by: Option<Owner>,
        /// When, as the file says.
        on: Option<Date>,
    },
}

/// Why a risk cannot be rated.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RateRiskRefusal {
    /// The risk is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// A value is not on the scale.
    #[error("likelihood {0}; {1}")]
    Likelihood(Decimal, Problem),
    /// A value is not on the scale.
    #[error("consequence {0}; {1}")]
    Consequence(Decimal, Problem),
    /// The method has no such level.
    #[error("the method has no level \"{0}\"; expected one of: {1}")]
    Level(Line, String),
    /// The level or score is another than the method gives.
    #[error("the method gives {computed} and not {given}; leave it out, or change likelihood or consequence")]
    Contradiction {
        /// What was given.
        given: String,
        /// What the method gives.
        computed: String,
    },
    /// Nothing was rated.
    #[error("give likelihood and consequence, a score or a level")]
    Nothing,
}

impl Operation for RateRisk {
    const NAME: &'static str = "rate risk";
    const INTENT: &'static str = "risk.rate";
    type Refusal = RateRiskRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.risk;
        let risk = recorded(isms, id)?;
        let method = isms.method.one();
        let content = method.map(|method| method.now(today)).unwrap_or_default();
        let draft = draft_version(isms, Ref::<Method>::one().id(), today);
        let version =
            method.and_then(|method| method.in_force(today)).map(|approval| approval.version).or(draft);
        let moment = self.moment;
        let rating = self.rating(&content, actor, today)?;
        let rating = Rating { method_version: version, ..rating };
        if rating.is_blank() {
            return Err(RateRiskRefusal::Nothing);
        }
        let mut rated = Risk::clone(risk);
        match moment {
            Moment::Now => rated.now = rating,
            Moment::After(state) => rated.after = Rating { state: Some(state), ..rating },
        }
        Ok(vec![isms.put::<Risk>(id, rated)])
    }
}

impl RateRisk {
    /// Returns the rating, with score and level as the method gives them.
    fn rating(
        self,
        method: &MethodContent,
        actor: Ref<Person>,
        today: Date,
    ) -> Result<Rating, RateRiskRefusal> {
        let Self { likelihood, consequence, score, level, rationale, by, .. } = self;
        let by_actor = by == RatedBy::Actor;
        let (by, on) = match by {
            RatedBy::File { by, on } => (by, on),
            RatedBy::Actor => {
                on_scale(method, likelihood, consequence)?;
                if let Some(level) = level.as_ref().filter(|level| method.place(level).is_none()) {
                    let words: Vec<&str> = method.levels.iter().map(|step| &*step.word).collect();
                    return Err(RateRiskRefusal::Level(level.clone(), words.join(", ")));
                }
                (Some(Owner::Person(actor)), Some(today))
            }
        };
        let both = likelihood.zip(consequence);
        let score_computed = both.and_then(|(l, c)| method.score(l, c));
        let place = both.and_then(|(l, c)| method.computed(l, c)).or_else(|| method.band(score?));
        let level_computed = place.and_then(|place| method.word(place).cloned());
        if by_actor {
            agree(score.map(|score| score.to_string()), score_computed.map(|score| score.to_string()))?;
            agree(
                level.as_ref().map(|level| level.to_lowercase()),
                level_computed.as_ref().map(|level| level.to_lowercase()),
            )?;
        }
        let score = score.or(score_computed);
        let word = level.as_ref().and_then(|level| method.word(method.place(level)?)).cloned();
        let level = word.or(level).or(level_computed);
        Ok(Rating { likelihood, consequence, score, level, by, on, rationale, ..Rating::default() })
    }
}

/// Looks that what was given is what the method gives, where both are there.
fn agree(given: Option<String>, computed: Option<String>) -> Result<(), RateRiskRefusal> {
    match given.zip(computed).filter(|(given, computed)| given != computed) {
        Some((given, computed)) => Err(RateRiskRefusal::Contradiction { given, computed }),
        None => Ok(()),
    }
}

/// Looks that values lie on the scales of the method.
fn on_scale(
    method: &MethodContent,
    likelihood: Option<Decimal>,
    consequence: Option<Decimal>,
) -> Result<(), RateRiskRefusal> {
    let off = |scale: &model::records::Scale, value: Decimal| {
        (!scale.holds(value)).then(|| match scale.choices() {
            choices if choices.is_empty() => {
                Problem::new("the method has no such scale yet; describe it first")
            }
            choices => Problem::new("this is not on the scale").expected(choices),
        })
    };
    if let Some((value, problem)) =
        likelihood.and_then(|value| Some((value, off(&method.likelihood, value)?)))
    {
        return Err(RateRiskRefusal::Likelihood(value, problem));
    }
    match consequence.and_then(|value| Some((value, off(&method.consequence, value)?))) {
        Some((value, problem)) => Err(RateRiskRefusal::Consequence(value, problem)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, edit, refusal, run, small};

    fn rate(likelihood: i32, consequence: i32) -> RateRisk {
        RateRisk {
            risk: Ref::number(1),
            moment: Moment::Now,
            likelihood: Some(Decimal::whole(likelihood)),
            consequence: Some(Decimal::whole(consequence)),
            score: None,
            level: None,
            rationale: Prose::default(),
            by: RatedBy::Actor,
        }
    }

    fn rated(isms: &Isms) -> &Risk {
        isms.risks.get(&Ref::number(1)).expect("there")
    }

    #[test]
    fn score_and_level_follow_from_the_method() {
        let mut isms = small();
        run(&mut isms, rate(2, 3));
        let rating = &rated(&isms).now;
        assert_eq!(rating.score, Some(Decimal::whole(6)));
        assert_eq!(rating.level.as_deref(), Some("high"));
        assert_eq!((rating.method_version, rating.on), (Some(1), Some(TODAY)));
        assert_eq!(rating.by, Some(Owner::Person(Ref::number(1))));
    }

    #[test]
    fn a_value_off_the_scale_is_refused_with_the_scale() {
        let isms = small();
        let refused = refusal(&isms, rate(4, 1));
        assert_eq!(refused, "likelihood 4; this is not on the scale; expected a number from 1 to 3");
        let mut bare = small();
        run(&mut bare, edit("MET", "likelihood", ""));
        assert_eq!(
            refusal(&bare, rate(1, 1)),
            "likelihood 1; the method has no such scale yet; describe it first"
        );
    }

    #[test]
    fn a_level_that_the_method_does_not_give_is_refused_from_a_person_and_kept_from_a_file() {
        let mut isms = small();
        let told = RateRisk { level: Some("LOW".into()), ..rate(2, 3) };
        assert!(refusal(&isms, told.clone()).starts_with("the method gives high and not low"));
        let unknown = RateRisk { level: Some("huge".into()), ..rate(2, 3) };
        assert_eq!(refusal(&isms, unknown), "the method has no level \"huge\"; expected one of: low, high");
        run(&mut isms, RateRisk { by: RatedBy::File { by: None, on: None }, ..told });
        let rating = &rated(&isms).now;
        assert_eq!((rating.level.as_deref(), rating.by.as_ref(), rating.on), (Some("low"), None, None));
    }

    #[test]
    fn the_rating_after_treatment_says_whether_it_is_reached() {
        let mut isms = small();
        run(&mut isms, RateRisk { moment: Moment::After(ResidualState::Target), ..rate(1, 1) });
        assert_eq!(rated(&isms).after.state, Some(ResidualState::Target));
        assert_eq!(rated(&isms).after.level.as_deref(), Some("low"));
        let nothing = RateRisk { likelihood: None, consequence: None, ..rate(1, 1) };
        assert_eq!(refusal(&isms, nothing), "give likelihood and consequence, a score or a level");
    }
}
