//! Accept residual risk: its owner lives with what is left, until a date, for a reason.

use model::records::{Acceptance, Person, Risk};
use model::{Date, Isms, Prose, Ref};
use thiserror::Error;

use crate::absent::counted;
use crate::stepping::is_near;
use crate::{Absent, Decided, Operation};

/// Accept residual risk (6.1.3 f).
#[derive(Debug, Clone)]
pub struct AcceptResidualRisk {
    /// The risk.
    pub risk: Ref<Risk>,
    /// Until when.
    pub until: Date,
    /// Why.
    pub because: Prose,
    /// The owner who delegated it, where the actor is not the owner.
    pub for_owner: Option<Ref<Person>>,
}

/// Why a residual risk cannot be accepted.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum AcceptResidualRiskRefusal {
    /// The risk, or its owner, is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It is closed.
    #[error("{0} is closed; there is nothing to accept")]
    Closed(Ref<Risk>),
    /// Nothing was rated.
    #[error("{0} is not rated; rate it, so that it is clear what is accepted")]
    NotRated(Ref<Risk>),
    /// It would end before it begins.
    #[error("an acceptance of {risk} until {until} is over already")]
    Over {
        /// The risk.
        risk: Ref<Risk>,
        /// The end that was given.
        until: Date,
    },
    /// The day is too far away to be meant.
    #[error("{0} is more than 50 years away; expected a nearer day")]
    Far(Date),
    /// No reason was given.
    #[error("say why {0} is acceptable")]
    NoReason(Ref<Risk>),
}

impl Operation for AcceptResidualRisk {
    const NAME: &'static str = "accept residual risk";
    const INTENT: &'static str = "risk.accept";
    type Refusal = AcceptResidualRiskRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { risk: id, until, because, for_owner } = self;
        let risk = counted(isms, id)?;
        if !risk.status.is_open() {
            return Err(AcceptResidualRiskRefusal::Closed(id));
        }
        // What another state has to settle first is told before what the words lack.
        let rating = risk.remaining().clone();
        if rating.is_blank() {
            return Err(AcceptResidualRiskRefusal::NotRated(id));
        }
        if until < today {
            return Err(AcceptResidualRiskRefusal::Over { risk: id, until });
        }
        if !is_near(today, until) {
            return Err(AcceptResidualRiskRefusal::Far(until));
        }
        if because.is_empty() {
            return Err(AcceptResidualRiskRefusal::NoReason(id));
        }
        if let Some(owner) = for_owner {
            counted(isms, owner)?;
        }
        let method = isms.method.one().map(|method| method.now(today)).unwrap_or_default();
        let level =
            method.level(&rating).and_then(|place| method.word(place).cloned()).or(rating.level.clone());
        let acceptance = Acceptance {
            by: Some(actor),
            for_owner,
            on: Some(today),
            until: Some(until),
            because,
            level,
            rating: Some(rating),
            ..Acceptance::default()
        };
        let mut accepted = Risk::clone(risk);
        accepted.acceptances.push(acceptance);
        Ok(vec![isms.put::<Risk>(id, accepted)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Change;

    fn accept(until: Date) -> AcceptResidualRisk {
        AcceptResidualRisk { risk: Ref::number(1), until, because: "cheap to repair".into(), for_owner: None }
    }

    fn state() -> Isms {
        let mut isms = Isms::default();
        let mut risk = Risk { title: "Laptop theft".into(), ..Risk::default() };
        risk.now.level = Some("high".into());
        isms.apply(&Change::from((Ref::number(1), risk)), model::Stamp::default());
        isms
    }

    #[test]
    fn an_acceptance_cannot_end_before_it_begins() {
        let today: Date = "2026-03-03".parse().expect("a date");
        let until: Date = "2026-03-02".parse().expect("a date");
        let refusal = accept(until).decide(&state(), Ref::number(1), today).expect_err("over");
        assert_eq!(refusal.to_string(), "an acceptance of R-1 until 2026-03-02 is over already");
        let far = accept(Date::MAX).decide(&state(), Ref::number(1), today).expect_err("far away");
        assert_eq!(far.to_string(), "9999-12-31 is more than 50 years away; expected a nearer day");
    }

    #[test]
    fn what_is_closed_not_rated_or_not_explained_is_not_accepted() {
        let until = Date::constant(2026, 9, 9);
        let mut isms = crate::testing::small();
        let refused = |isms: &Isms, accept| crate::testing::refusal(isms, accept);
        let silent = AcceptResidualRisk { because: Prose::default(), ..accept(until) };
        assert_eq!(refused(&isms, silent), "say why R-1 is acceptable");
        let unrated = AcceptResidualRisk { risk: Ref::number(2), ..accept(until) };
        assert!(refused(&isms, unrated).starts_with("R-2 is not rated; rate it"));
        let stranger = AcceptResidualRisk { for_owner: Some(Ref::number(9)), ..accept(until) };
        assert_eq!(refused(&isms, stranger), "there is no PER-9");
        let close = crate::CloseRisk { risk: Ref::number(1), on: None, because: "sold".into() };
        crate::testing::run(&mut isms, close);
        assert_eq!(refused(&isms, accept(until)), "R-1 is closed; there is nothing to accept");
    }

    #[test]
    fn an_acceptance_keeps_the_exact_rating() {
        let today: Date = "2026-03-03".parse().expect("a date");
        let changes = accept(today).decide(&state(), Ref::number(2), today).expect("accepted");
        let [Change::Risk(_, stored)] = &changes[..] else { panic!("one change of a risk") };
        assert_eq!(stored.record.acceptances[0].level.as_deref(), Some("high"));
        assert_eq!(stored.record.acceptances[0].by, Some(Ref::number(2)));
    }
}
