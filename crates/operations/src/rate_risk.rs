//! Rate a risk: likelihood and consequence now, or after treatment, by the method; the level follows.

use model::records::{MethodContent, Person, Rating, ResidualState, Risk};
use model::{Date, Decimal, Isms, Line, Owner, Problem, Prose, Ref};
use thiserror::Error;

use crate::{Decided, Operation};

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
    /// There is no such risk.
    #[error("there is no {0}")]
    Unknown(Ref<Risk>),
    /// A value is not on the scale.
    #[error("likelihood {0}; {1}")]
    Likelihood(Decimal, Problem),
    /// A value is not on the scale.
    #[error("consequence {0}; {1}")]
    Consequence(Decimal, Problem),
    /// The method has no such level.
    #[error("the method has no level \"{0}\"; it has {1}")]
    Level(Line, String),
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
        let risk = isms.risks.find(&id).ok_or(RateRiskRefusal::Unknown(id))?;
        let method = isms.method.one();
        let content = method.map(|method| method.now(today)).unwrap_or_default();
        let version =
            method.map(|method| method.in_force(today).map_or(method.version, |approval| approval.version));
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
        let score = score.or_else(|| both.and_then(|(l, c)| method.score(l, c)));
        let computed = both.and_then(|(l, c)| method.computed(l, c)).or_else(|| method.band(score?));
        let level = level.or_else(|| method.word(computed?).cloned());
        Ok(Rating { likelihood, consequence, score, level, by, on, rationale, ..Rating::default() })
    }
}

/// Looks that values lie on the scales of the method.
fn on_scale(
    method: &MethodContent,
    likelihood: Option<Decimal>,
    consequence: Option<Decimal>,
) -> Result<(), RateRiskRefusal> {
    let off = |scale: &model::records::Scale, value: Decimal| {
        (!scale.holds(value)).then(|| Problem::new("this is not on the scale").expected(scale.choices()))
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
