//! Which intent on which kind of record is which deed.

use model::records::{AuditKind, Finding, JointSort, Request, Sample};
use model::{Isms, RecordId, RecordKind, Ref};

use crate::deed::Deed;
use crate::table_kinds::{edit_of, is_direction};

/// How an intent becomes deeds.
#[derive(Debug, Clone, Copy)]
pub enum Sort {
    /// It is this deed, on the records of its kinds that it changes.
    Is(Deed),
    /// It is one of these, as the record says.
    By(fn(&Isms, RecordId) -> Deed),
    /// It changes records of any kind; each says itself which deed that is.
    Records,
}

/// A line of the table: the intent, the kinds of records that it is done to, and the deed.
pub type Line = (&'static str, &'static [RecordKind], Sort);

/// Returns the line of an intent.
#[must_use]
pub fn line_of(intent: &str) -> Option<&'static Line> {
    INTENTS.binary_search_by(|(known, ..)| (*known).cmp(intent)).ok().map(|place| &INTENTS[place])
}

use RecordKind as K;
use Sort::{By, Is, Records};

/// All intents, in order.
pub const INTENTS: &[Line] = &[
    ("acceptance.withdraw", &[K::Risk], Is(Deed::WithdrawAcceptance)),
    ("access.remove", &[K::AccessReview], Is(Deed::KeepRegister)),
    ("access.review", &[K::AccessReview], Is(Deed::KeepRegister)),
    ("action.move", &[K::TreatmentAction], Is(Deed::Work)),
    ("action.progress", &[K::TreatmentAction], Is(Deed::Work)),
    ("action.verify", &[K::TreatmentAction], Is(Deed::CheckEffect)),
    ("approval.withdraw", &[], Is(Deed::Withdraw)),
    ("assessment.finish", &[K::RiskAssessment], Is(Deed::EditRisk)),
    ("assessment.start", &[K::RiskAssessment], Is(Deed::EditRisk)),
    ("audit.cancel", &[K::Audit], Is(Deed::AssignAuditor)),
    ("audit.conclude", &[K::Audit], By(of_audit)),
    ("audit.distribute", &[K::Audit], By(of_audit)),
    ("audit.finish", &[K::Audit], By(of_audit)),
    ("audit.plan_samples", &[K::Audit], By(of_audit)),
    ("audit.report", &[K::Audit], By(of_audit)),
    ("audit.start", &[K::Audit], By(of_audit)),
    ("certification.extend", &[K::Certification], Is(Deed::RecordBody)),
    ("certification.receive", &[K::Certification], Is(Deed::RecordBody)),
    ("certification.receive_finding", &[K::Finding], Is(Deed::RecordBody)),
    ("certification.receive_plan", &[K::Audit], Is(Deed::RecordBody)),
    ("certification.receive_report", &[K::Audit], Is(Deed::RecordBody)),
    ("certification.record", &[K::Certification], Is(Deed::RecordBody)),
    ("change.approve", &[K::PlannedChange], Is(Deed::ApproveWork)),
    ("change.drop", &[K::PlannedChange], Is(Deed::KeepRegister)),
    ("change.finish", &[K::PlannedChange], Is(Deed::KeepRegister)),
    ("change.plan", &[K::PlannedChange], Is(Deed::KeepRegister)),
    ("change.report", &[K::PlannedChange], Is(Deed::RecordBody)),
    ("client.accept", &[K::Client], Is(Deed::ServeClient)),
    ("client.decline", &[K::Client], Is(Deed::ServeClient)),
    ("client.end", &[K::Client], Is(Deed::ServeClient)),
    ("client.review", &[K::Client], Is(Deed::ServeClient)),
    ("comment.amend", &[K::Comment], Is(Deed::Comment)),
    ("comment.reopen", &[K::Comment], Is(Deed::Comment)),
    ("comment.resolve", &[K::Comment], Is(Deed::Comment)),
    ("comment.withdraw", &[K::Comment], Is(Deed::Comment)),
    ("comment.write", &[K::Comment], Is(Deed::Comment)),
    ("commit.undo", &[], Records),
    ("control.state", &[K::Control], Is(Deed::EditSoa)),
    ("diagnostic.confirm", &[K::Disposition], Is(Deed::Comment)),
    ("diagnostic.dispute", &[K::Disposition], Is(Deed::Comment)),
    ("diagnostic.end", &[K::Disposition], Is(Deed::Comment)),
    ("diagnostic.fix", &[], Records),
    ("diagnostic.regrade", &[K::Disposition], Is(Deed::Waive)),
    ("diagnostic.waive", &[K::Disposition], Is(Deed::Waive)),
    ("document.acknowledge", &[K::Acknowledgement], Is(Deed::Acknowledge)),
    ("document.approve", &[K::Document], By(approval_of_document)),
    ("document.ask_readers", &[K::Document], Is(Deed::WriteDocument)),
    ("document.attach", &[K::Document], By(edit_of)),
    ("document.review", &[K::Document], By(edit_of)),
    ("document.withdraw", &[K::Document], Is(Deed::Withdraw)),
    ("engagement.agree", &[K::Engagement], Is(Deed::ServeClient)),
    ("engagement.begin", &[K::Engagement], Is(Deed::ServeClient)),
    ("engagement.decide", &[K::Engagement], Is(Deed::Certify)),
    ("engagement.end", &[K::Engagement], Is(Deed::ServeClient)),
    ("engagement.issue", &[K::Engagement], Is(Deed::Issue)),
    ("engagement.key", &[K::Engagement], Is(Deed::ServeClient)),
    ("engagement.link", &[K::Engagement], Is(Deed::ServeClient)),
    ("engagement.pack", &[K::Engagement], Is(Deed::ServeClient)),
    ("engagement.recommend", &[K::Engagement], Is(Deed::Recommend)),
    ("evidence.add", &[K::Evidence], Is(Deed::Collect)),
    ("evidence.judge", &[K::Evidence], Is(Deed::Review)),
    ("evidence.link", &[K::Evidence], Is(Deed::Collect)),
    ("evidence.look", &[K::FileAccess], Is(Deed::LogAccess)),
    ("evidence.unlink", &[K::Evidence], Is(Deed::Collect)),
    ("evidence.withdraw", &[K::Evidence], Is(Deed::Collect)),
    ("exception.approve", &[K::Exception], Is(Deed::ApproveException)),
    ("exception.ask", &[K::Exception], Is(Deed::AskException)),
    ("exception.close", &[K::Exception], Is(Deed::AskException)),
    ("exception.extend", &[K::Exception], Is(Deed::ApproveException)),
    ("exception.refuse", &[K::Exception], Is(Deed::ApproveException)),
    ("file.open", &[K::FileAccess], Is(Deed::LogAccess)),
    ("finding.answer", &[K::Finding], Is(Deed::AnswerFinding)),
    ("finding.close", &[K::Finding], By(closing_of_finding)),
    ("finding.raise", &[K::Finding], By(of_finding)),
    ("finding.regrade", &[K::Finding], By(amendment_of_finding)),
    ("finding.supersede", &[K::Finding], By(amendment_of_finding)),
    ("gap.assess", &[K::GapAnalysis], Is(Deed::Draft)),
    ("gap.fill", &[K::GapAnalysis], Is(Deed::Draft)),
    ("gap.finish", &[K::GapAnalysis], Is(Deed::Draft)),
    ("gap.follow_up", &[K::GapAnalysis], Is(Deed::Draft)),
    ("gap.start", &[K::GapAnalysis], Is(Deed::Draft)),
    ("import.apply", &[], Records),
    ("incident.assess", &[K::Incident], Is(Deed::HandleIncident)),
    ("incident.close", &[K::Incident], Is(Deed::Close)),
    ("incident.contain", &[K::Incident], Is(Deed::HandleIncident)),
    ("incident.learn", &[K::Incident], Is(Deed::HandleIncident)),
    ("incident.notify", &[K::Incident], Is(Deed::HandleIncident)),
    ("incident.reopen", &[K::Incident], Is(Deed::HandleIncident)),
    ("incident.report", &[K::Incident], Is(Deed::ReportEvent)),
    ("instance.operate", &[], Is(Deed::Operate)),
    ("issued.receive", &[K::IssuedDocument, K::Share], By(of_issued)),
    ("joint.confirm", &[K::JointChange], By(of_joint)),
    ("joint.propose", &[K::JointChange], Is(Deed::ProposeChange)),
    ("joint.withdraw", &[K::JointChange], Is(Deed::ProposeChange)),
    ("measure.analyse", &[K::Measure], Is(Deed::KeepRegister)),
    ("measure.evaluate", &[K::Measure], Is(Deed::KeepRegister)),
    ("measure.read", &[K::Measure], Is(Deed::KeepRegister)),
    ("membership.change", &[K::Membership], Is(Deed::Grant)),
    ("membership.delegate", &[K::Membership], Is(Deed::Delegate)),
    ("membership.end", &[K::Membership], Is(Deed::Grant)),
    ("membership.grant", &[K::Membership], Is(Deed::Grant)),
    ("membership.let_in", &[K::Membership], Is(Deed::Grant)),
    ("method.approve", &[K::Method], Is(Deed::ApproveDirection)),
    ("nonconformity.act", &[K::Nonconformity], Is(Deed::Work)),
    ("nonconformity.check", &[K::Nonconformity], Is(Deed::CheckEffect)),
    ("nonconformity.close", &[K::Nonconformity], Is(Deed::CloseNonconformity)),
    ("nonconformity.correct", &[K::Nonconformity], Is(Deed::AnswerFinding)),
    ("nonconformity.explain", &[K::Nonconformity], Is(Deed::AnswerFinding)),
    ("nonconformity.open", &[K::Nonconformity], Is(Deed::AnswerFinding)),
    ("nonconformity.plan", &[K::Nonconformity], Is(Deed::AnswerFinding)),
    ("nonconformity.reopen", &[K::Nonconformity], Is(Deed::AnswerFinding)),
    ("objective.close", &[K::Objective], Is(Deed::Close)),
    ("objective.progress", &[K::Objective], Is(Deed::KeepRegister)),
    ("objective.react", &[K::Objective], Is(Deed::KeepRegister)),
    ("organisation.answer", &[], Is(Deed::Draft)),
    ("organisation.begin", &[], Is(Deed::Draft)),
    ("organisation.export", &[K::Organisation, K::FileAccess], Is(Deed::Share)),
    ("organisation.logo", &[K::Organisation], Is(Deed::Draft)),
    ("pack.export", &[K::Pack, K::Audit, K::Share, K::FileAccess], Is(Deed::ExportPack)),
    ("pack.seal", &[K::Pack], Is(Deed::ExportPack)),
    ("pack.unseal", &[K::Pack], Is(Deed::ExportPack)),
    ("paper.conclude", &[K::WorkingPaper], Is(Deed::ConductAudit)),
    ("paper.rely", &[K::WorkingPaper], Is(Deed::ConductAudit)),
    ("person.competence", &[K::Person], Is(Deed::Draft)),
    ("person.hand_over", &[], Is(Deed::HandOver)),
    ("plan.schedule", &[K::Plan], Is(Deed::Draft)),
    ("policy.change", &[], Is(Deed::ChangePolicy)),
    ("population.freeze", &[K::Population], Is(Deed::TestControl)),
    ("programme.approve", &[K::AuditProgramme], Is(Deed::ApproveWork)),
    ("proposal.refuse", &[], Records),
    ("proposal.take", &[], Records),
    ("record.annotate", &[], Records),
    ("record.bulk", &[], Records),
    ("record.confirm_text", &[], Records),
    ("record.create", &[], Records),
    ("record.edit", &[], Records),
    ("record.read", &[], Is(Deed::Read)),
    ("record.redact", &[], Is(Deed::Redact)),
    ("record.remove", &[], Records),
    ("record.restrict", &[], Is(Deed::Restrict)),
    ("record.unrestrict", &[], Is(Deed::Restrict)),
    ("recovery.record", &[K::RecoveryTest], Is(Deed::KeepRegister)),
    ("request.accept", &[K::Request], Is(Deed::SettleRequest)),
    ("request.answer", &[K::Request], Is(Deed::Work)),
    ("request.ask", &[K::Request], Is(Deed::AskRequest)),
    ("request.reopen", &[K::Request], By(settling_of_request)),
    ("request.return", &[K::Request], Is(Deed::SettleRequest)),
    ("request.withdraw", &[K::Request], By(settling_of_request)),
    ("review.build", &[K::ManagementReview], Is(Deed::PrepareReview)),
    ("review.cancel", &[K::ManagementReview], Is(Deed::DecideReview)),
    ("review.decide", &[K::ManagementReview], Is(Deed::DecideReview)),
    ("review.finish", &[K::ManagementReview], Is(Deed::Work)),
    ("review.hold", &[K::ManagementReview], Is(Deed::DecideReview)),
    ("risk.accept", &[K::Risk], Is(Deed::AcceptRisk)),
    ("risk.close", &[K::Risk], Is(Deed::Close)),
    ("risk.rate", &[K::Risk], Is(Deed::EditRisk)),
    ("risk.rate_again", &[K::Risk], Is(Deed::RateAgain)),
    ("risk.reopen", &[K::Risk], Is(Deed::EditRisk)),
    ("risk.treat", &[K::Risk], Is(Deed::EditRisk)),
    ("run.correct", &[K::ControlRun], Is(Deed::Implement)),
    ("run.record", &[K::ControlRun], Is(Deed::Implement)),
    ("run.schedule", &[K::ControlRun], Is(Deed::Implement)),
    ("run.withdraw", &[K::ControlRun], Is(Deed::Implement)),
    ("sample.draw", &[K::Sample], By(of_sample)),
    ("sample.examine", &[K::Sample], By(of_sample)),
    ("sample.exchange", &[K::Sample], By(of_sample)),
    ("sample.extend", &[K::Sample], By(of_sample)),
    ("scope.approve", &[K::Scope], Is(Deed::ApproveDirection)),
    ("share.bind", &[K::Share], Is(Deed::Share)),
    ("share.change", &[K::Share], Is(Deed::Share)),
    ("share.close", &[K::Share], Is(Deed::Share)),
    ("share.open", &[K::Share], Is(Deed::Share)),
    ("soa.approve", &[K::Soa], Is(Deed::ApproveSoa)),
    ("task.drop", &[K::Task], Is(Deed::Work)),
    ("task.finish", &[K::Task], Is(Deed::Work)),
    ("task.reopen", &[K::Task], Is(Deed::Work)),
    ("template.export", &[], Is(Deed::Share)),
    ("template.lend", &[], Is(Deed::Draft)),
    ("template.offer", &[], Is(Deed::Draft)),
    ("test.follow_up", &[K::ControlTest], Is(Deed::TestControl)),
    ("test.record", &[K::ControlTest], Is(Deed::TestControl)),
    ("training.attend", &[K::Training], Is(Deed::KeepRegister)),
    ("training.check", &[K::Training], Is(Deed::KeepRegister)),
    ("treatment_plan.approve", &[K::TreatmentPlan], Is(Deed::ApprovePlan)),
    ("vulnerability.except", &[K::Vulnerability], Is(Deed::KeepRegister)),
    ("vulnerability.fix", &[K::Vulnerability], Is(Deed::KeepRegister)),
    ("vulnerability.reopen", &[K::Vulnerability], Is(Deed::KeepRegister)),
];

/// Says whether a finding or an audit is one of a certification body, recorded at its client.
fn is_external(isms: &Isms, audit: Option<Ref<model::records::Audit>>) -> bool {
    let audit = audit.and_then(|audit| isms.audits.get(&audit));
    audit.and_then(|audit| audit.kind).is_some_and(AuditKind::is_certification) && !crate::view::is_body(isms)
}

/// Returns the deed of working on an audit: conducting it, or recording what the body did.
fn of_audit(isms: &Isms, id: RecordId) -> Deed {
    if is_external(isms, Some(Ref::of(id.key))) { Deed::RecordBody } else { Deed::ConductAudit }
}

/// Returns a finding, as it is or as it is proposed.
fn finding(isms: &Isms, id: RecordId) -> Option<&Finding> {
    isms.findings.find(&Ref::of(id.key)).map(|entry| &**entry)
}

/// Returns the deed of writing a finding.
pub fn of_finding(isms: &Isms, id: RecordId) -> Deed {
    let audit = finding(isms, id).and_then(|finding| finding.audit);
    if is_external(isms, audit) { Deed::RecordBody } else { Deed::ConductAudit }
}

/// Returns the deed of amending a finding.
pub fn amendment_of_finding(isms: &Isms, id: RecordId) -> Deed {
    let audit = finding(isms, id).and_then(|finding| finding.audit);
    if is_external(isms, audit) { Deed::RecordBody } else { Deed::AmendFinding }
}

/// Returns the deed of closing a finding: its body closes it, and that is recorded.
pub fn closing_of_finding(isms: &Isms, id: RecordId) -> Deed {
    let audit = finding(isms, id).and_then(|finding| finding.audit);
    if is_external(isms, audit) { Deed::RecordBody } else { Deed::CloseFinding }
}

/// Returns the deed of approving a document: the policy is top management's.
pub fn approval_of_document(isms: &Isms, id: RecordId) -> Deed {
    if is_direction(isms, id) { Deed::ApproveDirection } else { Deed::ApproveDocument }
}

/// Returns the deed of confirming what somebody proposed.
pub fn of_joint(isms: &Isms, id: RecordId) -> Deed {
    let change = isms.joint_changes.find(&Ref::of(id.key));
    let is_redaction = change.is_some_and(|change| change.sort == Some(JointSort::Redaction));
    if is_redaction { Deed::Redact } else { Deed::ChangePolicy }
}

/// Returns the deed of taking what a body issued: the body gives it itself where it works on the same instance; what came as a
/// file from elsewhere is recorded.
fn of_issued(isms: &Isms, id: RecordId) -> Deed {
    let issued = isms.issued_documents.find(&Ref::of(id.key)).filter(|_| id.kind == K::IssuedDocument);
    let share =
        if id.kind == K::Share { Some(Ref::of(id.key)) } else { issued.and_then(|issued| issued.share) };
    let share = share.and_then(|share| isms.shares.find(&share));
    let is_elsewhere = share.is_some_and(|share| share.body_organisation.is_none());
    if is_elsewhere { Deed::RecordBody } else { Deed::Issue }
}

/// Returns the deed of taking a request back or up again.
fn settling_of_request(isms: &Isms, id: RecordId) -> Deed {
    let request: Option<&Request> = isms.requests.get(&Ref::of(id.key)).map(|entry| &**entry);
    if is_external(isms, request.and_then(|request| request.audit)) {
        Deed::SettleRequest
    } else {
        Deed::AskRequest
    }
}

/// Returns the deed of working on a sample: of an audit, or of a test.
pub fn of_sample(isms: &Isms, id: RecordId) -> Deed {
    let is_read = |paper: Ref<model::records::WorkingPaper>| isms.working_papers.get(&paper).is_some();
    let reference = Ref::<Sample>::of(id.key);
    let mut papers = isms.sources::<model::records::WorkingPaper>(reference.id());
    if papers.any(is_read) { Deed::ConductAudit } else { Deed::TestControl }
}
