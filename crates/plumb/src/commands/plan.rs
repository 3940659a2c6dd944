//! `plumb plan`: the way to the certificate with dates, the day wanted, and the days of the audit.

use app::Via;
use clap::Args;
use model::records::{Person, Phase};
use model::{Date, Decimal, Isms, Ref, Stamp, Value as _};
use operations::{DayWanted, Operation as _, PlanDates};
use rules::Phase as Lane;
use serde_json::{Value, json};
use standards::schedule::{
    AuditDays, Planned, Schedule, Source, Wanted, audit_days_for, is_up_to_date, plan_of,
};

use crate::args::{Common, Day, Reads, Writes};
use crate::commands::show::wrapped;
use crate::commands::timeline::standing;
use crate::exit::Stop;
use crate::folder::{self, Desk};
use crate::nearest::did_you_mean;
use crate::screen::Screen;
use crate::shapes::PLAN;
use crate::write;

/// So many characters beside each other where the result goes into a file or a pipe.
const WIDTH: usize = 100;
/// So many characters of a line are number, name and dates.
const DATES: usize = 46;

/// Show or change the way to the certificate: phases with dates, the earliest honest day, audit days.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb plan                                      the way, and whether the day wanted can be met\nplumb plan --wanted 2027-06-30                  another day wanted\nplumb plan --wanted none                        no day wanted any more\nplumb plan --move \"stage 2\" 2027-05-03 2027-05-07\nplumb plan --free 7                             work its dates out again\nplumb plan --days 8.5                           the audit days of an offer\nplumb export plan --pdf                         two pages for the director",
    after_help = "Dates that a person gave stay; all others follow from people, sites, suppliers, laws and the day wanted."
)]
pub struct Plan {
    /// The day by which the certificate is wanted; none takes it back
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    wanted: Option<String>,
    /// Give a phase other dates, by its number or name; they stay
    #[arg(long = "move", value_names = ["PHASE", "FROM", "TO"], num_args = 2..=3)]
    moved: Option<Vec<String>>,
    /// Work the dates of a phase out again
    #[arg(long, value_name = "PHASE")]
    free: Option<String>,
    /// Auditor days of the first audit, both stages, as the body offers them
    #[arg(long, value_name = "NUMBER")]
    days: Option<String>,
    /// Work out all phases again from what is recorded now
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    reads: Reads,
    #[command(flatten)]
    writes: Writes,
}

impl Plan {
    /// Shows or changes the plan.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let asks =
            self.wanted.is_some() || self.moved.is_some() || self.free.is_some() || self.days.is_some();
        if !asks && !self.again {
            if self.writes.dry_run {
                return Err(Stop::usage(
                    "this only shows the plan; --dry-run goes with --again, --wanted, --move, --free or --days",
                ));
            }
            let desk = folder::open(common, app::Access::Read).await?;
            let reading = desk.read(&self.reads, screen).await?;
            show(&desk, &reading.snapshot.isms, reading.day, screen);
            return Ok(());
        }
        if self.reads.as_of.is_some() {
            return Err(Stop::usage("a plan of the past cannot be changed; leave out --as-of"));
        }
        let desk = folder::open(common, self.writes.access()).await?;
        let operation = self.operation(desk.books.today())?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let would = after(&desk, visit.actor, &operation)?;
        let written = write::run(&desk, &self.writes, &visit, operation).await?;
        if self.writes.dry_run && !screen.is_json() {
            match written.changes.is_empty() {
                true => screen.line("the plan says this already; nothing would be written"),
                false => show(&desk, &would, desk.books.today(), screen),
            }
            screen.line("nothing written (dry run)");
            return Ok(());
        }
        if screen.is_json() {
            write::show(screen, &self.writes, &visit, &desk, &written);
            return Ok(());
        }
        if written.seq.is_none() {
            screen.line("the plan says this already; nothing is written");
        }
        show(&desk, &desk.books.now().isms, desk.books.today(), screen);
        Ok(())
    }

    /// Returns what is asked for.
    fn operation(&self, today: Date) -> Result<PlanDates, Stop> {
        let days =
            |text: &String| Decimal::read(text).map_err(|problem| Stop::usage(format!("--days: {problem}")));
        let moves = match self.moved.as_deref() {
            None => Vec::new(),
            Some([phase, from, to @ ..]) => {
                let (starts_on, ends_on) =
                    (day(from, today)?, to.first().map(|to| day(to, today)).transpose()?);
                vec![Phase { number: number(phase)?, starts_on: Some(starts_on), ends_on }]
            }
            Some(_) => return Err(Stop::usage("--move needs a phase and the day on which it starts")),
        };
        Ok(PlanDates {
            wanted: self.wanted.as_deref().map(|text| wanted(text, today)).transpose()?.unwrap_or_default(),
            audit_days: self.days.as_ref().map(days).transpose()?,
            moves,
            freed: self.free.as_deref().map(number).transpose()?.into_iter().collect(),
        })
    }
}

/// Returns what the records would be after a change of the plan.
fn after(desk: &Desk, actor: Ref<Person>, operation: &PlanDates) -> Result<Isms, Stop> {
    let mut isms = Isms::clone(&desk.books.now().isms);
    let today = desk.books.today();
    let changes = operation.clone().decide(&isms, actor, today).map_err(|refusal| Stop::refusal(&refusal))?;
    for change in &changes {
        isms.apply(change, Stamp { on: today, ..Stamp::default() });
    }
    Ok(isms)
}

/// Reads the day wanted, or that none is.
fn wanted(text: &str, today: Date) -> Result<DayWanted, Stop> {
    match text.trim().to_lowercase().as_str() {
        "none" | "" => Ok(DayWanted::Nothing),
        _ => day(text, today).map(DayWanted::By),
    }
}

fn day(text: &str, today: Date) -> Result<Date, Stop> {
    text.parse::<Day>().map(|day| day.on(today)).map_err(Stop::usage)
}

/// Returns the number of a phase from its number or its name.
fn number(text: &str) -> Result<u32, Stop> {
    let even = |text: &str| text.trim().to_lowercase().replace(['-', '_', ' '], "");
    if let Ok(number) = text.trim().parse() {
        return Ok(number);
    }
    let found = Lane::all().find(|lane| even(lane.title()) == even(text));
    let near = did_you_mean(text, Lane::all().map(|lane| lane.title()));
    found.map(Lane::number).ok_or_else(|| {
        Stop::usage(format!("no phase is called \"{text}\"{near}"))
            .help("expected 1 to 9, or a name such as \"stage 2\"")
    })
}

/// Shows the plan.
fn show(desk: &Desk, isms: &Isms, today: Date, screen: &mut Screen) {
    let schedule = plan_of(isms, today);
    let audit = audit_days_for(isms, today);
    if screen.is_json() {
        screen.json(&PLAN, value(&desk.books.name(), today, &schedule, audit.as_ref()));
        return;
    }
    let room = screen.width().unwrap_or(WIDTH).min(WIDTH);
    let earliest = match schedule.wanted {
        Wanted::Unsaid | Wanted::Met { .. } | Wanted::Renewal { .. } => String::new(),
        Wanted::TooEarly { .. } | Wanted::Over { .. } => format!(", earliest {}", schedule.earliest_on),
    };
    screen.line(format!("{}   {}{earliest}", screen.bold(&desk.books.name()), standing(&schedule)));
    for line in wrapped(&schedule.because, room) {
        screen.line(line);
    }
    for words in &schedule.assumes {
        screen.line(format!("▲ {words}: plumb set ORG people_count=60"));
    }
    screen.line("");
    screen.line(format!(
        "{:3}{:19}{:12}{:12}{}",
        "", "phase", "from", "to", "what it takes, and the gate at its end"
    ));
    for phase in &schedule.phases {
        one(phase, room, screen);
    }
    screen.line("");
    days(audit.as_ref(), room, screen);
    screen.line(format!(
        "first surveillance by {}, certificate until {}",
        schedule.first_surveillance_by, schedule.expires_on
    ));
    for conflict in &schedule.conflicts {
        for line in wrapped(&format!("▲ {conflict}"), room) {
            screen.line(line);
        }
    }
    if schedule.cycle.is_some() {
        screen.line(
            "the phases are the way to the first certificate; what comes next: plumb cert calendar --open",
        );
    } else if schedule.certificate_on < schedule.earliest_on {
        let next =
            if schedule.conflicts.is_empty() { "plumb plan --again" } else { "plumb plan --free PHASE" };
        screen.line(format!("▲ honestly the certificate is there on {}: {next}", schedule.earliest_on));
    } else if isms.plan.one().is_none_or(|plan| plan.phases.is_empty()) {
        screen.line("worked out now and not written: plumb plan --again writes it");
    } else if !is_up_to_date(isms, today) {
        screen.line("what is recorded today gives other dates: plumb plan --again");
    }
}

/// Shows one phase: its dates, what it takes, its gate.
fn one(phase: &Planned, room: usize, screen: &mut Screen) {
    let words = room.saturating_sub(DATES).max(20);
    let mark = match phase.source {
        Source::Given => "*",
        Source::WorkedOut => "",
    };
    let dates = format!(
        "{:3}{:19}{:12}{}{mark}",
        phase.number,
        format!(" {}", phase.title),
        phase.starts_on.to_string(),
        phase.ends_on
    );
    let gate = wrapped(&format!("→ {}", phase.gate), words);
    for (place, line) in wrapped(phase.takes, words).into_iter().chain(gate).enumerate() {
        let left = if place == 0 { dates.as_str() } else { "" };
        screen.line(format!("{left:DATES$}{line}"));
    }
}

/// Shows the days of the audit.
fn days(audit: Option<&AuditDays>, room: usize, screen: &mut Screen) {
    let Some(days) = audit else {
        screen.line("audit days: say how many people work in the scope: plumb set ORG people_count=60");
        return;
    };
    screen.line(format!(
        "audit days: {} (Stage 1 {}, Stage 2 {}), each surveillance {}, recertification {}",
        days.initial, days.stage_1, days.stage_2, days.surveillance, days.recertification
    ));
    let sites = days.sites.map(|sites| sites.to_string());
    for text in [Some(days.basis.clone()), sites].into_iter().flatten() {
        for line in wrapped(&text, room - 2) {
            screen.line(format!("  {line}"));
        }
    }
}

/// Returns the plan as JSON.
fn value(name: &str, today: Date, schedule: &Schedule, audit: Option<&AuditDays>) -> Value {
    let phase = |phase: &Planned| {
        json!({
            "number": phase.number, "title": phase.title, "from": phase.starts_on.to_string(),
            "to": phase.ends_on.to_string(), "given": phase.source == Source::Given, "takes": phase.takes,
            "gate": phase.gate, "why": phase.why,
        })
    };
    let wanted = schedule.wanted.on().map(|on| on.to_string());
    let certified = schedule.cycle.map(|cycle| {
        json!({
            "certification": cycle.certification.to_string(), "decided_on": cycle.decided_on.to_string(),
            "next": cycle.next.title(), "by": cycle.by.to_string(),
            "audit": cycle.audit.on_record().map(|(audit, _)| audit.to_string()),
            "audit_on": cycle.audit.on_record().map(|(_, on)| on.to_string()),
        })
    });
    let audit = audit.map(|days| {
        json!({
            "initial": days.initial.to_string(), "stage1": days.stage_1.to_string(), "stage2": days.stage_2.to_string(),
            "surveillance": days.surveillance.to_string(), "recertification": days.recertification.to_string(),
            "fewest": days.fewest.map(|days| days.to_string()), "persons": days.persons, "basis": days.basis,
            "sites": days.sites.map(|sites| sites.to_string()),
        })
    });
    json!({
        "organisation": name, "on": today.to_string(), "certificate_on": schedule.certificate_on.to_string(),
        "earliest_on": schedule.earliest_on.to_string(), "wanted_on": wanted, "met": schedule.wanted.is_met(),
        "because": schedule.because, "phases": schedule.phases.iter().map(phase).collect::<Vec<Value>>(),
        "audit": audit, "first_surveillance_by": schedule.first_surveillance_by.to_string(),
        "expires_on": schedule.expires_on.to_string(), "conflicts": schedule.conflicts,
        "assumes": schedule.assumes, "certified": certified,
    })
}
