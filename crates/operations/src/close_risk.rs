//! Close risk: it is gone, since a day, for a reason.

use model::records::{Person, Risk, RiskStatus};
use model::{Date, Isms, Prose, Ref};
use thiserror::Error;

use crate::absent::recorded;
use crate::{Absent, Decided, Operation};

/// Close a risk.
#[derive(Debug, Clone)]
pub struct CloseRisk {
    /// The risk.
    pub risk: Ref<Risk>,
    /// Since when it is gone; today where nothing is said.
    pub on: Option<Date>,
    /// Why.
    pub because: Prose,
}

/// Why a risk cannot be closed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CloseRiskRefusal {
    /// It is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It is closed.
    #[error("{0} is closed already")]
    Already(Ref<Risk>),
    /// No reason was given.
    #[error("say why {0} is gone")]
    NoReason(Ref<Risk>),
    /// The day is still to come.
    #[error("{risk} cannot be closed on {on}, a day to come; close it when it is gone")]
    Ahead {
        /// The risk.
        risk: Ref<Risk>,
        /// The day that was given.
        on: Date,
    },
}

impl Operation for CloseRisk {
    const NAME: &'static str = "close risk";
    const INTENT: &'static str = "risk.close";
    type Refusal = CloseRiskRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { risk: id, on, because } = self;
        let risk = recorded(isms, id)?;
        let on = on.unwrap_or(today);
        if !risk.status.is_open() {
            return Err(CloseRiskRefusal::Already(id));
        }
        if because.is_empty() {
            return Err(CloseRiskRefusal::NoReason(id));
        }
        if on > today {
            return Err(CloseRiskRefusal::Ahead { risk: id, on });
        }
        let closed = Risk { status: RiskStatus::Closed { on, because }, ..Risk::clone(risk) };
        Ok(vec![isms.put::<Risk>(id, closed)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, run, small};

    fn close(because: &str) -> CloseRisk {
        CloseRisk { risk: Ref::number(1), on: None, because: because.into() }
    }

    #[test]
    fn a_risk_is_closed_once_with_day_and_reason() {
        let mut isms = small();
        run(&mut isms, close("sold the laptops"));
        let risk = isms.risks.get(&Ref::number(1)).expect("there");
        assert_eq!(model::Value::text(&risk.status), "closed on 2026-03-03: sold the laptops");
        assert_eq!(refusal(&isms, close("again")), "R-1 is closed already");
    }

    #[test]
    fn a_risk_is_closed_neither_ahead_nor_without_a_reason() {
        let isms = small();
        assert_eq!(refusal(&isms, close("")), "say why R-1 is gone");
        let ahead = CloseRisk { on: Some(Date::constant(2026, 3, 4)), ..close("sold") };
        assert!(refusal(&isms, ahead).starts_with("R-1 cannot be closed on 2026-03-04, a day to come"));
    }
}
