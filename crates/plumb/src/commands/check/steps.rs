//! The first form: at most seven steps, in the order in which they are best done, and one line for what is ahead.

use diagnostics::{Severity, Time, Verdict};
use rules::{StepNow, Steps, about, steps};
use serde_json::{Value, json};
use standards::schedule::Visit;

use super::Found;
use crate::commands::show::wrapped;
use crate::screen::{Screen, count};

/// So many characters beside each other where the result goes into a file or a pipe.
const WIDTH: usize = 100;
/// The narrowest that the columns of words become.
const WORDS_MIN: usize = 16;

/// Shows the steps.
pub fn show(found: &Found, screen: &mut Screen) {
    let steps = steps(&found.diagnostics, &found.isms, found.of);
    let all = found.here("plumb check --all");
    screen.line(head(found, &steps, screen));
    rows(found, &steps, screen);
    if steps.more.steps > 0 {
        let more = &steps.more;
        let errors = if more.errors > 0 {
            format!(", {}", count(more.errors, "error", "errors"))
        } else {
            String::new()
        };
        screen.line(format!(
            "then {} in {}{errors}: {all}",
            count(more.places, "more", "more"),
            count(more.steps, "rule", "rules")
        ));
    }
    let unknown =
        found.diagnostics.iter().filter(|one| one.verdict != Verdict::Fired && one.time == Time::Now).count();
    if unknown > 0 {
        let cannot = if unknown == 1 { "question cannot be judged" } else { "questions cannot be judged" };
        screen.line(format!("{unknown} {cannot}, as something is missing: {all}"));
    }
    if let Some(first) = steps.now.first() {
        screen.line(format!(
            "{}        why one of them: plumb explain {}",
            found.here(whole(steps.phase)),
            first.code
        ));
    } else if steps.ahead.count == 0 {
        screen.line("nothing is missing and nothing is ahead");
    } else {
        screen.line(format!("nothing to do now        {}", found.here(whole(steps.phase))));
    }
    let fixable = found.fixable();
    if fixable > 0 {
        screen.line(format!("plumb check --fix mends {fixable}"));
    }
}

/// Names the command that shows all of the next gate.
fn whole(phase: rules::PhaseNow) -> &'static str {
    match phase {
        rules::PhaseNow::OnTheWay(phase) if phase.number() < 7 => "all of Stage 1: plumb check --gate stage1",
        rules::PhaseNow::OnTheWay(_) => "all of Stage 2: plumb check --gate stage2",
        rules::PhaseNow::Certified(cycle) => match cycle.next {
            Visit::Surveillance(_) => "all of the surveillance: plumb check --gate surveillance",
            Visit::Recertification => "all of the recertification: plumb check --gate recertification",
        },
    }
}

/// Returns the same as JSON.
pub fn value(found: &Found) -> Value {
    let steps = steps(&found.diagnostics, &found.isms, found.of);
    let step = |step: &StepNow| {
        let ids = |ids: &[model::RecordId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        json!({
            "code": step.code, "name": step.name, "level": step.severity.word(), "phase": step.phase.number(),
            "what": step.what, "how": found.here(&step.how), "minutes": step.minutes, "records": ids(&step.ids),
            "drafts": ids(&step.drafts),
        })
    };
    let phase = |phase: rules::Phase| json!({ "number": phase.number(), "title": phase.title() });
    json!({
        "phase": { "number": steps.phase.number(), "title": steps.phase.title() },
        "now": steps.now.iter().map(step).collect::<Vec<Value>>(),
        "more": { "steps": steps.more.steps, "places": steps.more.places, "errors": steps.more.errors },
        "ahead": {
            "steps": steps.ahead.count, "next": steps.ahead.next.map(phase),
            "from": steps.ahead.from.map(|day| day.to_string()),
        },
    })
}

/// Returns the first line: name, phase, how many steps, how many ahead.
fn head(found: &Found, steps: &Steps, screen: &Screen) -> String {
    let mut line = format!(
        "{}   phase {} {}   {}",
        screen.bold(&found.name),
        steps.phase.number(),
        steps.phase.title(),
        count(steps.count(), "step now", "steps now")
    );
    if found.day != found.today {
        line.push_str(&format!("   on {}", found.day));
    }
    if let Some(next) = steps.ahead.next {
        let from = steps.ahead.from.map(|day| format!(", from {day}")).unwrap_or_default();
        line.push_str(&format!("   {} ahead (next: {}{from})", steps.ahead.count, next.title()));
    }
    line
}

/// Shows one step after the other: number, rule, what, how, minutes; words are wrapped, not cut.
fn rows(found: &Found, steps: &Steps, screen: &mut Screen) {
    let times: Vec<String> = steps.now.iter().map(time).collect();
    let last = times.iter().map(|time| time.chars().count()).max().unwrap_or(0);
    // Number and mark, rule, and four gaps of two.
    let words = screen.width().unwrap_or(WIDTH).saturating_sub(2 + 6 + last + 8);
    let what_room = (words * 11 / 20).max(WORDS_MIN);
    let how_room = words.saturating_sub(what_room).max(WORDS_MIN);
    for ((place, step), time) in (1..).zip(&steps.now).zip(&times) {
        let what = wrapped(&step.says(), what_room);
        let mut how = wrapped(&found.here(&step.how), how_room);
        if let Some(command) = step.command() {
            how.extend(wrapped(command, how_room));
        }
        for line in 0..what.len().max(how.len()) {
            let part = |lines: &[String]| lines.get(line).cloned().unwrap_or_default();
            let (number, code, time) = match line {
                0 => (format!("{place}{}", mark(step)), step.code, time.as_str()),
                _ => Default::default(),
            };
            let (what, how) = (part(&what), part(&how));
            screen.line(format!("{number:2}  {code:6}  {what:what_room$}  {how:how_room$}  {time:>last$}"));
        }
    }
}

fn mark(step: &StepNow) -> &'static str {
    match step.severity {
        Severity::Error => "✕",
        Severity::Warning => "▲",
        Severity::Note => "·",
    }
}

fn time(step: &StepNow) -> String {
    let time = about(step.minutes);
    if time.starts_with(|sign: char| sign.is_ascii_digit()) { format!("~{time}") } else { time }
}
