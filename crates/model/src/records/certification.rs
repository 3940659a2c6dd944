//! Certifications: application, certificate, and what became of it.

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Line, Prose, RecordId, Ref};

use super::{Audit, Evidence, Process, Site};
record! {
    /// The way to one certificate, and its life: what the body decided, in its words and with its letters.
    Certification => certifications, "CRT", "certification", "certifications", clause "9.2", single false,
    "An application to a certification body, the certificate, and what became of it.";
    title: Line, Form "Title", "What it is called: the body and the year.";
    body: Line, Form "Certification body", "Who certifies.";
    accreditation: Line, Form "Accreditation", "Who accredited the body, and under which number.";
    certificate: Line, Form "Certificate", "The number of the certificate.";
    follows: Option<Ref<Certification>>, Form "Follows", "The certification before, at recertification or transfer.";
    audit: Option<Ref<Audit>>, Form "Audit", "The audit that the decision rests on.";
    scope_wording: Prose, Form "Scope on the certificate", "The words of the scope on the certificate.";
    sites: Vec<Ref<Site>>, Form "Sites", "Sites that it names.";
    processes: Vec<Ref<Process>>, Form "Processes", "Processes that it names.";
    services: Vec<Line>, Form "Services", "Services that it names.";
    persons: Option<u32>, Form "People", "The number of people that the audit days rest on.";
    soa_version: Option<u32>, Form "SoA version", "The version of the statement of applicability that it names.";
    state: CertificationState, Operation "State", "Preparing, applied, granted, suspended, restored, reduced, withdrawn, expired or transferred.";
    sent_on: Option<Date>, Operation "Applied on", "When the application went out.";
    decided_on: Option<Date>, Operation "Decided on", "When the body decided.";
    decided_by: Line, Operation "Decided by", "Who decided at the body; not an auditor of the audit.";
    expires_on: Option<Date>, Operation "Expires on", "The last day of the certificate.";
    events: Vec<CertificationEvent>, Operation "Events", "What became of it, with the body's letters.";
    received: Vec<ReceivedPaper>, Operation "Received", "What came from the body, each with its letter.";
}

words! {
    /// Where a certification stands.
    CertificationState default Preparing {
        /// Nothing was sent yet.
        Preparing = "preparing" | "",
        /// The application is with the body.
        Applied = "applied",
        /// The certificate holds.
        Granted = "granted" | "certified",
        /// The certificate rests.
        Suspended = "suspended",
        /// It holds again.
        Restored = "restored",
        /// It holds for less than before.
        Reduced = "reduced",
        /// The body took it back, or it was given back.
        Withdrawn = "withdrawn",
        /// Its last day is over.
        Expired = "expired",
        /// Another body took it over.
        Transferred = "transferred",
    }
}

impl CertificationState {
    /// Says whether the certificate holds.
    #[must_use]
    pub fn is_valid(self) -> bool {
        match self {
            Self::Granted | Self::Restored | Self::Reduced => true,
            Self::Preparing
            | Self::Applied
            | Self::Suspended
            | Self::Withdrawn
            | Self::Expired
            | Self::Transferred => false,
        }
    }

    /// Says whether a certificate was given, whatever became of it.
    #[must_use]
    pub fn was_granted(self) -> bool {
        match self {
            Self::Preparing | Self::Applied => false,
            Self::Granted
            | Self::Suspended
            | Self::Restored
            | Self::Reduced
            | Self::Withdrawn
            | Self::Expired
            | Self::Transferred => true,
        }
    }

    /// Says whether a certificate has ended for good.
    #[must_use]
    pub fn has_ended(self) -> bool {
        match self {
            Self::Withdrawn | Self::Expired | Self::Transferred => true,
            Self::Preparing
            | Self::Applied
            | Self::Granted
            | Self::Suspended
            | Self::Restored
            | Self::Reduced => false,
        }
    }

    /// Says whether a certificate was given and has not ended for good; a suspended one is kept.
    #[must_use]
    pub fn is_kept(self) -> bool {
        self.was_granted() && !self.has_ended()
    }
}

part! {
    /// What became of a certification on a day.
    CertificationEvent;
    state: Option<CertificationState>, "State", "Where it stands since then.";
    on: Option<Date>, "On", "When.";
    because: Prose, "Because", "Why.";
    letter: Option<Ref<Evidence>>, "Letter", "What the body wrote.";
    decided_by: Line, "Decided by", "Who decided at the body.";
    expires_on: Option<Date>, "Expires on", "The last day of the certificate since then.";
    scope: Prose, "Scope", "The words of the scope since then, where they changed.";
}

part! {
    /// Something that came from a body that works elsewhere.
    ReceivedPaper;
    kind: Option<ReceivedKind>, "Kind", "Plan, report, finding, decision or certificate.";
    on: Option<Date>, "On", "When it came.";
    what: Line, "What", "What it is called.";
    letter: Option<Ref<Evidence>>, "Letter", "What the body wrote.";
    about: Vec<RecordId>, "About", "The audit, finding or certification that it tells of.";
}

words! {
    /// What came from the body.
    ReceivedKind {
        /// Who comes when, and looks at what.
        Plan = "plan" | "audit plan",
        /// What an audit came to.
        Report = "report" | "audit report",
        /// Something that its auditors found.
        Finding = "finding",
        /// What it decided about the certificate.
        Decision = "decision",
        /// The certificate.
        Certificate = "certificate",
        /// Anything else.
        Other = "other",
    }
}
