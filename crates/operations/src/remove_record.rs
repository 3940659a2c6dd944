//! Remove a record: it is gone, its history stays, and the reason is kept.

use model::records::Person;
use model::{Change, Date, Isms, Key, Prose, RecordId, RecordKind, Ref};
use thiserror::Error;

use crate::{Decided, Operation};

/// Remove a record.
#[derive(Debug, Clone)]
pub struct RemoveRecord {
    /// The record.
    pub id: RecordId,
    /// Why.
    pub because: Prose,
}

/// Why a record cannot be removed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RemoveRecordRefusal {
    /// There is no such record.
    #[error("there is no {0}")]
    Unknown(RecordId),
    /// It always exists.
    #[error("{0} always exists; edit it")]
    Fixed(RecordId),
    /// No reason was given.
    #[error("say why {0} is removed")]
    NoReason(RecordId),
    /// Other records point at it.
    #[error("{by} points at {id} ({count} in all); take the links away first")]
    Needed {
        /// The record.
        id: RecordId,
        /// One that points at it.
        by: RecordId,
        /// How many do.
        count: usize,
    },
}

impl Operation for RemoveRecord {
    const NAME: &'static str = "remove record";
    const INTENT: &'static str = "record.remove";
    type Refusal = RemoveRecordRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { id, because } = self;
        if isms.find(id).is_none() {
            return Err(RemoveRecordRefusal::Unknown(id));
        }
        let annex = id.kind == RecordKind::Control && matches!(id.key, Key::AnnexA(_));
        if annex || id.kind.kind().single {
            return Err(RemoveRecordRefusal::Fixed(id));
        }
        if because.is_empty() {
            return Err(RemoveRecordRefusal::NoReason(id));
        }
        let mut sources = isms.all_sources(id).filter(|source| *source != id);
        if let Some(by) = sources.next() {
            return Err(RemoveRecordRefusal::Needed { id, by, count: sources.count() + 1 });
        }
        Ok(vec![Change::Removed(id, because)])
    }
}
