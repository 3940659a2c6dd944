//! Retention rules: how long records are kept, and who may see them.

use crate::field::record;
use crate::{Line, Owner, Prose};
record! {
    /// How long a type of record is kept, where, and who may see it (7.5.3, A.5.33).
    RetentionRule => retention_rules, "RET", "retention rule", "retention rules", clause "7.5.3", single false,
    "How long a type of record is kept, where, and who may see it.";
    title: Line, Form "Type of record", "What is kept: logs, contracts, training records.";
    owner: Option<Owner>, Form "Owner", "Who answers for it.";
    kept_at: Line, Form "Kept at", "Where it lies.";
    retention: Line, Form "Retention", "How long it is kept, from when.";
    because: Prose, Form "Because", "The law, contract or need behind it.";
    access_rule: Prose, Form "Access", "Who may see, change and delete it.";
    disposal: Prose, Form "Disposal", "How it is destroyed.";
}
