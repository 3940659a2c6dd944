//! `plumb check`: what is missing or wrong, and what to do next.

mod fix;
mod gate;
mod steps;

use std::sync::Arc;
use std::time::Instant;

use clap::{Args, ValueEnum};
use diagnostics::{Diagnostic, Severity, Stage, Time, Verdict, report_json, sarif};
use model::{Date, Isms, RecordKind};
use reports::timeline;
use rules::phase_of;
use serde_json::json;

use crate::args::{Common, Day, Reads, Writes};
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::remote::{Far, Remote};
use crate::screen::Screen;
use crate::shapes::CHECK;

/// How many diagnostics are shown with who set each value.
const PROVEN_MAX: usize = 60;

/// Say what is missing or wrong, and what to do next.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb check                         the next few steps\nplumb check --gate stage1           what holds Stage 1, in full\nplumb check --all                   everything, in full\nplumb check --on +90d               what will be wrong in three months\nplumb check --fix --dry-run         what can be mended now\nplumb check --json | jq '.diagnostics[0]'"
)]
pub struct Check {
    /// All that holds a gate, now or ahead, in full
    #[arg(long, value_name = "GATE")]
    gate: Option<Gate>,
    /// Everything in full, also what is ahead, held back or waived
    #[arg(long, conflicts_with = "gate")]
    all: bool,
    /// The day that the rules are asked about: the past, or a forecast
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<Day>,
    /// Exit with 1 where something is at or above this level
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    deny: Level,
    /// Results as SARIF 2.1.0
    #[arg(long, conflicts_with = "json")]
    sarif: bool,
    /// Mend what can be mended safely, as one commit
    #[arg(long, conflicts_with_all = ["sarif", "on", "as_of"])]
    fix: bool,
    #[command(flatten)]
    reads: Reads,
    #[command(flatten)]
    writes: Writes,
}

/// A gate that an engagement passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Gate {
    /// Documents and readiness
    Stage1,
    /// Does it work?
    Stage2,
    /// The yearly visit
    Surveillance,
    /// The third year
    Recertification,
}

impl Gate {
    /// Returns the gate on the way that it is.
    fn on_the_way(self) -> timeline::Gate {
        match self {
            Self::Stage1 => timeline::Gate::Stage1,
            Self::Stage2 => timeline::Gate::Stage2,
            Self::Surveillance => timeline::Gate::Surveillance,
            Self::Recertification => timeline::Gate::Recertification,
        }
    }

    fn name(self) -> &'static str {
        self.on_the_way().name()
    }

    fn stage(self) -> Stage {
        self.on_the_way().stage()
    }
}

/// A level of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    /// What an auditor would raise as a major, or what holds a gate
    Error,
    /// What an auditor would raise as a minor
    Warning,
    /// What an auditor would suggest
    Note,
}

impl Level {
    fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

/// What was asked and found, for the forms that show it.
struct Found {
    /// The organisation's name.
    name: String,
    today: Date,
    isms: Arc<Isms>,
    /// The day of the state.
    of: Date,
    commits: u64,
    /// The day that the rules are asked about.
    day: Date,
    millis: u128,
    diagnostics: Vec<Diagnostic>,
    /// The server that the records were read from.
    far: Option<Far>,
}

impl Found {
    /// Returns a text whose command works where the records lie.
    fn here(&self, text: &str) -> String {
        self.far.as_ref().map_or_else(|| text.to_owned(), |far| far.here(text, None))
    }

    /// Returns how many can be mended at once, which works on a folder only.
    fn fixable(&self) -> usize {
        match &self.far {
            None => self.diagnostics.iter().filter(|one| fix::is_safe(one)).count(),
            Some(_) => 0,
        }
    }
}

impl Check {
    /// Checks.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        if self.writes.dry_run && !self.fix {
            return Err(Stop::usage("a check writes nothing; --dry-run goes with --fix"));
        }
        if self.fix {
            return fix::run(&self.writes, common, screen).await;
        }
        if let Some(remote) = Remote::of(common).await? {
            return self.of_server(&remote, common, screen).await;
        }
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let begun = Instant::now();
        let day = self.on.map_or(reading.day, |day| day.on(desk.books.today()));
        let is_now = day == desk.books.today() && reading.day == day;
        let diagnostics = if is_now {
            desk.books.check_files().await;
            desk.books.check().diagnostics().cloned().collect()
        } else {
            desk.books.check_on(&reading.snapshot, day).diagnostics().cloned().collect()
        };
        let millis = begun.elapsed().as_millis();
        let commits = reading.snapshot.commits();
        let (isms, of) = (reading.snapshot.isms, reading.day);
        let (name, today) = (desk.books.name(), desk.books.today());
        let mut found =
            self.sorted(Found { name, today, isms, of, commits, day, millis, diagnostics, far: None });
        if self.gate.is_some() || self.all || screen.is_json() {
            desk.books.prove(&mut found.diagnostics, PROVEN_MAX).await?;
        }
        self.show(&found, screen);
        if self.denied(&found) { Err(Stop::quiet(Exit::Problems)) } else { Ok(()) }
    }

    /// Checks what a server says of its records: the same rules on the same state. Who set what is not looked up.
    async fn of_server(&self, remote: &Remote, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let seen = remote.read(RecordKind::ALL, &self.reads, screen).await?;
        let begun = Instant::now();
        let day = self.on.map_or(seen.day, |day| day.on(remote.today));
        let results = rules::check(&rules::Ask::new(&seen.isms, None, day));
        let far = remote.far(common);
        let mut diagnostics: Vec<Diagnostic> = results.diagnostics().cloned().collect();
        for one in &mut diagnostics {
            one.help.command = far.here(&one.help.command, one.place.record());
        }
        let millis = begun.elapsed().as_millis();
        let found = self.sorted(Found {
            name: remote.name.clone(),
            today: remote.today,
            isms: seen.isms,
            of: seen.day,
            commits: seen.commits,
            day,
            millis,
            diagnostics,
            far: Some(far),
        });
        self.show(&found, screen);
        screen.talk("ledger and files are looked at where they lie: plumb verify there");
        if self.denied(&found) { Err(Stop::quiet(Exit::Problems)) } else { Ok(()) }
    }

    /// Leaves what is asked for, the gravest first.
    fn sorted(&self, mut found: Found) -> Found {
        if let Some(gate) = self.gate {
            found.diagnostics.retain(|one| one.stage <= gate.stage());
        }
        found.diagnostics.sort_by_key(|one| {
            (one.verdict != Verdict::Fired, std::cmp::Reverse(one.severity), phase_of(one.code), one.code)
        });
        found
    }

    /// Shows what was found, in the form asked for.
    fn show(&self, found: &Found, screen: &mut Screen) {
        if self.sarif {
            let shown: Vec<Diagnostic> =
                found.diagnostics.iter().filter(|one| one.counts() || one.said.is_some()).cloned().collect();
            let text = serde_json::to_string_pretty(&sarif(env!("CARGO_PKG_VERSION"), &shown))
                .expect("JSON is text");
            screen.line(text);
        } else if screen.is_json() {
            let head = found.commits;
            let mut report = report_json(&found.name, &found.day.to_string(), head, &found.diagnostics);
            if let Some(report) = report.as_object_mut() {
                report.insert("clause_majors".to_owned(), gate::clause_majors_json(&found.diagnostics));
            }
            if let (None, Some(report)) = (self.gate, report.as_object_mut()) {
                report.insert("steps".to_owned(), steps::value(found));
            }
            if let (Some(gate), Some(report)) = (self.gate, report.as_object_mut()) {
                let [errors, warnings, notes] = gate::counts(&found.diagnostics);
                let (on, because, body) = gate::on_the_way(found, gate.on_the_way());
                let conditions = gate::conditions(&body);
                let body = crate::commands::timeline::body_json(&body);
                report.insert(
                    "gate".to_owned(),
                    json!({ "name": gate.name(), "passes": errors == 0 && conditions == 0, "conditions": conditions, "errors": errors, "warnings": warnings, "notes": notes, "on": on.map(|on| on.to_string()), "because": because, "body": body }),
                );
            }
            screen.json(&CHECK, report);
        } else if let Some(gate) = self.gate {
            gate::show(found, Some(gate.on_the_way()), screen);
        } else if self.all {
            gate::show(found, None, screen);
        } else {
            steps::show(found, screen);
        }
    }

    /// Says whether something is at or above the level that is denied.
    fn denied(&self, found: &Found) -> bool {
        let deny = self.deny.severity();
        if self.gate.is_some_and(|gate| gate::conditions(&gate::on_the_way(found, gate.on_the_way()).2) > 0) {
            return true;
        }
        found.diagnostics.iter().any(|one| {
            let asked = self.gate.is_some() || one.time == Time::Now;
            one.counts() && asked && one.severity >= deny
        })
    }
}

/// Returns how many open diagnostics of a level there are.
pub fn counted(diagnostics: &[Diagnostic], severity: Severity, time: Time) -> usize {
    diagnostics.iter().filter(|one| one.is_open() && one.time == time && one.severity == severity).count()
}

/// Returns diagnostics in groups of one code each, in the order in which the codes come first.
fn by_code<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Vec<Vec<&'a Diagnostic>> {
    let mut groups: Vec<Vec<&Diagnostic>> = Vec::new();
    for one in diagnostics {
        match groups.iter_mut().find(|group| group[0].code == one.code) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}
