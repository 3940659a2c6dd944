//! `plumb cert`: certifications, their calendar with the rule behind each date, and the days of the audits.

mod time;
mod worksheet;

use clap::{Args, Subcommand};
use model::records::Certification;
use reports::certification_calendar::{CalendarDate, bound_words, calendar};
use serde_json::{Value, json};

use crate::args::{Common, Reads};
use crate::commands::register;
use crate::commands::way::WayVerb;
use crate::exit::Stop;
use crate::folder;
use crate::screen::Screen;
use crate::shapes::CERT_CALENDAR;
use crate::table::table;

/// Certifications: the calendar, audit days, and what the body decided.
#[derive(Debug, Args)]
#[command(before_help = "plumb cert\nplumb cert calendar\nplumb cert time --factors -15\nplumb cert ls")]
pub struct Cert {
    #[command(subcommand)]
    verb: Option<CertVerb>,
}

/// What is done with certifications.
#[derive(Debug, Subcommand)]
enum CertVerb {
    /// Every date that the rules of certification give, with the rule behind it
    #[command(before_help = "plumb cert calendar\nplumb cert calendar --open\nplumb cert calendar --json")]
    Calendar(Calendar),
    /// Auditor days for the scope, with factors and own values
    #[command(
        before_help = "plumb cert time\nplumb cert time --persons 120 --identical 40 --factors -15\nplumb cert time --business 2,1,1 --it 2,3,1      the complexity matrix\nplumb cert time --site 60 --site 20/30/10        days by place: people/percent off/of it central\nplumb cert time --table 9.5 --stage1 30      values of the body's offer"
    )]
    Time(time::Time),
    /// What Stage 1 looks at, and what the records say to it
    #[command(before_help = "plumb cert worksheet")]
    Worksheet(worksheet::Worksheet),
    #[command(flatten)]
    Way(WayVerb<Certification>),
}

/// Which dates.
#[derive(Debug, Args)]
struct Calendar {
    /// Only what is to come or over, without what was done
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    reads: Reads,
}

impl Cert {
    /// Runs the verb; without one the records are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => register::list::<Certification>(common, screen).await,
            Some(CertVerb::Calendar(calendar)) => calendar.run(common, screen).await,
            Some(CertVerb::Time(time)) => time.run(common, screen).await,
            Some(CertVerb::Worksheet(worksheet)) => worksheet.run(common, screen).await,
            Some(CertVerb::Way(verb)) => verb.run(common, screen).await,
        }
    }
}

impl Calendar {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let mut dates = calendar(&reading.snapshot.isms, reading.day);
        if self.open {
            dates.retain(|one| !one.state.words().starts_with("done"));
        }
        if screen.is_json() {
            let dates: Vec<Value> = dates.iter().map(date_json).collect();
            screen.json(&CERT_CALENDAR, json!({ "on": reading.day.to_string(), "dates": dates }));
            return Ok(());
        }
        if dates.is_empty() {
            screen.talk("no date follows yet: they are counted from Stage 1, Stage 2 and the decision");
            return Ok(());
        }
        let unseen = dates.iter().filter(|one| !one.rule.verified).count();
        let rows = dates.iter().map(|one| {
            let mark = if one.rule.verified { "" } else { " *" };
            vec![
                one.on.to_string(),
                one.what.clone(),
                bound_words(one.bound).to_owned(),
                one.state.words(),
                one.record.to_string(),
                format!("{} {}", one.counted_from, one.because),
                format!("{}{mark}: {}", one.rule.id, one.rule.source.join(", ")),
            ]
        });
        table(screen, &["on", "what", "bound", "state", "record", "counted from", "rule"], rows.collect());
        if unseen > 0 {
            screen.talk(
                "* the rule is from general knowledge, no public source was seen; the body's own value holds",
            );
        }
        Ok(())
    }
}

fn date_json(one: &CalendarDate) -> Value {
    json!({
        "on": one.on.to_string(), "what": one.what, "bound": bound_words(one.bound), "state": one.state.words(),
        "record": one.record.to_string(), "counted_from": one.counted_from.to_string(), "because": one.because,
        "rule": { "id": one.rule.id, "title": one.rule.title, "source": one.rule.source, "verified": one.rule.verified },
    })
}
