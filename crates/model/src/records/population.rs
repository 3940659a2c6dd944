//! Populations: the full list of cases from which a sample is drawn.

use crate::field::record;
use crate::values::words;
use crate::{Date, Digest, Line, Prose, Ref};

use super::{Control, Evidence, Person};
record! {
    /// All cases of a control in a period, with what shows that the list is complete (9.2.2).
    Population => populations, "POP", "population", "populations", clause "9.2.2", single false,
    "The full list of cases of a control in a period, and what shows that none is missing.";
    title: Line, Form "Title", "What the list holds.";
    control: Option<Ref<Control>>, Form "Control", "The control whose cases they are.";
    source: Line, Form "Source", "The system that the list comes from.";
    source_query: Prose, Form "Query", "How the list was made, so that others can make it again.";
    run_by: Option<Ref<Person>>, Form "Made by", "Who made the list.";
    run_on: Option<Date>, Form "Made on", "When.";
    period_start: Option<Date>, Form "Period from", "The first day that it covers.";
    period_end: Option<Date>, Form "Period to", "The last day that it covers.";
    count: Option<u32>, Form "Count", "How many cases the list has.";
    check_total: Option<u32>, Form "Check total", "How many there are by another way of counting.";
    checked: Option<PopulationCheck>, Form "Checked", "Whether all cases were looked at, or a sample.";
    events: Vec<Line>, Form "Cases", "The cases, one a line, in the order of the source.";
    file: Option<Ref<Evidence>>, Form "File", "The list as a file.";
    difference_because: Prose, Operation "Difference because", "Why the check total is another number than the cases of the frozen list.";
    frozen_digest: Digest, Operation "Frozen as", "The digest of the list from which samples were drawn.";
}

words! {
    /// How much of a population was looked at.
    PopulationCheck {
        /// All of it.
        Full = "full" | "all",
        /// A sample.
        Sampled = "sampled" | "sample",
    }
}

impl Population {
    /// Returns the digest of its cases as they stand.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of_content(&self.events)
    }

    /// Says whether the list is shown to be complete: who made it, when and how, and that it counts out.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.source_query.is_empty()
            && self.run_by.is_some()
            && self.run_on.is_some()
            && self.count.is_some()
            && self.count == self.check_total
    }
}
