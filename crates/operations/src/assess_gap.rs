//! Assess gap: how far one clause item or control is met.

use model::records::{Evidence, GapAnalysis, GapEntry, GapState, Person};
use model::{Clause, Date, Decimal, Isms, Owner, PartId, Prose, Ref};

use crate::stepping::{Step, StepRefusal, all_counted, bounded, pointed_at};
use crate::{Decided, Operation};

/// Assess one entry of a gap analysis.
#[derive(Debug, Clone)]
pub struct AssessGap {
    /// The entry: `GAP-1 6.1.2 c)`.
    pub entry: PartId,
    /// How far it is met.
    pub state: GapState,
    /// 0 nothing, 1 by chance, 2 repeated, 3 written down, 4 measured, 5 improved.
    pub maturity: Option<u32>,
    /// What is missing; has to be said where something is.
    pub gap: Prose,
    /// What was seen that speaks for the state.
    pub seen: Prose,
    /// What shows it.
    pub evidence: Vec<Ref<Evidence>>,
    /// How many days of work close the gap.
    pub effort_days: Option<Decimal>,
    /// Who closes it.
    pub owner: Option<Owner>,
}

impl Operation for AssessGap {
    const NAME: &'static str = "assess gap";
    const INTENT: &'static str = "gap.assess";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { entry, state, maturity, gap, seen, evidence, effort_days, owner } = self;
        let (id, criterion) = entry_of(entry)?;
        let step = Step::of(isms, id, today)?;
        still_running(&step)?;
        let place = place_of(&step, &criterion)?;
        match state {
            GapState::Partly | GapState::NotMet => step.said(&gap, "say what is missing")?,
            GapState::NotApplicable => step.said(&seen, "say why it is not asked of you")?,
            GapState::Met => {}
        }
        if maturity.is_some_and(|maturity| maturity > 5) {
            return Err(step.missing("a maturity from 0 to 5"));
        }
        bounded(effort_days, 100_000, "days of effort", "between 0 and 100000")?;
        pointed_at(isms, &owner)?;
        let evidence = all_counted(isms, evidence)?;
        let mut assessed = GapAnalysis::clone(step.record);
        let before = &mut assessed.entries[place];
        *before = GapEntry {
            criterion: Some(criterion),
            state: Some(state),
            maturity,
            gap,
            seen,
            evidence,
            effort_days,
            owner,
            follow_up: std::mem::take(&mut before.follow_up),
            // A person has looked: it is not taken from records any more.
            from: Vec::new(),
        };
        Ok(vec![isms.put::<GapAnalysis>(id, assessed)])
    }
}

/// Returns analysis and criterion of the entry that a part names.
pub(crate) fn entry_of(part: PartId) -> Result<(Ref<GapAnalysis>, Clause), StepRefusal> {
    match part {
        PartId::GapEntry(analysis, criterion) => Ok((analysis, criterion)),
        PartId::CorrectiveAction(..) | PartId::Decision(..) => {
            let expected = "an entry of a gap analysis such as GAP-1 6.1.2 c)";
            Err(StepRefusal::OtherPart { part: Box::new(part), expected })
        }
    }
}

/// Returns where the entry of a criterion stands.
pub(crate) fn place_of(step: &Step<'_, GapAnalysis>, criterion: &Clause) -> Result<usize, StepRefusal> {
    let is_it = |entry: &GapEntry| entry.criterion.as_ref() == Some(criterion);
    let missing = || step.missing("another criterion; it has no entry for that one");
    step.record.entries.iter().position(is_it).ok_or_else(missing)
}

/// Refuses to change an analysis that is finished.
pub(crate) fn still_running(step: &Step<'_, GapAnalysis>) -> Result<(), StepRefusal> {
    match step.record.done_on {
        None => Ok(()),
        Some(_) => Err(step.not_now("finished", "start another analysis to see the movement")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assess, refusal, run, small, start_gaps};
    use model::records::GapDepth;

    #[test]
    fn an_entry_says_what_is_missing_or_why_nothing_is_asked() {
        let mut isms = small();
        run(&mut isms, start_gaps(GapDepth::Quick));
        for (assessed, refused) in [
            (AssessGap { gap: "".into(), ..assess("GAP-1 4.3") }, "GAP-1 needs more: say what is missing"),
            (
                AssessGap { state: GapState::NotApplicable, seen: "".into(), ..assess("GAP-1 4.3") },
                "GAP-1 needs more: say why it is not asked of you",
            ),
            (
                AssessGap { maturity: Some(6), ..assess("GAP-1 4.3") },
                "GAP-1 needs more: a maturity from 0 to 5",
            ),
            (assess("GAP-1 99"), "GAP-1 needs more: another criterion; it has no entry for that one"),
            (assess("CA-4.2"), "CA-4.2 is not an entry of a gap analysis such as GAP-1 6.1.2 c)"),
            (assess("GAP-2 4.3"), "there is no GAP-2"),
        ] {
            assert_eq!(refusal(&isms, assessed), refused);
        }
        run(&mut isms, assess("GAP-1 a.8.13"));
        let entry = isms.gap_analyses.get(&Ref::number(1)).expect("there").entry(&"A.8.13".into()).cloned();
        assert_eq!(entry.and_then(|entry| entry.state), Some(GapState::Partly));
    }
}
