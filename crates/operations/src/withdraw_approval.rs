//! Withdraw approval: a version that was approved holds no longer, from today, for a reason.

use model::records::{Document, DocumentStatus, Method, Person, Scope, Soa, TreatmentPlan};
use model::{Approval, Change, Date, Isms, Prose, RecordId, RecordKind, Ref, in_force};
use thiserror::Error;

use crate::absent::counted;
use crate::{Absent, Decided, Operation};

/// Withdraw an approval of the scope, the method, the statement, the plan or a document.
#[derive(Debug, Clone)]
pub struct WithdrawApproval {
    /// What was approved.
    pub id: RecordId,
    /// The version.
    pub version: u32,
    /// Whose approval; needed where several approved the version, as owners do the plan.
    pub by: Option<Ref<Person>>,
    /// Why.
    pub because: Prose,
}

/// Why an approval cannot be withdrawn.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum WithdrawApprovalRefusal {
    /// The record is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It is of a kind that nobody approves.
    #[error("{0} is not approved in versions; scope, method, statement, treatment plan and documents are")]
    NotApproved(RecordId),
    /// No such approval holds.
    #[error("no approval of version {version} of {id} holds; there is nothing to withdraw")]
    Nothing {
        /// The record.
        id: RecordId,
        /// The version.
        version: u32,
    },
    /// Several persons approved it.
    #[error("{count} approvals of version {version} of {id} hold; say whose is withdrawn")]
    Several {
        /// The record.
        id: RecordId,
        /// The version.
        version: u32,
        /// How many.
        count: usize,
    },
    /// No reason was given.
    #[error("say why the approval of {0} is withdrawn")]
    NoReason(RecordId),
}

impl Operation for WithdrawApproval {
    const NAME: &'static str = "withdraw approval";
    const INTENT: &'static str = "approval.withdraw";
    type Refusal = WithdrawApprovalRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.id;
        let change = if id.kind == RecordKind::Scope {
            let mut scope = Scope::clone(counted(isms, Ref::of(id.key))?);
            self.withdraw(&mut scope.approvals, today)?;
            isms.put::<Scope>(Ref::of(id.key), scope)
        } else if id.kind == RecordKind::Method {
            let mut method = Method::clone(counted(isms, Ref::of(id.key))?);
            self.withdraw(&mut method.approvals, today)?;
            isms.put::<Method>(Ref::of(id.key), method)
        } else if id.kind == RecordKind::Soa {
            let mut soa = Soa::clone(counted(isms, Ref::of(id.key))?);
            self.withdraw(&mut soa.approvals, today)?;
            isms.put::<Soa>(Ref::of(id.key), soa)
        } else if id.kind == RecordKind::TreatmentPlan {
            let mut plan = TreatmentPlan::clone(counted(isms, Ref::of(id.key))?);
            self.withdraw(&mut plan.approvals, today)?;
            isms.put::<TreatmentPlan>(Ref::of(id.key), plan)
        } else if id.kind == RecordKind::Document {
            let mut document = Document::clone(counted(isms, Ref::of(id.key))?);
            self.withdraw(&mut document.approvals, today)?;
            if document.status == DocumentStatus::Approved && in_force(&document.approvals, today).is_none() {
                document.status = DocumentStatus::Draft;
            }
            isms.put::<Document>(Ref::of(id.key), document)
        } else {
            return Err(WithdrawApprovalRefusal::NotApproved(id));
        };
        Ok(vec![Change::Note(self.because), change])
    }
}

impl WithdrawApproval {
    /// Ends the approval that is meant, and any that the same person gave this version before.
    fn withdraw<C>(&self, approvals: &mut [Approval<C>], today: Date) -> Result<(), WithdrawApprovalRefusal> {
        let Self { id, version, by, because } = self;
        let (id, version) = (*id, *version);
        let mut meant: Vec<&mut Approval<C>> = approvals
            .iter_mut()
            .filter(|approval| approval.version == version && approval.withdrawn_on.is_none())
            .filter(|approval| by.is_none_or(|by| approval.by == by))
            .collect();
        if because.is_empty() {
            return Err(WithdrawApprovalRefusal::NoReason(id));
        }
        let Some(first) = meant.first().map(|approval| approval.by) else {
            return Err(WithdrawApprovalRefusal::Nothing { id, version });
        };
        if meant.iter().any(|approval| approval.by != first) {
            return Err(WithdrawApprovalRefusal::Several { id, version, count: meant.len() });
        }
        for approval in &mut meant {
            approval.withdrawn_on = Some(today);
            approval.withdrawn_because = because.clone();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, refusal, run, run_as, small};
    use crate::{ApproveDocument, ApproveScope, ApproveTreatmentPlan};

    fn withdraw(id: &str, version: u32) -> WithdrawApproval {
        let id = RecordId::parse(id).expect("an id");
        WithdrawApproval { id, version, by: None, because: "a site was forgotten".into() }
    }

    #[test]
    fn a_withdrawn_approval_is_kept_and_holds_no_longer() {
        let mut isms = small();
        let today = Date::constant(2026, 3, 3);
        run(&mut isms, ApproveScope::default());
        run(&mut isms, withdraw("SCO", 1));
        let scope = isms.scope.one().expect("there");
        assert_eq!(scope.approvals.len(), 1);
        assert_eq!(scope.approvals[0].withdrawn_on, Some(today));
        assert!(scope.in_force(today).is_none());
        assert_eq!(
            refusal(&isms, withdraw("SCO", 1)),
            "no approval of version 1 of SCO holds; there is nothing to withdraw"
        );
        run(&mut isms, ApproveScope::default());
        assert_eq!(isms.scope.one().expect("there").version, 1, "the same content keeps its version");
    }

    #[test]
    fn a_document_falls_back_to_the_version_before_and_then_to_a_draft() {
        let mut isms = small();
        let document = Ref::number(1);
        run(&mut isms, ApproveDocument { document, seen: None });
        run(&mut isms, edit("DOC-1", "text", "Lock it at once"));
        run(&mut isms, ApproveDocument { document, seen: None });
        run(&mut isms, withdraw("DOC-1", 2));
        let found = isms.documents.get(&document).expect("there");
        assert_eq!(found.status, DocumentStatus::Approved);
        assert_eq!(found.in_force(Date::constant(2026, 3, 3)).map(|approval| approval.version), Some(1));
        run(&mut isms, withdraw("DOC-1", 1));
        assert_eq!(isms.documents.get(&document).expect("there").status, DocumentStatus::Draft);
    }

    #[test]
    fn of_several_owners_one_is_named() {
        let mut isms = small();
        run(&mut isms, ApproveTreatmentPlan::default());
        run(&mut isms, edit("R-2", "owner", "PER-2"));
        run(&mut isms, edit("TRT-2", "risk", "R-2"));
        run_as(&mut isms, 2, ApproveTreatmentPlan::default());
        assert_eq!(
            refusal(&isms, withdraw("TP", 1)),
            "2 approvals of version 1 of TP hold; say whose is withdrawn"
        );
        run(&mut isms, WithdrawApproval { by: Some(Ref::number(2)), ..withdraw("TP", 1) });
        let plan = isms.treatment_plan.one().expect("there");
        let today = Date::constant(2026, 3, 3);
        assert!(plan.approved_by(Ref::number(1), 1, today) && !plan.approved_by(Ref::number(2), 1, today));
    }

    #[test]
    fn a_risk_is_not_approved_in_versions() {
        assert_eq!(
            refusal(&small(), withdraw("R-1", 1)),
            "R-1 is not approved in versions; scope, method, statement, treatment plan and documents are"
        );
    }
}
