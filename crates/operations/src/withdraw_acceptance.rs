//! Withdraw acceptance: what is left of a risk is accepted no longer, from today, for a reason.

use model::records::{Person, Risk};
use model::{Date, Isms, Prose, Ref};
use thiserror::Error;

use crate::absent::counted;
use crate::{Absent, Decided, Operation};

/// Withdraw an acceptance of a risk.
#[derive(Debug, Clone)]
pub struct WithdrawAcceptance {
    /// The risk.
    pub risk: Ref<Risk>,
    /// Which acceptance, the first is 1; nothing for the one that holds.
    pub acceptance: Option<usize>,
    /// Why.
    pub because: Prose,
}

/// Why an acceptance cannot be withdrawn.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum WithdrawAcceptanceRefusal {
    /// The risk is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// None holds.
    #[error("no acceptance of {0} holds; there is nothing to withdraw")]
    Nothing(Ref<Risk>),
    /// There is no such acceptance.
    #[error("{risk} has no acceptance {place}; it has {count}")]
    NoSuch {
        /// The risk.
        risk: Ref<Risk>,
        /// The place that was given.
        place: usize,
        /// How many there are.
        count: usize,
    },
    /// It was withdrawn before.
    #[error("this acceptance of {risk} was withdrawn on {on}")]
    Already {
        /// The risk.
        risk: Ref<Risk>,
        /// When.
        on: Date,
    },
    /// It ended by itself.
    #[error("this acceptance of {risk} ended on {until}; there is nothing to withdraw")]
    Over {
        /// The risk.
        risk: Ref<Risk>,
        /// Its last day.
        until: Date,
    },
    /// No reason was given.
    #[error("say why the acceptance of {0} is withdrawn")]
    NoReason(Ref<Risk>),
}

impl Operation for WithdrawAcceptance {
    const NAME: &'static str = "withdraw acceptance";
    const INTENT: &'static str = "acceptance.withdraw";
    type Refusal = WithdrawAcceptanceRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { risk: id, acceptance: place, because } = self;
        let mut risk = Risk::clone(counted(isms, id)?);
        let count = risk.acceptances.len();
        let meant = match place {
            Some(place) => place.checked_sub(1).and_then(|place| risk.acceptances.get_mut(place)),
            None => risk.acceptances.iter_mut().filter(|found| found.is_in_force(today)).max_by_key(|a| a.on),
        };
        let Some(meant) = meant else {
            return Err(match place {
                Some(place) => WithdrawAcceptanceRefusal::NoSuch { risk: id, place, count },
                None => WithdrawAcceptanceRefusal::Nothing(id),
            });
        };
        if let Some(on) = meant.withdrawn_on {
            return Err(WithdrawAcceptanceRefusal::Already { risk: id, on });
        }
        if let Some(until) = meant.until.filter(|until| *until < today) {
            return Err(WithdrawAcceptanceRefusal::Over { risk: id, until });
        }
        if because.is_empty() {
            return Err(WithdrawAcceptanceRefusal::NoReason(id));
        }
        meant.withdrawn_on = Some(today);
        meant.withdrawn_because = because;
        Ok(vec![isms.put::<Risk>(id, risk)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AcceptResidualRisk;
    use crate::testing::{refusal, run, small};

    const TODAY: Date = Date::constant(2026, 3, 3);

    fn withdraw(acceptance: Option<usize>) -> WithdrawAcceptance {
        WithdrawAcceptance { risk: Ref::number(1), acceptance, because: "it happened".into() }
    }

    #[test]
    fn a_withdrawn_acceptance_is_kept_with_its_reason_and_holds_no_longer() {
        let mut isms = small();
        let until = Date::constant(2026, 12, 31);
        let accept =
            AcceptResidualRisk { risk: Ref::number(1), until, because: "cheap".into(), for_owner: None };
        run(&mut isms, accept);
        let before = isms.risks.get(&Ref::number(1)).expect("there").acceptances[0].clone();
        run(&mut isms, withdraw(None));
        let risk = isms.risks.get(&Ref::number(1)).expect("there");
        assert!(risk.accepted(TODAY).is_none());
        let kept = &risk.acceptances[0];
        assert_eq!((kept.withdrawn_on, &*kept.withdrawn_because), (Some(TODAY), "it happened"));
        assert_eq!((kept.rating.clone(), kept.until), (before.rating, before.until));
        assert_eq!(refusal(&isms, withdraw(Some(1))), "this acceptance of R-1 was withdrawn on 2026-03-03");
    }

    #[test]
    fn an_acceptance_that_ended_by_itself_stays_as_it_was() {
        let mut isms = small();
        let mut risk = Risk::clone(isms.risks.get(&Ref::number(1)).expect("there"));
        let until = Some(Date::constant(2026, 3, 2));
        risk.acceptances.push(model::records::Acceptance { until, ..Default::default() });
        isms.apply(&isms.put::<Risk>(Ref::number(1), risk), model::Stamp::default());
        let refused = refusal(&isms, withdraw(Some(1)));
        assert_eq!(refused, "this acceptance of R-1 ended on 2026-03-02; there is nothing to withdraw");
    }

    #[test]
    fn what_is_not_there_is_not_withdrawn() {
        let isms = small();
        assert_eq!(
            refusal(&isms, withdraw(None)),
            "no acceptance of R-1 holds; there is nothing to withdraw"
        );
        for place in [0, 1, usize::MAX] {
            let refused = refusal(&isms, withdraw(Some(place)));
            assert_eq!(refused, format!("R-1 has no acceptance {place}; it has 0"));
        }
    }
}
