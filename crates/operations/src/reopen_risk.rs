//! Reopen risk: it was closed, and is there again.

use model::records::{Person, Risk, RiskStatus};
use model::{Change, Date, Isms, Prose, Ref};
use thiserror::Error;

use crate::absent::counted;
use crate::{Absent, Decided, Operation};

/// Reopen a closed risk.
#[derive(Debug, Clone)]
pub struct ReopenRisk {
    /// The risk.
    pub risk: Ref<Risk>,
    /// Why.
    pub because: Prose,
}

/// Why a risk cannot be reopened.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ReopenRiskRefusal {
    /// It is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It is open.
    #[error("{0} is open already")]
    Already(Ref<Risk>),
    /// No reason was given.
    #[error("say why {0} is there again")]
    NoReason(Ref<Risk>),
}

impl Operation for ReopenRisk {
    const NAME: &'static str = "reopen risk";
    const INTENT: &'static str = "risk.reopen";
    type Refusal = ReopenRiskRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { risk: id, because } = self;
        let risk = counted(isms, id)?;
        if risk.status.is_open() {
            return Err(ReopenRiskRefusal::Already(id));
        }
        if because.is_empty() {
            return Err(ReopenRiskRefusal::NoReason(id));
        }
        let open = Risk { status: RiskStatus::Open, ..Risk::clone(risk) };
        Ok(vec![Change::Note(because), isms.put::<Risk>(id, open)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CloseRisk;
    use crate::testing::{refusal, run, small};

    #[test]
    fn only_a_closed_risk_is_reopened_and_it_is_open_then() {
        let mut isms = small();
        let risk = Ref::number(1);
        let reopen = ReopenRisk { risk, because: "new laptops".into() };
        assert_eq!(refusal(&isms, reopen.clone()), "R-1 is open already");
        run(&mut isms, CloseRisk { risk, on: None, because: "sold".into() });
        run(&mut isms, reopen);
        assert!(isms.risks.get(&risk).expect("there").status.is_open());
    }
}
