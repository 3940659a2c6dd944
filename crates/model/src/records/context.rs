//! The context: whether climate change matters here, and who tells whom what.

use crate::field::{part, record};
use crate::{Date, Line, Owner, Prose, RecordId, YesNo};
record! {
    /// What was decided about the context as a whole.
    Context => context, "CTX", "context", "context", clause "4.1", single true,
    "What was decided about the surroundings of the organisation as a whole.";
    title: Line, Form "Title", "What the context is called.";
    climate_relevant: Option<YesNo>, Form "Climate change matters", "Whether climate change is a relevant issue (Amendment 1 of 2024).";
    climate_because: Prose, Form "Because", "Why it does or does not matter.";
    climate_decided_on: Option<Date>, Form "Decided on", "When that was decided.";
    climate_leads_to: Vec<RecordId>, Form "Leads to", "Issues, obligations, risks or suppliers that follow from it.";
    communications: Vec<Communication>, Form "Communication", "Who tells whom what, when and how (7.4).";
}

part! {
    /// Something that is told again and again (7.4).
    Communication;
    what: Line, "What", "What is told (7.4 a).";
    when: Line, "When", "When, or how often (7.4 b).";
    with_whom: Line, "With whom", "To whom, inside and outside (7.4 c).";
    how: Line, "How", "By which way (7.4 d).";
    by: Option<Owner>, "By", "Who tells it.";
}
