//! Record removals: rights that an access review wanted gone are gone.

use model::records::{AccessReview, Evidence, Person};
use model::{Date, Isms, Ref};

use crate::stepping::{Step, StepRefusal, all_counted};
use crate::{Decided, Operation};

/// Say how many of the rights are still there that an access review wanted gone.
#[derive(Debug, Clone)]
pub struct RecordRemovals {
    /// The review.
    pub review: Ref<AccessReview>,
    /// How many are still there.
    pub open: u32,
    /// What shows it.
    pub evidence: Vec<Ref<Evidence>>,
}

impl Operation for RecordRemovals {
    const NAME: &'static str = "record removals";
    const INTENT: &'static str = "access.remove";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { review: id, open, evidence } = self;
        let step = Step::of(isms, id, today)?;
        let Some(before) = step.record.removals_open.or(step.record.removals) else {
            return Err(step.missing("say how many rights were to be taken away"));
        };
        if before == 0 {
            return Err(step.not_now("finished", "no right is left to be taken away"));
        }
        if open >= before {
            return Err(step.missing("a smaller number than were still there"));
        }
        let mut removed = AccessReview { removals_open: Some(open), ..AccessReview::clone(step.record) };
        for shown in all_counted(isms, evidence)? {
            if !removed.evidence.contains(&shown) {
                step.room(&removed.evidence)?;
                removed.evidence.push(shown);
            }
        }
        Ok(vec![isms.put::<AccessReview>(id, removed)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, review_access, run, small};

    #[test]
    fn rights_only_become_fewer() {
        let mut isms = small();
        run(&mut isms, review_access());
        let left = |open| RecordRemovals { review: Ref::number(1), open, evidence: vec![Ref::number(1)] };
        assert_eq!(refusal(&isms, left(3)), "ARV-1 needs more: a smaller number than were still there");
        run(&mut isms, left(0));
        assert_eq!(refusal(&isms, left(0)), "ARV-1 is finished; no right is left to be taken away");
        let review = isms.access_reviews.get(&Ref::number(1)).expect("there");
        assert_eq!((review.removals_open, review.evidence.len()), (Some(0), 1));
    }
}
