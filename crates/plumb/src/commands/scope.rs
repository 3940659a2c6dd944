//! `plumb scope`: the scope: show it, change its words, and compare two versions with what the difference brings.

use app::AsOf;
use clap::{Args, Subcommand};
use model::records::{self, FrozenElement};
use model::{Isms, RecordId};
use reports::scope_comparison::{ScopeDays, ScopeDiff, ScopeSide, approved, compare, days, live};
use serde_json::{Value, json};
use standards::schedule::{persons_of_organisation, persons_on_record};

use crate::args::{Common, Reads};
use crate::commands::register::{Only, OnlyVerb};
use crate::commands::show::wrapped;
use crate::exit::Stop;
use crate::folder::{self, Desk, Reading};
use crate::screen::{Screen, clip, count};
use crate::shapes::SCOPE_COMPARE;
use crate::table::table;

/// So many characters beside each other where the result goes into a file or a pipe.
const WIDTH: usize = 100;
/// So many controls are named in a line.
const NAMED: usize = 12;

/// The scope: show it, change its words, compare versions.
#[derive(Debug, Args)]
pub struct Scope {
    #[command(subcommand)]
    verb: Option<ScopeVerb>,
}

/// What is done with the scope.
#[derive(Debug, Subcommand)]
enum ScopeVerb {
    /// Compare two versions: what comes in and goes out, which risks and controls that brings, audit days before and after
    #[command(
        before_help = "plumb scope compare              the version in force against now\nplumb scope compare v1 v2\nplumb scope compare v2 now --persons 120      with the people of the wider scope"
    )]
    Compare(Compare),
    #[command(flatten)]
    Only(OnlyVerb<records::Scope>),
}

/// What is compared.
#[derive(Debug, Args)]
struct Compare {
    /// The version before: v1; without it the one in force
    #[arg(value_name = "FROM")]
    from: Option<String>,
    /// The version after: v2, or now; without it the scope as it stands
    #[arg(value_name = "TO")]
    to: Option<String>,
    /// People in the scope after [default: those on record then]
    #[arg(long, value_name = "NUMBER")]
    persons: Option<u32>,
    #[command(flatten)]
    reads: Reads,
}

impl Scope {
    /// Runs the verb; without one the scope is shown.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => Only::<records::Scope>::default().run(common, screen).await,
            Some(ScopeVerb::Compare(compare)) => compare.run(common, screen).await,
            Some(ScopeVerb::Only(verb)) => verb.run(common, screen).await,
        }
    }
}

/// Both sides and what differs.
struct Found {
    from: ScopeSide,
    to: ScopeSide,
    diff: ScopeDiff,
    before: Option<ScopeDays>,
    after: Option<ScopeDays>,
}

impl Compare {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let isms = &reading.snapshot.isms;
        let from = match &self.from {
            Some(word) => side(isms, word)?,
            None => in_force(isms, &reading)?,
        };
        let to = match &self.to {
            Some(word) => side(isms, word)?,
            None => live(isms).ok_or_else(nothing)?,
        };
        let diff = compare(isms, &from, &to);
        let before = persons_of(&desk, &reading, &from).await?;
        let after = match self.persons {
            Some(persons) => Some(persons),
            None => persons_of(&desk, &reading, &to).await?,
        };
        let of =
            |side: &ScopeSide, persons: Option<u32>| persons.and_then(|persons| days(side, persons).ok());
        let found = Found { before: of(&from, before), after: of(&to, after), from, to, diff };
        if screen.is_json() {
            screen.json(&SCOPE_COMPARE, found.value());
            return Ok(());
        }
        found.show(isms, screen);
        Ok(())
    }
}

fn nothing() -> Stop {
    Stop::not_found("there is no scope yet").help("write it: plumb scope set --statement \"…\"")
}

/// Returns the people in scope on record when a side was approved; of the scope as it stands those of the organization on the
/// day that is read, which an old certificate knows nothing of.
async fn persons_of(desk: &Desk, reading: &Reading, side: &ScopeSide) -> Result<Option<u32>, Stop> {
    let then = |isms: &Isms, on| persons_on_record(isms, on);
    let isms = &reading.snapshot.isms;
    let found = match side.on {
        Some(on) if on < reading.day => then(&desk.books.as_of(AsOf::Day(on)).await?.isms, on),
        Some(_) => then(isms, reading.day),
        None => persons_of_organisation(isms).or_else(|| then(isms, reading.day)),
    };
    Ok(found.map(|(persons, _)| persons))
}

/// Returns the version in force, or says that none is.
fn in_force(isms: &Isms, reading: &Reading) -> Result<ScopeSide, Stop> {
    let version =
        isms.scope.one().and_then(|scope| scope.in_force(reading.day)).map(|approval| approval.version);
    version.and_then(|version| approved(isms, version)).ok_or_else(|| {
        Stop::not_found("no version of the scope is approved").help("approve it: plumb approve scope")
    })
}

/// Reads a side: `v1`, `1`, `SCO-1`, `now`.
fn side(isms: &Isms, word: &str) -> Result<ScopeSide, Stop> {
    let plain = word.trim().to_lowercase();
    if plain == "now" || plain == "draft" || plain == "sco" {
        return live(isms).ok_or_else(nothing);
    }
    let number: u32 = plain
        .trim_start_matches("sco-")
        .trim_start_matches('v')
        .parse()
        .map_err(|_| Stop::usage(format!("\"{word}\" is no version")).help("expected v1, or now"))?;
    approved(isms, number).ok_or_else(|| {
        let all: Vec<String> = isms
            .scope
            .one()
            .map(|scope| scope.approvals.iter().map(|one| format!("v{}", one.version)).collect())
            .unwrap_or_default();
        let stop = Stop::not_found(format!("v{number} of the scope was never approved"));
        match all.is_empty() {
            true => stop.help("no version is approved yet: plumb approve scope"),
            false => stop.help(format!("there are {}", all.join(", "))),
        }
    })
}

impl Found {
    fn show(&self, isms: &Isms, screen: &mut Screen) {
        let room = screen.width().unwrap_or(WIDTH).min(WIDTH);
        let diff = &self.diff;
        screen.line(format!("{} → {}", self.from.words(), self.to.words()));
        let rows = |word: &str, elements: &[FrozenElement]| {
            let row = |one: &FrozenElement| {
                let kind = one.id.kind.kind().singular.to_owned();
                vec![one.id.to_string(), one.title.to_string(), kind, word.to_owned()]
            };
            elements.iter().map(row).collect::<Vec<_>>()
        };
        let mut all = rows("comes in", &diff.added);
        all.extend(rows("goes out", &diff.removed));
        table(screen, &["id", "element", "kind", "what"], all);
        for (what, before, after) in &diff.texts {
            screen.line(format!("{what}:"));
            for (mark, text) in [("-", before), ("+", after)] {
                let text = if text.is_empty() { "(nothing)" } else { text };
                wrapped(&clip(text, 400), room - 4)
                    .iter()
                    .for_each(|line| screen.line(format!("  {mark} {line}")));
            }
        }
        screen.line("");
        self.brings(isms, room, screen);
        self.days(room, screen);
        screen.talk(format!(
            "{} in, {} out, {}, {}",
            diff.added.len(),
            diff.removed.len(),
            count(diff.risks.len(), "risk", "risks"),
            count(diff.controls.len(), "control", "controls")
        ));
    }

    /// Shows the risks and controls that come with what comes in, and what nobody has assessed.
    fn brings(&self, isms: &Isms, room: usize, screen: &mut Screen) {
        let diff = &self.diff;
        if diff.added.is_empty() {
            return;
        }
        if diff.risks.is_empty() {
            screen.line("no open risk touches what comes in");
        } else {
            screen.line("open risks that touch what comes in:");
            for risk in &diff.risks {
                screen.line(format!("  {risk} {}", isms.name_of(risk.id())));
            }
        }
        if !diff.controls.is_empty() {
            let named: Vec<String> = diff.controls.iter().take(NAMED).map(ToString::to_string).collect();
            let more = diff.controls.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let text = format!("controls that apply because of them: {}{more}", named.join(", "));
            wrapped(&text, room).iter().for_each(|line| screen.line(line));
        }
        if !diff.unassessed.is_empty() {
            let ids: Vec<String> = diff.unassessed.iter().map(|one| one.id.to_string()).collect();
            let text = format!("▲ no risk touches {}: assess it before the body looks", ids.join(", "));
            wrapped(&text, room).iter().for_each(|line| screen.line(line));
        }
        screen.line("");
    }

    /// Shows the audit days of both sides by the table.
    fn days(&self, room: usize, screen: &mut Screen) {
        let (Some(before), Some(after)) = (&self.before, &self.after) else {
            screen.line("audit days: say how many people work in the scope: --persons 60");
            return;
        };
        let row =
            |what: &str, of: &dyn Fn(&ScopeDays) -> String| vec![what.to_owned(), of(before), of(after)];
        let rows = vec![
            row("people in scope", &|one| one.persons.to_string()),
            row("first audit, days by the table", &|one| one.time.rounded.initial.to_string()),
            row("each surveillance", &|one| one.time.rounded.surveillance.to_string()),
            row("recertification", &|one| one.time.rounded.recertification.to_string()),
            row("sites beside the central function", &|one| one.sites.sites.to_string()),
            row("of them visited a year", &|one| one.sites.surveillance.to_string()),
        ];
        table(screen, &["audit days", &self.from.name(), &self.to.name()], rows);
        let text = "without factors; what the body takes for the extension itself is a special audit, or part of the next visit";
        wrapped(text, room).iter().for_each(|line| screen.line(screen.quiet(line)));
    }

    fn value(&self) -> Value {
        let side = |side: &ScopeSide| json!({ "version": side.version, "approved_by": side.by, "approved_on": side.on.map(|on| on.to_string()) });
        let element =
            |one: &FrozenElement| json!({ "id": one.id.to_string(), "title": one.title.to_string() });
        let elements = |all: &[FrozenElement]| all.iter().map(element).collect::<Vec<_>>();
        let ids = |all: Vec<RecordId>| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        let days = |days: &Option<ScopeDays>| {
            days.as_ref().map(|days| {
                json!({
                    "persons": days.persons, "initial": days.time.rounded.initial.to_string(),
                    "surveillance": days.time.rounded.surveillance.to_string(),
                    "recertification": days.time.rounded.recertification.to_string(),
                    "other_sites": days.sites.sites, "visited_a_year": days.sites.surveillance,
                })
            })
        };
        let text = |(what, before, after): &(&str, String, String)| json!({ "what": what, "before": before, "after": after });
        let diff = &self.diff;
        json!({
            "from": side(&self.from), "to": side(&self.to), "added": elements(&diff.added),
            "removed": elements(&diff.removed), "texts": diff.texts.iter().map(text).collect::<Vec<_>>(),
            "risks": ids(diff.risks.iter().map(|id| id.id()).collect()),
            "controls": ids(diff.controls.iter().map(|id| id.id()).collect()),
            "unassessed": elements(&diff.unassessed), "days": { "before": days(&self.before), "after": days(&self.after) },
        })
    }
}
