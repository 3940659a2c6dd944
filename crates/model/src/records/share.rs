//! Shares: what a client lets a certification body see, for how long, and what was read.

use uuid::Uuid;

use crate::field::record;
use crate::values::words;
use crate::{Date, Digest, Line, Prose, RecordId, Ref, YesNo};

use super::{EngagementPurpose, Person};
record! {
    /// What we let a certification body see: a frozen view, for named auditors and a while.
    Share => shares, "SHR", "share", "shares", clause "9.2.2", single false,
    "What a certification body may see: a frozen view for named auditors, for a while.";
    title: Line, Form "Title", "What it is called.";
    body: Line, Form "Body", "The certification body.";
    body_organisation: Option<Uuid>, Operation "Body's organisation", "The body's records, where they lie on the same instance.";
    body_key: Line, Operation "Body's key", "The public key by which the body's papers are known; people compare its fingerprint.";
    engagement: Line, Operation "Engagement", "What the body calls the work.";
    purpose: Option<EngagementPurpose>, Form "Purpose", "Which audit it is for.";
    team: Vec<Ref<Person>>, Operation "Team", "The auditors who see it.";
    from: Option<Date>, Form "From", "The first day on which they see it.";
    until: Option<Date>, Form "Until", "The last day on which they see it.";
    kinds: Vec<Line>, Form "Kinds", "The kinds of records that are shared; all that is not restricted where none is named.";
    records: Vec<RecordId>, Form "Records", "Single records that are shared beside them.";
    files: Option<YesNo>, Form "Files", "Whether the files of evidence and documents are shared too.";
    state: ShareState, Operation "State", "Prepared, open or closed.";
    commit: Option<u32>, Operation "Commit", "The commit at which the view is frozen.";
    leaf: Option<Digest>, Operation "Leaf", "The hash of that commit.";
    opened_by: Option<Ref<Person>>, Operation "Opened by", "Who opened it.";
    opened_on: Option<Date>, Operation "Opened on", "When.";
    closed_on: Option<Date>, Operation "Closed on", "When it ended.";
    closed_because: Prose, Operation "Closed because", "Why it ended.";
}

words! {
    /// Where a share stands.
    ShareState default Prepared {
        /// Nobody sees it yet.
        Prepared = "prepared" | "",
        /// The auditors see it.
        Open = "open",
        /// It is over.
        Closed = "closed",
    }
}

impl Share {
    /// Says whether the auditors see it on a day.
    #[must_use]
    pub fn is_open(&self, today: Date) -> bool {
        self.state == ShareState::Open
            && self.from.is_none_or(|from| from <= today)
            && self.until.is_none_or(|until| until >= today)
    }
}
