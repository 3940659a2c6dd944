//! Refuse proposal: what was suggested does not fit, and is gone.

use std::collections::BTreeSet;

use model::records::Person;
use model::{Change, Date, Isms, RecordId, Ref};
use thiserror::Error;

use crate::commenting::{comments_about, is_comment_about};
use crate::{Absent, Decided, Operation};

/// Refuse proposals, and with them the proposals that rest on them. A record on which the proposal lay is back as it was.
#[derive(Debug, Clone)]
pub struct RefuseProposal {
    /// The proposed records.
    pub ids: Vec<RecordId>,
}

/// Why proposals can be neither taken nor refused.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RefuseProposalRefusal {
    /// One is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It counts.
    #[error("{0} is no proposal; it counts already")]
    NotProposed(RecordId),
    /// None was named.
    #[error("name the proposals")]
    Nothing,
    /// Another record points at it.
    #[error("{by} points at {id}; refuse it too, or take the link away first")]
    Needed {
        /// The proposal.
        id: RecordId,
        /// What points at it.
        by: RecordId,
    },
}

impl Operation for RefuseProposal {
    const NAME: &'static str = "refuse proposal";
    const INTENT: &'static str = "proposal.refuse";
    type Refusal = RefuseProposalRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let ids = with_those_that_rest(isms, self.ids);
        for id in &ids {
            let found = isms.find(*id).ok_or(Absent::Unknown(*id))?;
            if found.about().proposed.is_none() {
                return Err(RefuseProposalRefusal::NotProposed(*id));
            }
            // What counted beneath a proposal stays, and so may what points at it.
            if isms.beneath(*id).is_some() {
                continue;
            }
            let holds = |source: &RecordId| !ids.contains(source) && !is_comment_about(isms, *source, *id);
            if let Some(by) = isms.all_sources(*id).find(holds) {
                return Err(RefuseProposalRefusal::Needed { id: *id, by });
            }
        }
        if ids.is_empty() {
            return Err(RefuseProposalRefusal::Nothing);
        }
        let refused = |id| isms.beneath(id).unwrap_or_else(|| Change::Removed(id, "proposal refused".into()));
        let gone: Vec<RecordId> = ids.iter().copied().filter(|id| isms.beneath(*id).is_none()).collect();
        Ok(comments_about(isms, &gone).into_iter().chain(ids).map(refused).collect())
    }
}

/// Returns proposals with those that point at them: what a refused party asks for is refused with it.
fn with_those_that_rest(isms: &Isms, ids: Vec<RecordId>) -> BTreeSet<RecordId> {
    let mut all = BTreeSet::new();
    let mut left = ids;
    while let Some(id) = left.pop() {
        let is_proposed = isms.find(id).is_some_and(|found| found.about().proposed.is_some());
        if all.insert(id) && is_proposed && isms.beneath(id).is_none() {
            let rests = |source: &RecordId| {
                isms.beneath(*source).is_none()
                    && isms.find(*source).is_some_and(|found| found.about().proposed.is_some())
            };
            left.extend(isms.all_sources(id).filter(rests));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{create_proposed, edit, id, refusal, run, small};
    use crate::{AcceptResidualRisk, TakeProposal};

    #[test]
    fn a_proposal_counts_once_it_is_taken() {
        let mut isms = small();
        let before = isms.risks.len();
        run(&mut isms, create_proposed("Risk", "Flood"));
        assert_eq!(isms.risks.len(), before);
        let proposed = isms.next(model::RecordKind::Risk);
        let first = Ref::number(3);
        assert_eq!(proposed, id("R-4"));
        let until = Date::constant(2026, 9, 9);
        let accept = AcceptResidualRisk { risk: first, until, because: "dry".into(), for_owner: None };
        assert_eq!(refusal(&isms, accept), "R-3 is only proposed; take the proposal first");
        run(&mut isms, TakeProposal { ids: vec![id("R-3")] });
        assert_eq!(isms.risks.len(), before + 1);
        let again = refusal(&isms, TakeProposal { ids: vec![id("R-3")] });
        assert_eq!(again, "R-3 is no proposal; it counts already");
    }

    #[test]
    fn a_refused_proposal_is_gone_unless_something_points_at_it() {
        let mut isms = small();
        run(&mut isms, create_proposed("Risk", "Flood"));
        run(&mut isms, edit("TRT-2", "risk", "R-3"));
        let refuse = RefuseProposal { ids: vec![id("R-3")] };
        let refused = refusal(&isms, refuse.clone());
        assert_eq!(refused, "TRT-2 points at R-3; refuse it too, or take the link away first");
        run(&mut isms, edit("TRT-2", "risk", ""));
        let typed = crate::testing::typed(&[("title", "About floods"), ("mentions", "Flood | R-3")]);
        run(&mut isms, crate::CreateRecord { typed, ..create_proposed("Document", "About floods") });
        let rests = isms.proposed(model::RecordKind::Document)[0];
        run(&mut isms, refuse);
        assert!(isms.find(rests).is_none(), "what rests on it is refused with it");
        assert!(isms.find(id("R-3")).is_none());
        assert_eq!(
            refusal(&isms, RefuseProposal { ids: vec![id("R-1")] }),
            "R-1 is no proposal; it counts already"
        );
    }
}
