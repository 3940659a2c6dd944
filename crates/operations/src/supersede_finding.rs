//! Supersede finding: another finding takes its place.

use model::records::{Finding, FindingState, Person};
use model::{Date, Isms, Prose, Ref, Words};

use crate::regrade_finding::weight;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Let another finding take the place of one, for a reason.
#[derive(Debug, Clone)]
pub struct SupersedeFinding {
    /// The finding.
    pub finding: Ref<Finding>,
    /// The finding that takes its place.
    pub by: Ref<Finding>,
    /// Why.
    pub because: Prose,
}

impl Operation for SupersedeFinding {
    const NAME: &'static str = "supersede finding";
    const INTENT: &'static str = "finding.supersede";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { finding: id, by, because } = self;
        let step = Step::of(isms, id, today)?;
        if !step.record.state.is_open() {
            return Err(step.not_now(step.record.state.word(), "it is over already"));
        }
        let other = Step::of(isms, by, today)?;
        if id == by {
            return Err(step.missing("another finding; none takes its own place"));
        }
        if !other.record.state.is_open() {
            return Err(other.not_now(other.record.state.word(), "what is over takes no other's place"));
        }
        step.said(&because, "say why the other takes its place")?;
        // A breach goes on as one: by a finding that weighs as much, or with its nonconformity.
        let is_lighter = weight(other.record.grade) < weight(step.record.grade);
        if is_lighter && step.record.nonconformity.is_none() {
            let what =
                "a finding of at least its grade in its place, or a nonconformity that goes on with it";
            return Err(step.missing(what));
        }
        let goes_on = (is_lighter && other.record.nonconformity.is_none()).then(|| {
            let nonconformity = step.record.nonconformity;
            isms.put::<Finding>(by, Finding { nonconformity, ..Finding::clone(other.record) })
        });
        if is_lighter && goes_on.is_none() && other.record.nonconformity != step.record.nonconformity {
            return Err(step.missing("a finding that no other nonconformity deals with in its place"));
        }
        let state = FindingState::Superseded;
        let superseded = Finding {
            state,
            superseded_by: Some(by),
            closed_by: Some(actor),
            closed_on: Some(today),
            closed_because: because,
            ..Finding::clone(step.record)
        };
        Ok([isms.put::<Finding>(id, superseded)].into_iter().chain(goes_on).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{audited, raise, refusal, run};
    use crate::{CloseFinding, OpenNonconformity};
    use model::records::FindingGrade;

    #[test]
    fn a_finding_gives_way_to_an_open_one_only() {
        let mut isms = audited();
        let by = |number, other| SupersedeFinding {
            finding: Ref::number(number),
            by: Ref::number(other),
            because: "the same cause".into(),
        };
        assert!(refusal(&isms, by(1, 1)).contains("none takes its own place"));
        run(&mut isms, raise(FindingGrade::Major));
        run(&mut isms, by(1, 2));
        assert_eq!(refusal(&isms, by(2, 1)), "F-1 is superseded; what is over takes no other's place");
        assert_eq!(refusal(&isms, by(1, 2)), "F-1 is superseded; it is over already");
    }

    #[test]
    fn a_breach_does_not_vanish_behind_a_lighter_finding() {
        let mut isms = audited();
        run(&mut isms, raise(FindingGrade::Opportunity));
        let by = |because: &str| SupersedeFinding {
            finding: Ref::number(1),
            by: Ref::number(2),
            because: because.into(),
        };
        assert!(
            refusal(&isms, by("a trifle")).starts_with("F-1 needs more: a finding of at least its grade")
        );
        run(&mut isms, OpenNonconformity { finding: Ref::number(1), owner: None, process: None });
        run(&mut isms, by("written anew"));
        let other = isms.findings.get(&Ref::number(2)).expect("there");
        assert_eq!(other.nonconformity, Some(Ref::number(1)));
        let close = CloseFinding { finding: Ref::number(2), because: "seen".into(), on: None };
        assert_eq!(refusal(&isms, close), "NC-1 comes first: close the nonconformity");
    }
}
