//! Joint changes: what two persons decide together, the one after the other.

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Digest, Line, Prose, RecordId, Ref};

use super::Person;
record! {
    /// What one person proposes and another one confirms; until then nothing is changed.
    JointChange => joint_changes, "JNT", "joint change", "joint changes", clause "5.3", single false,
    "What two persons decide together: one proposes it, another one confirms it.";
    title: Line, Operation "Title", "What is to change.";
    sort: Option<JointSort>, Operation "What", "How long records are kept, a limit of the duties, or the bytes of a file.";
    record: Option<RecordId>, Operation "Record", "The record that it changes.";
    revision: Option<u32>, Operation "Revision", "The revision of the record on which it was proposed.";
    fields: Vec<JointField>, Operation "Fields", "What would stand in the record.";
    digest: Option<Digest>, Operation "Digest", "Of a redaction: the hash of the bytes that go.";
    because: Prose, Operation "Because", "Why; of a redaction also who asked and by which right.";
    proposed_by: Option<Ref<Person>>, Operation "Proposed by", "Who proposed it.";
    proposed_on: Option<Date>, Operation "Proposed on", "When.";
    state: JointState, Operation "State", "Open, confirmed or withdrawn.";
    decided_by: Option<Ref<Person>>, Operation "Decided by", "Who confirmed or withdrew it.";
    decided_on: Option<Date>, Operation "Decided on", "When.";
    decided_because: Prose, Operation "Decided because", "Why.";
}

part! {
    /// A field of a record as it would stand.
    JointField;
    name: Line, "Field", "The name of the field.";
    before: Prose, "Before", "What stood there when it was proposed.";
    after: Prose, "After", "What would stand there.";
}

words! {
    /// What two persons decide together.
    JointSort {
        /// How long a type of record is kept.
        Retention = "retention",
        /// A limit by which duties are kept apart.
        Duties = "duties" | "duty",
        /// The bytes of a file go; what was recorded of it stays.
        Redaction = "redaction",
    }
}

words! {
    /// Where a joint change stands.
    JointState default Open {
        /// One person proposed it.
        Open = "open" | "proposed" | "",
        /// Another one confirmed it; it holds.
        Confirmed = "confirmed",
        /// It was taken back; nothing changed.
        Withdrawn = "withdrawn",
    }
}

impl JointChange {
    /// Days within which the second person confirms.
    pub const DAYS: i64 = 7;

    /// Returns the last day on which it can be confirmed.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        let proposed = self.proposed_on?;
        Some(proposed.checked_add(jiff::Span::new().days(Self::DAYS)).unwrap_or(proposed))
    }

    /// Says whether it waits for a second person on a day.
    #[must_use]
    pub fn is_open(&self, today: Date) -> bool {
        self.state == JointState::Open && self.last_day().is_none_or(|last| today <= last)
    }

    /// Returns the hash of the bytes that it took away for good.
    #[must_use]
    pub fn redacted(&self) -> Option<&Digest> {
        let is_so = self.state == JointState::Confirmed && self.sort == Some(JointSort::Redaction);
        self.digest.as_ref().filter(|_| is_so)
    }
}
