//! Approve method: risks are rated this way from today (6.1.2).

use model::records::{Method, Person};
use model::{Date, Digest, Isms, Ref};

use crate::approving::{Draft, approve};
use crate::{Absent, ApprovalRefusal, Decided, Operation, draft_version};

/// Approve the risk method as it stands.
#[derive(Debug, Clone, Default)]
pub struct ApproveMethod {
    /// The digest of what was read (see `draft_digest`); nothing to approve whatever stands there.
    pub seen: Option<Digest>,
}

impl Operation for ApproveMethod {
    const NAME: &'static str = "approve method";
    const INTENT: &'static str = "method.approve";
    type Refusal = ApprovalRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = Ref::<Method>::one().id();
        let method = isms.method.one().ok_or(Absent::Unknown(id))?;
        let version = draft_version(isms, id, today).ok_or(Absent::Unknown(id))?;
        let content = method.content();
        // What was approved beneath a proposal would be read with it, and be gone with it.
        if isms.find(id).is_some_and(|found| found.about().proposed.is_some()) {
            return Err(ApprovalRefusal::Nothing { id, missing: "it is a proposal: plumb take MET" });
        }
        if content.levels.is_empty() {
            let missing = "say which levels of risk there are first";
            return Err(ApprovalRefusal::Nothing { id, missing });
        }
        let mut approved = Method::clone(method);
        let draft = Draft { id, version, content, seen: self.seen };
        approve(&mut approved.approvals, draft, actor, today, |_| true)?;
        approved.version = version;
        Ok(vec![isms.put::<Method>(Ref::one(), approved)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, refusal, run, small};

    #[test]
    fn an_approval_freezes_the_levels() {
        let mut isms = small();
        run(&mut isms, ApproveMethod::default());
        run(&mut isms, edit("MET", "levels", "none"));
        let method = isms.method.one().expect("there");
        assert_eq!(method.now(Date::constant(2026, 3, 3)).levels.len(), 2);
        assert_eq!(method.content().levels.len(), 1);
    }

    #[test]
    fn a_method_without_levels_is_nothing_to_approve() {
        let mut isms = small();
        run(&mut isms, edit("MET", "levels", ""));
        let refused = refusal(&isms, ApproveMethod::default());
        assert_eq!(refused, "there is nothing to approve in MET: say which levels of risk there are first");
    }
}
