//! Units: parts of the organisation.

use crate::element::element;
use crate::field::record;
use crate::{Date, ElementRef, InScope, Line, Owner, Prose};

use super::Criticality;
record! {
    /// A part of the organisation.
    Unit => units, "UNT", "unit", "units", clause "4.3", single false,
    "A department, team or legal entity.";
    title: Line, Form "Name", "What the unit is called.";
    description: Prose, Form "Description", "What the unit does.";
    owner: Option<Owner>, Form "Owner", "Who answers for it.";
    in_scope: InScope, Form "In scope", "Whether it belongs to the scope: in, or out with the reason (4.3).";
    criticality: Option<Criticality>, Form "Criticality", "How much hangs on it.";
    depends_on: Vec<ElementRef>, Form "Depends on", "What it needs to work: units, sites, processes, assets, suppliers.";
    changed_on: Option<Date>, Form "Changed on", "When it last changed in a way that matters to risks.";
    retired_on: Option<Date>, Form "Retired on", "When it was taken out of use.";
    no_risk_because: Prose, Form "No risk because", "Why no risk needs to look at it.";
}

element!(Unit);
