//! Finding records again: by where they came from, by title, by name. Built once, kept up as rows are taken.

use crate::values::plain;
use model::records::Person;
use model::{AnyRecord, Element, ElementRef, Isms, Key, Owner, RecordId, RecordKind, Ref};
use std::collections::HashMap;

/// The kinds of record that rows speak of or point at.
const KINDS: &[RecordKind] = RecordKind::ALL;

/// One record, none, or several that cannot be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    One(RecordId),
    Several,
}

/// Where records are found.
#[derive(Debug, Default)]
pub(crate) struct Index {
    by_source: HashMap<(RecordKind, String, String), RecordId>,
    by_foreign: HashMap<(RecordKind, String), Found>,
    by_title: HashMap<(RecordKind, String), Found>,
}

impl Index {
    /// Looks at everything once.
    pub(crate) fn of(isms: &Isms) -> Self {
        let mut index = Self::default();
        for kind in KINDS {
            for (id, record) in isms.all(*kind) {
                index.add(id, record);
            }
        }
        index
    }

    /// Adds a record, or what is new about one.
    pub(crate) fn add(&mut self, id: RecordId, record: &dyn AnyRecord) {
        for source in &record.about().sources {
            let key = (id.kind, source.file.to_string(), source.id.to_string());
            self.by_source.insert(key, id);
            note(&mut self.by_foreign, (id.kind, plain(&source.id)), id);
        }
        note(&mut self.by_title, (id.kind, plain(record.title())), id);
    }

    /// Returns the record that came from this row of such a file.
    pub(crate) fn from(&self, kind: RecordKind, file: &str, foreign: &str) -> Option<RecordId> {
        let key = (kind, file.to_owned(), model::Line::new(foreign).to_string());
        self.by_source.get(&key).copied()
    }

    /// Returns the only record of that title.
    pub(crate) fn titled(&self, kind: RecordKind, title: &str) -> Option<RecordId> {
        one(self.by_title.get(&(kind, plain(title)))).filter(|_| !plain(title).is_empty())
    }

    /// Returns the record that a text names: by our id, by the id of a file, or by its title.
    pub(crate) fn named(&self, isms: &Isms, kind: RecordKind, text: &str) -> Option<RecordId> {
        let ours = RecordId::parse(text).filter(|id| id.kind == kind && isms.find(*id).is_some());
        let foreign = one(self.by_foreign.get(&(kind, plain(text))));
        foreign.or(ours).or_else(|| self.titled(kind, text))
    }

    /// Returns the element that a text names.
    pub(crate) fn element(&self, isms: &Isms, text: &str) -> Option<ElementRef> {
        let kinds = [
            RecordKind::Asset,
            RecordKind::Process,
            RecordKind::Supplier,
            RecordKind::Site,
            RecordKind::Unit,
        ];
        kinds.into_iter().find_map(|kind| self.named(isms, kind, text)).and_then(ElementRef::new)
    }

    /// Returns who a text names: a person or role on record, else the name as the file has it.
    pub(crate) fn owner(&self, isms: &Isms, text: &str) -> Owner {
        let person = self.named(isms, RecordKind::Person, text);
        let role = || self.named(isms, RecordKind::Role, text);
        match person.or_else(role) {
            Some(RecordId { kind: RecordKind::Role, key }) => Owner::Role(Ref::of(key)),
            Some(id) => Owner::Person(Ref::<Person>::of(id.key)),
            None => Owner::Named(model::Line::new(&text.chars().take(500).collect::<String>())),
        }
    }
}

fn note<K: std::hash::Hash + Eq>(map: &mut HashMap<K, Found>, key: K, id: RecordId) {
    let found = map.entry(key).or_insert(Found::One(id));
    if *found != Found::One(id) {
        *found = Found::Several;
    }
}

fn one(found: Option<&Found>) -> Option<RecordId> {
    match found {
        Some(Found::One(id)) => Some(*id),
        Some(Found::Several) | None => None,
    }
}

/// Returns who answers for a record now.
pub(crate) fn owner_now(isms: &Isms, id: RecordId) -> Option<&Owner> {
    let element = isms.element(id).and_then(Element::owner);
    let key: Key = id.key;
    if id.kind == RecordKind::Risk {
        isms.risks.find(&Ref::of(key)).and_then(|risk| risk.owner.as_ref())
    } else if id.kind == RecordKind::Control {
        isms.controls.find(&Ref::of(key)).and_then(|control| control.owner.as_ref())
    } else if id.kind == RecordKind::TreatmentAction {
        isms.treatment_actions.find(&Ref::of(key)).and_then(|action| action.owner.as_ref())
    } else {
        element
    }
}
