//! Facts about ledger and files, found out by who may read them, and handed to the rules as one value.

use model::RecordId;

/// What is known about ledger and files today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Integrity {
    /// What does not verify in the chain; empty where all does.
    pub chain: Vec<String>,
    /// Files that are not what their records say.
    pub files: Vec<FileFault>,
}

/// A file that is not what its record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFault {
    /// The record that names it.
    pub record: RecordId,
    /// The digest in the record.
    pub recorded: String,
    /// The digest of the bytes; nothing where the file is gone.
    pub found: Option<String>,
}
