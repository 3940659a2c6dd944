//! Take proposal: what a template, a question or an importer suggested counts from today.

use model::records::Person;
use model::{Date, Isms, RecordId, Ref};

use crate::{Decided, Operation, RefuseProposalRefusal};

/// Take proposals.
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
        let mut changes = Vec::new();
        for id in crate::absent::once_each(self.ids) {
            let found = isms.find(id).ok_or(crate::Absent::Unknown(id))?;
            if found.about().proposed.is_none() {
                return Err(RefuseProposalRefusal::NotProposed(id));
            }
            let present = isms.present(id).ok_or(crate::Absent::Unknown(id))?;
            changes.push(present.with_about(|about| about.proposed = None));
        }
        if changes.is_empty() { Err(RefuseProposalRefusal::Nothing) } else { Ok(changes) }
    }
}
