//! Approve the statement of applicability: all rows as they stand hold from today (6.1.3 d).

use model::records::{Person, Soa};
use model::{Date, Digest, Isms, Ref};

use crate::approving::{Draft, approve};
use crate::{Absent, ApprovalRefusal, Decided, Operation, draft_version};

/// Approve the statement of applicability as it stands.
#[derive(Debug, Clone, Default)]
pub struct ApproveSoa {
    /// The digest of what was read (see `draft_digest`); nothing to approve whatever stands there.
    pub seen: Option<Digest>,
}

impl Operation for ApproveSoa {
    const NAME: &'static str = "approve statement of applicability";
    const INTENT: &'static str = "soa.approve";
    type Refusal = ApprovalRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = Ref::<Soa>::one().id();
        let soa = isms.soa.one().ok_or(Absent::Unknown(id))?;
        let version = draft_version(isms, id, today).ok_or(Absent::Unknown(id))?;
        let content = Soa::content(isms, today);
        // 6.1.3 d: the statement says of every control whether it is included, and why.
        if content.rows.is_empty() || content.rows.iter().any(|row| row.included.is_none()) {
            return Err(ApprovalRefusal::Nothing { id, missing: "decide each of its rows first" });
        }
        let mut approved = Soa::clone(soa);
        let draft = Draft { id, version, content, seen: self.seen };
        approve(&mut approved.approvals, draft, actor, today, |_| true)?;
        approved.version = version;
        Ok(vec![isms.put::<Soa>(Ref::one(), approved)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, include, refusal, run, small};

    #[test]
    fn an_approval_freezes_all_rows_and_a_later_state_makes_a_new_draft() {
        let mut isms = small();
        run(&mut isms, include("A.5.1"));
        run(&mut isms, ApproveSoa::default());
        run(&mut isms, edit("A.5.1", "state", "implemented"));
        let soa = isms.soa.one().expect("there");
        let [approval] = &soa.approvals[..] else { panic!("one approval") };
        assert_eq!(approval.content.rows.len(), 1, "the own control was not stated");
        assert_eq!(approval.content.rows[0].state, model::records::ControlState::NotStarted);
        assert_eq!(draft_version(&isms, Ref::<Soa>::one().id(), Date::constant(2026, 3, 3)), Some(2));
    }

    #[test]
    fn a_statement_without_a_decision_is_nothing_to_approve() {
        let refused = refusal(&small(), ApproveSoa::default());
        assert_eq!(refused, "there is nothing to approve in SOA: decide each of its rows first");
    }
}
