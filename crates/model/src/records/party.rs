//! Interested parties: who has a say.

use crate::field::record;
use crate::{Line, Prose, YesNo};
record! {
    /// Somebody who has a say about the management system.
    Party => parties, "PTY", "interested party", "interested parties", clause "4.2", single false,
    "Somebody who expects something of our security: customers, regulators, staff, owners.";
    title: Line, Form "Name", "Who it is.";
    relevant: Option<YesNo>, Form "Relevant", "Whether the party matters to the management system.";
    description: Prose, Form "Description", "What the party cares about, or why it does not matter.";
}
