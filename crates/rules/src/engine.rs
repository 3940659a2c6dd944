//! The engine: asks every rule, and after an edit only those that can have changed their mind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diagnostics::{Diagnostic, Grade, Help, Quiet, Said, Severity, Time, Verdict};
use model::records::DispositionVerdict;
use model::{Date, Isms, RecordId, RecordKind};

use crate::rule::{Check, Escalate, Limit, Step};
use crate::{Ask, Found, RULES, Report, Rule, hold, phase};

/// What all rules say about an ISMS on a day.
#[derive(Debug, Clone)]
pub struct Results {
    /// The day asked.
    pub today: Date,
    /// Everything found, by code and place; also what is held back, quieted, ahead or unknown.
    pub diagnostics: Vec<Diagnostic>,
    /// What each rule found, so that only part has to be asked again.
    found: Vec<Answers>,
}

/// What one rule found: by record where it judges one record at a time.
#[derive(Debug, Clone, Default)]
struct Answers {
    by_record: BTreeMap<Option<RecordId>, Arc<Vec<Found>>>,
}

/// Asks all rules.
#[must_use]
pub fn check(ask: &Ask) -> Results {
    let mut ids = Ids::new();
    let found = RULES.iter().map(|rule| ask_rule(rule, ask, &mut ids)).collect();
    finish(ask, found)
}

/// Asks again after some records changed: only rules and records that can have changed their mind.
///
/// Gives the same as `check`, provided that the day is the same; `before` are results on `isms_before`.
#[must_use]
pub fn check_again(ask: &Ask, before: &Results, isms_before: &Isms, changed: &[RecordId]) -> Results {
    let kinds: BTreeSet<RecordKind> = changed.iter().map(|id| id.kind).collect();
    // The organisation sets the limits of rules, which any of them may read.
    let limits = kinds.contains(&RecordKind::Organisation);
    if limits || before.today != ask.today || before.found.len() != RULES.len() {
        return check(ask);
    }
    let mut near = BTreeSet::new();
    for id in changed {
        near.insert(*id);
        neighbours(ask.isms, *id, &mut near);
        neighbours(isms_before, *id, &mut near);
    }
    let mut found = before.found.clone();
    let mut ids = Ids::new();
    for (rule, answers) in RULES.iter().zip(&mut found) {
        match rule.check {
            Check::Whole { reads, .. } => {
                if reads.is_empty() || reads.iter().any(|kind| kinds.contains(kind)) {
                    *answers = ask_rule(rule, ask, &mut ids);
                }
            }
            Check::Each { of, reads, through, check } => {
                if reads.iter().any(|kind| kinds.contains(kind)) {
                    *answers = ask_rule(rule, ask, &mut ids);
                    continue;
                }
                let mut again: BTreeSet<RecordId> = near.clone();
                for between in near.iter().filter(|id| through.contains(&id.kind)) {
                    neighbours(ask.isms, *between, &mut again);
                    neighbours(isms_before, *between, &mut again);
                }
                for id in again.into_iter().filter(|id| of.contains(&id.kind)) {
                    answers.by_record.remove(&Some(id));
                    if ask.isms.get(id).is_some() {
                        ask_record(check, ask, id, answers);
                    }
                }
            }
        }
    }
    finish(ask, found)
}

/// Adds the records one reference away, in either direction.
fn neighbours(isms: &Isms, id: RecordId, into: &mut BTreeSet<RecordId>) {
    into.extend(isms.all_sources(id));
    into.extend(isms.targets(id));
}

/// The ids of the records that count, by kind; listed once for all rules.
type Ids = BTreeMap<RecordKind, Vec<RecordId>>;

/// Lists the records of a kind that count.
fn counted(isms: &Isms, kind: RecordKind) -> Vec<RecordId> {
    isms.counted(kind).into_iter().map(|(id, _)| id).collect()
}

/// Asks one rule about everything.
fn ask_rule(rule: &Rule, ask: &Ask, ids: &mut Ids) -> Answers {
    let mut answers = Answers::default();
    match rule.check {
        Check::Whole { check, .. } => {
            let mut report = Report::default();
            check(ask, &mut report);
            if !report.found.is_empty() {
                answers.by_record.insert(None, Arc::new(report.found));
            }
        }
        Check::Each { of, check, .. } => {
            for kind in of {
                for id in ids.entry(*kind).or_insert_with(|| counted(ask.isms, *kind)) {
                    ask_record(check, ask, *id, &mut answers);
                }
            }
        }
    }
    answers
}

/// Asks one rule about one record that counts.
fn ask_record(check: fn(&Ask, RecordId, &mut Report), ask: &Ask, id: RecordId, answers: &mut Answers) {
    let mut report = Report::default();
    check(ask, id, &mut report);
    if !report.found.is_empty() {
        answers.by_record.insert(Some(id), Arc::new(report.found));
    }
}

/// Turns what was found into diagnostics: grades, phases, what holds what, and what people said.
fn finish(ask: &Ask, found: Vec<Answers>) -> Results {
    let mut diagnostics = Vec::new();
    let said = dispositions(ask);
    let begun = phase::Begun::of(ask.isms, ask.today);
    for (rule, answers) in RULES.iter().zip(&found) {
        if answers.by_record.is_empty() {
            continue;
        }
        let all: Vec<&Found> = answers.by_record.values().flat_map(|found| found.iter()).collect();
        let up = escalates(rule, ask, &all);
        let time = if begun.has(rule) { Time::Now } else { Time::Ahead };
        diagnostics.extend(all.into_iter().map(|found| diagnostic(rule, found, up, time, &said)));
    }
    hold::hold_back(ask.isms, &mut diagnostics);
    Results { today: ask.today, diagnostics, found }
}

/// Says whether a rule gets one step worse.
fn escalates(rule: &Rule, ask: &Ask, found: &[&Found]) -> Step {
    let fired = || found.iter().filter(|found| found.unknown.is_none()).count();
    let worse = match &rule.escalate {
        Escalate::Never => false,
        Escalate::MoreThan(most) => fired() > *most,
        Escalate::Share { of, above } => {
            let limit = match above {
                Limit::Parameter(name) => ask.parameters.number(name),
                Limit::Hundredths(hundredths) => f64::from(*hundredths) / 100.0,
            };
            let all = of(ask);
            all > 0 && fired() as f64 / all as f64 > limit
        }
        Escalate::When(decide) => {
            let found: Vec<Found> = found.iter().map(|found| (*found).clone()).collect();
            return decide(ask, &found);
        }
    };
    if worse { Step::Up } else { Step::Stay }
}

/// Makes a diagnostic of what was found.
fn diagnostic(
    rule: &Rule,
    found: &Found,
    up: Step,
    time: Time,
    said: &BTreeMap<(String, Option<RecordId>), Disposed>,
) -> Diagnostic {
    let worse = found.unknown.is_none() && (found.worse || up == Step::Up);
    let graded = if worse { (rule.severity.up(), rule.grade.up()) } else { (rule.severity, rule.grade) };
    let verdict = match &found.unknown {
        None => Verdict::Fired,
        Some(missing) => Verdict::Unknown { missing: missing.clone() },
    };
    let said = said.get(&(rule.code.to_owned(), found.place.record()));
    let (severity, grade) = said.and_then(|said| said.regraded).unwrap_or(graded);
    let said = said.map(|said| said.said.clone());
    let text = if found.help.is_empty() { rule.fix.to_owned() } else { found.help.clone() };
    Diagnostic {
        code: rule.code,
        name: rule.name,
        severity,
        grade,
        stage: rule.stage,
        clauses: rule.clauses,
        message: found.message.clone(),
        place: found.place.clone(),
        proof: found.proof.clone(),
        why: rule.why,
        help: Help {
            text,
            grade: rule.fix_grade,
            command: found.command.clone(),
            writes: found.writes.clone(),
        },
        verdict,
        held_by: None,
        time,
        said,
    }
}

/// What people said of a diagnostic, and the grade that they gave it.
struct Disposed {
    said: Said,
    regraded: Option<(Severity, Grade)>,
}

/// Returns the grade that a word means.
fn grade_of(word: &str) -> Option<(Severity, Grade)> {
    let all = [
        (Severity::Error, Grade::Major),
        (Severity::Warning, Grade::Minor),
        (Severity::Note, Grade::Opportunity),
    ];
    all.into_iter().find(|(severity, _)| severity.word() == word)
}

/// Collects what people said of diagnostics, by rule and record.
fn dispositions(ask: &Ask) -> BTreeMap<(String, Option<RecordId>), Disposed> {
    let mut said = BTreeMap::new();
    for (id, disposition) in ask.isms.dispositions.iter() {
        let quiet = match &disposition.verdict {
            DispositionVerdict::Waived { until, .. } if *until >= ask.today => Quiet::Yes,
            DispositionVerdict::Waived { .. }
            | DispositionVerdict::Confirmed
            | DispositionVerdict::Disputed { .. }
            | DispositionVerdict::Regraded { .. } => Quiet::No,
        };
        let text = model::Value::text(&disposition.verdict);
        let regraded = match &disposition.verdict {
            DispositionVerdict::Regraded { grade, .. } => grade_of(grade),
            DispositionVerdict::Waived { .. }
            | DispositionVerdict::Confirmed
            | DispositionVerdict::Disputed { .. } => None,
        };
        let key = (disposition.rule.to_string(), disposition.record);
        said.insert(key, Disposed { said: Said { record: id.id(), text, quiet }, regraded });
    }
    said
}

#[cfg(test)]
mod tests;
