//! Whose each intent and each kind of record is, written from the matrix of duties and not from the policies.

use model::RecordKind as K;

/// Top management, risk owner, control owner, isms manager, internal auditor, certification auditor, consultant, viewer:
/// `Y` may, `C` may on a condition, `N` never, at a client.
pub type Row = &'static str;

/// Whose intents are.
pub const INTENTS: &[(Row, &[&str])] = &[
    ("YYYYYCYY", &["record.read"]),
    ("YYYYYNYY", &["document.acknowledge", "incident.report"]),
    (
        "YNNYNNYN",
        &[
            "gap.assess",
            "gap.fill",
            "gap.finish",
            "gap.follow_up",
            "gap.start",
            "organisation.answer",
            "organisation.begin",
            "person.competence",
            "plan.schedule",
            "template.lend",
            "template.offer",
        ],
    ),
    ("YYYYNNYN", &["document.ask_readers"]),
    ("CCCCNNCN", &["document.attach", "document.review"]),
    (
        "YCCYNNYN",
        &[
            "access.remove",
            "access.review",
            "change.drop",
            "change.finish",
            "change.plan",
            "measure.analyse",
            "measure.evaluate",
            "measure.read",
            "objective.progress",
            "objective.react",
            "recovery.record",
            "training.attend",
            "training.check",
            "vulnerability.except",
            "vulnerability.fix",
            "vulnerability.reopen",
        ],
    ),
    ("NCNYNNCN", &["assessment.finish", "assessment.start", "risk.rate", "risk.reopen", "risk.treat"]),
    ("NYYYNNYN", &["risk.rate_again"]),
    ("CCNNNNNN", &["risk.accept", "treatment_plan.approve", "membership.delegate"]),
    ("YCNYNNNN", &["acceptance.withdraw"]),
    ("NNCYNNCN", &["control.state"]),
    ("YNNCNNNN", &["soa.approve", "programme.approve", "change.approve"]),
    ("NNCYNNNN", &["run.correct", "run.record", "run.schedule", "run.withdraw"]),
    ("NNYYYNNN", &["population.freeze", "test.follow_up", "test.record"]),
    ("NNCCCNNN", &["sample.draw", "sample.examine", "sample.exchange", "sample.extend"]),
    ("NYYYYNYN", &["evidence.add", "evidence.link", "evidence.unlink", "evidence.withdraw"]),
    ("YYYYYNNN", &["evidence.judge", "action.verify", "nonconformity.check", "nonconformity.close"]),
    ("YNNNNNNN", &["method.approve", "scope.approve", "review.cancel", "review.decide", "review.hold"]),
    ("YNCCNNNN", &["document.approve"]),
    ("YNNYNNNN", &["approval.withdraw", "document.withdraw", "review.build", "person.hand_over"]),
    ("YNNYNNNN", &["audit.cancel", "membership.change", "membership.end", "membership.grant"]),
    (
        "CNNCCNNN",
        &[
            "audit.conclude",
            "audit.distribute",
            "audit.finish",
            "audit.plan_samples",
            "audit.report",
            "audit.start",
            "finding.close",
            "finding.raise",
            "finding.regrade",
            "finding.supersede",
        ],
    ),
    ("NNNNCNNN", &["paper.conclude", "paper.rely"]),
    (
        "NCCYNNCN",
        &[
            "finding.answer",
            "nonconformity.correct",
            "nonconformity.explain",
            "nonconformity.open",
            "nonconformity.plan",
            "nonconformity.reopen",
        ],
    ),
    (
        "CCCYCNCN",
        &[
            "action.move",
            "action.progress",
            "nonconformity.act",
            "request.answer",
            "review.finish",
            "task.drop",
            "task.finish",
            "task.reopen",
        ],
    ),
    ("YCCYNNNN", &["incident.close", "objective.close", "risk.close"]),
    (
        "YCCYNNNN",
        &["incident.assess", "incident.contain", "incident.learn", "incident.notify", "incident.reopen"],
    ),
    ("YYYYYNYN", &["exception.ask", "exception.close"]),
    ("YYYYYNYN", &["diagnostic.confirm", "diagnostic.dispute", "diagnostic.end"]),
    (
        "YYYYYNYN",
        &["comment.amend", "comment.reopen", "comment.resolve", "comment.withdraw", "comment.write"],
    ),
    ("YNNCNNNN", &["exception.approve", "exception.extend", "exception.refuse"]),
    ("YNNYNNNN", &["diagnostic.regrade", "diagnostic.waive"]),
    ("NNNYYNNN", &["request.ask"]),
    ("NNNCCNNN", &["request.accept", "request.reopen", "request.return", "request.withdraw"]),
    (
        "YNNYNNNN",
        &[
            "certification.extend",
            "certification.receive",
            "certification.receive_finding",
            "certification.receive_plan",
            "certification.receive_report",
            "certification.record",
            "change.report",
        ],
    ),
    ("YNNYCCNN", &["pack.export", "pack.seal", "pack.unseal"]),
    (
        "YNNYNNNN",
        &[
            "organisation.export",
            "record.restrict",
            "record.unrestrict",
            "share.bind",
            "share.change",
            "share.close",
            "share.open",
            "template.export",
        ],
    ),
    (
        "YNNYNNNN",
        &[
            "client.accept",
            "client.decline",
            "client.end",
            "client.review",
            "engagement.agree",
            "engagement.begin",
            "engagement.end",
            "engagement.key",
            "engagement.link",
            "engagement.pack",
        ],
    ),
    ("CNNCNNCN", &["organisation.logo"]),
    ("NNNNNNNN", &["engagement.decide", "engagement.recommend", "instance.operate"]),
    ("NNNNNCNN", &["engagement.issue", "evidence.look", "file.open"]),
    ("CNNCNCNN", &["issued.receive"]),
    (
        "CNNCNNNN",
        &[
            "policy.change",
            "record.redact",
            "joint.confirm",
            "joint.propose",
            "joint.withdraw",
            "membership.let_in",
        ],
    ),
    (
        "CCCCCNCN",
        &[
            "commit.undo",
            "diagnostic.fix",
            "import.apply",
            "proposal.refuse",
            "proposal.take",
            "record.annotate",
            "record.bulk",
            "record.confirm_text",
            "record.create",
            "record.edit",
            "record.remove",
        ],
    ),
];

/// Who writes the records of each kind by their forms.
pub const KINDS: &[(Row, &[K])] = &[
    (
        "YNNYNNYN",
        &[
            K::Organisation,
            K::Plan,
            K::Person,
            K::Role,
            K::Scope,
            K::Issue,
            K::Context,
            K::Party,
            K::Obligation,
            K::Agreement,
            K::Method,
            K::TreatmentPlan,
            K::Objective,
            K::GapAnalysis,
            K::Acknowledgement,
            K::CrosswalkEdge,
            K::Pack,
            K::Scenario,
        ],
    ),
    (
        "YCCYNNYN",
        &[
            K::Unit,
            K::Site,
            K::Process,
            K::Asset,
            K::Supplier,
            K::Interface,
            K::Improvement,
            K::Measure,
            K::PlannedChange,
            K::AccessReview,
            K::Vulnerability,
            K::RecoveryTest,
            K::Training,
            K::Account,
            K::ProductionChange,
            K::CryptoKey,
        ],
    ),
    ("NCNYNNCN", &[K::Risk, K::TreatmentAction, K::RiskAssessment]),
    ("NNCYNNCN", &[K::Control, K::Soa]),
    ("NYYYYNYN", &[K::Evidence]),
    ("CCCCNNCN", &[K::Document]),
    ("YNNYNNNN", &[K::Disposition, K::ManagementReview, K::Certification, K::Membership, K::Share]),
    ("YNNYNNNN", &[K::Client, K::Engagement]),
    ("YNNYYNCN", &[K::AuditProgramme, K::Audit]),
    ("NNNNCNNN", &[K::WorkingPaper]),
    ("CNNCCNNN", &[K::Finding]),
    ("NCCYNNCN", &[K::Nonconformity]),
    ("NNCYNNNN", &[K::ControlRun]),
    ("NNYYYNNN", &[K::ControlTest, K::Population]),
    ("NNCCCNNN", &[K::Sample]),
    ("YYYYYNYN", &[K::Exception, K::Task]),
    ("CCCCCNCN", &[K::Comment]),
    ("YCCYNNNN", &[K::Incident]),
    ("NNNYYNNN", &[K::Request]),
    ("CNNCNNNN", &[K::JointChange]),
    // Two persons change them.
    ("CNNCNNCN", &[K::RetentionRule]),
    ("NNNNNCNN", &[K::FileAccess]),
    ("CNNCNCNN", &[K::IssuedDocument]),
];

/// Returns whose an intent is.
pub fn of_intent(intent: &str) -> Row {
    let found = INTENTS.iter().find(|(_, intents)| intents.contains(&intent));
    found.unwrap_or_else(|| panic!("{intent} has no row")).0
}

/// Returns who writes the records of a kind.
pub fn of_kind(kind: K) -> Row {
    let found = KINDS.iter().find(|(_, kinds)| kinds.contains(&kind));
    found.unwrap_or_else(|| panic!("{kind:?} has no row")).0
}

#[test]
fn every_intent_and_every_kind_has_one_row_of_eight_roles() {
    for info in operations::ALL {
        let rows = INTENTS.iter().filter(|(_, intents)| intents.contains(&info.intent)).count();
        assert_eq!(rows, 1, "{}", info.intent);
    }
    for kind in K::ALL {
        let rows = KINDS.iter().filter(|(_, kinds)| kinds.contains(kind)).count();
        assert_eq!(rows, 1, "{kind:?}");
    }
    let all = INTENTS.iter().map(|(row, _)| row).chain(KINDS.iter().map(|(row, _)| row));
    for row in all {
        assert!(row.len() == 8 && row.chars().all(|cell| "YCN".contains(cell)), "{row}");
    }
}
