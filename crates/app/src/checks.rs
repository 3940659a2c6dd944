//! Checks: what the rules say now, asked again only where an edit can have changed their mind.

use std::collections::BTreeMap;
use std::sync::Arc;

use diagnostics::{Diagnostic, Place};
use model::{Date, Isms, RecordId};
use rules::{Ask, Integrity, Results, check, check_again};

use crate::books::{Books, Snapshot};
use crate::failure::Failure;
use crate::history::LastChange;

/// The newest results, and what they were found on.
pub(crate) struct Checked {
    commits: u64,
    isms: Arc<Isms>,
    results: Arc<Results>,
    integrity: Option<Integrity>,
}

impl Books {
    /// Returns what the rules say today about the present state.
    #[must_use]
    pub fn check(&self) -> Arc<Results> {
        let snapshot = self.now();
        let today = self.today();
        let integrity = self.integrity();
        let mut kept = self.checked.lock().unwrap_or_else(|poisoned| {
            // A rule that panicked ends one request: the next one asks all of them again.
            self.checked.clear_poison();
            let mut kept = poisoned.into_inner();
            *kept = None;
            kept
        });
        if let Some(checked) = kept.as_ref().filter(|checked| checked.integrity == integrity) {
            if checked.commits == snapshot.commits() && checked.results.today == today {
                return Arc::clone(&checked.results);
            }
            if let Some(changed) = self.changed_between(checked.commits, snapshot.commits()) {
                let ask = Ask::new(&snapshot.isms, integrity.as_ref(), today);
                let results = Arc::new(check_again(&ask, &checked.results, &checked.isms, &changed));
                *kept = Some(keep(&snapshot, &results, integrity.clone()));
                return results;
            }
        }
        let results = Arc::new(check(&Ask::new(&snapshot.isms, integrity.as_ref(), today)));
        *kept = Some(keep(&snapshot, &results, integrity.clone()));
        results
    }

    /// Returns what the rules say about a state on another day: the past, or a forecast.
    #[must_use]
    pub fn check_on(&self, snapshot: &Snapshot, day: Date) -> Results {
        check(&Ask::new(&snapshot.isms, None, day))
    }

    /// Returns what is known about ledger and files; nothing until somebody has looked.
    #[must_use]
    pub fn integrity(&self) -> Option<Integrity> {
        self.integrity.lock().expect("nobody panics here").clone()
    }

    /// Adds to the proofs who set each value and when; for the first `at_most` diagnostics.
    ///
    /// # Errors
    /// Where the log cannot be read.
    pub async fn prove(&self, diagnostics: &mut [Diagnostic], at_most: usize) -> Result<(), Failure> {
        let mut known: BTreeMap<RecordId, BTreeMap<&'static str, LastChange>> = BTreeMap::new();
        for diagnostic in diagnostics.iter_mut().take(at_most) {
            let place = diagnostic.place.clone();
            for proof in &mut diagnostic.proof {
                let Some(record) = proof.record.or(place.record()) else { continue };
                if let std::collections::btree_map::Entry::Vacant(vacant) = known.entry(record) {
                    vacant.insert(self.blame(record).await?);
                }
                let field = field_of(record, &proof.label, &place);
                if let Some(last) = field.and_then(|field| known.get(&record)?.get(field)) {
                    proof.set = Some((last.stamp, last.who.clone()));
                }
            }
        }
        Ok(())
    }

    /// Returns the records touched by commits from one number to another; nothing where that is too many to be quick.
    fn changed_between(&self, from: u64, to: u64) -> Option<Vec<RecordId>> {
        let journal = self.kept.journal.read().expect("no writer panics");
        let few = to.checked_sub(from).is_some_and(|commits| commits <= 64);
        few.then(|| journal.touched_since(from))
    }
}

/// Keeps results with what they were found on.
fn keep(snapshot: &Snapshot, results: &Arc<Results>, integrity: Option<Integrity>) -> Checked {
    Checked {
        commits: snapshot.commits(),
        isms: Arc::clone(&snapshot.isms),
        results: Arc::clone(results),
        integrity,
    }
}

/// Returns the field that a proof shows: the one named like its label.
fn field_of(record: RecordId, label: &str, place: &Place) -> Option<&'static str> {
    let even = label.to_lowercase().replace(' ', "_");
    let fields = record.kind.fields();
    let by_name = fields.iter().find(|field| field.name == even || field.label.eq_ignore_ascii_case(label));
    let named = by_name.map(|field| field.name);
    match place {
        Place::Record { id, field } if *id == record && !field.is_empty() => named.or_else(|| {
            let only = fields.iter().find(|known| known.name == *field)?;
            label.to_lowercase().contains(&only.label.to_lowercase()).then_some(only.name)
        }),
        Place::Record { .. } | Place::Whole | Place::File { .. } => named,
    }
}
