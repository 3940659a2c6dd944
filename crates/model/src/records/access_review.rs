//! Access reviews: somebody looks who may do what in a system.

use crate::field::record;
use crate::{Date, Line, Prose, Ref};

use super::{Asset, Evidence, Person};
record! {
    /// A look at who may do what in a system (A.5.18).
    AccessReview => access_reviews, "ARV", "access review", "access reviews", clause "A.5.18", single false,
    "A look at who may do what in a system, and whether that is still right.";
    title: Line, Form "Title", "What is reviewed.";
    system: Option<Ref<Asset>>, Form "System", "The system reviewed.";
    by: Option<Ref<Person>>, Form "By", "Who reviewed it.";
    done_on: Option<Date>, Form "Done on", "When.";
    covered_accounts: Option<u32>, Form "Accounts covered", "How many accounts were looked at.";
    total_accounts: Option<u32>, Form "Accounts in all", "How many accounts the system has.";
    removals: Option<u32>, Form "To be removed", "How many rights were to be taken away.";
    removals_open: Option<u32>, Form "Still to be removed", "How many of them are still there.";
    notes: Prose, Form "Notes", "What was seen.";
    evidence: Vec<Ref<Evidence>>, Form "Evidence", "The list that was looked at, with the decisions.";
}
