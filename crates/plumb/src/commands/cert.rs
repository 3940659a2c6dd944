//! `plumb cert`: certifications, their calendar with the rule behind each date, and the days of the audits.

mod worksheet;

use clap::{Args, Subcommand};
use model::records::Certification;
use model::{Decimal, Isms, Value as _};
use reports::certification_calendar::{CalendarDate, bound_words, calendar};
use serde_json::{Value, json};
use standards::certification::{
    AuditWork, Days, PlannedTime, Work, adjustment_topics, on_site_fewest, plan_time, square_root,
};

use crate::args::{Common, Reads};
use crate::commands::register;
use crate::commands::show::wrapped;
use crate::commands::way::WayVerb;
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::screen::Screen;
use crate::shapes::{CERT_CALENDAR, CERT_TIME};
use crate::table::table;

/// So many characters beside each other where the result goes into a file or a pipe.
const WIDTH: usize = 100;

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
        before_help = "plumb cert time\nplumb cert time --persons 120 --identical 40 --factors -15\nplumb cert time --table 9.5 --stage1 30      values of the body's offer"
    )]
    Time(Time),
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

/// What the days rest on.
#[derive(Debug, Args)]
struct Time {
    /// People in scope [default: those of the certification, else of the organisation]
    #[arg(long, value_name = "NUMBER")]
    persons: Option<u32>,
    /// Of these, a group with one identical simple task; may be given again
    #[arg(long, value_name = "NUMBER")]
    identical: Vec<u32>,
    /// The sum of all factors in percent, below zero for fewer days
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true, default_value_t = 0)]
    factors: i32,
    /// By how many percent the days are lowered as other standards are audited together
    #[arg(long, value_name = "PERCENT", default_value_t = 0)]
    integration: u32,
    /// The table's value, from a licensed copy or an offer
    #[arg(long, value_name = "DAYS")]
    table: Option<String>,
    /// The share of Stage 1 in percent
    #[arg(long, value_name = "PERCENT")]
    stage1: Option<u32>,
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

impl Time {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let Some(persons) = self.persons.or_else(|| on_record(&reading.snapshot.isms)) else {
            return Err(Stop::not_found("nobody said how many people work in the scope")
                .help("plumb cert time --persons 60, or plumb set ORG people_count=60"));
        };
        let same: u32 = self.identical.iter().copied().fold(0, u32::saturating_add);
        let Some(others) = persons.checked_sub(same) else {
            return Err(Stop::usage(format!(
                "{same} people with identical tasks are more than {persons} in scope"
            )));
        };
        let counted = standards::certification::effective_persons(others, &self.identical);
        let read = |text: &String| {
            let days = Decimal::read(text).map_err(|problem| Stop::usage(format!("--table: {problem}")))?;
            Days::of(days).ok_or_else(|| Stop::usage(format!("--table: {text} days cannot be")))
        };
        let work = AuditWork {
            whole: Work { persons: counted, change_percent: self.factors },
            sites: Vec::new(),
            integration_percent: self.integration,
            own_table: self.table.as_ref().map(read).transpose()?,
            stage_1_percent: self.stage1,
        };
        let time = plan_time(&work).map_err(|refusal| Stop::new(Exit::Refused, refusal.to_string()))?;
        if screen.is_json() {
            screen.json(&CERT_TIME, value(persons, counted, &work, &time));
            return Ok(());
        }
        self.show(persons, counted, &time, screen);
        Ok(())
    }

    fn show(&self, persons: u32, counted: u32, time: &PlannedTime, screen: &mut Screen) {
        let room = screen.width().unwrap_or(WIDTH).min(WIDTH);
        screen.line(format!("{persons} people in scope, {counted} count"));
        for group in &self.identical {
            screen.line(format!("  {group} with one identical task count as {}", square_root(*group)));
        }
        let rounded = time.rounded;
        let rows = [
            ("table", time.table.to_string(), "before factors"),
            ("initial audit", rounded.initial.to_string(), "both stages"),
            ("  Stage 1", time.stage_1.to_string(), ""),
            ("  Stage 2", time.stage_2.to_string(), ""),
            ("  at least", time.fewest.to_string(), "whatever the factors"),
            ("  of it on site", on_site_fewest(rounded.initial).to_string(), "at least"),
            ("each surveillance", rounded.surveillance.to_string(), "a third"),
            ("recertification", rounded.recertification.to_string(), "two thirds"),
        ];
        let rows = rows.map(|(what, days, note)| vec![what.to_owned(), days, note.to_owned()]);
        table(screen, &["what", "days", "note"], rows.to_vec());
        for note in &time.notes {
            for line in wrapped(&format!("· {note} ({})", note.rule().id), room) {
                screen.line(line);
            }
        }
        let topics: Vec<&str> = adjustment_topics().iter().map(|topic| topic.title.as_str()).collect();
        for line in wrapped(&format!("factors speak of: {}", topics.join("; ")), room) {
            screen.talk(line);
        }
    }
}

/// Returns the people that the records give: of the newest certification, else of the organisation.
fn on_record(isms: &Isms) -> Option<u32> {
    let certified = isms.certifications.iter().filter_map(|(_, one)| one.persons).last();
    certified.or_else(|| isms.organisation.one().and_then(|organisation| organisation.people_count))
}

fn value(persons: u32, counted: u32, work: &AuditWork, time: &PlannedTime) -> Value {
    let notes: Vec<Value> = time
        .notes
        .iter()
        .map(|note| json!({ "says": note.to_string(), "rule": note.rule().id, "verified": note.rule().verified }))
        .collect();
    json!({
        "persons": persons, "counted": counted, "factors_percent": work.whole.change_percent,
        "table": time.table.to_string(), "fewest": time.fewest.to_string(),
        "initial": time.rounded.initial.to_string(), "stage1": time.stage_1.to_string(), "stage2": time.stage_2.to_string(),
        "surveillance": time.rounded.surveillance.to_string(), "recertification": time.rounded.recertification.to_string(),
        "on_site_fewest": on_site_fewest(time.rounded.initial).to_string(), "notes": notes,
    })
}
