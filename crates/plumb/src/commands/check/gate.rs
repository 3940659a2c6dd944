//! The full form: each rule once in full, the rest of its places counted, and what holds the gate.

use diagnostics::{Diagnostic, Severity, Time, Verdict, terminal};
use model::Date;
use reports::certification_gates::{GateStanding, GateState};
use reports::timeline;
use serde_json::{Value, json};
use standards::schedule::plan_of;

use super::{Found, by_code};
use crate::commands::show::wrapped;
use crate::commands::timeline::held_by;
use crate::screen::{Screen, count};

/// Shows all of a gate, or everything.
pub fn show(found: &Found, gate: Option<timeline::Gate>, screen: &mut Screen) {
    let isms = &*found.isms;
    let fired = found.diagnostics.iter().filter(|one| one.is_open());
    for group in by_code(fired) {
        let shown = if gate.is_some() { 1 } else { group.len() };
        for one in &group[..shown] {
            let name = one.place.record().map(|id| isms.name_of(id)).unwrap_or_default();
            let text = terminal(one, &name, screen.colour());
            screen.line(text);
            if one.time == Time::Ahead && gate.is_none() {
                screen.line(format!(
                    "   = ahead: its phase has not begun ({})",
                    rules::phase_of(one.code).title()
                ));
            }
        }
        if group.len() > shown {
            screen.line(format!(
                "   = {}: {}",
                count(group.len() - shown, "more like it", "more like it"),
                places(&group[shown..])
            ));
        }
        if let Some((_, how)) = rules::drafts_for(isms, &group) {
            screen.line(format!("   = a proposal waits: {}", found.here(&how)));
        }
        let held =
            found.diagnostics.iter().filter(|one| one.counts() && one.held_by == Some(group[0].code)).count();
        if held > 0 {
            screen.line(format!("   = ⊘ {} for this", count(held, "more waits", "more wait")));
        }
        screen.line("");
    }
    let unknown: Vec<&Diagnostic> = found
        .diagnostics
        .iter()
        .filter(|one| one.verdict != Verdict::Fired && one.held_by.is_none())
        .collect();
    for group in by_code(unknown.iter().copied()) {
        let missing = match &group[0].verdict {
            Verdict::Unknown { missing } => missing.as_str(),
            Verdict::Fired => "",
        };
        screen.line(format!("unknown[{}]: {}: {}, {missing}", group[0].code, group[0].name, places(&group)));
    }
    for major in rules::clause_majors(&found.diagnostics) {
        screen.line(format!("hint: {}; an auditor may raise one major", major.words()));
    }
    quieted(found, screen);
    let body = gate.map(|gate| show_day(found, gate, screen)).unwrap_or_default();
    screen.line(ending(found, gate, conditions(&body), screen));
}

/// Returns the day of a gate, where that comes from, and the gates of the body at it.
pub fn on_the_way(found: &Found, gate: timeline::Gate) -> (Option<Date>, String, Vec<GateStanding>) {
    let isms = &*found.isms;
    let schedule = plan_of(isms, found.day);
    let (on, because) = timeline::day_of(isms, found.day, gate, &schedule)
        .unwrap_or_else(|| (None, "it is behind us, or nothing gives it a day".to_owned()));
    (on, because, timeline::body_gates(isms, found.day, gate))
}

/// Returns how many conditions of the body hold.
pub fn conditions(body: &[GateStanding]) -> usize {
    body.iter().filter(|one| one.state == GateState::Holds).count()
}

/// Shows the day of a gate and the conditions of the body: those that hold it, and those that only the body can see.
fn show_day(found: &Found, gate: timeline::Gate, screen: &mut Screen) -> Vec<GateStanding> {
    let (on, because, body) = on_the_way(found, gate);
    let on = on.map_or_else(|| "no day".to_owned(), |on| on.to_string());
    screen.line(format!("gate `{}`: {on}, {because}", gate.name()));
    let room = screen.width().unwrap_or(100).min(100);
    for state in [GateState::Holds, GateState::Body] {
        for one in body.iter().filter(|one| one.state == state) {
            let rules: Vec<&str> = one.gate.rules().map(|rule| rule.id.as_str()).collect();
            let mark = if state == GateState::Holds { "⊘" } else { "·" };
            let asks = if state == GateState::Holds { "" } else { " (for the body to see)" };
            let text = format!("{mark} {}{asks}: {} ({})", one.gate.holds, one.because, rules.join(", "));
            for (place, line) in wrapped(&text, room.saturating_sub(4)).into_iter().enumerate() {
                screen.line(format!("{}{line}", if place == 0 { "  " } else { "    " }));
            }
        }
    }
    body
}

/// Returns the last line of everything: what is now by its level, and what is ahead as one number.
fn everything(found: &Found, screen: &Screen, rest: &str) -> String {
    let now = |severity| {
        let counts = |one: &&Diagnostic| one.counts() && one.time == Time::Now && one.severity == severity;
        found.diagnostics.iter().filter(counts).count()
    };
    let ahead = found.diagnostics.iter().filter(|one| one.counts() && one.time == Time::Ahead).count();
    let errors = now(Severity::Error);
    let word = if errors > 0 { screen.paint("31;1", "error") } else { screen.paint("32", "fine") };
    let ahead = if ahead > 0 { format!("; {ahead} ahead") } else { String::new() };
    format!(
        "{word}: {}, {}, {}{ahead}{rest}",
        count(errors, "error", "errors"),
        count(now(Severity::Warning), "warning", "warnings"),
        count(now(Severity::Note), "note", "notes"),
    )
}

/// Returns the clauses that may fail as a whole.
pub fn clause_majors_json(diagnostics: &[Diagnostic]) -> Value {
    let one = |major: rules::ClauseMajor| {
        let minors: serde_json::Map<String, Value> =
            major.minors.iter().map(|(code, count)| ((*code).to_owned(), json!(count))).collect();
        json!({ "clause": major.clause, "minors": minors })
    };
    rules::clause_majors(diagnostics).into_iter().map(one).collect()
}

/// Shows what people said and what is therefore quiet.
fn quieted(found: &Found, screen: &mut Screen) {
    let quiet = found.diagnostics.iter().filter(|one| one.verdict == Verdict::Fired && !one.counts());
    for one in quiet {
        let said = one.said.as_ref().map(|said| said.text.as_str()).unwrap_or_default();
        screen.line(format!("{}[{}]: {} ({said})", one.severity.word(), one.code, one.message));
    }
}

/// Returns some places and how many more there are.
fn places(group: &[&Diagnostic]) -> String {
    let place =
        |one: &&Diagnostic| one.place.record().map_or_else(|| one.place.to_string(), |id| id.to_string());
    let mut all: Vec<String> = group.iter().map(place).collect();
    all.dedup();
    if all.len() < group.len() {
        // Several at one place: what they say tells them apart.
        return group.iter().take(4).map(|one| one.message.as_str()).collect::<Vec<_>>().join("; ");
    }
    let more = all.len().saturating_sub(10);
    all.truncate(10);
    if more > 0 {
        all.push(format!("and {more} more"));
    }
    all.join(", ")
}

/// Returns how many errors, warnings and notes count: also those that are held back.
pub fn counts(diagnostics: &[Diagnostic]) -> [usize; 3] {
    [Severity::Error, Severity::Warning, Severity::Note]
        .map(|severity| diagnostics.iter().filter(|one| one.counts() && one.severity == severity).count())
}

/// Returns the last line: what holds the gate, and what can be mended at once.
fn ending(found: &Found, gate: Option<timeline::Gate>, conditions: usize, screen: &Screen) -> String {
    let [errors, warnings, notes] = counts(&found.diagnostics);
    let rest = format!("{}, {}", count(warnings, "warning", "warnings"), count(notes, "note", "notes"));
    let asked = format!("({} rules, {} ms)", rules::RULES.len(), found.millis);
    let fixable = found.fixable();
    let fix = if fixable > 0 { format!("   `plumb check --fix` repairs {fixable}") } else { String::new() };
    let word =
        if errors + conditions > 0 { screen.paint("31;1", "error") } else { screen.paint("32", "fine") };
    let Some(gate) = gate else {
        return everything(found, screen, &format!("   {asked}{fix}"));
    };
    let hold = if errors + conditions == 1 { "holds" } else { "hold" };
    match held_by(errors, conditions) {
        None => format!("{word}: nothing holds gate `{}`; {rest}   {asked}{fix}", gate.name()),
        Some(by) => format!("{word}: {by} {hold} gate `{}`; {rest}   {asked}{fix}", gate.name()),
    }
}
