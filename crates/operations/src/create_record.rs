//! Create a record: a new one of any kind, from typed fields.

use model::records::Person;
use model::{About, Date, Isms, RecordId, RecordKind, Ref};
use thiserror::Error;
use uuid::Uuid;

use crate::{Decided, FieldProblem, Operation, Typed, in_a_line, write_fields};

/// Create a record.
#[derive(Debug, Clone)]
pub struct CreateRecord {
    /// Its kind.
    pub kind: RecordKind,
    /// Its id, where one is wanted (an import keeps the file's number); else the next.
    pub id: Option<RecordId>,
    /// Its fields.
    pub typed: Typed,
    /// What is kept beside the fields: sources, unmapped columns, a proposal's origin.
    pub about: About,
    /// What the ledger will call it, where it is a person.
    pub uuid: Option<Uuid>,
}

/// Why a record cannot be created.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CreateRecordRefusal {
    /// Fields could not be written.
    #[error("{}", in_a_line(.0))]
    Fields(Vec<FieldProblem>),
    /// The id was given before.
    #[error("{0} was given before; a number is never given twice")]
    Given(RecordId),
    /// There is one already.
    #[error("there is one {0} already; edit it")]
    Single(&'static str),
    /// It has no title.
    #[error("a {0} needs a title")]
    Untitled(&'static str),
}

impl Operation for CreateRecord {
    const NAME: &'static str = "create record";
    const INTENT: &'static str = "record.create";
    type Refusal = CreateRecordRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { kind, id, typed, about, uuid } = self;
        let id = id.filter(|id| id.kind == kind).unwrap_or_else(|| isms.next(kind));
        if isms.revision(id) > 0 {
            let single = kind.kind().single;
            let words = kind.kind().singular;
            return Err(if single {
                CreateRecordRefusal::Single(words)
            } else {
                CreateRecordRefusal::Given(id)
            });
        }
        let change = write_fields(isms, id, &typed).map_err(CreateRecordRefusal::Fields)?;
        if change.shown().is_some_and(|(_, title, _)| title.is_empty()) {
            return Err(CreateRecordRefusal::Untitled(kind.kind().singular));
        }
        let mut change = change.with_about(|kept| *kept = about);
        if let (model::Change::Person(_, stored), Some(uuid)) = (&mut change, uuid) {
            std::sync::Arc::make_mut(stored).record.uuid = uuid;
        }
        Ok(vec![change])
    }
}
