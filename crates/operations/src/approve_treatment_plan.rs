//! Approve the treatment plan: an owner agrees to the actions for the own risks (6.1.3 f).

use model::records::{Person, TreatmentPlan};
use model::{Date, Digest, Isms, Ref};

use crate::approving::{Draft, approve};
use crate::{Absent, ApprovalRefusal, Decided, Operation, draft_version};

/// Approve the treatment plan for the actor's own risks.
#[derive(Debug, Clone, Default)]
pub struct ApproveTreatmentPlan {
    /// The digest of what was read (see `draft_digest`); nothing to approve whatever stands there.
    pub seen: Option<Digest>,
}

impl Operation for ApproveTreatmentPlan {
    const NAME: &'static str = "approve treatment plan";
    const INTENT: &'static str = "treatment_plan.approve";
    type Refusal = ApprovalRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = Ref::<TreatmentPlan>::one().id();
        let plan = isms.treatment_plan.one().ok_or(Absent::Unknown(id))?;
        let version = draft_version(isms, id, today).ok_or(Absent::Unknown(id))?;
        let content = TreatmentPlan::content(isms, actor);
        if content.actions.is_empty() {
            return Err(ApprovalRefusal::Nothing { id, missing: "no action treats a risk that you own" });
        }
        let mut approved = TreatmentPlan::clone(plan);
        let draft = Draft { id, version, content, seen: self.seen };
        approve(&mut approved.approvals, draft, actor, today, |approval| approval.by == actor)?;
        approved.version = version;
        Ok(vec![isms.put::<TreatmentPlan>(Ref::one(), approved)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, refusal, refusal_of, run, run_as, small};

    const PLAN: Ref<TreatmentPlan> = Ref::one();

    fn version(isms: &Isms) -> Option<u32> {
        draft_version(isms, PLAN.id(), Date::constant(2026, 3, 3))
    }

    #[test]
    fn each_owner_approves_the_own_part_of_one_version() {
        let mut isms = small();
        run(&mut isms, ApproveTreatmentPlan::default());
        let refused = refusal_of(&isms, 2, ApproveTreatmentPlan::default());
        assert_eq!(refused, "there is nothing to approve in TP: no action treats a risk that you own");
        run(&mut isms, edit("R-2", "owner", "PER-2"));
        run(&mut isms, edit("TRT-2", "risk", "R-2"));
        assert_eq!(version(&isms), Some(1), "what PER-1 approved is as it was");
        run_as(&mut isms, 2, ApproveTreatmentPlan::default());
        let plan = isms.treatment_plan.one().expect("there");
        assert!(plan.approved_by(Ref::number(1), 1, Date::constant(2026, 3, 3)));
        assert!(plan.approved_by(Ref::number(2), 1, Date::constant(2026, 3, 3)));
    }

    #[test]
    fn an_action_moved_after_its_approval_makes_the_next_version() {
        let mut isms = small();
        run(&mut isms, ApproveTreatmentPlan::default());
        assert!(refusal(&isms, ApproveTreatmentPlan::default()).contains("approved by PER-1 on 2026-03-03"));
        run(&mut isms, edit("TRT-1", "due", "2027-01-01"));
        assert_eq!(version(&isms), Some(2));
        run(&mut isms, ApproveTreatmentPlan::default());
        assert_eq!(isms.treatment_plan.one().map(|plan| plan.version), Some(2));
    }
}
