//! The engine: asks every rule, and after an edit only those that can have changed their mind.

mod answers;
mod said;
mod settle;

use std::collections::{BTreeMap, BTreeSet};

use diagnostics::Diagnostic;
use model::{Date, Isms, RecordId, RecordKind};

use crate::rule::Check;
use crate::{Ask, RULES, Report, Rule};
use answers::Answers;
use settle::{Around, Settled};

/// What all rules say about an ISMS on a day.
///
/// Held per rule and record in shared trees, so that the results after an edit share all that the edit left alone.
#[derive(Debug, Clone)]
pub struct Results {
    /// The day asked.
    pub today: Date,
    /// What each rule found, in the order of the rules.
    answers: Vec<Answers>,
    /// What the grades, times and holds rest on.
    settled: Settled,
}

impl Results {
    /// Returns everything found, by code and place; also what is held back, quieted, ahead or unknown.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.answers.iter().flat_map(Answers::diagnostics)
    }

    /// Returns what the rule of a code found, as `diagnostics` does.
    pub fn of_rule(&self, code: &str) -> impl Iterator<Item = &Diagnostic> {
        let place = RULES.iter().position(|rule| rule.code == code);
        place.and_then(|place| self.answers.get(place)).into_iter().flat_map(Answers::diagnostics)
    }
}

impl PartialEq for Results {
    fn eq(&self, other: &Self) -> bool {
        self.today == other.today && self.diagnostics().eq(other.diagnostics())
    }
}

/// Asks all rules.
#[must_use]
pub fn check(ask: &Ask) -> Results {
    let mut ids = Ids::new();
    let answers = RULES.iter().map(|rule| ask_rule(rule, ask, &mut ids)).collect();
    let mut results = Results { today: ask.today, answers, settled: Settled::of(ask) };
    settle::all(ask, &mut results.answers, &mut results.settled);
    results
}

/// Asks again after some records changed: only rules and records that can have changed their mind.
///
/// Gives the same as `check`, provided that the day is the same; `before` are results on `isms_before`.
#[must_use]
pub fn check_again(ask: &Ask, before: &Results, isms_before: &Isms, changed: &[RecordId]) -> Results {
    let kinds: BTreeSet<RecordKind> = changed.iter().map(|id| id.kind).collect();
    // The organisation sets the limits of rules, which any of them may read.
    let limits = kinds.contains(&RecordKind::Organisation);
    if limits || before.today != ask.today || before.answers.len() != RULES.len() {
        return check(ask);
    }
    let mut around = Around::default();
    for id in changed {
        around.near.insert(*id);
        neighbours(ask.isms, *id, &mut around.near);
        neighbours(isms_before, *id, &mut around.near);
    }
    let mut answers = before.answers.clone();
    let mut ids = Ids::new();
    for (place, (rule, answers)) in RULES.iter().zip(&mut answers).enumerate() {
        let Some(asked) = asks(rule, ask.isms, isms_before, &kinds, &around.near) else {
            let new = ask_rule(rule, ask, &mut ids);
            if !(new.is_empty() && answers.is_empty()) {
                around.replaced(place, answers, &new);
                *answers = new;
            }
            continue;
        };
        let Check::Each { of, check, .. } = rule.check else { continue };
        for id in asked.into_iter().filter(|id| of.contains(&id.kind)) {
            let mut report = Report::default();
            if ask.isms.get(id).is_some() {
                check(ask, id, &mut report);
            }
            let (old, new) = answers.replace(Some(id), rule, report);
            around.changed(
                place,
                Some(id),
                old.as_ref().map(|old| old.as_slice()),
                new.as_ref().map(|new| new.as_slice()),
            );
        }
    }
    let mut settled = before.settled.clone();
    settle::again(ask, &mut answers, &mut settled, &kinds, around);
    Results { today: ask.today, answers, settled }
}

/// Returns the records about which a rule is asked again after a change; nothing where it is asked about everything.
fn asks(
    rule: &Rule,
    isms: &Isms,
    isms_before: &Isms,
    kinds: &BTreeSet<RecordKind>,
    near: &BTreeSet<RecordId>,
) -> Option<BTreeSet<RecordId>> {
    match rule.check {
        Check::Whole { reads, .. } => {
            let again = reads.is_empty() || reads.iter().any(|kind| kinds.contains(kind));
            (!again).then(BTreeSet::new)
        }
        Check::Each { reads, .. } if reads.iter().any(|kind| kinds.contains(kind)) => None,
        Check::Each { through, .. } => {
            let mut again = near.clone();
            for between in near.iter().filter(|id| through.contains(&id.kind)) {
                neighbours(isms, *between, &mut again);
                neighbours(isms_before, *between, &mut again);
            }
            Some(again)
        }
    }
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
            answers.replace(None, rule, report);
        }
        Check::Each { of, check, .. } => {
            for kind in of {
                for id in ids.entry(*kind).or_insert_with(|| counted(ask.isms, *kind)) {
                    let mut report = Report::default();
                    check(ask, *id, &mut report);
                    if !report.found.is_empty() {
                        answers.replace(Some(*id), rule, report);
                    }
                }
            }
        }
    }
    answers
}

#[cfg(test)]
mod tests;
