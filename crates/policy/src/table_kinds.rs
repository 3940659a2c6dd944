//! Which deed it is to write a record of a kind, and which deeds lie in what a change does to it.

use model::records::*;
use model::{Change, Isms, RecordId, RecordKind, Ref};

use crate::deed::Deed;
use crate::table;

use RecordKind as K;

/// The deed of writing a record of each kind by its form.
pub const KINDS: &[(RecordKind, Deed)] = &[
    (K::Organisation, Deed::Draft),
    (K::Plan, Deed::Draft),
    (K::Person, Deed::Draft),
    (K::Role, Deed::Draft),
    (K::Unit, Deed::KeepRegister),
    (K::Site, Deed::KeepRegister),
    (K::Process, Deed::KeepRegister),
    (K::Asset, Deed::KeepRegister),
    (K::Supplier, Deed::KeepRegister),
    (K::Interface, Deed::KeepRegister),
    (K::Scope, Deed::Draft),
    (K::Issue, Deed::Draft),
    (K::Context, Deed::Draft),
    (K::Party, Deed::Draft),
    (K::Obligation, Deed::Draft),
    (K::Agreement, Deed::Draft),
    (K::Method, Deed::Draft),
    (K::Risk, Deed::EditRisk),
    (K::TreatmentAction, Deed::EditRisk),
    (K::TreatmentPlan, Deed::Draft),
    (K::Control, Deed::EditSoa),
    (K::Soa, Deed::EditSoa),
    (K::Evidence, Deed::Collect),
    (K::Document, Deed::WriteDocument),
    (K::Disposition, Deed::Waive),
    (K::AuditProgramme, Deed::PlanAudit),
    (K::Audit, Deed::PlanAudit),
    (K::WorkingPaper, Deed::ConductAudit),
    (K::Finding, Deed::ConductAudit),
    (K::ManagementReview, Deed::PrepareReview),
    (K::Nonconformity, Deed::AnswerFinding),
    (K::Certification, Deed::RecordBody),
    (K::Improvement, Deed::KeepRegister),
    (K::ControlRun, Deed::Implement),
    (K::ControlTest, Deed::TestControl),
    (K::Exception, Deed::AskException),
    (K::Population, Deed::TestControl),
    (K::Sample, Deed::TestControl),
    (K::Objective, Deed::Draft),
    (K::Measure, Deed::KeepRegister),
    (K::PlannedChange, Deed::KeepRegister),
    (K::RiskAssessment, Deed::EditRisk),
    (K::Incident, Deed::HandleIncident),
    (K::AccessReview, Deed::KeepRegister),
    (K::Vulnerability, Deed::KeepRegister),
    (K::RecoveryTest, Deed::KeepRegister),
    (K::GapAnalysis, Deed::Draft),
    (K::Training, Deed::KeepRegister),
    (K::Acknowledgement, Deed::Draft),
    (K::RetentionRule, Deed::Draft),
    (K::Account, Deed::KeepRegister),
    (K::ProductionChange, Deed::KeepRegister),
    (K::CryptoKey, Deed::KeepRegister),
    (K::CrosswalkEdge, Deed::Draft),
    (K::Request, Deed::AskRequest),
    (K::Pack, Deed::Draft),
    (K::Scenario, Deed::Draft),
    (K::Membership, Deed::Grant),
    (K::Client, Deed::ServeClient),
    (K::Engagement, Deed::ServeClient),
    (K::Share, Deed::Share),
    (K::FileAccess, Deed::LogAccess),
    (K::IssuedDocument, Deed::Issue),
    (K::JointChange, Deed::ProposeChange),
    (K::Task, Deed::Comment),
    (K::Comment, Deed::Comment),
];

/// Returns the deed of writing a record by its form.
pub fn edit_of(isms: &Isms, id: RecordId) -> Deed {
    if id.kind == K::Document && is_direction(isms, id) {
        return Deed::Draft;
    }
    if id.kind == K::Finding {
        return table::of_finding(isms, id);
    }
    if id.kind == K::Sample {
        return table::of_sample(isms, id);
    }
    let known = KINDS.iter().find(|(kind, _)| *kind == id.kind);
    known.expect("the table names each kind; a test says so").1
}

/// Says whether a document is the policy, by which top management directs.
pub fn is_direction(isms: &Isms, id: RecordId) -> bool {
    let document = isms.documents.find(&Ref::of(id.key));
    document.is_some_and(|document| &*document.kind == "policy_top")
}

/// Returns the deeds that lie in a change beside the plain writing of the record: what only its own step does.
pub fn within(before: &Isms, home: &Isms, change: &Change) -> Vec<Deed> {
    let isms = home;
    let before = change.id().and_then(|id| before.present(id));
    let mut deeds = Vec::new();
    macro_rules! looked_at {
        ($($kind:ident: $look:ident),* $(,)?) => {
            $(if let Change::$kind(id, after) = change {
                let blank = $kind::default();
                let before = match &before {
                    Some(Change::$kind(_, stored)) => &stored.record,
                    Some(_) | None => &blank,
                };
                deeds.extend($look(isms, id.id(), before, &after.record));
            })*
        };
    }
    looked_at!(
        Risk: risk,
        TreatmentPlan: treatment_plan,
        TreatmentAction: treatment_action,
        Scope: scope,
        Method: method,
        Soa: soa,
        Document: document,
        Evidence: evidence,
        Finding: finding,
        Nonconformity: nonconformity,
        Audit: audit,
        AuditProgramme: programme,
        PlannedChange: planned_change,
        Exception: exception,
        ManagementReview: review,
        Incident: incident,
        Objective: objective,
        Pack: pack,
        Control: control,
        Membership: membership,
        Engagement: engagement,
        RetentionRule: retention_rule,
        Organisation: organisation,
        JointChange: joint_change,
        Task: task,
    );
    if let Change::Removed(id, _) = change
        && id.kind == K::Finding
    {
        deeds.push(Deed::DeleteFinding);
    }
    if let Change::Removed(id, _) = change
        && id.kind == K::RetentionRule
    {
        deeds.push(Deed::ChangePolicy);
    }
    let restricted = |change: &Change| restriction(change);
    if before.as_ref().and_then(restricted) != restricted(change) && !matches!(change, Change::Removed(..)) {
        deeds.push(Deed::Restrict);
    }
    deeds
}

/// Returns who sees a record as a change leaves it.
fn restriction(change: &Change) -> Option<model::Restricted> {
    let mut found = None;
    let _ = change.clone().with_about(|about| found.clone_from(&about.restricted));
    found
}

/// Returns a deed where two values differ.
fn differs<T: PartialEq>(before: &T, after: &T, deed: Deed) -> Option<Deed> {
    (before != after).then_some(deed)
}

fn risk(_: &Isms, _: RecordId, before: &Risk, after: &Risk) -> Vec<Deed> {
    let accepted = if after.acceptances.len() > before.acceptances.len() {
        Some(Deed::AcceptRisk)
    } else {
        differs(&before.acceptances, &after.acceptances, Deed::WithdrawAcceptance)
    };
    let closed = (before.status.is_open() && !after.status.is_open()).then_some(Deed::Close);
    accepted.into_iter().chain(closed).collect()
}

fn treatment_plan(_: &Isms, _: RecordId, before: &TreatmentPlan, after: &TreatmentPlan) -> Vec<Deed> {
    approved(&before.approvals, &after.approvals, Deed::ApprovePlan)
}

fn treatment_action(_: &Isms, _: RecordId, before: &TreatmentAction, after: &TreatmentAction) -> Vec<Deed> {
    let is_verified = |action: &TreatmentAction| matches!(action.state, ActionState::Verified { .. });
    differs(&is_verified(before), &is_verified(after), Deed::CheckEffect).into_iter().collect()
}

fn scope(_: &Isms, _: RecordId, before: &Scope, after: &Scope) -> Vec<Deed> {
    approved(&before.approvals, &after.approvals, Deed::ApproveDirection)
}

fn method(_: &Isms, _: RecordId, before: &Method, after: &Method) -> Vec<Deed> {
    approved(&before.approvals, &after.approvals, Deed::ApproveDirection)
}

fn soa(_: &Isms, _: RecordId, before: &Soa, after: &Soa) -> Vec<Deed> {
    approved(&before.approvals, &after.approvals, Deed::ApproveSoa)
}

fn document(isms: &Isms, id: RecordId, before: &Document, after: &Document) -> Vec<Deed> {
    let mut deeds = approved(&before.approvals, &after.approvals, table::approval_of_document(isms, id));
    let is_gone = |status| matches!(status, DocumentStatus::Superseded | DocumentStatus::Withdrawn);
    deeds.extend(differs(&is_gone(before.status), &is_gone(after.status), Deed::Withdraw));
    // What decides whose approval it takes is top management's too, once something was approved.
    if before.kind != after.kind && !before.approvals.is_empty() {
        deeds.push(Deed::Draft);
    }
    deeds
}

fn evidence(_: &Isms, _: RecordId, before: &Evidence, after: &Evidence) -> Vec<Deed> {
    let judged = |one: &Evidence| {
        let verdicts: Vec<_> = one.uses.iter().filter(|used| used.verdict.is_some()).cloned().collect();
        let is_judged = matches!(one.status, EvidenceStatus::Accepted | EvidenceStatus::Rejected);
        (is_judged.then_some(one.status), one.accepted_by, verdicts)
    };
    differs(&judged(before), &judged(after), Deed::Review).into_iter().collect()
}

fn finding(isms: &Isms, id: RecordId, before: &Finding, after: &Finding) -> Vec<Deed> {
    let is_closed = |finding: &Finding| finding.state == FindingState::Closed;
    let closed = differs(&is_closed(before), &is_closed(after), table::closing_of_finding(isms, id));
    let is_new = *before == Finding::default();
    let amended = (!is_new && (before.grade != after.grade || before.superseded_by != after.superseded_by))
        .then(|| table::amendment_of_finding(isms, id));
    closed.into_iter().chain(amended).collect()
}

fn nonconformity(_: &Isms, _: RecordId, before: &Nonconformity, after: &Nonconformity) -> Vec<Deed> {
    let is_closed = |one: &Nonconformity| one.state == NonconformityState::Closed;
    let checked = |one: &Nonconformity| (one.effect_checked_by, one.effective);
    let closed = differs(&is_closed(before), &is_closed(after), Deed::CloseNonconformity);
    closed.into_iter().chain(differs(&checked(before), &checked(after), Deed::CheckEffect)).collect()
}

fn audit(isms: &Isms, _: RecordId, before: &Audit, after: &Audit) -> Vec<Deed> {
    let is_new = after.auditors.iter().any(|auditor| !before.auditors.contains(auditor));
    let is_less = before.auditors.iter().any(|auditor| !after.auditors.contains(auditor));
    let said = |audit: &Audit| (audit.state, audit.conclusion.clone(), audit.reports.clone());
    // What a certification body audits, it audits itself; its client only records that.
    let is_own = crate::view::is_body(isms) || !after.kind.is_some_and(AuditKind::is_certification);
    // An audit that was the body's and becomes one's own brings its auditors along.
    let was_own = crate::view::is_body(isms) || !before.kind.is_some_and(AuditKind::is_certification);
    let is_moved = !was_own && !after.auditors.is_empty();
    let assigned = (is_own && (is_new || is_less || is_moved)).then_some(Deed::AssignAuditor);
    let conducted =
        (said(before) != said(after)).then_some(if is_own { Deed::ConductAudit } else { Deed::RecordBody });
    assigned.into_iter().chain(conducted).collect()
}

fn programme(_: &Isms, _: RecordId, before: &AuditProgramme, after: &AuditProgramme) -> Vec<Deed> {
    let given = after.approved_by.is_some() && before.approved_by != after.approved_by;
    given.then_some(Deed::ApproveWork).into_iter().collect()
}

fn planned_change(_: &Isms, _: RecordId, before: &PlannedChange, after: &PlannedChange) -> Vec<Deed> {
    differs(&before.approved_on, &after.approved_on, Deed::ApproveWork).into_iter().collect()
}

fn exception(_: &Isms, _: RecordId, before: &Exception, after: &Exception) -> Vec<Deed> {
    let decided = |one: &Exception| (one.approved_by, one.extensions.clone());
    let is_asked = |one: &Exception| one.state == ExceptionState::Asked;
    let given = decided(before) != decided(after) || (is_asked(before) && !is_asked(after));
    given.then_some(Deed::ApproveException).into_iter().collect()
}

fn review(_: &Isms, _: RecordId, before: &ManagementReview, after: &ManagementReview) -> Vec<Deed> {
    let titles = |one: &ManagementReview| {
        one.decisions.iter().map(|d| (d.number, d.title.clone())).collect::<Vec<_>>()
    };
    let decided =
        |one: &ManagementReview| (one.state, one.evaluation.clone(), one.packs.clone(), titles(one));
    differs(&decided(before), &decided(after), Deed::DecideReview).into_iter().collect()
}

fn incident(_: &Isms, _: RecordId, before: &Incident, after: &Incident) -> Vec<Deed> {
    let is_closed = |one: &Incident| one.state == IncidentState::Closed;
    (!is_closed(before) && is_closed(after)).then_some(Deed::Close).into_iter().collect()
}

fn objective(_: &Isms, _: RecordId, before: &Objective, after: &Objective) -> Vec<Deed> {
    differs(&before.outcome, &after.outcome, Deed::Close).into_iter().collect()
}

fn pack(_: &Isms, _: RecordId, before: &Pack, after: &Pack) -> Vec<Deed> {
    approved(&before.seals, &after.seals, Deed::ExportPack)
}

fn control(_: &Isms, _: RecordId, before: &Control, after: &Control) -> Vec<Deed> {
    let stated = |one: &Control| (one.state, one.implemented_on);
    let is_new = *before == Control::default();
    (!is_new && stated(before) != stated(after)).then_some(Deed::Implement).into_iter().collect()
}

fn membership(_: &Isms, _: RecordId, before: &Membership, after: &Membership) -> Vec<Deed> {
    differs(&before.delegations, &after.delegations, Deed::Delegate).into_iter().collect()
}

/// How long records are kept is changed by two persons, once it was said.
fn retention_rule(isms: &Isms, id: RecordId, before: &RetentionRule, after: &RetentionRule) -> Vec<Deed> {
    let before = isms.retention_rules.get(&Ref::of(id.key)).map_or(before, |counts| &counts.stored.record);
    let said = |one: &RetentionRule| (one.retention.clone(), one.access_rule.clone(), one.disposal.clone());
    let is_new = said(before) == said(&RetentionRule::default());
    (!is_new && said(before) != said(after)).then_some(Deed::ChangePolicy).into_iter().collect()
}

/// Limits by which duties are kept apart are changed by two persons.
///
/// They are compared with those that count: before a draft is taken, the draft itself is what stands there.
fn organisation(isms: &Isms, _: RecordId, before: &Organisation, after: &Organisation) -> Vec<Deed> {
    let before = isms.organisation.one().map_or(before, |counts| &counts.stored.record);
    let limits = |one: &Organisation| -> Vec<_> {
        operations::DUTY_LIMITS.iter().map(|limit| one.parameter(limit.name)).collect()
    };
    differs(&limits(before), &limits(after), Deed::ChangePolicy).into_iter().collect()
}

fn joint_change(isms: &Isms, id: RecordId, before: &JointChange, after: &JointChange) -> Vec<Deed> {
    differs(&before.state, &after.state, table::of_joint(isms, id)).into_iter().collect()
}

fn task(_: &Isms, _: RecordId, before: &Task, after: &Task) -> Vec<Deed> {
    differs(&before.state, &after.state, Deed::Work).into_iter().collect()
}

fn engagement(_: &Isms, _: RecordId, before: &Engagement, after: &Engagement) -> Vec<Deed> {
    let recommended = |one: &Engagement| (one.recommendation.clone(), one.recommended_by);
    [
        differs(&before.decision, &after.decision, Deed::Certify),
        differs(&recommended(before), &recommended(after), Deed::Recommend),
        differs(&before.issued, &after.issued, Deed::Issue),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Returns the deed where approvals came or were taken back.
fn approved<C: PartialEq>(
    before: &[model::Approval<C>],
    after: &[model::Approval<C>],
    deed: Deed,
) -> Vec<Deed> {
    if after.len() > before.len() {
        vec![deed]
    } else if before != after {
        vec![Deed::Withdraw]
    } else {
        Vec::new()
    }
}
