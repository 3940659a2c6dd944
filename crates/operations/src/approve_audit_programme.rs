//! Approve audit programme: somebody puts the audits of a cycle in force.

use model::records::{AuditProgramme, Person};
use model::{Date, Isms, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Approve an audit programme.
#[derive(Debug, Clone)]
pub struct ApproveAuditProgramme {
    /// The programme.
    pub programme: Ref<AuditProgramme>,
}

impl Operation for ApproveAuditProgramme {
    const NAME: &'static str = "approve audit programme";
    const INTENT: &'static str = "programme.approve";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.programme;
        let step = Step::of(isms, id, today)?;
        match (step.record.cycle_start, step.record.cycle_end) {
            (Some(start), Some(end)) if start <= end => {}
            (Some(_), Some(_)) | (None, _) | (_, None) => {
                return Err(step.missing("say from when to when its cycle goes"));
            }
        }
        if step.record.approved_on == Some(today) && step.record.approved_by == Some(actor) {
            return Err(step.not_now("approved", "you approved it today"));
        }
        let mut approved = AuditProgramme::clone(step.record);
        (approved.approved_by, approved.approved_on) = (Some(actor), Some(today));
        Ok(vec![isms.put::<AuditProgramme>(id, approved)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, engaged, refusal, run};

    #[test]
    fn a_programme_without_a_cycle_is_not_approved() {
        let mut isms = engaged();
        let approve = ApproveAuditProgramme { programme: Ref::number(1) };
        let refused = refusal(&isms, approve.clone());
        assert_eq!(refused, "PRG-1 needs more: say from when to when its cycle goes");
        run(&mut isms, edit("PRG-1", "cycle_start", "2026-01-01"));
        run(&mut isms, edit("PRG-1", "cycle_end", "2025-12-31"));
        assert!(refusal(&isms, approve.clone()).starts_with("PRG-1 needs more"));
        run(&mut isms, edit("PRG-1", "cycle_end", "2028-12-31"));
        run(&mut isms, approve.clone());
        assert_eq!(refusal(&isms, approve), "PRG-1 is approved; you approved it today");
    }
}
