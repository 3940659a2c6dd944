//! Finish gap analysis: each entry has an answer, and the whole says something.

use model::records::{GapAnalysis, Person};
use model::{Date, Isms, Prose, Ref};

use crate::assess_gap::still_running;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Finish a gap analysis.
#[derive(Debug, Clone)]
pub struct FinishGapAnalysis {
    /// The analysis.
    pub analysis: Ref<GapAnalysis>,
    /// What it comes to.
    pub summary: Prose,
    /// The last day; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for FinishGapAnalysis {
    const NAME: &'static str = "finish gap analysis";
    const INTENT: &'static str = "gap.finish";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { analysis: id, summary, on } = self;
        let step = Step::of(isms, id, today)?;
        still_running(&step)?;
        if step.record.entries.is_empty() || step.record.entries.iter().any(|entry| entry.state.is_none()) {
            return Err(step.missing("assess each of its entries"));
        }
        step.said(&summary, "say what it comes to")?;
        let done_on = Some(step.day(on, &[("was started", step.record.started_on)])?);
        let finished = GapAnalysis { done_on, summary, ..GapAnalysis::clone(step.record) };
        Ok(vec![isms.put::<GapAnalysis>(id, finished)])
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{assess, finish_gaps, gapped, refusal, run, small, start_gaps};
    use model::records::GapDepth;

    #[test]
    fn an_analysis_ends_when_each_entry_has_an_answer_and_is_then_left_alone() {
        let mut isms = small();
        run(&mut isms, start_gaps(GapDepth::Quick));
        run(&mut isms, assess("GAP-1 4.3"));
        assert_eq!(refusal(&isms, finish_gaps(1)), "GAP-1 needs more: assess each of its entries");
        let isms = gapped();
        let over = "GAP-1 is finished; start another analysis to see the movement";
        assert_eq!(refusal(&isms, finish_gaps(1)), over);
        assert_eq!(refusal(&isms, assess("GAP-1 4.3")), over);
    }
}
