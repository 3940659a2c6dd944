//! Unlink evidence: it no longer supports a record.

use model::records::{Evidence, Person};
use model::{Date, Isms, RecordId, Ref};

use crate::absent::recorded;
use crate::{Decided, LinkEvidenceRefusal, Operation};

/// Take away a link of evidence; the target need not be there any more.
#[derive(Debug, Clone)]
pub struct UnlinkEvidence {
    /// The evidence.
    pub evidence: Ref<Evidence>,
    /// The record that it supports no longer.
    pub target: RecordId,
}

impl Operation for UnlinkEvidence {
    const NAME: &'static str = "unlink evidence";
    const INTENT: &'static str = "evidence.unlink";
    type Refusal = LinkEvidenceRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { evidence: id, target } = self;
        let evidence = recorded(isms, id)?;
        let mut unlinked = Evidence::clone(evidence);
        unlinked.uses.retain(|used| used.target != Some(target));
        if unlinked.uses.len() == evidence.uses.len() {
            return Err(LinkEvidenceRefusal::NotLinked { evidence: id, target });
        }
        Ok(vec![isms.put::<Evidence>(id, unlinked)])
    }
}
