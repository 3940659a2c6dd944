//! Roles: duties, and who holds them.

use crate::field::{part, record};
use crate::values::words;
use crate::{Line, Prose, Ref};

use super::Person;
record! {
    /// Duties that one person holds.
    Role => roles, "ROL", "role", "roles", clause "5.3", single false,
    "A set of duties, and the person who holds them.";
    title: Line, Form "Title", "What the role is called.";
    holder: Option<Ref<Person>>, Form "Holder", "The person who holds it.";
    deputy: Option<Ref<Person>>, Form "Deputy", "Who stands in.";
    duties: Vec<Duty>, Form "Duties", "What the role answers for in the management system.";
    description: Prose, Form "Description", "The duties in words.";
    competences: Vec<CompetenceNeed>, Form "Needs", "What its holder has to know and to be able to do (7.2 a).";
}

part! {
    /// Something that the holder of a role has to know or to be able to do (7.2 a).
    CompetenceNeed;
    competence: Line, "Competence", "What has to be known or done.";
    shown_by: Line, "Shown by", "What counts as proof.";
}

words! {
    /// What a role answers for in the management system (5.3).
    Duty {
        /// Sees that the management system conforms to the standard (5.3 a).
        Conformity = "conformity",
        /// Reports on its performance to top management (5.3 b).
        Reporting = "reporting",
        /// Audits from inside.
        InternalAudit = "internal audit" | "internal_audit",
        /// Looks after risks as a whole.
        Risk = "risk management" | "risk",
        /// Handles incidents.
        Incident = "incident handling" | "incident",
        /// Looks after suppliers.
        Supplier = "supplier management" | "supplier",
        /// Another duty, described in words.
        Other = "other",
    }
}
