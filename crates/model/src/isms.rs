//! The ISMS: what is true of all tables together.

use uuid::Uuid;

use crate::about::{Entry, Stamp, Stored};
use crate::records::{Control, Person};
use crate::{AnyRecord, Change, Element, Key, Record, RecordId, RecordKind, Ref};

pub use crate::records::Isms;

impl Isms {
    /// Returns the change that writes a record and keeps what stands beside its fields.
    #[must_use]
    pub fn put<R: Record>(&self, id: Ref<R>, record: R) -> Change {
        let about = R::table(self).find(&id).map(|entry| entry.stored.about.clone()).unwrap_or_default();
        R::put(id, Stored { about, record })
    }

    /// Returns the records of the kind `R` that point at a record, by id; also what is only proposed.
    pub fn sources<R: Record>(&self, target: RecordId) -> impl Iterator<Item = Ref<R>> {
        self.sources_of(target, R::NAME).map(|id| Ref::of(id.key))
    }

    /// Returns the ids of the records of a kind that are only proposed.
    #[must_use]
    pub fn proposed(&self, kind: RecordKind) -> Vec<RecordId> {
        if self.proposals(kind) == 0 {
            return Vec::new();
        }
        let all = self.all(kind).into_iter();
        all.filter(|(_, record)| record.about().proposed.is_some()).map(|(id, _)| id).collect()
    }

    /// Returns all records that point at a record, by kind and id; also what is only proposed.
    pub fn all_sources(&self, target: RecordId) -> impl Iterator<Item = RecordId> {
        let first = (target, RecordId { kind: RecordKind::ALL[0], key: Key::One });
        self.links.range(first..).take_while(move |(to, _)| *to == target).map(|(_, from)| *from)
    }

    /// Returns the records of one kind that point at a record.
    fn sources_of(&self, target: RecordId, kind: RecordKind) -> impl Iterator<Item = RecordId> {
        let first = (target, RecordId { kind, key: Key::One });
        self.links
            .range(first..)
            .take_while(move |(to, from)| *to == target && from.kind == kind)
            .map(|(_, from)| *from)
    }

    /// Returns the records that a record, and what counts beneath a proposal on it, points at, in no order, perhaps twice.
    #[must_use]
    pub fn targets(&self, source: RecordId) -> Vec<RecordId> {
        let mut targets = Vec::new();
        let found = self.find(source);
        let beneath = found.filter(|record| record.about().proposed.is_some()).and_then(|_| self.get(source));
        for record in found.into_iter().chain(beneath) {
            record.references(&mut |target| targets.push(target));
        }
        targets
    }

    /// Says whether one of two records points at the other.
    #[must_use]
    pub fn are_linked(&self, one: RecordId, other: RecordId) -> bool {
        self.links.contains(&(one, other)) || self.links.contains(&(other, one))
    }

    /// Returns the person behind the uuid that a commit names.
    #[must_use]
    pub fn person_of(&self, actor: Uuid) -> Option<(Ref<Person>, &Entry<Person>)> {
        self.people.iter().find(|(_, person)| person.uuid == actor)
    }

    /// Returns an element, unless it is unknown or only proposed.
    #[must_use]
    pub fn element(&self, id: RecordId) -> Option<&dyn Element> {
        let key = id.key;
        if id.kind == RecordKind::Unit {
            element(self.units.get(&Ref::of(key)))
        } else if id.kind == RecordKind::Site {
            element(self.sites.get(&Ref::of(key)))
        } else if id.kind == RecordKind::Process {
            element(self.processes.get(&Ref::of(key)))
        } else if id.kind == RecordKind::Asset {
            element(self.assets.get(&Ref::of(key)))
        } else if id.kind == RecordKind::Supplier {
            element(self.suppliers.get(&Ref::of(key)))
        } else {
            None
        }
    }

    /// Returns all elements that count, by kind and id.
    pub fn elements(&self) -> impl Iterator<Item = (RecordId, &dyn Element)> {
        fn each<R: Record + Element>(isms: &Isms) -> impl Iterator<Item = (RecordId, &dyn Element)> {
            R::table(isms).iter().map(|(id, entry)| (id.id(), &**entry as &dyn Element))
        }
        each::<crate::records::Unit>(self)
            .chain(each::<crate::records::Site>(self))
            .chain(each::<crate::records::Process>(self))
            .chain(each::<crate::records::Asset>(self))
            .chain(each::<crate::records::Supplier>(self))
    }

    /// Returns the rows of the live SoA: the 93 of Annex A and the own controls, in that order.
    pub fn statements(&self) -> impl Iterator<Item = (Ref<Control>, &Entry<Control>)> {
        self.controls.iter()
    }

    /// Returns a record's title, or its id where it is not there.
    #[must_use]
    pub fn name_of(&self, id: RecordId) -> String {
        match self.find(id) {
            Some(record) if !record.title().is_empty() => record.title().to_owned(),
            _ => id.to_string(),
        }
    }

    /// Replays one recorded change. Never refuses: history is not up for debate.
    pub fn apply(&mut self, change: &Change, stamp: Stamp) {
        self.put_change(change, stamp, Linking::Now);
    }

    /// Replays a change without keeping the reverse references; `link` makes them in one go afterwards.
    pub fn replay(&mut self, change: &Change, stamp: Stamp) {
        self.put_change(change, stamp, Linking::Later);
    }

    /// Makes all reverse references anew, after `replay`.
    pub fn link(&mut self) {
        let mut pairs = Vec::new();
        self.visit_all(&mut |id, record| {
            record.references(&mut |target| pairs.push((target, id)));
        });
        pairs.sort_unstable();
        pairs.dedup();
        self.links = pairs.into_iter().collect();
    }

    /// Returns where a record points, and what counts beneath a proposal on it.
    pub(crate) fn pointed<R: Record>(&self, id: Ref<R>, linking: Linking) -> Vec<RecordId> {
        let mut targets = Vec::new();
        if linking == Linking::Now {
            let table = R::table(self);
            for entry in table.find(&id).into_iter().chain(table.beneath(&id)) {
                entry.references(&mut |target| targets.push(target));
            }
        }
        targets
    }

    /// Puts what a record points at now into the reverse index, in the place of what it pointed at before.
    pub(crate) fn relink(&mut self, id: RecordId, before: &[RecordId], after: &[RecordId]) {
        for target in before {
            self.links.remove(&(*target, id));
        }
        for target in after {
            self.links.insert((*target, id));
        }
    }
}

/// Whether a replayed change keeps the reverse references at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Linking {
    Now,
    Later,
}

impl<R: Record> Entry<R> {
    /// Calls `visit` with each record that this one points at.
    pub fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        for field in R::FIELDS {
            (field.value)(&self.stored.record).references(visit);
        }
    }
}

/// Lets a record of any kind be visited for its references.
pub(crate) trait Pointing {
    fn references(&self, visit: &mut dyn FnMut(RecordId));
}

impl<R: Record> Pointing for Entry<R> {
    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        Entry::references(self, visit);
    }
}

/// Turns an entry into an element.
fn element<R: Record + Element>(entry: Option<&Entry<R>>) -> Option<&dyn Element> {
    entry.map(|entry| &**entry as &dyn Element)
}

/// Turns an entry into a record of any kind.
pub(crate) fn any<R: Record>(entry: Option<&Entry<R>>) -> Option<&dyn AnyRecord> {
    entry.map(|entry| entry as &dyn AnyRecord)
}
