//! Withdraw evidence: it is taken back, for a reason; it stays on record.

use model::records::{Evidence, EvidenceStatus, Person};
use model::{Date, Isms, Prose, Ref};
use thiserror::Error;

use crate::absent::recorded;
use crate::{Absent, Decided, Operation};

/// Withdraw evidence.
#[derive(Debug, Clone)]
pub struct WithdrawEvidence {
    /// The evidence.
    pub evidence: Ref<Evidence>,
    /// Why.
    pub because: Prose,
}

/// Why evidence cannot be withdrawn.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum WithdrawEvidenceRefusal {
    /// It is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It was withdrawn before.
    #[error("{0} was withdrawn already")]
    Already(Ref<Evidence>),
    /// No reason was given.
    #[error("say why {0} is withdrawn")]
    NoReason(Ref<Evidence>),
}

impl Operation for WithdrawEvidence {
    const NAME: &'static str = "withdraw evidence";
    const INTENT: &'static str = "evidence.withdraw";
    type Refusal = WithdrawEvidenceRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { evidence: id, because } = self;
        let evidence = recorded(isms, id)?;
        if evidence.status == EvidenceStatus::Withdrawn {
            return Err(WithdrawEvidenceRefusal::Already(id));
        }
        if because.is_empty() {
            return Err(WithdrawEvidenceRefusal::NoReason(id));
        }
        let withdrawn = Evidence {
            status: EvidenceStatus::Withdrawn,
            accepted_by: Some(actor),
            judged_on: Some(today),
            judged_because: because,
            ..Evidence::clone(evidence)
        };
        Ok(vec![isms.put::<Evidence>(id, withdrawn)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, run, small};

    #[test]
    fn evidence_is_withdrawn_once_for_a_reason_and_its_uses_stay() {
        let mut isms = small();
        let withdraw = |because: &str| WithdrawEvidence { evidence: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, withdraw("")), "say why EV-1 is withdrawn");
        run(&mut isms, withdraw("wrong system"));
        let evidence = isms.evidence.get(&Ref::number(1)).expect("there");
        assert_eq!((evidence.status, evidence.uses.len()), (EvidenceStatus::Withdrawn, 1));
        assert_eq!(evidence.judged_because, "wrong system");
        assert_eq!(refusal(&isms, withdraw("again")), "EV-1 was withdrawn already");
    }
}
