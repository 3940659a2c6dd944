//! Record test: somebody looked whether a control is well made, or whether it works (9.1).

use model::records::{
    Control, ControlTest, Evidence, NonconformitySource, Person, Sample, TestKind, TestResult,
};
use model::{Date, Isms, Line, Prose, Ref};

use crate::follow_up::Origin;
use crate::sound::misfit;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, FollowUp, Operation};

/// Record the test of a control.
#[derive(Debug, Clone)]
pub struct RecordTest {
    /// The control.
    pub control: Ref<Control>,
    /// What is tested, in a few words; the control's name where nothing is said.
    pub title: Line,
    /// Of its design, or of its operation.
    pub kind: TestKind,
    /// When; today where nothing is said.
    pub on: Option<Date>,
    /// What was done.
    pub procedure: Prose,
    /// The cases looked at.
    pub sample: Option<Ref<Sample>>,
    /// Effective or failed.
    pub result: TestResult,
    /// What was seen.
    pub observed: Prose,
    /// What is begun because of it.
    pub follow_up: Option<FollowUp>,
}

impl Operation for RecordTest {
    const NAME: &'static str = "record test";
    const INTENT: &'static str = "test.record";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { control, title, kind, on, procedure, sample, result, observed, follow_up } = self;
        let step = Step::of(isms, control, today)?;
        step.said(&procedure, "say what was done to test it")?;
        step.said(&observed, "say what was seen")?;
        if let Some(sample) = sample {
            let cases = Step::of(isms, sample, today)?;
            let day = step.day(on, &[])?;
            if let Some(what) = misfit(isms, cases.record, control, day) {
                return Err(step.missing(what));
            }
            if result == TestResult::Effective && !cases.record.is_examined() {
                let help = "look at each case before you say that the control works";
                return Err(StepRefusal::First { other: cases.id, help });
            }
        }
        if result == TestResult::Effective && follow_up.is_some() {
            return Err(step.missing("another result; nothing follows from a test that the control passed"));
        }
        let on = Some(step.day(on, &[])?);
        let id = isms.control_tests.next();
        let title = if title.is_empty() { step.record.title.clone() } else { title };
        let mut test = ControlTest {
            title,
            control: Some(control),
            kind: Some(kind),
            by: Some(actor),
            on,
            procedure,
            sample,
            result: Some(result),
            observed,
            follow_up: Vec::new(),
        };
        let mut changes = Vec::new();
        if let Some(follow_up) = follow_up {
            let (begun, change) = follow_up.begin(isms, origin(id, Some(control)), today)?;
            test.follow_up.push(begun);
            changes.extend(change);
        }
        changes.insert(0, isms.put::<ControlTest>(id, test));
        Ok(changes)
    }
}

/// Returns where the follow-up of a test comes from.
pub(crate) fn origin(test: Ref<ControlTest>, control: Option<Ref<Control>>) -> Origin {
    let evidence: Vec<Ref<Evidence>> = Vec::new();
    Origin { id: test.id(), source: NonconformitySource::Monitoring, control, evidence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{breach, examine_control, refusal, run, small};

    #[test]
    fn a_failed_test_opens_its_nonconformity_with_links_both_ways() {
        let mut isms = small();
        run(
            &mut isms,
            RecordTest { follow_up: Some(breach("Doors stay open")), ..examine_control(TestResult::Failed) },
        );
        let test = isms.control_tests.get(&Ref::number(1)).expect("recorded");
        let opened = isms.nonconformities.get(&Ref::number(1)).expect("opened");
        assert_eq!(test.follow_up, [crate::testing::id("NC-1")]);
        assert_eq!((opened.about[0], opened.control), (crate::testing::id("TST-1"), Some(Ref::number(1))));
        assert_eq!((test.by, &*test.title), (Some(Ref::number(1)), "Lock"));
    }

    #[test]
    fn a_test_says_what_was_done_and_nothing_follows_from_success() {
        let isms = small();
        let silent = RecordTest { procedure: " ".into(), ..examine_control(TestResult::Failed) };
        assert_eq!(refusal(&isms, silent), "C-1 needs more: say what was done to test it");
        let odd = RecordTest { follow_up: Some(breach("x")), ..examine_control(TestResult::Effective) };
        assert!(refusal(&isms, odd).contains("nothing follows from a test that the control passed"));
        let nowhere = RecordTest { sample: Some(Ref::number(1)), ..examine_control(TestResult::Effective) };
        assert_eq!(refusal(&isms, nowhere), "there is no SMP-1");
    }
}
