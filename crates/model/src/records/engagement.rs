//! Engagements: one piece of work for a client, with its team, its days and what was issued.

use uuid::Uuid;

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Decimal, Digest, Line, Prose, Ref};

use super::{Audit, Client, Evidence, Person};
record! {
    /// One piece of work for a client: an audit, or advice.
    Engagement => engagements, "ENG", "engagement", "engagements", clause "9.2", single false,
    "One piece of work for a client: an audit of a certification body, or the advice of a consultancy.";
    title: Line, Form "Title", "What the work is called.";
    client: Option<Ref<Client>>, Form "Client", "For whom.";
    purpose: Option<EngagementPurpose>, Form "Purpose", "Which audit, or advice.";
    lead: Option<Ref<Person>>, Form "Lead", "Who leads the team.";
    team: Vec<Ref<Person>>, Form "Team", "Who works on it beside the lead.";
    from: Option<Date>, Form "From", "The first day.";
    until: Option<Date>, Form "Until", "The last day.";
    scope: Prose, Form "Scope", "What it covers.";
    audit_days: Option<Decimal>, Form "Audit days", "How many days the audit takes in all.";
    time_reasons: Vec<TimeReason>, Form "Reasons for the days", "What made them more or fewer than the table says.";
    audit: Option<Ref<Audit>>, Form "Audit", "The audit in our own records, with papers, samples and findings.";
    state: EngagementState, Operation "State", "Planned, agreed, running, decided or ended.";
    link: Option<EngagementLink>, Operation "Link", "What the client shares with us.";
    key: Line, Operation "Key", "The public key that our papers are signed with; the client compares its fingerprint.";
    issued: Vec<Issued>, Operation "Issued", "What went to the client.";
    recommendation: Prose, Operation "Recommendation", "What the team recommends.";
    recommended_by: Option<Ref<Person>>, Operation "Recommended by", "Who recommended it.";
    decision: Option<CertificationDecision>, Operation "Decision", "What was decided, by others than the team.";
    ended_because: Prose, Operation "Ended because", "Why it ended.";
}

words! {
    /// What the work is for.
    EngagementPurpose {
        /// Stage 1 of an initial certification.
        Stage1 = "stage 1" | "stage1",
        /// Stage 2 of an initial certification.
        Stage2 = "stage 2" | "stage2",
        /// A surveillance audit.
        Surveillance = "surveillance",
        /// A recertification audit.
        Recertification = "recertification",
        /// An audit at short notice, or of a wider scope.
        Special = "special",
        /// An internal audit done for the client.
        InternalAudit = "internal audit",
        /// Advice.
        Advice = "advice" | "consulting",
    }
}

words! {
    /// Where an engagement stands.
    EngagementState default Planned {
        /// It is planned on our side.
        Planned = "planned" | "",
        /// The client shares what it needs.
        Agreed = "agreed",
        /// The work has begun.
        Running = "running",
        /// It was decided on.
        Decided = "decided",
        /// It is over.
        Ended = "ended",
    }
}

part! {
    /// What made the days of an audit more or fewer than the table says (ISO/IEC 27006-1, annex B).
    TimeReason;
    factor: Line, "Factor", "What it is.";
    days: Option<Decimal>, "Days", "How many more; fewer are negative.";
    because: Prose, "Because", "Why it counts here.";
}

part! {
    /// What joins an engagement to the client's records.
    EngagementLink;
    organisation: Option<Uuid>, "Organisation", "The client's records.";
    share: Line, "Share", "What the client calls it.";
    commit: Option<u32>, "Commit", "The commit of the client's records that is seen.";
    leaf: Option<Digest>, "Leaf", "The hash of that commit.";
    on: Option<Date>, "On", "When it was joined.";
    pack: Option<Ref<Evidence>>, "Pack", "The client's pack that was taken in.";
}

words! {
    /// What a certification body gives to its client.
    IssuedKind {
        /// The plan of an audit.
        Plan = "plan",
        /// Something to be shown.
        Request = "request",
        /// A finding.
        Finding = "finding",
        /// The report.
        Report = "report",
        /// The decision on the certificate.
        Decision = "decision",
    }
}

part! {
    /// Something that went to the client.
    Issued;
    kind: Option<IssuedKind>, "Kind", "What it is.";
    title: Line, "Title", "What it is called.";
    digest: Option<Digest>, "Digest", "The hash of its content.";
    on: Option<Date>, "On", "When.";
    by: Option<Ref<Person>>, "By", "Who issued it.";
    there: Line, "There", "What the client's records call it.";
}

part! {
    /// A decision on certification (ISO/IEC 17021-1, 9.5).
    CertificationDecision;
    by: Option<Ref<Person>>, "By", "Who decided; not one of the team.";
    on: Option<Date>, "On", "When.";
    granted: Option<crate::YesNo>, "Granted", "Whether the certificate is given.";
    because: Prose, "Because", "What it rests on.";
}
