//! Processes: what is done here again and again.

use crate::element::element;
use crate::field::record;
use crate::values::words;
use crate::{Date, ElementRef, InScope, Line, Owner, Prose, Ref};

use super::{Control, Criticality, Document, Supplier};
record! {
    /// Something that is done again and again.
    Process => processes, "PRC", "process", "processes", clause "4.4", single false,
    "A chain of work with input and output: of the business, or of the management system itself.";
    title: Line, Form "Name", "What the process is called.";
    kind: Option<ProcessKind>, Form "Kind", "Of the business, or of the management system.";
    description: Prose, Form "Description", "What is done, from what to what.";
    inputs: Prose, Form "Inputs", "What goes in.";
    outputs: Prose, Form "Outputs", "What comes out.";
    criteria: Prose, Form "Criteria", "How one sees that it runs as meant (8.1).";
    outsourced_to: Vec<Ref<Supplier>>, Form "Outsourced to", "Suppliers who run it for us.";
    controls: Vec<Ref<Control>>, Form "Controls", "Controls that govern it.";
    documents: Vec<Ref<Document>>, Form "Documents", "Documents that describe it.";
    related: Vec<Ref<Process>>, Form "Related", "Processes it hands over to or takes from.";
    owner: Option<Owner>, Form "Owner", "Who answers for it.";
    in_scope: InScope, Form "In scope", "Whether it belongs to the scope: in, or out with the reason (4.3).";
    criticality: Option<Criticality>, Form "Criticality", "How much hangs on it.";
    depends_on: Vec<ElementRef>, Form "Depends on", "What it needs to work: units, sites, processes, assets, suppliers.";
    changed_on: Option<Date>, Form "Changed on", "When it last changed in a way that matters to risks.";
    retired_on: Option<Date>, Form "Retired on", "When it was taken out of use.";
    no_risk_because: Prose, Form "No risk because", "Why no risk needs to look at it.";
}

words! {
    /// Whose process it is.
    ProcessKind {
        /// Of the business; an element of the scope.
        Business = "business",
        /// Of the management system itself; never an element of the scope.
        Isms = "management system" | "isms",
    }
}

element!(Process);
