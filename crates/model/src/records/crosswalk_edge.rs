//! Crosswalk edges of one's own: what of one framework meets what of another.

use crate::field::record;
use crate::values::words;
use crate::{Line, Prose, RecordId, Ref};

use super::Obligation;
record! {
    /// What of ours, or of one framework, meets what of another.
    CrosswalkEdge => crosswalk_edges, "MAP", "crosswalk edge", "crosswalk edges", clause "4.2", single false,
    "A line of our own between two frameworks: what meets what, and how far.";
    title: Line, Form "Title", "What the line says, in a few words.";
    from: Option<RecordId>, Form "From", "The control, document or process that meets it.";
    to: Option<Ref<Obligation>>, Form "To", "The obligation that is met.";
    framework: Line, Form "Framework", "The other framework.";
    reference: Line, Form "Reference", "The number in the other framework.";
    strength: Option<EdgeStrength>, Form "Strength", "Full or partial.";
    residual: Prose, Form "Not covered", "What is left where it is partial.";
    residual_met_by: Vec<RecordId>, Form "Left part met by", "What meets the rest.";
    because: Prose, Form "Because", "Why the two match.";
}

words! {
    /// How far one requirement covers another.
    EdgeStrength {
        /// Whoever meets one meets the other.
        Full = "full" | "equal" | "superset",
        /// Part of the other is left.
        Partial = "partial" | "subset" | "intersects",
    }
}
