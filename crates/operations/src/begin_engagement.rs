//! Begin engagement: the work begins, in its window.

use model::records::{Engagement, EngagementState, Person};
use model::{Date, Isms, Ref, Words};

use crate::engaging::{TeamRefusal, staffed};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Begin the work of an engagement.
#[derive(Debug, Clone)]
pub struct BeginEngagement {
    /// The engagement.
    pub engagement: Ref<Engagement>,
}

impl Operation for BeginEngagement {
    const NAME: &'static str = "begin engagement";
    const INTENT: &'static str = "engagement.begin";
    type Refusal = TeamRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.engagement, today)?;
        if step.record.state != EngagementState::Agreed {
            return Err(step.not_now(step.record.state.word(), "what is agreed begins").into());
        }
        staffed(isms, &step, today)?;
        if let Some(from) = step.record.from.filter(|from| *from > today) {
            let what = "begins";
            return Err(StepRefusal::Before { id: step.id, on: today, what, earlier: from }.into());
        }
        if step.record.until.is_some_and(|until| until < today) {
            return Err(step.missing("a window that is not over; plan another engagement").into());
        }
        let running = Engagement { state: EngagementState::Running, ..Engagement::clone(step.record) };
        Ok(vec![isms.put::<Engagement>(self.engagement, running)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{agreed, edit, refusal, run};

    #[test]
    fn an_engagement_begins_in_its_window_with_a_team_that_still_fits() {
        let mut isms = agreed();
        let begin = || BeginEngagement { engagement: Ref::number(1) };
        run(&mut isms, edit("ENG-1", "from", "2026-03-04"));
        assert!(refusal(&isms, begin()).starts_with("2026-03-03 is before 2026-03-04, when ENG-1 begins"));
        run(&mut isms, edit("ENG-1", "from", "2026-02-01"));
        run(&mut isms, edit("ENG-1", "until", "2026-03-02"));
        assert!(refusal(&isms, begin()).contains("a window that is not over"));
        run(&mut isms, edit("ENG-1", "until", "2026-03-20"));
        run(&mut isms, edit("PER-2", "conflicts", "CLT-1 | owns shares"));
        assert!(refusal(&isms, begin()).starts_with("PER-2 must not work on ENG-1 (owns shares)"));
        run(&mut isms, edit("PER-2", "conflicts", ""));
        run(&mut isms, begin());
        assert_eq!(refusal(&isms, begin()), "ENG-1 is running; what is agreed begins");
    }
}
