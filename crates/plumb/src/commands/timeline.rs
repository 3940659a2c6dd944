//! `plumb timeline`: phases with what holds each, gates with their days, audits and the dates of the certificate.

use clap::Args;
use diagnostics::{Diagnostic, Severity};
use model::Date;
use reports::certification_gates::{GateStanding, GateState};
use reports::timeline::{GateOnTheWay, Lane, Open, Timeline as Way, new_by_then, timeline};
use serde_json::{Value, json};
use standards::schedule::{Forecast, ForecastStep, Schedule};

use crate::args::{Common, Day, Reads};
use crate::commands::show::wrapped;
use crate::exit::Stop;
use crate::folder;
use crate::screen::{Screen, count};
use crate::shapes::TIMELINE;
use crate::table::table;

/// So many characters beside each other where the result goes into a file or a pipe.
const WIDTH: usize = 100;
/// So many rules are named in a line.
const NAMED: usize = 4;

/// Show phases, gates, audits and dates of the certificate, with what holds each.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb timeline\nplumb timeline --on 2027-05-03      how it will stand then, where nothing is done\nplumb timeline --as-of -90d\nplumb timeline --json"
)]
pub struct Timeline {
    /// The day that the way is asked about: a forecast, where nothing more is done
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<Day>,
    #[command(flatten)]
    reads: Reads,
}

impl Timeline {
    /// Shows it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let day = self.on.map_or(reading.day, |day| day.on(desk.books.today()));
        let isms = &reading.snapshot.isms;
        let said = |day: Date| -> Vec<Diagnostic> {
            desk.books.check_on(&reading.snapshot, day).diagnostics().cloned().collect()
        };
        let then = said(day);
        let new = if day > reading.day { new_by_then(&said(reading.day), &then) } else { Vec::new() };
        let way = timeline(isms, day, &then);
        if screen.is_json() {
            screen.json(&TIMELINE, value(&desk.books.name(), day, &way, &new));
            return Ok(());
        }
        show(&desk.books.name(), day, &way, screen);
        if day > reading.day {
            forecast(day, &new, screen);
        }
        Ok(())
    }
}

fn show(name: &str, day: Date, way: &Way, screen: &mut Screen) {
    let room = screen.width().unwrap_or(WIDTH).min(WIDTH);
    let schedule = &way.schedule;
    screen.line(format!("{}   on {day}   {}", screen.bold(name), standing(schedule)));
    screen.line("");
    for lane in &way.lanes {
        let held = if lane.open.is_empty() { String::new() } else { named(&lane.open) };
        let words = format!("{:6} {held}", lane.state.word());
        let dates = format!("{} {:19}{}  {}  ", lane.number, lane.title, lane.from, lane.to);
        for (place, line) in wrapped(&words, room.saturating_sub(47).max(30)).into_iter().enumerate() {
            let left = if place == 0 { dates.as_str() } else { "" };
            screen.line(format!("{left:47}{line}"));
        }
    }
    for gate in &way.gates {
        screen.line("");
        gate_lines(gate, room, screen);
    }
    screen.line("");
    let rows = way.marks.iter().map(|mark| {
        let rule = mark.rule.unwrap_or("–").to_owned();
        vec![mark.on.to_string(), mark.what.clone(), mark.state.clone(), mark.record.to_string(), rule]
    });
    table(screen, &["on", "what", "state", "record", "rule"], rows.collect());
    screen.line("");
    if let Some(forecast) = &way.forecast {
        expected(forecast, &way.late, room, screen);
    }
    let why = if schedule.cycle.is_some() { "" } else { "Why that day: " };
    for line in wrapped(&format!("{why}{}", schedule.because), room) {
        screen.line(line);
    }
    for words in &schedule.assumes {
        screen.line(format!("▲ {words}: plumb set ORG people_count=60"));
    }
    if schedule.certificate_on < schedule.earliest_on {
        screen.line(format!("▲ honestly the certificate is there on {}", schedule.earliest_on));
    }
    for conflict in &schedule.conflicts {
        screen.line(format!("▲ {conflict}"));
    }
}

/// Returns what is said beside the name: the certificate that holds, or the one that is planned and wanted.
pub fn standing(schedule: &Schedule) -> String {
    match &schedule.cycle {
        Some(cycle) => format!(
            "certified {} until {}   next: {} by {}   {}",
            cycle.decided_on,
            cycle.expires_on,
            cycle.next.title(),
            cycle.by,
            schedule.wanted.words()
        ),
        None => {
            let wanted = schedule.wanted.on().map(|on| format!("wanted {on}: ")).unwrap_or_default();
            format!("certificate {}   {wanted}{}", schedule.certificate_on, schedule.wanted.words())
        }
    }
}

/// Returns what holds a gate, in words; nothing where nothing does.
pub fn held_by(errors: usize, conditions: usize) -> Option<String> {
    let errors_held = (errors > 0).then(|| count(errors, "error", "errors"));
    let conditions = (conditions > 0).then(|| {
        count(conditions, "condition of the certification body", "conditions of the certification body")
    });
    let all: Vec<String> = errors_held.into_iter().chain(conditions).collect();
    (!all.is_empty()).then(|| all.join(" and "))
}

/// Shows the forecast: the day, the chain of phases that decides it, the slack of the others, and what makes it late.
fn expected(forecast: &Forecast, late: &[String], room: usize, screen: &mut Screen) {
    screen.line(format!(
        "{}   certificate {}, where the rest goes as it should",
        screen.bold("forecast"),
        forecast.on
    ));
    for line in wrapped(&format!("decides the day: {}", forecast.chain()), room.saturating_sub(2)) {
        screen.line(format!("  {line}"));
    }
    for words in late {
        screen.line(format!("  ▲ {words}"));
    }
    let rows = forecast.steps.iter().map(|step| {
        vec![
            format!("{} {}", step.number, step.title),
            step.starts_on.to_string(),
            step.ends_on.to_string(),
            step.slack_words(),
            step.waits_for.clone(),
        ]
    });
    table(screen, &["phase", "from", "to", "slack", "waits for"], rows.collect());
    screen.line("");
}

/// Shows a gate: its day, the rules that hold it, and the gates of the body.
fn gate_lines(gate: &GateOnTheWay, room: usize, screen: &mut Screen) {
    let on = gate.on.map_or_else(|| "no day".to_owned(), |on| on.to_string());
    let errors: usize = gate.errors.iter().map(|open| open.count).sum();
    let held = held_by(errors, gate.conditions().count())
        .map_or_else(|| "nothing holds it".to_owned(), |by| format!("held by {by}"));
    screen.line(format!(
        "{}   {on} ({})   {held}, {}",
        screen.bold(&format!("gate {}", gate.gate.name())),
        gate.because,
        count(gate.warnings, "warning", "warnings")
    ));
    if errors > 0 {
        for line in wrapped(&named(&gate.errors), room.saturating_sub(2)) {
            screen.line(format!("  {line}"));
        }
    }
    body_lines(&gate.body, room, screen);
}

/// Shows the gates of the body that hold, each with its reason and rules.
pub fn body_lines(body: &[GateStanding], room: usize, screen: &mut Screen) {
    for one in body.iter().filter(|one| one.state == GateState::Holds) {
        let rules: Vec<&str> = one.gate.rules().map(|rule| rule.id.as_str()).collect();
        let text = format!("⊘ {}: {} ({})", one.gate.holds, one.because, rules.join(", "));
        for line in wrapped(&text, room.saturating_sub(2)) {
            screen.line(format!("  {line}"));
        }
    }
    let left = body.iter().filter(|one| one.state == GateState::Body).count();
    if left > 0 {
        screen.line(format!("  {} only the body can see", count(left, "gate", "gates")));
    }
}

/// Names some rules, errors first, with how often each fires.
fn named(open: &[Open]) -> String {
    let mut words: Vec<String> = open
        .iter()
        .take(NAMED)
        .map(|open| {
            let times = if open.count > 1 { format!(" ×{}", open.count) } else { String::new() };
            format!("{} {}{times}", open.code, open.name)
        })
        .collect();
    if open.len() > NAMED {
        words.push(count(open.len() - NAMED, "more rule", "more rules"));
    }
    words.join(" · ")
}

fn forecast(day: Date, new: &[Open], screen: &mut Screen) {
    screen.line("");
    if new.is_empty() {
        screen.line(format!("nothing new is wrong on {day}"));
        return;
    }
    screen.line(format!("new by {day}, where nothing is done:"));
    for open in new.iter().filter(|open| open.severity != Severity::Note) {
        screen.line(format!("  {:8}{} {} ×{}", open.severity.word(), open.code, open.name, open.count));
    }
    let notes = new.iter().filter(|open| open.severity == Severity::Note).count();
    if notes > 0 {
        screen.line(format!("  and {}", count(notes, "rule with notes", "rules with notes")));
    }
}

fn open_json(open: &[Open]) -> Vec<Value> {
    let one = |open: &Open| json!({ "code": open.code, "name": open.name, "level": open.severity.word(), "count": open.count });
    open.iter().map(one).collect()
}

/// Returns the gates of the body as JSON.
pub fn body_json(body: &[GateStanding]) -> Vec<Value> {
    let one = |one: &GateStanding| {
        json!({
            "id": one.gate.id, "asks": one.gate.holds, "state": one.state.word(), "because": one.because,
            "records": one.records.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "rules": one.gate.rules().map(|rule| rule.id.as_str()).collect::<Vec<_>>(),
            "verified": one.gate.is_verified(),
        })
    };
    body.iter().map(one).collect()
}

fn value(name: &str, day: Date, way: &Way, new: &[Open]) -> Value {
    let lane = |lane: &Lane| {
        json!({
            "number": lane.number, "title": lane.title, "from": lane.from.to_string(), "to": lane.to.to_string(),
            "state": lane.state.word(), "open": open_json(&lane.open),
        })
    };
    let gate = |gate: &GateOnTheWay| {
        json!({
            "name": gate.gate.name(), "on": gate.on.map(|on| on.to_string()), "because": gate.because,
            "errors": open_json(&gate.errors), "warnings": gate.warnings, "body": body_json(&gate.body),
        })
    };
    let marks: Vec<Value> = way
        .marks
        .iter()
        .map(|mark| {
            json!({ "on": mark.on.to_string(), "what": mark.what, "state": mark.state, "record": mark.record.to_string(), "rule": mark.rule })
        })
        .collect();
    let step = |step: &ForecastStep| {
        json!({
            "number": step.number, "title": step.title, "from": step.starts_on.to_string(), "to": step.ends_on.to_string(),
            "slack_days": step.slack_days, "critical": step.is_critical(), "waits_for": step.waits_for,
        })
    };
    let forecast = way.forecast.as_ref().map(|forecast| {
        let steps: Vec<Value> = forecast.steps.iter().map(step).collect();
        json!({ "on": forecast.on.to_string(), "steps": steps, "late": way.late })
    });
    let schedule = &way.schedule;
    json!({
        "organisation": name, "on": day.to_string(), "certificate_on": schedule.certificate_on.to_string(),
        "earliest_on": schedule.earliest_on.to_string(), "wanted_on": schedule.wanted.on().map(|on| on.to_string()),
        "because": schedule.because, "phases": way.lanes.iter().map(lane).collect::<Vec<_>>(),
        "gates": way.gates.iter().map(gate).collect::<Vec<_>>(), "marks": marks, "new_by_then": open_json(new),
        "conflicts": schedule.conflicts, "assumes": schedule.assumes, "forecast": forecast,
    })
}
