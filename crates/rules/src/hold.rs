//! One cause, one diagnostic: what follows from it stays silent, and is counted under it.

use std::collections::{BTreeMap, BTreeSet};

use diagnostics::{Diagnostic, Verdict};
use model::{Isms, RecordId};

use crate::RULES;
use crate::rule::Hold;

/// Marks each diagnostic that another one holds back. What is held holds in turn; what is unknown neither holds nor is held.
pub(crate) fn hold_back(isms: &Isms, diagnostics: &mut [Diagnostic]) {
    let fired = fired_records(diagnostics);
    let mut everywhere: BTreeMap<&str, &'static str> = BTreeMap::new();
    let mut near: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    for rule in RULES.iter().filter(|rule| fired.contains_key(rule.code)) {
        for hold in rule.holds {
            match hold {
                Hold::Everywhere(codes) => {
                    for code in *codes {
                        everywhere.entry(code).or_insert(rule.code);
                    }
                }
                Hold::Near(codes) => {
                    for code in *codes {
                        near.entry(code).or_default().push(rule.code);
                    }
                }
            }
        }
    }
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.verdict == Verdict::Fired) {
        let holders = near.get(diagnostic.code);
        diagnostic.held_by = everywhere.get(diagnostic.code).copied().or_else(|| {
            let record = diagnostic.place.record()?;
            holders?.iter().copied().find(|holder| is_near(isms, record, &fired[holder]))
        });
    }
}

/// Returns the records at which each rule fired.
fn fired_records(diagnostics: &[Diagnostic]) -> BTreeMap<&'static str, BTreeSet<RecordId>> {
    let mut fired: BTreeMap<&'static str, BTreeSet<RecordId>> = BTreeMap::new();
    // A cause that was waived is quiet: what follows from it then speaks for itself.
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.counts()) {
        fired.entry(diagnostic.code).or_default().extend(diagnostic.place.record());
    }
    fired
}

/// Says whether a record is among others or one reference away from one of them.
fn is_near(isms: &Isms, record: RecordId, others: &BTreeSet<RecordId>) -> bool {
    if others.contains(&record) {
        return true;
    }
    if others.len() <= 8 {
        return others.iter().any(|other| isms.are_linked(record, *other));
    }
    isms.targets(record).iter().any(|target| others.contains(target))
        || isms.all_sources(record).any(|source| others.contains(&source))
}
