//! What differs between two states of an ISMS, record by record and field by field.

use crate::{AnyRecord, Differing, Isms, RecordId, RecordKind, Shape};

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDiff {
    /// Its name in the stored form.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// Its text before; empty where there was nothing.
    pub before: String,
    /// Its text after.
    pub after: String,
    /// How it is written.
    pub shape: Shape,
}

impl FieldDiff {
    /// Returns what it was and what it is, as people read it, with ids as `named` calls them.
    #[must_use]
    pub fn shown(&self, named: &dyn Fn(RecordId) -> String) -> (String, String) {
        (self.shape.shown(&self.before, named), self.shape.shown(&self.after, named))
    }

    /// Returns only what differs in it: of parts the fields, of a list the items.
    #[must_use]
    pub fn differing(&self, named: &dyn Fn(RecordId) -> String) -> Differing {
        self.shape.differing(&self.before, &self.after, named)
    }
}

/// How a record differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// It is new.
    Added,
    /// Fields of it differ.
    Changed,
    /// It is gone.
    Removed,
}

/// A record that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordDiff {
    /// The record.
    pub id: RecordId,
    /// Its title, after where it is still there.
    pub title: String,
    /// How it differs.
    pub difference: Difference,
    /// The fields that differ; of a new or removed record those that hold something.
    pub fields: Vec<FieldDiff>,
}

/// Returns what differs, by kind and id; proposals count as nothing.
#[must_use]
pub fn diff(before: &Isms, after: &Isms) -> Vec<RecordDiff> {
    let mut found = Vec::new();
    for kind in RecordKind::ALL {
        let mut ids: Vec<RecordId> = before.all(*kind).into_iter().map(|(id, _)| id).collect();
        ids.extend(after.all(*kind).into_iter().map(|(id, _)| id));
        ids.sort_unstable();
        ids.dedup();
        found.extend(ids.into_iter().filter_map(|id| record_diff(id, before.get(id), after.get(id))));
    }
    found
}

/// Returns how a record differs between two states.
#[must_use]
pub fn record_diff(
    id: RecordId,
    before: Option<&dyn AnyRecord>,
    after: Option<&dyn AnyRecord>,
) -> Option<RecordDiff> {
    let (difference, title) = match (before, after) {
        (None, None) => return None,
        (None, Some(after)) => (Difference::Added, after.title()),
        (Some(before), None) => (Difference::Removed, before.title()),
        (Some(before), Some(after)) if before.revision() == after.revision() => return None,
        (Some(_), Some(after)) => (Difference::Changed, after.title()),
    };
    let fields = field_diffs(before, after);
    if fields.is_empty() && difference == Difference::Changed {
        return None;
    }
    Some(RecordDiff { id, title: title.to_owned(), difference, fields })
}

/// Returns the fields that differ.
#[must_use]
pub fn field_diffs(before: Option<&dyn AnyRecord>, after: Option<&dyn AnyRecord>) -> Vec<FieldDiff> {
    let old = before.map(|record| record.fields()).unwrap_or_default();
    let new = after.map(|record| record.fields()).unwrap_or_default();
    let names = if new.is_empty() { &old } else { &new };
    names
        .iter()
        .filter_map(|field| {
            let text = |fields: &[crate::Shown]| {
                fields
                    .iter()
                    .find(|one| one.name == field.name)
                    .map(|one| one.text.clone())
                    .unwrap_or_default()
            };
            let (before, after) = (text(&old), text(&new));
            let shape = || field.shape.clone();
            (before != after).then(|| FieldDiff {
                name: field.name,
                label: field.label,
                before,
                after,
                shape: shape(),
            })
        })
        .collect()
}
