//! Fill gap analysis: what the records answer already, and from which of them.

use model::records::{GapAnalysis, Person};
use model::{Date, Isms, Ref};

use crate::assess_gap::still_running;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation, answer_of};

/// Fill the entries that nobody assessed with what the records say.
#[derive(Debug, Clone)]
pub struct FillGapAnalysis {
    /// The analysis.
    pub analysis: Ref<GapAnalysis>,
}

impl Operation for FillGapAnalysis {
    const NAME: &'static str = "fill gap analysis";
    const INTENT: &'static str = "gap.fill";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.analysis;
        let step = Step::of(isms, id, today)?;
        still_running(&step)?;
        let mut filled = GapAnalysis::clone(step.record);
        // What came from records is asked again, what a person said stays.
        let open = filled.entries.iter_mut().filter(|entry| entry.state.is_none() || !entry.from.is_empty());
        for entry in open {
            let answer = entry.criterion.as_ref().and_then(|criterion| answer_of(isms, criterion, today));
            if let Some(answer) = answer {
                (entry.state, entry.seen, entry.from) = (Some(answer.state), answer.seen, answer.from);
            }
        }
        if filled == **step.record {
            return Err(step.not_now("filled", "the records say no more"));
        }
        Ok(vec![isms.put::<GapAnalysis>(id, filled)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ApproveScope;
    use crate::testing::{assess, id, refusal, run, small, start_gaps};
    use model::records::{GapDepth, GapState};

    #[test]
    fn records_fill_what_nobody_assessed_and_say_where_it_comes_from() {
        let mut isms = small();
        run(&mut isms, start_gaps(GapDepth::Quick));
        run(&mut isms, assess("GAP-1 6.1.2"));
        let fill = || FillGapAnalysis { analysis: Ref::number(1) };
        run(&mut isms, fill());
        let entry = |isms: &Isms, criterion: &str| {
            isms.gap_analyses
                .get(&Ref::number(1))
                .expect("there")
                .entry(&criterion.into())
                .cloned()
                .expect("one")
        };
        assert_eq!(entry(&isms, "4.3").from, [id("SCO")]);
        assert_eq!(entry(&isms, "6.1.2").seen, "seen by us", "what a person said stays");
        assert_eq!(entry(&isms, "9.3.1").state, None);
        assert_eq!(refusal(&isms, fill()), "GAP-1 is filled; the records say no more");
        run(&mut isms, ApproveScope::default());
        run(&mut isms, fill());
        assert_eq!(entry(&isms, "4.3").state, Some(GapState::Met));
    }
}
