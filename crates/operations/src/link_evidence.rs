//! Link evidence: it supports a record more, or one less.

use model::records::{Evidence, EvidenceStatus, Person};
use model::{Date, Isms, RecordId, Ref};
use thiserror::Error;

use crate::absent::{LIST_MAX, all_there, recorded};
use crate::add_evidence::used_for;
use crate::{Absent, Decided, Operation};

/// Link evidence to what it supports.
#[derive(Debug, Clone)]
pub struct LinkEvidence {
    /// The evidence.
    pub evidence: Ref<Evidence>,
    /// The records that it supports; those linked before stay as they were judged.
    pub targets: Vec<RecordId>,
}

/// Why evidence cannot be linked or unlinked.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum LinkEvidenceRefusal {
    /// The evidence, or what it is to support, is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It was withdrawn.
    #[error("{0} was withdrawn; add new evidence instead")]
    Withdrawn(Ref<Evidence>),
    /// It would support itself.
    #[error("{0} cannot support itself; choose a control, a document or an action")]
    Itself(Ref<Evidence>),
    /// It does not support that record.
    #[error("{evidence} is not linked to {target}; there is nothing to take away")]
    NotLinked {
        /// The evidence.
        evidence: Ref<Evidence>,
        /// The record.
        target: RecordId,
    },
    /// The list is too long to be meant.
    #[error("{0} uses are more than can be meant; expected at most {LIST_MAX}")]
    TooMany(usize),
}

impl Operation for LinkEvidence {
    const NAME: &'static str = "link evidence";
    const INTENT: &'static str = "evidence.link";
    type Refusal = LinkEvidenceRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { evidence: id, targets } = self;
        let evidence = recorded(isms, id)?;
        let count = targets.len().saturating_add(evidence.uses.len());
        if count > LIST_MAX {
            return Err(LinkEvidenceRefusal::TooMany(count));
        }
        if evidence.status == EvidenceStatus::Withdrawn {
            return Err(LinkEvidenceRefusal::Withdrawn(id));
        }
        if targets.contains(&id.id()) {
            return Err(LinkEvidenceRefusal::Itself(id));
        }
        all_there(isms, targets.iter().copied())?;
        let mut linked = Evidence::clone(evidence);
        for target in targets {
            if linked.uses.iter().all(|used| used.target != Some(target)) {
                linked.uses.push(used_for(target));
            }
        }
        if linked == **evidence { Ok(Vec::new()) } else { Ok(vec![isms.put::<Evidence>(id, linked)]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UnlinkEvidence;
    use crate::testing::{id, refusal, run, small};

    #[test]
    fn a_link_is_made_once_and_taken_away_again() {
        let mut isms = small();
        let evidence = Ref::number(1);
        run(&mut isms, LinkEvidence { evidence, targets: vec![id("DOC-1"), id("DOC-1")] });
        let uses = |isms: &Isms| isms.evidence.get(&Ref::number(1)).expect("there").uses.len();
        assert_eq!(uses(&isms), 2, "one from the start, and one more");
        run(&mut isms, UnlinkEvidence { evidence, target: id("DOC-1") });
        assert_eq!(uses(&isms), 1);
        assert_eq!(
            refusal(&isms, UnlinkEvidence { evidence, target: id("DOC-1") }),
            "EV-1 is not linked to DOC-1; there is nothing to take away"
        );
    }

    #[test]
    fn evidence_supports_neither_itself_nor_what_is_not_there() {
        let isms = small();
        let evidence = Ref::number(1);
        let itself = refusal(&isms, LinkEvidence { evidence, targets: vec![id("EV-1")] });
        assert!(itself.starts_with("EV-1 cannot support itself"));
        assert_eq!(refusal(&isms, LinkEvidence { evidence, targets: vec![id("C-99")] }), "there is no C-99");
    }
}
