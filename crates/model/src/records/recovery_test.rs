//! Recovery tests: whether what was saved comes back, and how fast.

use crate::field::record;
use crate::values::words;
use crate::{Date, Decimal, Line, Owner, Prose, RecordId, Ref};

use super::{Asset, Evidence};
record! {
    /// A try whether what was saved, or a whole system, comes back (A.8.13, A.5.30).
    RecoveryTest => recovery_tests, "RCT", "recovery test", "recovery tests", clause "A.8.13", single false,
    "A try whether saved data, or a whole system, really comes back, and how fast.";
    title: Line, Form "Title", "What is tried.";
    kind: Option<RecoveryKind>, Form "Kind", "Restore of saved data, or recovery of the whole system.";
    system: Option<Ref<Asset>>, Form "System", "The system concerned.";
    on: Option<Date>, Form "On", "When.";
    by: Option<Owner>, Form "By", "Who tried it.";
    result: Option<RecoveryResult>, Form "Result", "Ok or failed.";
    actual_hours: Option<Decimal>, Form "Took hours", "How many hours it took until all was back.";
    verified: Prose, Form "Checked by", "How it was checked that what came back is whole.";
    notes: Prose, Form "Notes", "What was seen.";
    action: Option<RecordId>, Form "Action", "What was begun because of it.";
    evidence: Vec<Ref<Evidence>>, Form "Evidence", "What shows it.";
}

words! {
    /// What is tried.
    RecoveryKind {
        /// Saved data comes back.
        Restore = "restore" | "backup",
        /// The whole system comes back.
        Recovery = "recovery" | "disaster recovery",
    }
}

words! {
    /// What the try came to.
    RecoveryResult {
        /// All came back.
        Ok = "ok" | "passed",
        /// It did not.
        Failed = "failed",
    }
}
