//! Distribute report: the report of an audit goes, as it was frozen, to more people (9.2.2 c).

use model::records::{Audit, AuditState, Person};
use model::{Date, Isms, Ref, Words};

use crate::absent::once_each;
use crate::stepping::{Step, StepRefusal, all_counted};
use crate::{Decided, Operation};

/// Send the report of an audit to more people; what it says stays as it was frozen.
#[derive(Debug, Clone)]
pub struct DistributeReport {
    /// The audit.
    pub audit: Ref<Audit>,
    /// Who gets it.
    pub to: Vec<Ref<Person>>,
}

impl Operation for DistributeReport {
    const NAME: &'static str = "distribute report";
    const INTENT: &'static str = "audit.distribute";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { audit: id, to } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.state != AuditState::Reported {
            return Err(step.not_now(step.record.state.word(), "report it first"));
        }
        let to = all_counted(isms, to)?;
        let mut distributed = Audit::clone(step.record);
        distributed.distributed_to.extend(to);
        distributed.distributed_to = once_each(distributed.distributed_to);
        if distributed.distributed_to == step.record.distributed_to {
            return Err(step.missing("name somebody who has not got the report"));
        }
        Ok(vec![isms.put::<Audit>(id, distributed)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReportAudit;
    use crate::testing::{audited, edit, refusal, run};

    #[test]
    fn more_people_get_the_report_that_was_frozen() {
        let mut isms = audited();
        let send = |to: &[u32]| DistributeReport {
            audit: Ref::number(1),
            to: to.iter().map(|number| Ref::number(*number)).collect(),
        };
        assert_eq!(refusal(&isms, send(&[1])), "AUD-1 is concluded; report it first");
        run(&mut isms, ReportAudit { audit: Ref::number(1), to: vec![Ref::number(1)], on: None });
        assert!(refusal(&isms, edit("F-1", "grade", "major")).contains("F-1 is reported"));
        assert!(refusal(&isms, send(&[1])).ends_with("name somebody who has not got the report"));
        run(&mut isms, send(&[1, 2]));
        let audit = isms.audits.get(&Ref::number(1)).expect("there");
        assert_eq!((audit.distributed_to.len(), audit.reports.len()), (2, 1));
    }
}
