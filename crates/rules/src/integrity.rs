//! Facts about ledger and files, found out by who may read them, and handed to the rules as one value.

use model::{Date, RecordId, YesNo};

/// What is known about ledger and files today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Integrity {
    /// What does not verify in the chain; empty where all does.
    pub chain: Vec<String>,
    /// Files that are not what their records say.
    pub files: Vec<FileFault>,
    /// The number of the newest commit, where it was looked up.
    pub commits: Option<u64>,
    /// What holders keep of the history; empty where nobody is known to keep anything.
    pub anchors: Vec<Anchor>,
    /// Backups and what became of them; nothing where nobody keeps count of them.
    pub backups: Option<Vec<Backup>>,
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

/// A head of the history that a holder keeps, and what the present history says at that place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// When it was given to the holder.
    pub on: Date,
    /// Who keeps it.
    pub holder: String,
    /// Whether it is kept outside this installation.
    pub external: YesNo,
    /// The number of the entry that it names.
    pub sequence: u64,
    /// The root that it names.
    pub root: String,
    /// The root of the present history at that entry; nothing where it does not reach so far.
    pub present: Option<String>,
}

impl Anchor {
    /// Says whether the present history contains what the holder keeps.
    #[must_use]
    pub fn is_contained(&self) -> bool {
        self.present.as_ref() == Some(&self.root)
    }
}

/// A backup of the records, and whether it was seen to come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// When it was taken.
    pub taken_on: Date,
    /// When it was restored beside.
    pub restored_on: Option<Date>,
    /// Whether what came back verified.
    pub verified: YesNo,
}
