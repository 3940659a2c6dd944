//! File accesses: what somebody from outside opened.

use crate::field::record;
use crate::{Digest, Line, RecordId, Ref};

use super::{Person, Share};
record! {
    /// Somebody from outside opened a file of ours.
    FileAccess => file_accesses, "ACS", "file access", "file accesses", clause "9.2.2", single false,
    "Somebody from outside opened a file: who and which.";
    title: Line, Operation "Title", "Who opened what.";
    share: Option<Ref<Share>>, Operation "Share", "By which share.";
    person: Option<Ref<Person>>, Operation "Person", "Who opened it.";
    record: Option<RecordId>, Operation "Record", "The evidence or document.";
    digest: Option<Digest>, Operation "Digest", "The hash of the bytes that were opened.";
}
