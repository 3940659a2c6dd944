//! Take proposal: what a template, a question or an importer suggested counts from today.

use std::collections::BTreeSet;

use model::records::Person;
use model::{Change, Date, Isms, RecordId, Ref};

use crate::{Decided, Operation, RefuseProposalRefusal};

/// Take proposals, and with them the proposals that they point at.
#[derive(Debug, Clone)]
pub struct TakeProposal {
    /// The proposed records.
    pub ids: Vec<RecordId>,
}

impl Operation for TakeProposal {
    const NAME: &'static str = "take proposal";
    const INTENT: &'static str = "proposal.take";
    type Refusal = RefuseProposalRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        for id in &self.ids {
            let found = isms.find(*id).ok_or(crate::Absent::Unknown(*id))?;
            if found.about().proposed.is_none() {
                return Err(RefuseProposalRefusal::NotProposed(*id));
            }
        }
        let changes: Vec<Change> = with_leaned_on(isms, self.ids)
            .into_iter()
            .filter_map(|id| Some(isms.present(id)?.with_about(|about| about.proposed = None)))
            .collect();
        if changes.is_empty() { Err(RefuseProposalRefusal::Nothing) } else { Ok(changes) }
    }
}

/// Returns proposals once each, with the proposals that they point at: what counts may not lean on what does not.
pub(crate) fn with_leaned_on(isms: &Isms, ids: Vec<RecordId>) -> Vec<RecordId> {
    let mut all = crate::absent::once_each(ids);
    let mut seen: BTreeSet<RecordId> = all.iter().copied().collect();
    let mut place = 0;
    while let Some(id) = all.get(place).copied() {
        for target in isms.targets(id) {
            let proposed = isms.find(target).is_some_and(|found| found.about().proposed.is_some());
            if proposed && seen.insert(target) {
                all.push(target);
            }
        }
        place += 1;
    }
    all
}
