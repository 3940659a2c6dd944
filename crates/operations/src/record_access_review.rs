//! Record access review: somebody looked who may do what in a system (A.5.18).

use model::records::{AccessReview, Asset, Evidence, Person};
use model::{Date, Isms, Line, Prose, Ref};

use crate::stepping::{Step, StepRefusal, all_counted};
use crate::{Decided, Operation};

/// Most accounts that a system can have.
const ACCOUNTS_MAX: u32 = 10_000_000;

/// Record a look at who may do what in a system.
#[derive(Debug, Clone)]
pub struct RecordAccessReview {
    /// The system.
    pub system: Ref<Asset>,
    /// What is reviewed, in a few words; the system's name where nothing is said.
    pub title: Line,
    /// When; today where nothing is said.
    pub on: Option<Date>,
    /// How many accounts were looked at.
    pub covered: u32,
    /// How many accounts the system has.
    pub total: u32,
    /// How many rights were to be taken away.
    pub removals: u32,
    /// How many of them are still there.
    pub removals_open: u32,
    /// What was seen.
    pub notes: Prose,
    /// The list that was looked at, with the decisions.
    pub evidence: Vec<Ref<Evidence>>,
}

impl Operation for RecordAccessReview {
    const NAME: &'static str = "record access review";
    const INTENT: &'static str = "access.review";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { system, title, on, covered, total, removals, removals_open, notes, evidence } = self;
        let step = Step::of(isms, system, today)?;
        if let Some(number) = [total, removals].into_iter().find(|number| *number > ACCOUNTS_MAX) {
            let (number, what) = (number.to_string(), "accounts or rights");
            return Err(StepRefusal::Number { number, what, expected: "at most 10000000" });
        }
        if covered > total {
            return Err(step.missing("numbers that fit: not more accounts can be looked at than there are"));
        }
        if removals_open > removals {
            return Err(
                step.missing("numbers that fit: not more rights can be open than were to be taken away")
            );
        }
        let review = AccessReview {
            title: if title.is_empty() { step.record.title.clone() } else { title },
            system: Some(system),
            by: Some(actor),
            done_on: Some(step.day(on, &[])?),
            covered_accounts: Some(covered),
            total_accounts: Some(total),
            removals: Some(removals),
            removals_open: Some(removals_open),
            notes,
            evidence: all_counted(isms, evidence)?,
        };
        Ok(vec![isms.put::<AccessReview>(isms.access_reviews.next(), review)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, refusal, review_access, run, small};

    #[test]
    fn a_review_cannot_cover_more_than_there_is() {
        let mut isms = small();
        assert!(
            refusal(&isms, RecordAccessReview { covered: 31, ..review_access() }).contains("than there are")
        );
        assert!(
            refusal(&isms, RecordAccessReview { removals_open: 9, ..review_access() })
                .contains("can be open")
        );
        let lost = RecordAccessReview { system: Ref::number(9), ..review_access() };
        assert_eq!(refusal(&isms, lost), "there is no AST-9");
        run(&mut isms, review_access());
        let review = isms.access_reviews.get(&Ref::number(1)).expect("recorded");
        assert_eq!(
            (&*review.title, review.done_on, review.by),
            ("Laptops", Some(TODAY), Some(Ref::number(1)))
        );
    }
}
