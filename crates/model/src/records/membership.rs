//! Memberships: who may do what here.

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, DateTime, Line, Prose, Ref, YesNo};

use super::{Person, Risk};
record! {
    /// What a person may do in this organisation, and from when to when.
    Membership => memberships, "MEM", "membership", "memberships", clause "5.3", single false,
    "What a person may do here: the roles that duties are kept apart by.";
    title: Line, Operation "Title", "The person and the roles, in a few words.";
    person: Option<Ref<Person>>, Operation "Person", "Who it is.";
    roles: Vec<MemberRole>, Operation "Roles", "What the person is here.";
    keeps: Option<YesNo>, Operation "Keeps the organisation", "Whether the person gives roles that only keepers give, and cannot be the last one to go.";
    since: Option<Date>, Operation "Since", "The first day on which it holds.";
    until: Option<Date>, Operation "Until", "The last day on which it holds.";
    granted_by: Option<Ref<Person>>, Operation "Granted by", "Who gave it.";
    ended_because: Prose, Operation "Ended because", "Why it ended.";
    let_in_until: Option<DateTime>, Operation "Let in until", "Of who runs the machine and is let in for a few hours: the minute, in UTC, at which that ends.";
    delegations: Vec<Delegation>, Operation "Delegations", "Risks that the person may accept in the place of their owners.";
}

part! {
    /// Risks that somebody may accept in the place of their owner.
    Delegation;
    from: Option<Ref<Person>>, "From", "The owner of the risks.";
    risks: Vec<Ref<Risk>>, "Risks", "Which ones.";
    until: Option<Date>, "Until", "The last day.";
}

words! {
    /// What a person is in an organisation.
    MemberRole {
        /// Directs it at the highest level: approves, accepts, reviews.
        TopManagement = "top management",
        /// Runs the management system.
        IsmsManager = "isms manager" | "manager" | "security lead",
        /// Answers for risks.
        RiskOwner = "risk owner",
        /// Answers for controls, processes and assets.
        ControlOwner = "control owner",
        /// Audits it from inside.
        InternalAuditor = "internal auditor",
        /// Audits it for a certification body.
        CertificationAuditor = "certification auditor",
        /// Advises and prepares; decides nothing.
        Consultant = "consultant",
        /// Reads, acknowledges and reports events.
        Viewer = "viewer" | "staff",
    }
}

impl Membership {
    /// Says whether it holds on a day.
    #[must_use]
    pub fn is_in_force(&self, today: Date) -> bool {
        self.since.is_none_or(|since| since <= today) && self.until.is_none_or(|until| until >= today)
    }

    /// Says whether it lets somebody in who runs the machine, for a few hours.
    #[must_use]
    pub fn is_let_in(&self) -> bool {
        self.let_in_until.is_some()
    }

    /// Says whether it is over at a moment (UTC), on a day on which it would hold.
    #[must_use]
    pub fn is_over(&self, now: DateTime) -> bool {
        self.let_in_until.is_some_and(|until| until <= now)
    }

    /// Says whether the person is one of those who keep the organisation.
    #[must_use]
    pub fn is_keeper(&self) -> bool {
        self.keeps == Some(YesNo::Yes)
    }
}
