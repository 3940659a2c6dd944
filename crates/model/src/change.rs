//! What happens to one record in a commit.

/// What happens to a record; stands in the meta line of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// It is new.
    Create,
    /// It is another from now on.
    Update,
    /// It is gone; its history stays.
    Delete,
}

impl Verb {
    /// Returns the word in the meta line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}
