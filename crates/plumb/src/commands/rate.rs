//! `plumb rate`: how bad a risk is, now or after treatment.

use clap::{Args, ValueEnum};
use model::records::{Method, MethodContent, ResidualState, Risk, Scale};
use model::{Date, Decimal, Isms, Line, Prose, Ref, Value as _};
use operations::{Moment, RateRisk, RatedBy};

use crate::args::{Common, Writes};
use crate::commands::show::reference;
use crate::exit::{Exit, Stop};
use crate::screen::Screen;
use crate::write;

/// Rate a risk, now or after treatment; the level follows by the method.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb rate R-12 --likelihood 4 --consequence 5 --because \"unpatched VPN\"\nplumb rate R-12 --likelihood likely --consequence maj        words of the method, or their beginning\nplumb rate R-12 --after target --likelihood 2 --consequence 4\nplumb rate R-12 --level high        where the method knows no function"
)]
pub struct Rate {
    /// The risk
    risk: String,
    /// The step on the scale of likelihood: its number or its word
    #[arg(long, value_name = "STEP")]
    likelihood: Option<String>,
    /// The step on the scale of consequence: its number or its word
    #[arg(long, value_name = "STEP")]
    consequence: Option<String>,
    /// The level, in the word of the method
    #[arg(long, value_name = "WORD")]
    level: Option<String>,
    /// Rate it after treatment: reached already, or aimed at
    #[arg(long, value_name = "STATE")]
    after: Option<After>,
    #[command(flatten)]
    writes: Writes,
}

/// Whether a rating after treatment is reached.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum After {
    /// The controls work; this is how it stands
    Current,
    /// This is what the controls are to reach
    Target,
}

impl Rate {
    /// Rates.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let risk: Ref<Risk> = reference(&self.risk)?;
        let moment = match self.after {
            None => Moment::Now,
            Some(After::Current) => Moment::After(ResidualState::Current),
            Some(After::Target) => Moment::After(ResidualState::Target),
        };
        let rationale = Prose::new(self.writes.because.as_deref().unwrap_or_default());
        let writes = Writes { because: None, ..self.writes };
        write::perform(common, screen, &writes, |desk| {
            let isms = desk.books.now().isms;
            if self.likelihood.is_some() || self.consequence.is_some() {
                has_scales(&isms, desk.books.today())?;
            }
            let method = isms.method.one().map(|method| method.now(desk.books.today())).unwrap_or_default();
            let step =
                |name, scale, typed: Option<&String>| typed.map(|typed| step(name, scale, typed)).transpose();
            Ok(RateRisk {
                risk,
                moment,
                likelihood: step("likelihood", &method.likelihood, self.likelihood.as_ref())?,
                consequence: step("consequence", &method.consequence, self.consequence.as_ref())?,
                score: None,
                level: self.level.as_deref().map(|typed| level(&method, typed)).transpose()?,
                rationale,
                by: RatedBy::Actor,
            })
        })
        .await
    }
}

/// Looks that the method has scales to rate by, and says how it comes to them where it has none.
fn has_scales(isms: &Isms, today: Date) -> Result<(), Stop> {
    let id = Ref::<Method>::one().id();
    let method = isms.method.one().map(|method| method.now(today)).unwrap_or_default();
    let scales = [("likelihood", &method.likelihood), ("consequence", &method.consequence)];
    let Some((name, _)) = scales.into_iter().find(|(_, scale)| scale.choices().is_empty()) else {
        return Ok(());
    };
    let is_proposed = isms.find(id).is_some_and(|found| found.about().proposed.is_some());
    let (words, help) = if is_proposed {
        (
            format!("the method is still a proposal: no scale of {name} counts"),
            "take it first: plumb take MET",
        )
    } else {
        (
            format!("the method has no scale of {name}"),
            "have one drafted: plumb answer   or write it: plumb set MET",
        )
    };
    Err(Stop::new(Exit::Refused, words).help(help).help("read it: plumb show MET"))
}

/// Reads a step of a scale: its number, its word, or the beginning of its word where only one begins so.
fn step(name: &str, scale: &Scale, typed: &str) -> Result<Decimal, Stop> {
    if let Ok(value) = scale.value(typed) {
        return Ok(value);
    }
    // A number off the scale is refused by the operation, which says what the scale is.
    if let Ok(value) = Decimal::read(typed) {
        return Ok(value);
    }
    let steps = scale.steps();
    let found = begins(steps.iter().map(|step| &*step.word), typed);
    found.map(|place| steps[place].value).ok_or_else(|| {
        let stop = Stop::usage(format!("\"{typed}\" is not on the scale of {name}"));
        match scale.choices() {
            choices if choices.is_empty() => stop.help("the method has no such scale yet: plumb show MET"),
            choices => stop.help(format!("its steps: {choices}")),
        }
    })
}

/// Reads a level: its word, or the beginning of it where only one begins so.
fn level(method: &MethodContent, typed: &str) -> Result<Line, Stop> {
    if method.levels.is_empty() || method.place(typed.trim()).is_some() {
        return Ok(Line::new(typed));
    }
    let words: Vec<&str> = method.levels.iter().map(|level| &*level.word).collect();
    let found = begins(words.iter().copied(), typed);
    found.map(|place| Line::new(words[place])).ok_or_else(|| {
        Stop::usage(format!("the method has no level \"{typed}\""))
            .help(format!("its levels: {}", words.join(", ")))
    })
}

/// Returns the place of the only word that begins so.
fn begins<'a>(words: impl Iterator<Item = &'a str>, typed: &str) -> Option<usize> {
    let typed = typed.trim().to_lowercase();
    let mut found =
        words.enumerate().filter(|(_, word)| !typed.is_empty() && word.to_lowercase().starts_with(&typed));
    match (found.next(), found.next()) {
        (Some((place, _)), None) => Some(place),
        (Some(_), Some(_)) | (None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale() -> Scale {
        Scale::read("1 | rare\n2 | likely\n3 | almost certain\n4 | almost sure").expect("a scale")
    }

    #[test]
    fn a_step_is_its_number_its_word_or_the_beginning_that_only_it_has() {
        for (typed, value) in [("2", 2), ("Likely", 2), ("ra", 1), ("almost c", 3), (" RARE ", 1)] {
            assert_eq!(step("likelihood", &scale(), typed), Ok(Decimal::whole(value)), "{typed}");
        }
        for typed in ["almost", "", "often"] {
            let stop = step("likelihood", &scale(), typed).expect_err(typed);
            assert_eq!(
                stop.help,
                ["its steps: 1 rare, 2 likely, 3 almost certain, 4 almost sure"],
                "{typed}"
            );
        }
        assert_eq!(step("likelihood", &scale(), "9"), Ok(Decimal::whole(9)), "the operation says why not");
    }
}
