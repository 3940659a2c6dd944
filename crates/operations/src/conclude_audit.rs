//! Conclude audit: what it comes to is said, when all its papers are finished.

use model::records::{Audit, AuditState, Person, WorkingPaper};
use model::{Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say what an audit comes to.
#[derive(Debug, Clone)]
pub struct ConcludeAudit {
    /// The audit.
    pub audit: Ref<Audit>,
    /// What it comes to: does the system conform, and does it work.
    pub conclusion: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for ConcludeAudit {
    const NAME: &'static str = "conclude audit";
    const INTENT: &'static str = "audit.conclude";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { audit: id, conclusion, on } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            AuditState::Done | AuditState::Concluded => {}
            AuditState::Planned | AuditState::Running => {
                return Err(step.not_now(step.record.state.word(), "finish its work first"));
            }
            AuditState::Reported | AuditState::Cancelled => {
                return Err(step.not_now(step.record.state.word(), "its conclusion stands"));
            }
        }
        step.said(&conclusion, "say what the audit comes to")?;
        let mut newest = step.record.done_on;
        for paper in isms.sources::<WorkingPaper>(id.id()) {
            let Some(found) = isms.working_papers.get(&paper).filter(|found| found.audit == Some(id)) else {
                continue;
            };
            let Some(done_on) = found.done_on else {
                return Err(StepRefusal::First {
                    other: paper.id(),
                    help: "conclude the working paper, or remove it",
                });
            };
            newest = newest.max(Some(done_on));
        }
        let concluded_on = Some(step.day(on, &[("had its last work done", newest)])?);
        let state = AuditState::Concluded;
        let concluded = Audit { state, conclusion, concluded_on, ..Audit::clone(step.record) };
        Ok(vec![isms.put::<Audit>(id, concluded)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{engaged, refusal, run};
    use crate::{ConcludePaper, FinishAudit, StartAudit};
    use model::records::CriterionResult;

    #[test]
    fn an_audit_is_concluded_after_its_papers() {
        let mut isms = engaged();
        let conclude =
            |words: &str| ConcludeAudit { audit: Ref::number(1), conclusion: words.into(), on: None };
        assert_eq!(refusal(&isms, conclude("it works")), "AUD-1 is planned; finish its work first");
        run(&mut isms, StartAudit { audit: Ref::number(1), on: None });
        run(&mut isms, FinishAudit { audit: Ref::number(1), on: None });
        assert_eq!(refusal(&isms, conclude("")), "AUD-1 needs more: say what the audit comes to");
        let refused = refusal(&isms, conclude("it works"));
        assert_eq!(refused, "WP-1 comes first: conclude the working paper, or remove it");
        let result = CriterionResult::Conforms;
        let paper = ConcludePaper { paper: Ref::number(1), result, conclusion: "as asked".into(), on: None };
        run(&mut isms, paper);
        run(&mut isms, conclude("it works"));
        assert_eq!(isms.audits.get(&Ref::number(1)).map(|audit| audit.state), Some(AuditState::Concluded));
    }
}
