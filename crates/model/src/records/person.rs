//! People: who works here or for us.

use uuid::Uuid;

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Line, Prose, Ref, YesNo};

use super::{Client, Evidence};
record! {
    /// Somebody who works here or for us.
    Person => people, "PER", "person", "people", clause "7.2", single false,
    "Somebody who works here, for us, or decides about us.";
    title: Line, Form "Name", "The person's name.";
    uuid: Uuid, Operation "Uuid", "What the ledger calls this person.";
    email: Line, Form "E-mail", "Where the person is reached.";
    job: Line, Form "Job", "What the person does here.";
    kind: Option<PersonKind>, Form "Kind", "Top management, employee, contractor or outside.";
    in_scope: Option<YesNo>, Form "In scope", "Whether the person works inside the scope.";
    joined_on: Option<Date>, Form "Joined on", "The first day here.";
    left_on: Option<Date>, Form "Left on", "The last day here.";
    works_remotely: Option<YesNo>, Form "Works remotely", "Whether the person works away from the sites.";
    develops: Option<YesNo>, Form "Develops", "Whether the person writes software.";
    sees_confidential: Option<YesNo>, Form "Sees confidential information", "Whether confidential information is within reach.";
    screened_on: Option<Date>, Form "Screened on", "When the background was checked.";
    advised_until: Option<Date>, Form "Advised until", "The last day the person advised this organisation.";
    internal_audit_until: Option<Date>, Form "Internal audit until", "The last day of internal auditing here.";
    conflicts: Vec<Conflict>, Form "Conflicts", "Clients whom the person must not audit or decide about, and why (ISO/IEC 17021-1, 5.2).";
    competences: Vec<CompetenceRecord>, Form "Competences", "What the person knows or can do, and what shows it (7.2 d).";
}

part! {
    /// Something that a person knows or can do, and what shows it (7.2 d).
    CompetenceRecord;
    competence: Line, "Competence", "What the person knows or can do.";
    proof: Line, "Proof", "The certificate, course or years of work that show it.";
    evidence: Option<Ref<Evidence>>, "Evidence", "The file that shows it.";
    valid_until: Option<Date>, "Valid until", "The last day on which the proof counts.";
}

part! {
    /// What keeps a person from auditing a client or deciding about it (ISO/IEC 17021-1, 5.2).
    Conflict;
    client: Option<Ref<Client>>, "Client", "The client.";
    what: Prose, "What", "Advice, employment, money or family.";
    until: Option<Date>, "Until", "The last day on which it counts.";
}

words! {
    /// How a person belongs to the organisation.
    PersonKind {
        /// Directs and controls at the highest level.
        TopManagement = "top management" | "top_management" | "management",
        /// Employed.
        Employee = "employee" | "staff",
        /// Works under contract.
        Contractor = "contractor" | "freelancer",
        /// Neither: an adviser, an auditor, somebody at a supplier.
        Outside = "outside" | "external",
    }
}

impl Person {
    /// Says whether the person works here on that day.
    #[must_use]
    pub fn is_active(&self, today: Date) -> bool {
        self.joined_on.is_none_or(|joined| joined <= today) && self.left_on.is_none_or(|left| left > today)
    }
}
