//! Record decision: what a review decided, with owner and date.

use model::records::{Decision, ManagementReview, Person, ReviewState};
use model::{Date, Isms, Line, Owner, RecordId, Ref, Value, YesNo};

use crate::absent::{LIST_MAX, all_there, once_each};
use crate::stepping::{Step, StepRefusal, near};
use crate::{Decided, Operation};

/// Record what a management review decided; that nothing changes is a decision too.
#[derive(Debug, Clone)]
pub struct RecordDecision {
    /// The review.
    pub review: Ref<ManagementReview>,
    /// What was decided.
    pub title: Line,
    /// Whether the management system is to change.
    pub change: YesNo,
    /// The records that it concerns.
    pub about: Vec<RecordId>,
    /// Who sees to it.
    pub owner: Option<Owner>,
    /// By when.
    pub due: Option<Date>,
}

impl Operation for RecordDecision {
    const NAME: &'static str = "record decision";
    const INTENT: &'static str = "review.decide";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { review: id, title, change, about, owner, due } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            ReviewState::Held => {}
            ReviewState::Planned => return Err(step.not_now("planned", "hold it before it decides anything")),
            ReviewState::Cancelled => return Err(step.not_now("cancelled", "it decided nothing")),
        }
        step.said(&title, "say what was decided")?;
        let due = near(today, due)?;
        if due.zip(step.record.held_on).is_some_and(|(due, held)| due < held) {
            return Err(step.missing("a day to have it done from the review on"));
        }
        let mut decided = ManagementReview::clone(step.record);
        if about.len() > LIST_MAX || decided.decisions.len() >= LIST_MAX {
            return Err(step.missing("fewer decisions or records"));
        }
        let about = once_each(about);
        let mut targets = about.clone();
        owner.references(&mut |target| targets.push(target));
        all_there(isms, targets).map_err(StepRefusal::Absent)?;
        let highest = decided.decisions.iter().map(|decision| decision.number).max().unwrap_or(0);
        let number = highest.saturating_add(1);
        let change = Some(change);
        decided.decisions.push(Decision { number, title, change, about, owner, due, ..Decision::default() });
        Ok(vec![isms.put::<ManagementReview>(id, decided)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{engaged, id, refusal, reviewed, run};

    #[test]
    fn a_held_review_decides_and_numbers_its_decisions() {
        let mut isms = reviewed();
        let decide = |about: &str| RecordDecision {
            review: Ref::number(1),
            title: "Buy a second line".into(),
            change: YesNo::Yes,
            about: vec![id(about)],
            owner: None,
            due: None,
        };
        assert_eq!(refusal(&engaged(), decide("R-1")), "MR-1 is planned; hold it before it decides anything");
        assert_eq!(refusal(&isms, decide("R-77")), "there is no R-77");
        run(&mut isms, decide("R-1"));
        run(&mut isms, decide("R-2"));
        let review = isms.management_reviews.get(&Ref::number(1)).expect("there");
        assert_eq!(review.decisions.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn what_was_decided_is_not_due_before_the_review() {
        let isms = crate::testing::reviewed();
        let decide = RecordDecision {
            review: Ref::number(1),
            title: "Buy locks".into(),
            change: YesNo::Yes,
            about: Vec::new(),
            owner: None,
            due: Some(Date::constant(2026, 3, 2)),
        };
        let words = "MR-1 needs more: a day to have it done from the review on";
        assert_eq!(crate::testing::refusal(&isms, decide), words);
    }
}
