//! Edit a record: other values for some of its fields, on the revision that was read.

use model::records::Person;
use model::{Change, Date, Isms, Prose, RecordId, Ref};
use thiserror::Error;

use crate::{Decided, FieldProblem, Operation, Typed, in_a_line, write_fields};

/// Edit a record.
#[derive(Debug, Clone)]
pub struct EditRecord {
    /// The record.
    pub id: RecordId,
    /// The revision at which it was read; nothing to write on whatever is there.
    pub revision: Option<u32>,
    /// The fields that change.
    pub typed: Typed,
    /// Why.
    pub because: Prose,
}

/// Why a record cannot be edited.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum EditRecordRefusal {
    /// There is no such record.
    #[error("there is no {0}")]
    Unknown(RecordId),
    /// Somebody else wrote it meanwhile.
    #[error("{id} was changed meanwhile: you read revision {read}, and it is at {now}")]
    Stale {
        /// The record.
        id: RecordId,
        /// The revision that was read.
        read: u32,
        /// The revision now.
        now: u32,
    },
    /// Fields could not be written.
    #[error("{}", in_a_line(.0))]
    Fields(Vec<FieldProblem>),
    /// It would have no title.
    #[error("{0} needs a title")]
    Untitled(RecordId),
}

impl Operation for EditRecord {
    const NAME: &'static str = "edit record";
    const INTENT: &'static str = "record.edit";
    type Refusal = EditRecordRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { id, revision, typed, because } = self;
        let found = isms.find(id).ok_or(EditRecordRefusal::Unknown(id))?;
        if let Some(read) = revision.filter(|read| *read != found.revision()) {
            return Err(EditRecordRefusal::Stale { id, read, now: found.revision() });
        }
        let change = write_fields(isms, id, &typed).map_err(EditRecordRefusal::Fields)?;
        if change.shown().is_some_and(|(_, title, _)| title.is_empty()) && !id.kind.kind().single {
            return Err(EditRecordRefusal::Untitled(id));
        }
        if isms.present(id).as_ref() == Some(&change) {
            return Ok(Vec::new());
        }
        let mut changes = Vec::new();
        if !because.is_empty() {
            changes.push(Change::Note(because));
        }
        changes.push(change);
        Ok(changes)
    }
}
