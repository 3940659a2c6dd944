//! The first form: at most seven steps, in the order of the phases, and one line for what is ahead.

use diagnostics::{Diagnostic, FixGrade, Severity, Time, Verdict};
use rules::phase_of;

use super::{Found, by_code, phase_now};
use crate::screen::{Screen, count};
use crate::table::table_around;

/// At most so many steps.
const STEPS_MAX: usize = 7;

/// Shows the steps.
pub fn show(found: &Found, screen: &mut Screen) {
    let mut now: Vec<&Diagnostic> =
        found.diagnostics.iter().filter(|one| one.is_open() && one.time == Time::Now).collect();
    now.sort_by_key(|one| (phase_of(one.code), std::cmp::Reverse(one.severity), one.code));
    let groups = by_code(now.iter().copied());
    let ahead: Vec<&Diagnostic> =
        found.diagnostics.iter().filter(|one| one.is_open() && one.time == Time::Ahead).collect();
    screen.line(head(found, &groups, &ahead, screen));
    let shown = &groups[..groups.len().min(STEPS_MAX)];
    let rows = shown.iter().enumerate().map(|(place, group)| step(place + 1, group)).collect();
    table_around(screen, &["", "rule", "what", "how to mend it", ""], rows, 2);
    if groups.len() > STEPS_MAX {
        let rest = &groups[STEPS_MAX..];
        let lines: usize = rest.iter().map(Vec::len).sum();
        let worst = rest.iter().filter(|group| group[0].severity == Severity::Error).count();
        let errors = if worst > 0 { format!(", {}", count(worst, "error", "errors")) } else { String::new() };
        screen.line(format!(
            "then {} in {}{errors}: plumb check --all",
            count(lines, "more", "more"),
            count(rest.len(), "rule", "rules")
        ));
    }
    let unknown =
        found.diagnostics.iter().filter(|one| one.verdict != Verdict::Fired && one.time == Time::Now).count();
    if unknown > 0 {
        let cannot = if unknown == 1 { "question cannot be judged" } else { "questions cannot be judged" };
        screen.line(format!("{unknown} {cannot}, as something is missing: plumb check --all"));
    }
    if let Some(group) = shown.first() {
        screen.line(format!(
            "all of Stage 1: plumb check --gate stage1        why one of them: plumb explain {}",
            group[0].code
        ));
    } else if ahead.is_empty() {
        screen.line("nothing is missing and nothing is ahead");
    } else {
        screen.line("nothing to do now        all of Stage 1: plumb check --gate stage1");
    }
    let fixable = found.diagnostics.iter().filter(|one| super::fix::is_safe(one)).count();
    if fixable > 0 {
        screen.line(format!("plumb check --fix mends {fixable}"));
    }
}

/// Returns the first line: name, phase, how many steps, how many ahead.
fn head(found: &Found, groups: &[Vec<&Diagnostic>], ahead: &[&Diagnostic], screen: &Screen) -> String {
    let phase = phase_now(&found.diagnostics);
    let mut line = format!(
        "{}   phase {} {}   {}",
        screen.bold(&found.desk.books.name()),
        phase.number(),
        phase.title(),
        count(groups.len(), "step now", "steps now")
    );
    if found.day != found.desk.books.today() {
        line.push_str(&format!("   on {}", found.day));
    }
    if !ahead.is_empty() {
        line.push_str(&format!("   {} ahead", by_code(ahead.iter().copied()).len()));
        if let Some(next) = ahead.iter().map(|one| phase_of(one.code)).min() {
            let plan = found.reading.snapshot.isms.plan.one();
            let starts = plan.and_then(|plan| plan.phase(next.number())?.starts_on);
            let from = starts.map(|day| format!(", from {day}")).unwrap_or_default();
            line.push_str(&format!(" (next: {}{from})", next.title()));
        }
    }
    line
}

/// Returns one step: number, code, what, how, minutes.
fn step(number: usize, group: &[&Diagnostic]) -> Vec<String> {
    let first = group[0];
    let what = match group {
        [one] => one.message.clone(),
        several => {
            let mut ids: Vec<String> =
                several.iter().filter_map(|one| Some(one.place.record()?.to_string())).collect();
            ids.dedup();
            if ids.len() < several.len() {
                format!("{} (and {} more)", first.message, several.len() - 1)
            } else {
                let rest = if ids.len() > 3 { format!(" and {} more", ids.len() - 3) } else { String::new() };
                ids.truncate(3);
                format!("{}: {}{rest}", first.name, ids.join(", "))
            }
        }
    };
    let minutes = match first.help.grade {
        FixGrade::Safe => 1,
        FixGrade::FillIn => 3,
        FixGrade::Likely => 5,
        FixGrade::Think => 15,
    };
    let minutes = minutes * group.len().min(60);
    let time = if minutes < 90 { format!("~{minutes} min") } else { format!("~{} h", (minutes + 30) / 60) };
    let mark = match first.severity {
        Severity::Error => "✕",
        Severity::Warning => "▲",
        Severity::Note => "·",
    };
    vec![format!("{number}{mark}"), first.code.to_owned(), what, first.help.text.clone(), time]
}
