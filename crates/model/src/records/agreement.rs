//! Agreements: what was signed with suppliers, people and insurers.

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Line, RecordId, Ref};

use super::Control;
record! {
    /// Something signed with a supplier, a person or an insurer.
    Agreement => agreements, "AGR", "agreement", "agreements", clause "A.5.20", single false,
    "A contract: with a supplier, about confidentiality, or an insurance.";
    title: Line, Form "Title", "What the agreement is called.";
    with: Option<RecordId>, Form "With", "The supplier or person on the other side.";
    kind: Option<AgreementKind>, Form "Kind", "Supplier, confidentiality or insurance.";
    clauses: Vec<Clause>, Form "Clauses", "What it says about security, each with the control that it asks for.";
    signed_on: Option<Date>, Form "Signed on", "When it was signed.";
    expires_on: Option<Date>, Form "Expires on", "When it ends by itself.";
}

words! {
    /// What an agreement is about.
    AgreementKind {
        /// With a supplier.
        Supplier = "supplier",
        /// About keeping secrets.
        Confidentiality = "confidentiality" | "nda",
        /// An insurance.
        Insurance = "insurance",
    }
}

part! {
    /// What an agreement says about security.
    Clause;
    text: Line, "Text", "What it says, in a sentence.";
    control: Option<Ref<Control>>, "Control", "The control that it asks for.";
}

impl Agreement {
    /// Says whether it is signed and has not ended on that day.
    #[must_use]
    pub fn is_in_force(&self, today: Date) -> bool {
        self.signed_on.is_some_and(|signed| signed <= today)
            && self.expires_on.is_none_or(|ends| ends >= today)
    }
}
