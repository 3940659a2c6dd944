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
        // What was said about its diagnostics goes with it.
        let (said, others): (Vec<RecordId>, Vec<RecordId>) = isms
            .all_sources(id)
            .filter(|source| *source != id)
            .partition(|source| is_about(isms, *source, id));
        if let Some(by) = others.first() {
            return Err(RemoveRecordRefusal::Needed { id, by: *by, count: others.len() });
        }
        let all = said.into_iter().chain([id]);
        Ok(all.map(|gone| Change::Removed(gone, because.clone())).collect())
    }
}

/// Says whether a source is only what somebody said about a diagnostic of the record.
fn is_about(isms: &Isms, source: RecordId, id: RecordId) -> bool {
    let said = isms.dispositions.find(&Ref::of(source.key));
    source.kind == RecordKind::Disposition && said.is_some_and(|said| said.record == Some(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, refusal, run, small};
    use crate::{ConfirmDiagnostic, DiagnosticAt};

    fn remove(record: &str) -> RemoveRecord {
        RemoveRecord { id: id(record), because: "twice".into() }
    }

    #[test]
    fn a_record_that_others_point_at_stays() {
        let isms = small();
        let refused = refusal(&isms, remove("R-1"));
        assert_eq!(refused, "TRT-1 points at R-1 (1 in all); take the links away first");
        assert_eq!(refusal(&isms, remove("A.5.1")), "A.5.1 always exists; edit it");
        assert_eq!(refusal(&isms, remove("SOA")), "SOA always exists; edit it");
        assert_eq!(refusal(&isms, remove("R-9")), "there is no R-9");
    }

    #[test]
    fn what_was_said_about_a_removed_record_goes_with_it() {
        let mut isms = small();
        let at = DiagnosticAt { rule: "PB0610".into(), record: Some(id("R-2")), title: "".into() };
        run(&mut isms, ConfirmDiagnostic { at });
        run(&mut isms, remove("R-2"));
        assert!(isms.find(id("R-2")).is_none() && isms.dispositions.is_empty());
    }
}
