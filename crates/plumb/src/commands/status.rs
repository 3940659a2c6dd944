//! `plumb status`: where the engagement stands, in one look.

use clap::Args;
use diagnostics::{Severity, Time};
use model::{Date, Isms, Key, RecordKind};
use reports::tasks::tasks;
use rules::{Phase, PhaseNow, phase_now};
use serde_json::{Map, Value, json};
use standards::schedule::{VisitAudit, plan_of};

use crate::args::{Common, Reads};
use crate::commands::check::counted;
use crate::exit::Stop;
use crate::folder;
use crate::remote::Remote;
use crate::screen::{Screen, count};
use crate::shapes::STATUS;

/// Say in one look where the engagement stands.
#[derive(Debug, Args)]
#[command(before_help = "plumb status\nplumb status --as-of -30d")]
pub struct Status {
    #[command(flatten)]
    reads: Reads,
}

impl Status {
    /// Shows it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        if let Some(remote) = Remote::of(common).await? {
            let seen = remote.read(RecordKind::ALL, &self.reads, screen).await?;
            Self::show(&remote.name, &seen.isms, seen.day, seen.commits, screen);
            return Ok(());
        }
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let all = reading.snapshot.commits();
        Self::show(&desk.books.name(), &reading.snapshot.isms, reading.day, all, screen);
        Ok(())
    }

    fn show(name: &str, isms: &Isms, day: Date, all: u64, screen: &mut Screen) {
        let results = rules::check(&rules::Ask::new(isms, None, day));
        let diagnostics: Vec<_> = results.diagnostics().cloned().collect();
        let now = |severity| counted(&diagnostics, severity, Time::Now);
        let ahead = diagnostics.iter().filter(|one| one.is_open() && one.time == Time::Ahead).count();
        let phase = phase_now(isms, day, &diagnostics);
        let proposals: usize = RecordKind::ALL.iter().map(|kind| isms.proposals(*kind)).sum();
        let wanted = plan_of(isms, day).wanted;
        let waiting: Vec<_> =
            tasks(isms, day, &diagnostics).into_iter().filter(|one| !one.is_ahead(day)).collect();
        let late = waiting.iter().filter(|one| one.is_late(day)).count();
        let [errors, warnings, notes] = [now(Severity::Error), now(Severity::Warning), now(Severity::Note)];
        if screen.is_json() {
            let records: Map<String, Value> = RecordKind::ALL
                .iter()
                .filter(|kind| !kind.kind().single)
                .map(|kind| (kind.kind().slug(), json!(isms.count(*kind))))
                .collect();
            screen.json(
                &STATUS,
                json!({
                    "organisation": name, "on": day.to_string(),
                    "phase": { "number": phase.number(), "title": phase.title() },
                    "counts": { "error": errors, "warning": warnings, "note": notes, "ahead": ahead },
                    "wanted_on": wanted.on().map(|day| day.to_string()), "records": records,
                    "proposals": proposals, "waiting": { "tasks": waiting.len(), "late": late }, "commits": all,
                }),
            );
            return;
        }
        let date = next_date(isms, phase, day).map(|text| format!("   {text}")).unwrap_or_default();
        screen.line(format!(
            "{}   phase {} {}   {} {} {}{date}",
            screen.bold(name),
            phase.number(),
            phase.title(),
            count(errors, "error", "errors"),
            count(warnings, "warning", "warnings"),
            count(notes, "note", "notes"),
        ));
        screen.line(registers(isms));
        if !waiting.is_empty() {
            let late = if late > 0 { format!(", {late} late") } else { String::new() };
            screen.line(format!(
                "{}{late}: plumb portfolio --waiting",
                count(waiting.len(), "task waits", "tasks wait")
            ));
        }
        if proposals > 0 {
            screen.line(format!(
                "{} to be taken or refused: plumb proposals",
                count(proposals, "proposal", "proposals")
            ));
        }
        screen.line(format!(
            "{}   what to do next: plumb check",
            count(usize::try_from(all).unwrap_or(usize::MAX), "commit", "commits")
        ));
    }
}

/// Returns the registers that hold something, and how far the statement is.
fn registers(isms: &Isms) -> String {
    let mut parts: Vec<String> = RecordKind::ALL
        .iter()
        .filter(|kind| !kind.kind().single && **kind != RecordKind::Control && isms.count(**kind) > 0)
        .map(|kind| count(isms.count(*kind), kind.kind().singular, kind.kind().plural))
        .collect();
    let rows = isms.statements().filter(|(id, control)| control.is_stated(*id));
    let (mut all, mut decided) = (0, 0);
    for (_, control) in rows {
        all += 1;
        decided += usize::from(control.included.is_some());
    }
    parts.push(format!("SoA {decided} of {all} decided"));
    let own = isms.controls.iter().filter(|(id, _)| matches!(id.key, Key::Number(_))).count();
    if own > 0 {
        parts.push(count(own, "own control", "own controls"));
    }
    parts.join(" · ")
}

/// Returns the next date: the next phase, else the date wanted; in the years of a certificate the next visit and its end.
fn next_date(isms: &Isms, phase: PhaseNow, today: Date) -> Option<String> {
    let in_days = |day: Date| {
        let days = today.until(day).map(|span| span.get_days()).unwrap_or(0);
        if days >= 0 { format!("in {days} d") } else { format!("{} d ago", -days) }
    };
    let wanted = plan_of(isms, today).wanted.on();
    if let PhaseNow::Certified(cycle) = phase {
        let audit = match cycle.audit {
            VisitAudit::Unplanned => "no audit planned for it".to_owned(),
            VisitAudit::Planned(audit, on) => format!("{audit} {}", in_days(on)),
            VisitAudit::Done(audit, on) => format!("{audit} done {}, decision awaited", in_days(on)),
        };
        let by = wanted.unwrap_or(cycle.expires_on);
        return Some(format!("{audit}   recertification decided by {by}, {}", in_days(by)));
    }
    let plan = isms.plan.one()?;
    let next = Phase::all()
        .filter_map(|phase| Some((plan.phase(phase.number())?.starts_on?, phase.title())))
        .filter(|(day, _)| *day > today)
        .min();
    match (next, wanted) {
        (Some((day, title)), _) => Some(format!("{title} {}", in_days(day))),
        (None, Some(day)) => Some(format!("certificate wanted {}", in_days(day))),
        (None, None) => None,
    }
}
