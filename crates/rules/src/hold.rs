//! One cause, one diagnostic: what follows from it stays silent, and is counted under it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use diagnostics::{Diagnostic, Verdict};
use imbl::OrdMap;
use model::{Isms, RecordId};

use crate::RULES;
use crate::rule::Hold;

/// The place of a rule among all, and where it had fired.
pub(crate) type FiredAt = (usize, Option<RecordId>);

/// What holds what: which rules fired, and where.
#[derive(Debug, Clone)]
pub(crate) struct Holds {
    /// For each rule how often it fired and counts; a cause that was waived is quiet, and what follows from it then speaks for itself.
    counting: Vec<usize>,
    /// For each rule that holds what is near: the records at which it fired, and how often.
    fired: Vec<OrdMap<RecordId, usize>>,
    /// For each code that is held wherever it fires: by which rule.
    everywhere: BTreeMap<&'static str, &'static str>,
}

impl Holds {
    /// Begins with nothing that fired.
    pub(crate) fn new() -> Self {
        let fired = vec![OrdMap::new(); RULES.len()];
        Self { counting: vec![0; RULES.len()], fired, everywhere: BTreeMap::new() }
    }

    /// Notes that a rule fired at a record and counts.
    pub(crate) fn add(&mut self, place: usize, record: Option<RecordId>) {
        self.counting[place] += 1;
        if let Some(record) = record.filter(|_| holds_near(place)) {
            *self.fired[place].entry(record).or_insert(0) += 1;
        }
    }

    /// Notes that a rule that had fired at a record does not any more.
    fn remove(&mut self, place: usize, record: Option<RecordId>) {
        self.counting[place] -= 1;
        let Some(record) = record.filter(|_| holds_near(place)) else { return };
        match self.fired[place].get_mut(&record) {
            Some(times) if *times > 1 => *times -= 1,
            Some(_) | None => {
                self.fired[place].remove(&record);
            }
        }
    }

    /// Takes what has gone and what has come; returns the records at which something that holds differs.
    pub(crate) fn change(&mut self, gone: &[FiredAt], come: &[FiredAt]) -> BTreeSet<RecordId> {
        let at = |all: &[FiredAt]| -> BTreeSet<FiredAt> {
            all.iter().filter(|(place, _)| holds_near(*place)).copied().collect()
        };
        let differing = at(gone).symmetric_difference(&at(come)).filter_map(|(_, record)| *record).collect();
        come.iter().for_each(|(place, record)| self.add(*place, *record));
        gone.iter().for_each(|(place, record)| self.remove(*place, *record));
        differing
    }

    /// Decides which codes are held wherever they fire; returns those for which that differs from before.
    pub(crate) fn decide_everywhere(&mut self) -> BTreeSet<&'static str> {
        let mut everywhere = BTreeMap::new();
        for (rule, _) in RULES.iter().zip(&self.counting).filter(|(_, counting)| **counting > 0) {
            for hold in rule.holds {
                if let Hold::Everywhere(codes) = hold {
                    codes.iter().for_each(|code| {
                        everywhere.entry(*code).or_insert(rule.code);
                    });
                }
            }
        }
        let codes = self.everywhere.keys().chain(everywhere.keys()).copied();
        let differing = codes.filter(|code| self.everywhere.get(code) != everywhere.get(code)).collect();
        self.everywhere = everywhere;
        differing
    }

    /// Returns the rule that holds a diagnostic back. What is held holds in turn; what is unknown neither holds nor is held.
    pub(crate) fn holder(&self, isms: &Isms, diagnostic: &Diagnostic) -> Option<&'static str> {
        if diagnostic.verdict != Verdict::Fired {
            return None;
        }
        self.everywhere.get(diagnostic.code).copied().or_else(|| {
            let holders = near().get(diagnostic.code)?;
            let record = diagnostic.place.record()?;
            let holder = holders.iter().find(|place| is_near(isms, record, &self.fired[**place]))?;
            Some(RULES[*holder].code)
        })
    }
}

/// Says whether diagnostics of a code are held by causes near them.
pub(crate) fn may_be_held_near(code: &str) -> bool {
    near().contains_key(code)
}

/// Says whether the rule at a place holds what is near.
fn holds_near(place: usize) -> bool {
    RULES[place].holds.iter().any(|hold| matches!(hold, Hold::Near(_)))
}

/// Returns for each code the places of the rules that hold it near them.
fn near() -> &'static BTreeMap<&'static str, Vec<usize>> {
    static NEAR: OnceLock<BTreeMap<&'static str, Vec<usize>>> = OnceLock::new();
    NEAR.get_or_init(|| {
        let mut near: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        for (place, rule) in RULES.iter().enumerate() {
            for hold in rule.holds {
                if let Hold::Near(codes) = hold {
                    codes.iter().for_each(|code| near.entry(code).or_default().push(place));
                }
            }
        }
        near
    })
}

/// Says whether a record is among others or one reference away from one of them.
fn is_near(isms: &Isms, record: RecordId, others: &OrdMap<RecordId, usize>) -> bool {
    if others.is_empty() || others.contains_key(&record) {
        return !others.is_empty();
    }
    if others.len() <= 8 {
        return others.keys().any(|other| isms.are_linked(record, *other));
    }
    isms.targets(record).iter().any(|target| others.contains_key(target))
        || isms.all_sources(record).any(|source| others.contains_key(&source))
}
