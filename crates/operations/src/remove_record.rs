//! Remove a record: it is gone, its history stays, and the reason is kept.

use model::records::{AuditState, FindingGrade, Person};
use model::{Change, Date, Isms, Key, Prose, RecordId, RecordKind, Ref};
use thiserror::Error;

use crate::commenting::{comments_about, is_comment_about};
use crate::{Decided, Operation, frozen};

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
    /// It stands as it is.
    #[error("{id} is {state} and stays on record; {help}")]
    Frozen {
        /// The record.
        id: RecordId,
        /// What it is that it stays for.
        state: &'static str,
        /// What to do instead.
        help: &'static str,
    },
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

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
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
        if let Some((state, help)) = stays(isms, id, today) {
            return Err(RemoveRecordRefusal::Frozen { id, state, help });
        }
        // What was said about it, or about its diagnostics, goes with it.
        let (mut said, others): (Vec<RecordId>, Vec<RecordId>) = isms
            .all_sources(id)
            .filter(|source| *source != id && !is_comment_about(isms, *source, id))
            .partition(|source| is_about(isms, *source, id));
        if let Some(by) = others.first() {
            return Err(RemoveRecordRefusal::Needed { id, by: *by, count: others.len() });
        }
        said.push(id);
        let all = comments_about(isms, &said).into_iter().chain(said);
        Ok(all.map(|gone| Change::Removed(gone, because.clone())).collect())
    }
}

/// Kinds that are never removed: as what they stay, and what to do instead.
const STAYING: &[(RecordKind, &str, &str)] = &[
    (RecordKind::Membership, "what somebody may do here", "end it"),
    (RecordKind::Comment, "what somebody said", "who said it withdraws it"),
    (RecordKind::JointChange, "what two persons decided", "withdraw it where it is open"),
    (RecordKind::FileAccess, "what somebody from outside opened", "there is nothing to do instead"),
    (RecordKind::IssuedDocument, "what a certification body gave us", "ask the body to issue another"),
];

/// Says whether no record of a kind is ever removed.
#[must_use]
pub fn always_stays(kind: RecordKind) -> bool {
    STAYING.iter().any(|(known, ..)| *known == kind)
}

/// Returns as what a record stays on record, and what to do instead of removing it.
fn stays(isms: &Isms, id: RecordId, today: Date) -> Option<(&'static str, &'static str)> {
    if let Some((_, state, help)) = STAYING.iter().find(|(kind, ..)| *kind == id.kind) {
        return Some((state, help));
    }
    let frozen = frozen(isms, id).map(|frozen| (frozen.state, frozen.help));
    if let Some(run) = isms.control_runs.get(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::ControlRun) {
        let is_missed = run.due.is_some_and(|due| due < today);
        return frozen.or(is_missed.then_some(("past its day", "record it late or let it stand")));
    }
    if let Some(found) = isms.findings.get(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::Finding) {
        // What is no breach can be taken back until the report goes out.
        let audit = found.audit.and_then(|audit| isms.audits.get(&audit));
        let is_loose = audit.is_some_and(|audit| audit.is_internal() && audit.state != AuditState::Reported)
            && !found.grade.is_some_and(FindingGrade::is_nonconformity);
        return frozen.filter(|_| !is_loose);
    }
    frozen
}

/// Says whether a source is only what somebody said about a diagnostic of the record.
fn is_about(isms: &Isms, source: RecordId, id: RecordId) -> bool {
    let said = isms.dispositions.find(&Ref::of(source.key));
    source.kind == RecordKind::Disposition && said.is_some_and(|said| said.record == Some(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;
    use crate::{ConfirmDiagnostic, DiagnosticAt};
    use model::records::FindingGrade;

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

    #[test]
    fn what_others_rest_on_stays_on_record() {
        let mut reported = audited();
        run(&mut reported, crate::RaiseFinding { paper: None, ..raise(FindingGrade::Opportunity) });
        assert!(
            refusal(&reported, remove("F-1")).starts_with("F-1 is raised and stays on record; regrade it")
        );
        let mut loose = reported.clone();
        run(&mut loose, remove("F-2"));
        run(&mut reported, crate::ReportAudit { audit: Ref::number(1), to: vec![Ref::number(1)], on: None });
        for (isms, record, state) in [
            (&reviewed(), "MR-1", "held"),
            (&reported, "AUD-1", "reported"),
            (&reported, "WP-1", "behind a report that went out"),
            (&reported, "F-2", "raised"),
            (&gapped(), "GAP-1", "finished"),
            (&ran(), "RUN-1", "recorded"),
            (&drawn(), "SMP-1", "drawn"),
            (&drawn(), "POP-1", "the list of a sample"),
        ] {
            let words = refusal(isms, remove(record));
            assert!(words.starts_with(&format!("{record} is {state} and stays on record; ")), "{words}");
        }
    }

    #[test]
    fn a_run_that_was_missed_stays_and_one_to_come_can_go() {
        let mut isms = ran();
        run(&mut isms, edit("RUN-2", "due", "2026-03-02"));
        let words = "RUN-2 is past its day and stays on record; record it late or let it stand";
        assert_eq!(refusal(&isms, remove("RUN-2")), words);
        run(&mut isms, remove("RUN-3"));
    }
}
