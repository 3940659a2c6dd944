//! Close finding: nothing is left of it.

use model::records::{Finding, FindingGrade, FindingState, NonconformityState, Person};
use model::{Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Close a finding; a major or minor one after its nonconformity.
#[derive(Debug, Clone)]
pub struct CloseFinding {
    /// The finding.
    pub finding: Ref<Finding>,
    /// What shows that nothing is left of it.
    pub because: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for CloseFinding {
    const NAME: &'static str = "close finding";
    const INTENT: &'static str = "finding.close";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { finding: id, because, on } = self;
        let step = Step::of(isms, id, today)?;
        let finding = step.record;
        if !finding.state.is_open() {
            return Err(step.not_now(finding.state.word(), "there is nothing left to close"));
        }
        step.said(&because, "say what shows that nothing is left of it")?;
        let is_breach = finding.grade.is_some_and(FindingGrade::is_nonconformity);
        if is_breach && finding.nonconformity.is_none() {
            return Err(step.missing("open a nonconformity for it first"));
        }
        if let Some(id) = finding.nonconformity
            && isms.nonconformities.get(&id).is_none_or(|breach| breach.state != NonconformityState::Closed)
        {
            return Err(StepRefusal::First { other: id.id(), help: "close the nonconformity" });
        }
        let first = [("was raised", finding.raised_on), ("was answered", finding.answered_on)];
        let closed_on = Some(step.day(on, &first)?);
        let closed = Finding {
            state: FindingState::Closed,
            closed_by: Some(actor),
            closed_on,
            closed_because: because,
            ..Finding::clone(finding)
        };
        Ok(vec![isms.put::<Finding>(id, closed)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OpenNonconformity;
    use crate::testing::{audited, raise, refusal, run};

    #[test]
    fn a_breach_is_closed_after_its_nonconformity() {
        let mut isms = audited();
        let close = |number| CloseFinding { finding: Ref::number(number), because: "seen".into(), on: None };
        assert_eq!(refusal(&isms, close(1)), "F-1 needs more: open a nonconformity for it first");
        run(&mut isms, OpenNonconformity { finding: Ref::number(1), owner: None, process: None });
        assert_eq!(refusal(&isms, close(1)), "NC-1 comes first: close the nonconformity");
        run(&mut isms, raise(FindingGrade::Opportunity));
        run(&mut isms, close(2));
        assert_eq!(refusal(&isms, close(2)), "F-2 is closed; there is nothing left to close");
    }
}
