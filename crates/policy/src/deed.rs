//! Deeds: what policies speak of, each with the words that say whose it is.

/// Declares the deeds: name in the policies, and who may in words.
macro_rules! deeds {
    ($($(#[$doc:meta])* $deed:ident = $name:literal, $who:literal;)+) => {
        /// Something that somebody may or may not do; an action of the policies.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Deed {
            $($(#[$doc])* $deed,)+
        }

        impl Deed {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$deed),+];

            /// Returns its name in the policies.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$deed => $name,)+
                }
            }

            /// Returns whose it is, in words; `{owners}` stands where the names of the owners of its record belong.
            #[must_use]
            pub fn whose(self) -> &'static str {
                match self {
                    $(Self::$deed => $who,)+
                }
            }
        }
    };
}

deeds! {
    /// Read what is not restricted.
    Read = "read", "members read here";
    /// Confirm having read a document.
    Acknowledge = "acknowledge", "members acknowledge documents, each for themselves";
    /// Report something that may hurt.
    ReportEvent = "report_event", "members report events";
    /// Write scope, policy, context and what else frames the system.
    Draft = "draft", "top management, ISMS managers and consultants write this";
    /// Write documents.
    WriteDocument = "write_document", "managers, owners and consultants write documents";
    /// Keep registers and the records of daily work.
    KeepRegister = "keep_register", "ISMS managers, top management, consultants and the owner of this record{owners} keep it";
    /// Edit the register of risks.
    EditRisk = "edit_risk", "ISMS managers, the owner of this risk{owners} and, while nothing rests on it, consultants edit it";
    /// Rate a risk as a second person.
    RateAgain = "rate_again", "risk owners, control owners, ISMS managers and consultants rate a risk again";
    /// Accept what is left of a risk.
    AcceptRisk = "accept_risk", "top management or a risk owner accepts a risk, and only the owner of this one{owners}";
    /// Approve the treatment plan for the own risks.
    ApprovePlan = "approve_plan", "top management and risk owners approve the plan for the risks that they own";
    /// Take back an acceptance.
    WithdrawAcceptance = "withdraw_acceptance", "the owner of this risk{owners}, whoever accepted it, ISMS managers and top management take back an acceptance";
    /// Say which controls apply, and why.
    EditSoa = "edit_soa", "ISMS managers, the owner of this control{owners} and, while nothing rests on it, consultants edit the statement of applicability";
    /// Approve the statement of applicability.
    ApproveSoa = "approve_soa", "top management, or an ISMS manager who did not write it, approves the statement of applicability";
    /// Carry a control out and say how far it is.
    Implement = "implement", "ISMS managers and the owner or operators of this control{owners} say how far it is";
    /// Test controls.
    TestControl = "test_control", "ISMS managers, control owners and internal auditors test controls";
    /// Bring in evidence.
    Collect = "collect", "risk owners, control owners, ISMS managers, internal auditors and consultants collect evidence";
    /// Judge evidence.
    Review = "review_evidence", "managers, owners and internal auditors judge evidence that others collected";
    /// Approve policy, scope, method and objectives.
    ApproveDirection = "approve_direction", "top management approves policy, scope and method";
    /// Approve other documents.
    ApproveDocument = "approve_document", "top management, ISMS managers and control owners approve documents that others wrote";
    /// Approve programmes and changes.
    ApproveWork = "approve_work", "top management, or an ISMS manager who did not write it, approves this";
    /// Take approvals back and documents out of force.
    Withdraw = "withdraw", "top management and ISMS managers take back what was approved";
    /// Plan audits and their programme.
    PlanAudit = "plan_audit", "top management, ISMS managers, internal auditors and, in drafts, consultants plan audits";
    /// Say who audits.
    AssignAuditor = "assign_auditor", "top management and ISMS managers say who audits";
    /// Audit, and write findings.
    ConductAudit = "conduct_audit", "internal auditors of the team of an audit conduct it";
    /// Grade a finding anew, or put another in its place.
    AmendFinding = "amend_finding", "internal auditors of the team of an audit amend its findings before the report";
    /// Delete a finding.
    DeleteFinding = "delete_finding", "nobody deletes findings";
    /// Answer findings and plan what is done about them.
    AnswerFinding = "answer_finding", "ISMS managers and the owners concerned{owners} answer this finding";
    /// Do what one was given to do.
    Work = "work", "ISMS managers and whoever it was given to{owners} do this";
    /// Say whether actions work.
    CheckEffect = "check_effect", "managers, owners and internal auditors who neither owned nor did an action say whether it works";
    /// Close findings.
    CloseFinding = "close_finding", "internal auditors who had no part in the action close findings";
    /// Close nonconformities.
    CloseNonconformity = "close_nonconformity", "managers, owners and internal auditors who had no part in the action close nonconformities";
    /// Close risks, incidents and objectives.
    Close = "close", "top management, ISMS managers and the owner{owners} close this";
    /// Prepare management reviews.
    PrepareReview = "prepare_review", "top management and ISMS managers prepare management reviews";
    /// Decide in management reviews.
    DecideReview = "decide_review", "top management decides in management reviews";
    /// Handle incidents.
    HandleIncident = "handle_incident", "ISMS managers, top management and the owner of this incident{owners} handle it";
    /// Ask for exceptions.
    AskException = "ask_exception", "members with a part in the system ask for exceptions";
    /// Allow exceptions.
    ApproveException = "approve_exception", "top management and, where no duty is excepted, ISMS managers decide on exceptions";
    /// Say something about a record, note a task, or say whether a reported problem is right.
    Comment = "comment", "members with a part in the system comment, note tasks and say whether a reported problem is right";
    /// Live with a reported problem, or grade it otherwise.
    Waive = "waive", "top management and ISMS managers waive or grade reported problems";
    /// Ask to be shown something.
    AskRequest = "ask_request", "internal auditors and ISMS managers ask for what an audit needs";
    /// Say whether an answer is enough.
    SettleRequest = "settle_request", "the auditors of its audit settle a request; an ISMS manager records what the body said";
    /// Record what a certification body sent.
    RecordBody = "record_body", "top management and ISMS managers record what the certification body sent";
    /// Leave with a pack or a copy of records.
    ExportPack = "export_pack", "top management, ISMS managers and auditors of the audit concerned export packs";
    /// Give, change and end memberships.
    Grant = "grant", "keepers, top management and ISMS managers give roles";
    /// Let somebody accept in one's place.
    Delegate = "delegate", "risk owners delegate the acceptance of their own risks";
    /// Say who sees a record.
    Restrict = "restrict", "top management and ISMS managers say who sees a restricted record";
    /// Propose what two persons decide.
    ProposeChange = "propose_change", "top management and ISMS managers propose what two persons decide";
    /// Change the policies, and what they and the law rest on.
    ChangePolicy = "change_policy", "top management and ISMS managers change this, two together";
    /// Take the content of a record away.
    Redact = "redact", "top management and ISMS managers redact, two together";
    /// Keep clients and engagements.
    ServeClient = "serve_client", "top management, ISMS managers and those who do the work keep clients and engagements";
    /// Recommend a certification.
    Recommend = "recommend", "the audit team of the certification body recommends";
    /// Decide on a certificate.
    Certify = "certify", "somebody of the certification body outside the audit team decides on the certificate";
    /// Give a client what the body issues.
    Issue = "issue", "the audit team of the certification body issues its papers";
    /// Let a certification body see something.
    Share = "share", "top management and ISMS managers share records with others outside, such as a certification body";
    /// Note who opened a file.
    LogAccess = "log_access", "the program notes who looked at evidence or opened a file";
    /// Give all that a person answers for to another.
    HandOver = "hand_over", "top management and ISMS managers hand over what a person answers for";
    /// Back up, upgrade and verify the instance.
    Operate = "operate", "whoever runs the machine backs up, upgrades and verifies";
}

impl Deed {
    /// Says whether it binds the organisation: it needs a fresh proof of who one is, and no token does it.
    #[must_use]
    pub fn binds(self) -> bool {
        BINDING.contains(&self)
    }
}

/// Deeds that bind the organisation.
const BINDING: &[Deed] = &[
    Deed::AcceptRisk,
    Deed::ApproveDirection,
    Deed::ApproveDocument,
    Deed::ApproveException,
    Deed::ApprovePlan,
    Deed::ApproveSoa,
    Deed::ApproveWork,
    Deed::Certify,
    Deed::ChangePolicy,
    Deed::Close,
    Deed::CloseFinding,
    Deed::CloseNonconformity,
    Deed::Delegate,
    Deed::ExportPack,
    Deed::Grant,
    Deed::Issue,
    Deed::ProposeChange,
    Deed::Redact,
    Deed::Restrict,
    Deed::Share,
];
