//! Finding records again: by where they came from, by title, by name. Built once, kept up as rows are taken.
//!
//! A number in somebody's file is that file's: it leads to the record planned from the row of the same file, else to the one that came
//! from such a file under that number, and never to a record of ours that merely has the number.

use super::draft::{Draft, number};
use super::planner::Planner;
use crate::values::plain;
use model::records::Person;
use model::{AnyRecord, Element, ElementRef, Isms, Key, Owner, RecordId, RecordKind, Ref, Value as _};
use std::collections::{HashMap, HashSet};

/// The kinds of record that rows speak of or point at.
const KINDS: &[RecordKind] = RecordKind::ALL;

/// One record, none, or several that cannot be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    One(RecordId),
    Several,
}

/// What a text in a file stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// This record.
    One(RecordId),
    /// A row of the same file that is not taken.
    NotTaken,
    /// Nothing on record.
    Unknown,
}

impl Named {
    /// Returns the record, where there is one.
    pub(crate) fn record(self) -> Option<RecordId> {
        match self {
            Self::One(id) => Some(id),
            Self::NotTaken | Self::Unknown => None,
        }
    }
}

/// Whose numbers stand in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// Ours: we exported it.
    Ours,
    /// Somebody else's.
    #[default]
    Theirs,
}

/// Where records are found.
#[derive(Debug, Default)]
pub(crate) struct Index {
    by_source: HashMap<(RecordKind, String, String), RecordId>,
    by_foreign: HashMap<(RecordKind, String), Found>,
    by_row: HashMap<(RecordKind, String), Found>,
    rows: HashSet<(RecordKind, String)>,
    /// Whose numbers the rows hold that are looked at.
    pub numbers: Numbers,
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
            if source_of(id.kind) == Some(&*source.file) {
                note(&mut self.by_foreign, key_of(id.kind, &source.id), id);
            }
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

    /// Notes that a row of the file has this id, whether it is taken or not.
    pub(crate) fn stands(&mut self, kind: RecordKind, foreign: &str) {
        if !foreign.is_empty() {
            self.rows.insert(key_of(kind, foreign));
        }
    }

    /// Notes the record that a row of the file became.
    pub(crate) fn became(&mut self, foreign: &str, id: RecordId) {
        note(&mut self.by_row, key_of(id.kind, foreign), id);
    }

    /// Returns what a text of the file names: a row of the file, a record that came from such a file, or one by its title.
    pub(crate) fn named(&self, isms: &Isms, kind: RecordKind, text: &str) -> Named {
        let counts = |id: &RecordId| isms.find(*id).is_some_and(|record| record.about().proposed.is_none());
        if self.numbers == Numbers::Ours
            && let Some(id) = RecordId::parse(text).filter(|id| id.kind == kind && counts(id))
        {
            return Named::One(id);
        }
        let key = key_of(kind, text);
        if let Some(id) = one(self.by_row.get(&key)) {
            return Named::One(id);
        }
        if self.rows.contains(&key) {
            return Named::NotTaken;
        }
        let found = one(self.by_foreign.get(&key)).or_else(|| self.titled(kind, text));
        found.filter(counts).map_or(Named::Unknown, Named::One)
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
        kinds.into_iter().find_map(|kind| self.named(isms, kind, text).record()).and_then(ElementRef::new)
    }

    /// Returns who a text names: a person or role on record, else the name as the file has it; a number that leads to nobody is no
    /// name.
    pub(crate) fn owner(&self, isms: &Isms, text: &str) -> Option<Owner> {
        let person = self.named(isms, RecordKind::Person, text).record();
        let role = || self.named(isms, RecordKind::Role, text).record();
        match person.or_else(role) {
            Some(RecordId { kind: RecordKind::Role, key }) => Some(Owner::Role(Ref::of(key))),
            Some(id) => Some(Owner::Person(Ref::<Person>::of(id.key))),
            None if is_numbered(text) => None,
            None => Some(Owner::Named(model::Line::new(&text.chars().take(500).collect::<String>()))),
        }
    }
}

impl Planner<'_> {
    /// Says who a field of a row names; a number that leads to nobody is kept beside it.
    pub(crate) fn owned(&self, draft: &mut Draft, field: &'static str, heading: &str, text: &str) {
        match self.index.owner(&self.state, text) {
            Some(owner) => draft.line(field, heading, &owner.text()),
            None => draft.keep(heading, text),
        }
    }
}

/// Says whether a text would be read as the id of a person or a role, which leads.
fn is_numbered(text: &str) -> bool {
    let id = text.split_whitespace().next().and_then(RecordId::parse);
    id.is_some_and(|id| matches!(id.kind, RecordKind::Person | RecordKind::Role))
}

/// Returns the kind of file in which records of a kind stand in rows of their own.
pub(crate) fn source_of(kind: RecordKind) -> Option<&'static str> {
    const FILES: &[(RecordKind, &str)] = &[
        (RecordKind::Risk, "risk register"),
        (RecordKind::Asset, "asset list"),
        (RecordKind::Control, "control list"),
        (RecordKind::Supplier, "supplier list"),
        (RecordKind::TreatmentAction, "action plan"),
        (RecordKind::Evidence, "list of evidence"),
        (RecordKind::Person, "list of people"),
    ];
    FILES.iter().find(|(known, _)| *known == kind).map(|(_, file)| *file)
}

/// Returns what tells an id of a file apart: `R-007`, `r-7` and `7` are one risk of it.
fn key_of(kind: RecordKind, foreign: &str) -> (RecordKind, String) {
    (kind, number(kind, foreign).map_or_else(|| plain(foreign), |id| id.to_string()))
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
