//! Sites: where people work and equipment stands.

use crate::element::element;
use crate::field::record;
use crate::{Date, ElementRef, InScope, Line, Owner, Prose, YesNo};

use super::Criticality;
record! {
    /// A place where people work or equipment stands.
    Site => sites, "SIT", "site", "sites", clause "4.3", single false,
    "An office, a plant, a data centre.";
    title: Line, Form "Name", "What the site is called.";
    address: Prose, Form "Address", "Where it is.";
    secure_area: Option<YesNo>, Form "Secure area", "Whether it has an area that not everybody may enter.";
    own_equipment: Option<YesNo>, Form "Own equipment", "Whether servers, network or supply equipment of ours stand there.";
    owner: Option<Owner>, Form "Owner", "Who answers for it.";
    in_scope: InScope, Form "In scope", "Whether it belongs to the scope: in, or out with the reason (4.3).";
    criticality: Option<Criticality>, Form "Criticality", "How much hangs on it.";
    depends_on: Vec<ElementRef>, Form "Depends on", "What it needs to work: units, sites, processes, assets, suppliers.";
    changed_on: Option<Date>, Form "Changed on", "When it last changed in a way that matters to risks.";
    retired_on: Option<Date>, Form "Retired on", "When it was taken out of use.";
    no_risk_because: Prose, Form "No risk because", "Why no risk needs to look at it.";
}

element!(Site);
