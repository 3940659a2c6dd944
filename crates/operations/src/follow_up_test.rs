//! Follow up test: what is begun because a control failed its test.

use model::records::{ControlTest, Person, TestResult};
use model::{Date, Isms, Ref};

use crate::record_test::origin;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, FollowUp, Operation};

/// Begin what follows from a failed test.
#[derive(Debug, Clone)]
pub struct FollowUpTest {
    /// The test.
    pub test: Ref<ControlTest>,
    /// What is begun.
    pub follow_up: FollowUp,
}

impl Operation for FollowUpTest {
    const NAME: &'static str = "follow up test";
    const INTENT: &'static str = "test.follow_up";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { test: id, follow_up } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.result {
            Some(TestResult::Failed) => {}
            Some(TestResult::Effective) => return Err(step.not_now("effective", "nothing follows from it")),
            None => return Err(step.not_now("without a result", "say first what the test came to")),
        }
        step.room(&step.record.follow_up)?;
        let (begun, change) = follow_up.begin(isms, origin(id, step.record.control), today)?;
        if step.record.follow_up.contains(&begun) {
            return Err(step.not_now("followed up by that", "it is linked there"));
        }
        let mut followed = ControlTest::clone(step.record);
        followed.follow_up.push(begun);
        Ok(change.into_iter().chain([isms.put::<ControlTest>(id, followed)]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{breach, examine_control, id, refusal, run, small};

    #[test]
    fn only_a_failed_test_is_followed_up_and_by_each_thing_once() {
        let mut isms = small();
        run(&mut isms, examine_control(TestResult::Effective));
        run(&mut isms, examine_control(TestResult::Failed));
        let follow = |number, follow_up| FollowUpTest { test: Ref::number(number), follow_up };
        assert_eq!(refusal(&isms, follow(1, breach("x"))), "TST-1 is effective; nothing follows from it");
        assert_eq!(refusal(&isms, follow(2, breach(""))), "say in a few words what follows");
        run(&mut isms, follow(2, breach("Doors")));
        let again = refusal(&isms, follow(2, FollowUp::Begun(id("NC-1"))));
        assert_eq!(again, "TST-2 is followed up by that; it is linked there");
        run(&mut isms, follow(2, FollowUp::Begun(id("TRT-1"))));
        assert_eq!(refusal(&isms, follow(2, FollowUp::Begun(id("IMP-9")))), "there is no IMP-9");
    }
}
