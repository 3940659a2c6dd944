//! Start gap analysis: how far the organisation is from the standard, quickly or item by item.

use model::records::{GapAnalysis, GapDepth, GapEntry, Person};
use model::{AnnexA, Clause, Date, Isms, Line, Ref};

use crate::stepping::{Step, StepRefusal, all_counted, past_day};
use crate::{Decided, Operation, QUICK};

/// Start a gap analysis with an entry for each thing that is looked at.
#[derive(Debug, Clone)]
pub struct StartGapAnalysis {
    /// What the analysis is called.
    pub title: Line,
    /// Thirty questions, or each clause item and each control.
    pub depth: GapDepth,
    /// Who assesses; the actor where nobody is named.
    pub by: Vec<Ref<Person>>,
    /// The analysis before, with which it is compared.
    pub follows: Option<Ref<GapAnalysis>>,
    /// The first day; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for StartGapAnalysis {
    const NAME: &'static str = "start gap analysis";
    const INTENT: &'static str = "gap.start";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { title, depth, by, follows, on } = self;
        if title.is_empty() {
            return Err(StepRefusal::Unsaid("say what the analysis is called"));
        }
        let id = isms.gap_analyses.next();
        let mut done_before = None;
        if let Some(before) = follows {
            let before = Step::of(isms, before, today)?;
            if before.record.done_on.is_none() {
                return Err(StepRefusal::First { other: before.id, help: "finish the analysis before" });
            }
            done_before = before.record.done_on;
        }
        let started_on = past_day(id.id(), today, on, &[("has the one before finished", done_before)])?;
        let mut by = all_counted(isms, by)?;
        if by.is_empty() {
            by.push(actor);
        }
        let entries = criteria(depth)
            .into_iter()
            .map(|criterion| GapEntry { criterion: Some(criterion), ..GapEntry::default() });
        let analysis = GapAnalysis {
            title,
            depth: Some(depth),
            by,
            follows,
            started_on: Some(started_on),
            entries: entries.collect(),
            ..GapAnalysis::default()
        };
        Ok(vec![isms.put::<GapAnalysis>(id, analysis)])
    }
}

/// Returns what an analysis looks at: thirty criteria, or each clause item that asks something and the 93 controls.
#[must_use]
pub fn criteria(depth: GapDepth) -> Vec<Clause> {
    match depth {
        GapDepth::Quick => QUICK.iter().map(|question| Clause::new(question.criterion)).collect(),
        GapDepth::Full => {
            let asking = standards::clauses().iter().filter(|clause| !clause.satisfied_by.is_empty());
            let clauses = asking.map(|clause| Clause::new(&clause.reference));
            clauses.chain(AnnexA::all().map(|control| Clause::new(&control.to_string()))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, refusal, run, small, start_gaps};
    use model::PartId;

    #[test]
    fn a_quick_analysis_has_thirty_entries_and_a_full_one_all_that_is_asked() {
        let mut isms = small();
        run(&mut isms, start_gaps(GapDepth::Quick));
        run(&mut isms, start_gaps(GapDepth::Full));
        let entries = |number| isms.gap_analyses.get(&Ref::number(number)).expect("started").entries.clone();
        assert_eq!(entries(1).len(), 30);
        let headings = standards::clauses().iter().filter(|clause| clause.satisfied_by.is_empty()).count();
        assert_eq!(entries(2).len(), standards::clauses().len() - headings + 93);
        assert!(headings < 15, "{headings}");
        for entry in entries(2) {
            let criterion = entry.criterion.expect("each has one");
            let quoted = PartId::GapEntry(Ref::number(2), criterion);
            assert_eq!(PartId::parse(&quoted.to_string()), Some(quoted));
        }
    }

    #[test]
    fn an_analysis_follows_only_one_that_is_finished() {
        let mut isms = small();
        run(&mut isms, start_gaps(GapDepth::Quick));
        let second = StartGapAnalysis { follows: Some(Ref::number(1)), ..start_gaps(GapDepth::Quick) };
        assert_eq!(refusal(&isms, second), "GAP-1 comes first: finish the analysis before");
        let nameless = StartGapAnalysis { title: "".into(), ..start_gaps(GapDepth::Quick) };
        assert_eq!(refusal(&isms, nameless), "say what the analysis is called");
        assert_eq!(isms.gap_analyses.get(&Ref::number(1)).expect("there").started_on, Some(TODAY));
    }
}
