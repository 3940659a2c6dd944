//! Conclude working paper: what the look at one criterion came to.

use model::records::{AuditState, CriterionResult, Person, WorkingPaper};
use model::{Date, Isms, Prose, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say what the look at one criterion came to.
#[derive(Debug, Clone)]
pub struct ConcludePaper {
    /// The working paper.
    pub paper: Ref<WorkingPaper>,
    /// What it came to.
    pub result: CriterionResult,
    /// The same in words.
    pub conclusion: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for ConcludePaper {
    const NAME: &'static str = "conclude working paper";
    const INTENT: &'static str = "paper.conclude";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { paper: id, result, conclusion, on } = self;
        let step = Step::of(isms, id, today)?;
        let audit = step.record.audit.and_then(|audit| isms.audits.get(&audit));
        if let Some(audit) = audit {
            match audit.state {
                AuditState::Planned | AuditState::Running | AuditState::Done => {}
                AuditState::Concluded | AuditState::Reported | AuditState::Cancelled => {
                    return Err(step.not_now("part of an audit that is over", "its papers stand as they are"));
                }
            }
        }
        step.said(&conclusion, "say what the look at it came to")?;
        let started = audit.and_then(|audit| audit.started_on);
        let done_on = Some(step.day(on, &[("had its audit started", started)])?);
        let by = step.record.by.or(Some(actor));
        let result = Some(result);
        let concluded = WorkingPaper { result, conclusion, done_on, by, ..WorkingPaper::clone(step.record) };
        Ok(vec![isms.put::<WorkingPaper>(id, concluded)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{audited, engaged, refusal, run};

    #[test]
    fn a_paper_is_concluded_in_words_and_stands_once_its_audit_is_over() {
        let mut isms = engaged();
        let conclude = |words: &str| ConcludePaper {
            paper: Ref::number(1),
            result: CriterionResult::Fails,
            conclusion: words.into(),
            on: None,
        };
        assert_eq!(refusal(&isms, conclude(" ")), "WP-1 needs more: say what the look at it came to");
        run(&mut isms, conclude("the rule is not followed"));
        let paper = isms.working_papers.get(&Ref::number(1)).expect("there");
        assert_eq!((paper.result, paper.by), (Some(CriterionResult::Fails), Some(Ref::number(1))));
        let over = refusal(&audited(), conclude("late"));
        assert_eq!(over, "WP-1 is part of an audit that is over; its papers stand as they are");
    }
}
