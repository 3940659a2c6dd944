//! All records of one kind.

use std::sync::Arc;

use imbl::OrdMap;

use crate::about::Entry;
use crate::{Key, Record, Ref};

/// All records of one kind: shared between versions of the ISMS, ordered by id.
///
/// What is only proposed is hidden from `iter`, `get` and `len`; `everything` and `find` show it too. A proposal written over a record
/// that counts lies on top of it: what counted goes on counting beneath, until the proposal is taken or refused.
#[derive(Debug, Clone)]
pub struct Table<R> {
    entries: OrdMap<Key, Arc<Entry<R>>>,
    /// What counts while a proposal lies on it.
    beneath: OrdMap<Key, Arc<Entry<R>>>,
    /// The revision at which a removed record was last written.
    removed: OrdMap<Key, u32>,
    highest: u32,
    proposed: usize,
}

impl<R> Default for Table<R> {
    fn default() -> Self {
        Self {
            entries: OrdMap::new(),
            beneath: OrdMap::new(),
            removed: OrdMap::new(),
            highest: 0,
            proposed: 0,
        }
    }
}

impl<R: Record> Table<R> {
    /// Returns the record that counts: the one beneath where a proposal lies on it, none where there is only a proposal.
    #[must_use]
    pub fn get(&self, id: &Ref<R>) -> Option<&Entry<R>> {
        let found = self.find(id)?;
        if found.stored.about.proposed.is_none() { Some(found) } else { self.beneath(id) }
    }

    /// Returns the record that counts although a proposal lies on it.
    #[must_use]
    pub fn beneath(&self, id: &Ref<R>) -> Option<&Entry<R>> {
        self.beneath.get(&id.key).map(AsRef::as_ref)
    }

    /// Returns the record, proposed or not.
    #[must_use]
    pub fn find(&self, id: &Ref<R>) -> Option<&Entry<R>> {
        self.entries.get(&id.key).map(AsRef::as_ref)
    }

    /// Returns the only record of a single kind.
    #[must_use]
    pub fn one(&self) -> Option<&Entry<R>> {
        self.get(&Ref::one())
    }

    /// Returns all that count, by id.
    pub fn iter(&self) -> impl Iterator<Item = (Ref<R>, &Entry<R>)> {
        self.everything().filter_map(|(id, _)| Some((id, self.get(&id)?)))
    }

    /// Returns all, also what is only proposed, by id.
    pub fn everything(&self) -> impl Iterator<Item = (Ref<R>, &Entry<R>)> {
        self.entries.iter().map(|(key, entry)| (Ref::of(*key), entry.as_ref()))
    }

    /// Returns how many count.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len() - self.proposed + self.beneath.len()
    }

    /// Says whether none counts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many are only proposed.
    #[must_use]
    pub fn proposals(&self) -> usize {
        self.proposed
    }

    /// Returns the number that the next record gets; a number is never given twice.
    #[must_use]
    pub fn next(&self) -> Ref<R> {
        if R::KIND.single { Ref::one() } else { Ref::number(self.highest + 1) }
    }

    /// Says whether an id was given at any time.
    #[must_use]
    pub fn was_given(&self, id: &Ref<R>) -> bool {
        self.entries.contains_key(&id.key) || self.removed.contains_key(&id.key)
    }

    /// Returns the revision last written, also of a removed record; zero where there never was one.
    #[must_use]
    pub fn revision(&self, id: &Ref<R>) -> u32 {
        match self.entries.get(&id.key) {
            Some(entry) => entry.revision,
            None => self.removed.get(&id.key).copied().unwrap_or(0),
        }
    }

    /// Puts a record and returns the one before.
    pub(crate) fn put(&mut self, id: Ref<R>, entry: Arc<Entry<R>>) -> Option<Arc<Entry<R>>> {
        if let Key::Number(number) = id.key {
            self.highest = self.highest.max(number);
        }
        let proposed = entry.stored.about.proposed.is_some();
        let before = self.entries.insert(id.key, entry);
        let was_proposed = before.as_ref().is_some_and(|entry| entry.stored.about.proposed.is_some());
        self.proposed += usize::from(proposed);
        self.proposed -= usize::from(was_proposed);
        match &before {
            Some(before) if proposed && !was_proposed => {
                self.beneath.insert(id.key, Arc::clone(before));
            }
            Some(_) | None if proposed => {}
            Some(_) | None => {
                self.beneath.remove(&id.key);
            }
        }
        before
    }

    /// Removes a record and returns it.
    pub(crate) fn remove(&mut self, id: Ref<R>) -> Option<Arc<Entry<R>>> {
        let before = self.entries.remove(&id.key)?;
        self.beneath.remove(&id.key);
        self.removed.insert(id.key, before.revision + 1);
        self.proposed -= usize::from(before.stored.about.proposed.is_some());
        Some(before)
    }
}
