//! Hold review: top management looked at the whole; what lay on the table is frozen.

use model::records::{Evaluation, ManagementReview, Person, ReviewPack, ReviewState};
use model::{Approval, Date, Isms, Prose, RecordKind, Ref};

use crate::absent::{LIST_MAX, once_each};
use crate::stepping::{Step, StepRefusal, people};
use crate::{Decided, Operation};

/// Say that a management review took place, who took part, and what it concluded.
#[derive(Debug, Clone)]
pub struct HoldReview {
    /// The review.
    pub review: Ref<ManagementReview>,
    /// Who took part.
    pub attendees: Vec<Ref<Person>>,
    /// Whether the management system is suitable, adequate and effective; may be said later.
    pub conclusion: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for HoldReview {
    const NAME: &'static str = "hold review";
    const INTENT: &'static str = "review.hold";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { review: id, attendees, conclusion, on } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            ReviewState::Planned => {}
            ReviewState::Held => return Err(step.not_now("held", "plan the next one")),
            ReviewState::Cancelled => return Err(step.not_now("cancelled", "plan a new one")),
        }
        let attendees = once_each(attendees);
        if attendees.is_empty() || attendees.len() > LIST_MAX {
            return Err(step.missing("name who took part"));
        }
        people(isms, &attendees)?;
        if step.record.inputs.is_empty() {
            return Err(step.missing("build or write its inputs"));
        }
        // What was put together from records lay on no table before; what people wrote may tell of one long ago.
        let inputs = || step.record.inputs.iter().flat_map(|input| input.references.iter().copied());
        let built = inputs().next().map(|_| step.record.changed.on);
        let audits = inputs()
            .filter(|id| id.kind == RecordKind::Audit)
            .filter_map(|id| isms.audits.get(&Ref::of(id.key))?.done_on)
            .max();
        let first =
            [("had its inputs last put together", built), ("had the last of its audits done", audits)];
        let on = step.day(on, &first)?;
        let mut held = ManagementReview::clone(step.record);
        let pack = ReviewPack { inputs: held.inputs.clone(), attendees: attendees.clone() };
        held.packs.push(Approval::of(1, actor, on, pack));
        (held.state, held.held_on, held.attendees) = (ReviewState::Held, Some(on), attendees);
        if !conclusion.is_empty() {
            held.evaluation = Some(Evaluation { on: Some(on), conclusion, by: Some(actor) });
        }
        Ok(vec![isms.put::<ManagementReview>(id, held)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, audited, edit, engaged, hold, refusal, run};

    #[test]
    fn a_review_without_people_or_inputs_was_not_held() {
        let mut isms = engaged();
        assert_eq!(refusal(&isms, hold()), "MR-1 needs more: build or write its inputs");
        run(&mut isms, edit("MR-1", "inputs", "a | nothing was open"));
        let alone = HoldReview { attendees: Vec::new(), ..hold() };
        assert_eq!(refusal(&isms, alone), "MR-1 needs more: name who took part");
        run(&mut isms, hold());
        assert!(refusal(&isms, edit("MR-1", "inputs", "a | something else")).contains("MR-1 is held"));
        let review = isms.management_reviews.get(&Ref::number(1)).expect("there");
        assert_eq!(review.packs[0].content.inputs[0].text, "nothing was open");
        assert_eq!(refusal(&isms, hold()), "MR-1 is held; plan the next one");
    }

    #[test]
    fn a_review_is_not_held_before_what_lay_on_its_table() {
        let yesterday = || HoldReview { on: TODAY.yesterday().ok(), ..hold() };
        let mut isms = audited();
        run(&mut isms, edit("MR-1", "inputs", "a | nothing was open"));
        run(&mut isms.clone(), yesterday());
        run(&mut isms, edit("MR-1", "inputs", "d3 | one audit | AUD-1"));
        let early = refusal(&isms, yesterday());
        assert!(early.contains("when MR-1 had its inputs last put together"), "{early}");
        let ahead = HoldReview { on: TODAY.tomorrow().ok(), ..hold() };
        assert!(refusal(&isms, ahead).contains("is a day to come"));
        run(&mut isms, hold());
    }
}
