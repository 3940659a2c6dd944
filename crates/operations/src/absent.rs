//! Records that an operation names and that are not there, or are only proposed.

use model::{Entry, Isms, Record, RecordId, Ref};
use thiserror::Error;

/// Why an operation finds no record to work on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Absent {
    /// There is no such record.
    #[error("there is no {0}")]
    Unknown(RecordId),
    /// It is only proposed: nothing can be judged about it yet.
    #[error("{0} is only proposed; take the proposal first")]
    Proposed(RecordId),
}

/// Most links, uses or reasons that one operation takes; more cannot be meant.
pub const LIST_MAX: usize = 2_000;

/// Returns a record that counts.
pub(crate) fn counted<R: Record>(isms: &Isms, id: Ref<R>) -> Result<&Entry<R>, Absent> {
    let entry = recorded(isms, id)?;
    if entry.stored.about.proposed.is_some() { Err(Absent::Proposed(id.id())) } else { Ok(entry) }
}

/// Returns a record, proposed or not.
pub(crate) fn recorded<R: Record>(isms: &Isms, id: Ref<R>) -> Result<&Entry<R>, Absent> {
    R::table(isms).find(&id).ok_or(Absent::Unknown(id.id()))
}

/// Looks that each record is there.
pub(crate) fn all_there(isms: &Isms, ids: impl IntoIterator<Item = RecordId>) -> Result<(), Absent> {
    match ids.into_iter().find(|id| isms.find(*id).is_none()) {
        Some(id) => Err(Absent::Unknown(id)),
        None => Ok(()),
    }
}

/// Returns the values without those that came before.
pub(crate) fn once_each<T: Ord + Clone>(values: Vec<T>) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    values.into_iter().filter(|value| seen.insert(value.clone())).collect()
}
