//! Production changes: what changed in systems in use.

use crate::field::record;
use crate::{Date, Line, Owner, Ref};

use super::{Asset, PlannedChange};
record! {
    /// A change of a system in use, as the system's own list tells it (A.8.32).
    ProductionChange => production_changes, "PCH", "production change", "production changes", clause "A.8.32", single false,
    "A change of a system in use, as its own list of changes tells it.";
    title: Line, Form "Title", "What was changed.";
    system: Option<Ref<Asset>>, Form "System", "The system.";
    on: Option<Date>, Form "On", "When.";
    by: Option<Owner>, Form "By", "Who changed it.";
    reference: Line, Form "Reference", "The number of the ticket, release or request.";
    change: Option<Ref<PlannedChange>>, Form "Planned change", "The approved change behind it.";
}
