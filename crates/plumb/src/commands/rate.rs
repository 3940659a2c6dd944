//! `plumb rate`: how bad a risk is, now or after treatment.

use clap::{Args, ValueEnum};
use model::records::{ResidualState, Risk};
use model::{Decimal, Line, Prose, Ref, Value};
use operations::{Moment, RateRisk, RatedBy};

use crate::args::{Common, Writes};
use crate::commands::show::reference;
use crate::exit::Stop;
use crate::screen::Screen;
use crate::write;

/// Rate a risk, now or after treatment; the level follows by the method.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb rate R-12 --likelihood 4 --consequence 5 --because \"unpatched VPN\"\nplumb rate R-12 --after target --likelihood 2 --consequence 4\nplumb rate R-12 --level high        where the method knows no function"
)]
pub struct Rate {
    /// The risk
    risk: String,
    /// The value on the scale of likelihood
    #[arg(long, value_name = "NUMBER")]
    likelihood: Option<String>,
    /// The value on the scale of consequence
    #[arg(long, value_name = "NUMBER")]
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
        let rate = RateRisk {
            risk,
            moment,
            likelihood: number("likelihood", self.likelihood.as_deref())?,
            consequence: number("consequence", self.consequence.as_deref())?,
            score: None,
            level: self.level.as_deref().map(Line::new),
            rationale: Prose::new(self.writes.because.as_deref().unwrap_or_default()),
            by: RatedBy::Actor,
        };
        let writes = Writes { because: None, ..self.writes };
        write::perform(common, screen, &writes, |_| Ok(rate)).await
    }
}

/// Reads a number of the scale.
fn number(name: &str, text: Option<&str>) -> Result<Option<Decimal>, Stop> {
    let read = |text| Decimal::read(text).map_err(|problem| Stop::usage(format!("{name}: {problem}")));
    text.map(read).transpose()
}
