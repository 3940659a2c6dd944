//! Withdraw approval: a version that was approved holds no longer, from today, for a reason.

use model::records::{
    AssessmentState, Audit, AuditProgramme, AuditState, Document, DocumentStatus, ManagementReview, Method,
    Person, PlannedChange, ReviewState, RiskAssessment, Scope, Soa, TreatmentPlan,
};
use model::{Approval, Change, Date, Isms, Prose, RecordId, RecordKind, Ref, in_force};
use thiserror::Error;

use crate::absent::counted;
use crate::{Absent, Decided, Operation};

/// Withdraw an approval, or what an audit, a review or an assessment froze.
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
    #[error(
        "{0} is not approved; scope, method, statement, plan, documents, audit programmes, changes, and the results of \
         audits, reviews and assessments are"
    )]
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
    /// Something was built on it.
    #[error("{id} {what}; what that rests on stays")]
    BuiltOn {
        /// The record.
        id: RecordId,
        /// What was built on it.
        what: &'static str,
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
            self.withdraw_frozen(isms, today)?
        };
        Ok(vec![Change::Note(self.because), change])
    }
}

impl WithdrawApproval {
    /// Takes back what the work of a record froze, or the approval of something without versions.
    fn withdraw_frozen(&self, isms: &Isms, today: Date) -> Result<Change, WithdrawApprovalRefusal> {
        let (id, key) = (self.id, self.id.key);
        if id.kind == RecordKind::Audit {
            let mut audit = Audit::clone(counted(isms, Ref::of(key))?);
            self.withdraw(&mut audit.reports, today)?;
            if audit.state == AuditState::Reported && none_stands(&audit.reports) {
                (audit.state, audit.reported_on) = (AuditState::Concluded, None);
                audit.distributed_to.clear();
            }
            Ok(isms.put::<Audit>(Ref::of(key), audit))
        } else if id.kind == RecordKind::ManagementReview {
            let mut review = ManagementReview::clone(counted(isms, Ref::of(key))?);
            if !review.decisions.is_empty() {
                return Err(WithdrawApprovalRefusal::BuiltOn { id, what: "has decisions" });
            }
            self.withdraw(&mut review.packs, today)?;
            if review.state == ReviewState::Held && none_stands(&review.packs) {
                (review.state, review.held_on, review.evaluation) = (ReviewState::Planned, None, None);
                review.attendees.clear();
            }
            Ok(isms.put::<ManagementReview>(Ref::of(key), review))
        } else if id.kind == RecordKind::RiskAssessment {
            let mut assessment = RiskAssessment::clone(counted(isms, Ref::of(key))?);
            self.withdraw(&mut assessment.registers, today)?;
            if assessment.state == AssessmentState::Done && none_stands(&assessment.registers) {
                (assessment.state, assessment.on) = (AssessmentState::Running, None);
            }
            Ok(isms.put::<RiskAssessment>(Ref::of(key), assessment))
        } else {
            self.withdraw_single(isms)
        }
    }

    /// Takes back an approval that is given once, without versions.
    fn withdraw_single(&self, isms: &Isms) -> Result<Change, WithdrawApprovalRefusal> {
        let (id, key) = (self.id, self.id.key);
        if self.because.is_empty() {
            return Err(WithdrawApprovalRefusal::NoReason(id));
        }
        let nothing = WithdrawApprovalRefusal::Nothing { id, version: self.version };
        let is_meant = |by: Option<Ref<Person>>| self.by.is_none() || self.by == by;
        if id.kind == RecordKind::AuditProgramme {
            let mut programme = AuditProgramme::clone(counted(isms, Ref::of(key))?);
            if programme.approved_on.is_none() || !is_meant(programme.approved_by) {
                return Err(nothing);
            }
            (programme.approved_by, programme.approved_on) = (None, None);
            Ok(isms.put::<AuditProgramme>(Ref::of(key), programme))
        } else if id.kind == RecordKind::PlannedChange {
            let mut change = PlannedChange::clone(counted(isms, Ref::of(key))?);
            if change.done_on.is_some() {
                return Err(WithdrawApprovalRefusal::BuiltOn { id, what: "was made" });
            }
            if change.approved_on.is_none() || !is_meant(change.approved_by) {
                return Err(nothing);
            }
            (change.approved_by, change.approved_on) = (None, None);
            Ok(isms.put::<PlannedChange>(Ref::of(key), change))
        } else {
            Err(WithdrawApprovalRefusal::NotApproved(id))
        }
    }
}

/// Says whether none is left that was not taken back.
fn none_stands<C>(approvals: &[Approval<C>]) -> bool {
    approvals.iter().all(|approval| approval.withdrawn_on.is_some())
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
    use crate::testing::{aiming, audited, edit, refusal, reviewed, run, run_as, small};
    use crate::{ApproveChange, ApproveDocument, ApproveScope, ApproveTreatmentPlan};
    use crate::{FinishChange, PlanChange, ReportAudit};

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
    fn a_report_a_review_and_a_change_go_back_to_before_their_approval() {
        let mut isms = audited();
        run(&mut isms, ReportAudit { audit: Ref::number(1), to: vec![Ref::number(1)], on: None });
        run(&mut isms, withdraw("AUD-1", 1));
        let audit = isms.audits.get(&Ref::number(1)).expect("there");
        assert_eq!((audit.state, audit.reported_on), (AuditState::Concluded, None));
        assert_eq!(audit.reports.len(), 1, "what was frozen is kept");

        let mut isms = reviewed();
        run(&mut isms, withdraw("MR-1", 1));
        assert_eq!(isms.management_reviews.get(&Ref::number(1)).expect("there").state, ReviewState::Planned);

        let mut isms = aiming();
        assert!(refusal(&isms, withdraw("CHG-1", 1)).starts_with("no approval of version 1 of CHG-1 holds"));
        run(&mut isms, PlanChange { change: Ref::number(1), on: None });
        run(&mut isms, ApproveChange { change: Ref::number(1) });
        run(&mut isms, withdraw("CHG-1", 1));
        assert_eq!(isms.planned_changes.get(&Ref::number(1)).expect("there").approved_on, None);
        run(&mut isms, ApproveChange { change: Ref::number(1) });
        run(&mut isms, FinishChange { change: Ref::number(1), result: "moved".into(), on: None });
        assert_eq!(refusal(&isms, withdraw("CHG-1", 1)), "CHG-1 was made; what that rests on stays");
    }

    #[test]
    fn a_risk_is_not_approved() {
        assert!(refusal(&small(), withdraw("R-1", 1)).starts_with("R-1 is not approved; scope, method"));
    }
}
