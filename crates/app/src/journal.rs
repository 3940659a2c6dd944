//! The journal: what each commit was, in brief, and which commits touched a record.

use std::collections::HashMap;
use std::sync::Arc;

use ledger::{Hash, Header, Via};
use model::records::Person;
use model::{Change, Date, RecordId, Ref, Stamp};
use uuid::Uuid;

/// A commit in brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitHead {
    /// Its number; the first is 0.
    pub seq: u64,
    /// When and by whom.
    pub stamp: Stamp,
    /// What it was meant to do: `risk.accept`.
    pub intent: Arc<str>,
    /// Through which channel.
    pub via: Via,
    /// How many changes it holds.
    pub changes: u32,
    /// Its leaf hash.
    pub leaf: Hash,
    /// What tells the request that it was made by from others.
    pub idem: [u8; 16],
}

impl CommitHead {
    /// Returns a commit in brief from its header.
    pub(crate) fn of(header: &Header, leaf: Hash, on: Date, intent: Arc<str>) -> Self {
        let stamp = Stamp { at: header.time.micros(), on, by: header.actor.id };
        let changes = u32::try_from(header.changes.count).unwrap_or(u32::MAX);
        Self { seq: header.seq, stamp, intent, via: header.via, changes, leaf, idem: header.idem }
    }
}

/// All commits in brief, and by record.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    pub(crate) commits: Vec<CommitHead>,
    /// The records that each commit touched.
    records: Vec<Box<[RecordId]>>,
    by_record: HashMap<RecordId, Vec<u32>>,
    intents: HashMap<String, Arc<str>>,
    /// Who saw records that were removed while only some people saw them.
    kept_from: HashMap<RecordId, Vec<Ref<Person>>>,
    /// What each person was called last, also of those who were removed.
    names: HashMap<Uuid, String>,
}

impl Journal {
    /// Takes the next commit and the records that it touched.
    pub(crate) fn push(&mut self, commit: CommitHead, records: impl IntoIterator<Item = RecordId>) {
        let seq = u32::try_from(commit.seq).expect("a log of four thousand million commits is not ours");
        let records: Box<[RecordId]> = records.into_iter().collect();
        for record in &records {
            self.by_record.entry(*record).or_default().push(seq);
        }
        self.records.push(records);
        self.commits.push(commit);
    }

    /// Takes the names that changes give to people.
    pub(crate) fn take_names(&mut self, changes: &[Change]) {
        for change in changes {
            if let Change::Person(_, stored) = change {
                self.names.insert(stored.record.uuid, stored.record.title.to_string());
            }
        }
    }

    /// Notes who alone saw a record that goes: its history stays with them.
    pub(crate) fn keep_from(&mut self, record: RecordId, people: Vec<Ref<Person>>) {
        self.kept_from.insert(record, people);
    }

    /// Says whether a record that was removed was kept from somebody.
    pub(crate) fn was_kept_from(&self, record: RecordId, reader: Ref<Person>) -> bool {
        self.kept_from.get(&record).is_some_and(|people| !people.contains(&reader))
    }

    /// Says whether a record that was removed was seen by some people only.
    pub(crate) fn was_kept_from_anybody(&self, record: RecordId) -> bool {
        self.kept_from.contains_key(&record)
    }

    /// Says whether any record that was removed was kept from somebody.
    pub(crate) fn keeps_anything_from(&self, reader: Ref<Person>) -> bool {
        self.kept_from.values().any(|people| !people.contains(&reader))
    }

    /// Returns what a person was called last; the uuid where nobody ever had it.
    pub(crate) fn name(&self, actor: Uuid) -> String {
        self.names.get(&actor).cloned().unwrap_or_else(|| actor.to_string())
    }

    /// Returns one shared text for an intent.
    pub(crate) fn intent(&mut self, intent: &str) -> Arc<str> {
        if let Some(known) = self.intents.get(intent) {
            return Arc::clone(known);
        }
        let shared: Arc<str> = intent.into();
        self.intents.insert(intent.to_owned(), Arc::clone(&shared));
        shared
    }

    /// Returns the commits that touched a record, oldest first.
    pub(crate) fn of_record(&self, record: RecordId) -> Vec<u64> {
        self.by_record
            .get(&record)
            .map(|seqs| seqs.iter().map(|seq| u64::from(*seq)).collect())
            .unwrap_or_default()
    }

    /// Returns the records that a commit touched.
    pub(crate) fn of_commit(&self, seq: u64) -> &[RecordId] {
        usize::try_from(seq).ok().and_then(|place| self.records.get(place)).map_or(&[], |records| records)
    }

    /// Returns the records touched by the commits from this number on.
    pub(crate) fn touched_since(&self, from: u64) -> Vec<RecordId> {
        let start = usize::try_from(from).unwrap_or(usize::MAX).min(self.records.len());
        self.records[start..].iter().flatten().copied().collect()
    }

    /// Returns the commit that wrote a record before this one.
    pub(crate) fn before(&self, record: RecordId, seq: u64) -> Option<u64> {
        self.by_record.get(&record)?.iter().rev().map(|seq| u64::from(*seq)).find(|earlier| *earlier < seq)
    }

    /// Says whether somebody has acted.
    pub(crate) fn has_acted(&self, actor: Uuid) -> bool {
        self.commits.iter().any(|commit| commit.stamp.by == actor)
    }
}
