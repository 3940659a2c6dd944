//! Gap analyses: how far the organisation is from the standard, item by item.

use crate::field::{part, record};
use crate::values::words;
use crate::{Clause, Date, Decimal, Line, Owner, Prose, RecordId, Ref};

use super::{Evidence, Person};
record! {
    /// How far the organisation is from the standard, item by item.
    GapAnalysis => gap_analyses, "GAP", "gap analysis", "gap analyses", clause "4.4", single false,
    "How far the organisation is from the standard: each clause item and each control, one by one.";
    title: Line, Form "Title", "What the analysis is called.";
    depth: Option<GapDepth>, Form "Depth", "Quick, or full.";
    by: Vec<Ref<Person>>, Form "By", "Who assesses.";
    follows: Option<Ref<GapAnalysis>>, Form "Follows", "The analysis before, with which it is compared.";
    started_on: Option<Date>, Form "Started on", "The first day.";
    done_on: Option<Date>, Form "Done on", "The last day.";
    summary: Prose, Form "Summary", "What it comes to.";
    entries: Vec<GapEntry>, Form "Entries", "Clause items and controls, each with its gap.";
}

words! {
    /// How deep an analysis goes.
    GapDepth {
        /// Thirty questions.
        Quick = "quick",
        /// Each clause item and each control.
        Full = "full",
    }
}

part! {
    /// One clause item or control; quoted with its analysis: `GAP-1 6.1.2 c)`.
    GapEntry;
    criterion: Option<Clause>, "Criterion", "The clause item or the control: 6.1.2 c), A.8.13.";
    state: Option<GapState>, "State", "Met, partly met, not met, or not applicable.";
    maturity: Option<u32>, "Maturity", "0 nothing, 1 by chance, 2 repeated, 3 written down, 4 measured, 5 improved.";
    gap: Prose, "Gap", "What is missing.";
    seen: Prose, "Seen", "What was seen that speaks for the state.";
    evidence: Vec<Ref<Evidence>>, "Evidence", "What shows it.";
    effort_days: Option<Decimal>, "Effort", "How many days of work close the gap.";
    owner: Option<Owner>, "Owner", "Who closes it.";
    follow_up: Vec<RecordId>, "Follow-up", "Records that deal with it.";
    from: Vec<RecordId>, "Answered from", "Records that the state was taken from.";
}

words! {
    /// How far one criterion is met.
    GapState {
        /// All that is asked is there.
        Met = "met" | "yes" | "conforms",
        /// Part of it is there.
        Partly = "partly" | "partial" | "partly met",
        /// Nothing is there.
        NotMet = "not met" | "no" | "missing",
        /// It is not asked of us.
        NotApplicable = "not applicable" | "n/a" | "na",
    }
}

impl GapAnalysis {
    /// Returns the entry of a criterion.
    #[must_use]
    pub fn entry(&self, criterion: &Clause) -> Option<&GapEntry> {
        self.entries.iter().find(|entry| entry.criterion.as_ref() == Some(criterion))
    }
}

impl GapEntry {
    /// Says whether something is missing.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        match self.state {
            Some(GapState::Partly | GapState::NotMet) => true,
            Some(GapState::Met | GapState::NotApplicable) | None => false,
        }
    }
}
