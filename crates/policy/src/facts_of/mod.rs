//! The facts of a record, from the state and the past: only those that the deed is judged by.

mod audits;
mod grants;
mod origins;
mod owners;
mod risks;

use model::records::*;
use model::{Date, Isms, RecordId, RecordKind, Ref};

use crate::Past;
use crate::deed::Deed;
use crate::facts::{Facts, Flag, People};
use crate::view::{draft_readers, restricted_to};

/// Where facts come from: the state before and after, and what only the ledger knows.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The state at the head.
    pub before: &'a Isms,
    /// The state that the changes would leave.
    pub after: &'a Isms,
    /// What only the ledger knows.
    pub past: &'a dyn Past,
    /// The day.
    pub today: Date,
}

impl<'a> Ground<'a> {
    /// Returns the state that knows a record: the one before, or the one after where it is new.
    pub fn home(&self, id: RecordId) -> &'a Isms {
        if self.before.find(id).is_some() { self.before } else { self.after }
    }

    /// Returns the facts of a record by which a deed is judged.
    #[must_use]
    pub fn facts(&self, deed: Deed, id: Option<RecordId>) -> Facts {
        let mut facts = Facts::default();
        let Some(id) = id else {
            facts.mark([Flag::Draft]);
            return facts;
        };
        self.seen_by(id, &mut facts);
        match deed {
            Deed::Read | Deed::LogAccess => facts.shared = self.shared_with(id),
            Deed::Issue => {
                facts.shared = self.shared_with(id);
                facts.team = self.team(id);
            }
            Deed::ExportPack => {
                facts.shared = self.shared_with(id);
                facts.team = self.team(id);
            }
            Deed::AcceptRisk | Deed::WithdrawAcceptance => self.risk(id, &mut facts),
            Deed::ApprovePlan => facts.owners = self.plan_owners(),
            Deed::Delegate => facts.owners = self.delegating(id),
            Deed::Review => facts.collectors = self.collectors(id),
            Deed::ApproveDocument | Deed::ApproveDirection | Deed::ApproveSoa | Deed::ApproveWork => {
                facts.authors = self.authors(id);
            }
            Deed::ConductAudit | Deed::AmendFinding => {
                facts.team = self.team(id);
                facts.involved = self.involved(id);
                facts.mark(self.is_reported(id).then_some(Flag::Reported));
            }
            Deed::SettleRequest => {
                facts.team = self.team(id);
                facts.mark(self.is_external(id).then_some(Flag::External));
            }
            Deed::AssignAuditor => self.assignment(id, &mut facts),
            Deed::CheckEffect | Deed::CloseNonconformity | Deed::CloseFinding => facts.doers = self.doers(id),
            // Whom a share lets in is judged as a grant is.
            Deed::Grant | Deed::Share => self.grant(id, &mut facts),
            Deed::ServeClient => self.service(id, &mut facts),
            Deed::Certify | Deed::Recommend => facts.team = self.team(id),
            Deed::ApproveException => self.exception(id, &mut facts),
            Deed::EditRisk | Deed::EditSoa | Deed::PlanAudit | Deed::AnswerFinding => {
                facts.owners = self.owners(id);
                facts.mark(self.is_draft(id).then_some(Flag::Draft));
            }
            Deed::KeepRegister | Deed::Implement | Deed::Work | Deed::Close | Deed::HandleIncident => {
                facts.owners = self.owners(id);
            }
            Deed::Redact | Deed::ChangePolicy => facts.proposers = self.proposers(id),
            Deed::RecordBody => facts.proposers = self.key_sayers(id),
            Deed::Acknowledge
            | Deed::ProposeChange
            | Deed::ReportEvent
            | Deed::Draft
            | Deed::WriteDocument
            | Deed::RateAgain
            | Deed::TestControl
            | Deed::Collect
            | Deed::Withdraw
            | Deed::DeleteFinding
            | Deed::PrepareReview
            | Deed::DecideReview
            | Deed::AskException
            | Deed::Comment
            | Deed::Waive
            | Deed::AskRequest
            | Deed::HandOver
            | Deed::Restrict
            | Deed::Operate => {}
        }
        facts
    }

    /// Returns who proposed what two persons decide.
    fn proposers(&self, id: RecordId) -> People {
        let change = self.before.joint_changes.get(&Ref::of(id.key));
        let change = change.filter(|_| id.kind == RecordKind::JointChange);
        change.and_then(|change| change.proposed_by).into_iter().collect()
    }

    /// Returns who last said by which key a body elsewhere is known, whose papers come in by a share.
    fn key_sayers(&self, id: RecordId) -> People {
        let issued = || self.home(id).issued_documents.find(&Ref::of(id.key))?.share;
        let share = if id.kind == RecordKind::Share {
            Some(Ref::of(id.key))
        } else if id.kind == RecordKind::IssuedDocument {
            issued()
        } else {
            None
        };
        share.and_then(|share| self.last_by(share.id(), &["share.open", "share.bind"])).into_iter().collect()
    }

    /// Says who sees a record that not everybody sees.
    fn seen_by(&self, id: RecordId, facts: &mut Facts) {
        // What is newly said is as hidden as what it is about.
        let is_said = id.kind == RecordKind::Comment;
        let isms = if is_said { self.home(id) } else { self.before };
        let Some(record) = isms.find(id) else { return };
        let of_draft = || draft_readers(isms, id).filter(|_| is_said);
        if let Some(people) = restricted_to(isms, id, record).or_else(of_draft) {
            facts.mark([Flag::Restricted]);
            facts.readers = people.into_iter().collect();
        }
    }

    /// Returns the certification auditors with whom a record is shared today.
    fn shared_with(&self, id: RecordId) -> People {
        let isms = self.home(id);
        let open = isms.shares.iter().filter(|(_, share)| share.is_open(self.today));
        if id.kind == RecordKind::FileAccess {
            let by = isms.file_accesses.find(&Ref::of(id.key)).and_then(|access| access.share);
            let own = open.filter(|(its, _)| Some(*its) == by);
            return own.flat_map(|(_, share)| share.team.iter().copied()).collect();
        }
        let holding = open.filter(|(its, share)| crate::view::is_in(isms, *its, share, id));
        holding.flat_map(|(_, share)| share.team.iter().copied()).collect()
    }

    /// Says whether nothing that counts rests on a record yet.
    fn is_draft(&self, id: RecordId) -> bool {
        let isms = self.home(id);
        if id.kind == RecordKind::Risk {
            let risk = isms.risks.get(&Ref::of(id.key));
            return risk.is_none_or(|risk| risk.accepted(self.today).is_none() && risk.status.is_open());
        }
        if id.kind == RecordKind::TreatmentAction {
            let action = isms.treatment_actions.get(&Ref::of(id.key));
            return action.is_none_or(|action| action.state.is_open());
        }
        if id.kind == RecordKind::AuditProgramme {
            let programme = isms.audit_programmes.get(&Ref::of(id.key));
            return programme.is_none_or(|programme| programme.approved_on.is_none());
        }
        if id.kind == RecordKind::Audit {
            let audit = isms.audits.get(&Ref::of(id.key));
            return audit.is_none_or(|audit| audit.state == AuditState::Planned);
        }
        if id.kind == RecordKind::Finding {
            let finding = isms.findings.get(&Ref::of(id.key));
            return finding.is_none_or(|finding| finding.state == FindingState::Open);
        }
        if id.kind == RecordKind::Nonconformity {
            let breach = isms.nonconformities.get(&Ref::of(id.key));
            return breach.is_none_or(|breach| !is_settled(breach.state));
        }
        true
    }

    /// Says of an exception whether it is one from a duty, and one that nobody gives.
    fn exception(&self, id: RecordId, facts: &mut Facts) {
        let Some(exception) = self.after.exceptions.find(&Ref::of(id.key)) else { return };
        if exception.kind != Some(ExceptionKind::Duty) {
            return;
        }
        facts.mark([Flag::Duty]);
        let is_long =
            exception.until.is_none_or(|until| until > operations::duty_exception_last_day(self.today));
        facts.mark((operations::is_barred(&exception.duty) || is_long).then_some(Flag::Barred));
    }
}

/// Says whether what was done about a nonconformity is judged.
fn is_settled(state: NonconformityState) -> bool {
    match state {
        NonconformityState::Open
        | NonconformityState::Corrected
        | NonconformityState::CauseFound
        | NonconformityState::Acted
        | NonconformityState::Reopened => false,
        NonconformityState::Effective | NonconformityState::Closed => true,
    }
}
