//! The context: whether climate change matters here.

use crate::field::record;
use crate::{Date, Line, Prose, RecordId, YesNo};
record! {
    /// What was decided about the context as a whole.
    Context => context, "CTX", "context", "context", clause "4.1", single true,
    "What was decided about the surroundings of the organisation as a whole.";
    title: Line, Form "Title", "What the context is called.";
    climate_relevant: Option<YesNo>, Form "Climate change matters", "Whether climate change is a relevant issue (Amendment 1 of 2024).";
    climate_because: Prose, Form "Because", "Why it does or does not matter.";
    climate_decided_on: Option<Date>, Form "Decided on", "When that was decided.";
    climate_leads_to: Vec<RecordId>, Form "Leads to", "Issues, obligations, risks or suppliers that follow from it.";
}
