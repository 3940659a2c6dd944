//! History: what each commit did, field by field, by whom and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use ledger::{Via, check};
use model::{Change, FieldDiff, RecordId, Shown, Stamp};

use crate::books::Books;
use crate::failure::Failure;
use crate::journal::CommitHead;
use crate::reload;

/// Which commits are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those that touched this record.
    pub record: Option<RecordId>,
    /// Only those of this actor.
    pub by: Option<uuid::Uuid>,
    /// Only those before this one.
    pub before: Option<u64>,
    /// At most so many, newest first.
    pub at_most: usize,
    /// Of each commit tell at most so many changes, and count the others; nothing to tell all.
    pub told_max: Option<usize>,
}

/// A commit, told.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its number.
    pub seq: u64,
    /// When and by whom.
    pub stamp: Stamp,
    /// The name of who acted; the uuid where there is no such person.
    pub who: String,
    /// What it was meant to do: `risk.accept`.
    pub intent: String,
    /// Through which channel.
    pub via: Via,
    /// Its leaf hash: written down elsewhere, it anchors all that came before.
    pub leaf: String,
    /// How surely who acted was known, and by what: `aal2 passkey`.
    pub auth: String,
    /// The hash of the policies that allowed it; of nothing but "open" where nobody had an account.
    pub policy: String,
    /// Why, where a reason was given.
    pub because: String,
    /// What changed.
    pub changes: Vec<EventChange>,
    /// How many changes more there are than are told.
    pub untold: usize,
}

/// One record that changed.
#[derive(Debug, Clone)]
pub struct EventChange {
    /// The record.
    pub id: RecordId,
    /// What people call it.
    pub title: String,
    /// What happened: create, update, delete.
    pub verb: &'static str,
    /// The fields that differ.
    pub fields: Vec<FieldDiff>,
}

/// The last change of a field.
#[derive(Debug, Clone)]
pub struct LastChange {
    /// The commit.
    pub seq: u64,
    /// When and by whom.
    pub stamp: Stamp,
    /// The name of who acted.
    pub who: String,
}

impl Books {
    /// Returns commits in brief, newest first.
    #[must_use]
    pub fn commits(&self, filter: &Filter) -> Vec<CommitHead> {
        let journal = self.kept.journal.read().expect("no writer panics");
        let wanted = |commit: &&CommitHead| {
            filter.before.is_none_or(|before| commit.seq < before)
                && filter.by.is_none_or(|by| commit.stamp.by == by)
        };
        match filter.record {
            None => journal.commits.iter().rev().filter(wanted).take(filter.at_most).cloned().collect(),
            Some(record) => {
                let seqs = journal.of_record(record);
                let commits =
                    seqs.iter().rev().filter_map(|seq| journal.commits.get(usize::try_from(*seq).ok()?));
                commits.filter(wanted).take(filter.at_most).cloned().collect()
            }
        }
    }

    /// Returns commits, told, newest first.
    ///
    /// # Errors
    /// Where the log cannot be read.
    pub async fn history(&self, filter: &Filter) -> Result<Vec<Event>, Failure> {
        let mut events = Vec::new();
        let mut read = Read::default();
        for commit in self.commits(filter) {
            events.push(self.event(&commit, filter, &mut read).await?);
        }
        Ok(events)
    }

    /// Returns one commit, told.
    ///
    /// # Errors
    /// Where there is no such commit, or the log cannot be read.
    pub async fn commit(&self, seq: u64) -> Result<Event, Failure> {
        let head = {
            let journal = self.kept.journal.read().expect("no writer panics");
            usize::try_from(seq).ok().and_then(|place| journal.commits.get(place)).cloned()
        };
        let head = head.ok_or_else(|| Failure::Unknown(format!("commit {seq}")))?;
        self.event(&head, &Filter::default(), &mut Read::default()).await
    }

    /// Returns one commit, told up to so many changes.
    ///
    /// # Errors
    /// Where there is no such commit, or the log cannot be read.
    pub async fn commit_in_brief(&self, seq: u64, told_max: usize) -> Result<Event, Failure> {
        let before = seq.checked_add(1);
        let filter = Filter { before, at_most: 1, told_max: Some(told_max), ..Filter::default() };
        let newest = self.history(&filter).await?.into_iter().next();
        newest.filter(|event| event.seq == seq).ok_or_else(|| Failure::Unknown(format!("commit {seq}")))
    }

    /// Returns the last change of each field of a record.
    ///
    /// # Errors
    /// Where the log cannot be read.
    pub async fn blame(&self, record: RecordId) -> Result<BTreeMap<&'static str, LastChange>, Failure> {
        self.blame_before(record, None).await
    }

    /// Returns the last change of each field of a record among the commits before one, as of a past day.
    ///
    /// # Errors
    /// Where the log cannot be read.
    pub async fn blame_before(
        &self,
        record: RecordId,
        before: Option<u64>,
    ) -> Result<BTreeMap<&'static str, LastChange>, Failure> {
        let mut last = BTreeMap::new();
        let filter = Filter { record: Some(record), before, at_most: usize::MAX, ..Filter::default() };
        for event in self.history(&filter).await? {
            for change in event.changes.iter().filter(|change| change.id == record) {
                for field in &change.fields {
                    last.entry(field.name).or_insert_with(|| LastChange {
                        seq: event.seq,
                        stamp: event.stamp,
                        who: event.who.clone(),
                    });
                }
            }
        }
        Ok(last)
    }

    /// Returns the changes of a commit.
    pub(crate) async fn changes(&self, seq: u64) -> Result<Vec<Change>, Failure> {
        let entries = self.store.entries(self.log, seq, 1).await?;
        let entry = entries.first().ok_or_else(|| Failure::Unknown(format!("commit {seq}")))?;
        let checked = check(seq, entry).map_err(|fault| Failure::Broken(fault.to_string()))?;
        reload::read(&checked).map_err(Failure::Broken)
    }

    /// Returns the name of an actor.
    #[must_use]
    pub fn who(&self, actor: uuid::Uuid) -> String {
        let snapshot = self.now();
        match snapshot.isms.person_of(actor) {
            Some((_, person)) => person.title.to_string(),
            None => self.kept.journal.read().expect("no writer panics").name(actor),
        }
    }

    /// Tells a commit; of one record only, where the filter names one.
    async fn event(&self, commit: &CommitHead, filter: &Filter, read: &mut Read) -> Result<Event, Failure> {
        let mut event = Event {
            seq: commit.seq,
            stamp: commit.stamp,
            who: self.who(commit.stamp.by),
            intent: commit.intent.to_string(),
            via: commit.via,
            leaf: commit.leaf.to_string(),
            auth: String::new(),
            policy: String::new(),
            because: String::new(),
            changes: Vec::new(),
            untold: 0,
        };
        let this = read.commit(self, commit.seq).await?;
        (event.auth, event.policy) = (this.auth.clone(), this.policy.clone());
        for change in &this.changes {
            let Some(id) = change.id() else {
                if let Change::Note(text) = change {
                    add_reason(&mut event.because, text);
                }
                continue;
            };
            if filter.record.is_some_and(|only| only != id) {
                continue;
            }
            if filter.told_max.is_some_and(|most| event.changes.len() >= most) {
                event.untold += 1;
                continue;
            }
            if let Change::Removed(_, why) = change {
                add_reason(&mut event.because, why);
            }
            let earlier = self.kept.journal.read().expect("no writer panics").before(id, commit.seq);
            let before = match earlier {
                None => None,
                Some(earlier) => read.change(self, earlier, id).await?,
            };
            event.changes.push(tell(id, before.as_ref(), change));
        }
        Ok(event)
    }
}

/// Commits that were read while a history is told: a large one is read once, however many records it wrote.
#[derive(Default)]
pub(crate) struct Read {
    commits: BTreeMap<u64, Arc<ReadCommit>>,
}

/// A commit that was read, and where each record stands in it.
struct ReadCommit {
    auth: String,
    policy: String,
    changes: Vec<Change>,
    places: BTreeMap<RecordId, usize>,
}

/// How many commits are kept while a history is told.
const READ_MAX: usize = 256;

impl Read {
    /// Returns how a commit left a record; nothing where it removed it.
    pub(crate) async fn change(
        &mut self,
        books: &Books,
        seq: u64,
        id: RecordId,
    ) -> Result<Option<Change>, Failure> {
        let commit = self.commit(books, seq).await?;
        let change = commit.places.get(&id).and_then(|place| commit.changes.get(*place)).cloned();
        Ok(change.filter(|change| !matches!(change, Change::Removed(..))))
    }

    async fn commit(&mut self, books: &Books, seq: u64) -> Result<Arc<ReadCommit>, Failure> {
        if let Some(commit) = self.commits.get(&seq) {
            return Ok(Arc::clone(commit));
        }
        let entries = books.store.entries(books.log, seq, 1).await?;
        let entry = entries.first().ok_or_else(|| Failure::Unknown(format!("commit {seq}")))?;
        let checked = check(seq, entry).map_err(|fault| Failure::Broken(fault.to_string()))?;
        let known = &checked.header.auth;
        let (auth, policy) =
            (format!("{} {}", known.level.as_str(), known.method), checked.header.policy.to_string());
        let changes = reload::read(&checked).map_err(Failure::Broken)?;
        let places =
            changes.iter().enumerate().filter_map(|(place, change)| Some((change.id()?, place))).collect();
        let commit = Arc::new(ReadCommit { auth, policy, changes, places });
        if self.commits.len() >= READ_MAX {
            self.commits.pop_first();
        }
        self.commits.insert(seq, Arc::clone(&commit));
        Ok(commit)
    }
}

/// Adds a reason to those that were given.
fn add_reason(because: &mut String, reason: &str) {
    if reason.is_empty() || because.contains(reason) {
        return;
    }
    if !because.is_empty() {
        because.push_str("; ");
    }
    because.push_str(reason);
}

/// Tells one change.
fn tell(id: RecordId, before: Option<&Change>, after: &Change) -> EventChange {
    let old = before.and_then(Change::shown);
    let new = after.shown();
    let verb = match (&old, &new) {
        (_, None) => "delete",
        (None, Some(_)) => "create",
        (Some(_), Some(_)) => "update",
    };
    let title = new.as_ref().or(old.as_ref()).map(|(_, title, _)| (*title).to_owned()).unwrap_or_default();
    let old_fields = old.map(|(_, _, fields)| fields).unwrap_or_default();
    let new_fields = new.map(|(_, _, fields)| fields).unwrap_or_default();
    EventChange { id, title, verb, fields: differing(&old_fields, &new_fields) }
}

/// Returns the fields whose text differs.
fn differing(old: &[Shown], new: &[Shown]) -> Vec<FieldDiff> {
    let names = if new.is_empty() { old } else { new };
    let text = |fields: &[Shown], name: &str| {
        fields.iter().find(|field| field.name == name).map(|field| field.text.clone()).unwrap_or_default()
    };
    names
        .iter()
        .map(|field| FieldDiff {
            name: field.name,
            label: field.label,
            before: text(old, field.name),
            after: text(new, field.name),
            shape: field.shape.clone(),
        })
        .filter(|field| field.before != field.after)
        .collect()
}
