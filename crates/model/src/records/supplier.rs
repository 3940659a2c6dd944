//! Suppliers: who works for us or sells us services.

use crate::element::element;
use crate::field::record;
use crate::values::words;
use crate::{Date, ElementRef, InScope, Line, Owner, Prose, YesNo};

use super::Criticality;
record! {
    /// A company or person that sells us something that matters to security.
    Supplier => suppliers, "SUP", "supplier", "suppliers", clause "A.5.19", single false,
    "A company that sells us services or goods that security hangs on.";
    title: Line, Form "Name", "What the supplier is called.";
    kind: Option<SupplierKind>, Form "Kind", "Cloud service or other.";
    services: Vec<SupplierService>, Form "Services", "What kinds of service it gives.";
    description: Prose, Form "Description", "What exactly we use.";
    responsibility_split: Prose, Form "Who does what", "Which duties are the supplier's and which are ours.";
    exit_arrangement: Prose, Form "Exit", "How we would leave: data back, deletion, replacement.";
    sees_confidential: Option<YesNo>, Form "Sees confidential information", "Whether confidential information is within its reach.";
    reviewed_on: Option<Date>, Form "Reviewed on", "When its security was last looked at.";
    owner: Option<Owner>, Form "Owner", "Who answers for it.";
    in_scope: InScope, Form "In scope", "Whether it belongs to the scope: in, or out with the reason (4.3).";
    criticality: Option<Criticality>, Form "Criticality", "How much hangs on it.";
    depends_on: Vec<ElementRef>, Form "Depends on", "What it needs to work: units, sites, processes, assets, suppliers.";
    changed_on: Option<Date>, Form "Changed on", "When it last changed in a way that matters to risks.";
    retired_on: Option<Date>, Form "Retired on", "When it was taken out of use.";
    no_risk_because: Prose, Form "No risk because", "Why no risk needs to look at it.";
}

words! {
    /// What a supplier is.
    SupplierKind {
        /// Sells a cloud service.
        Cloud = "cloud" | "saas" | "iaas" | "paas",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// What kind of service a supplier gives.
    SupplierService {
        /// Information and communication technology: products or services.
        Ict = "ict" | "it",
        /// Writes software for us.
        OutsourcedDevelopment = "outsourced development" | "outsourced_development" | "development",
        /// Runs systems for us.
        Operation = "operation" | "hosting",
        /// Works on our premises or with our people.
        Staff = "staff" | "consulting",
        /// Anything else.
        Other = "other",
    }
}

element!(Supplier);
