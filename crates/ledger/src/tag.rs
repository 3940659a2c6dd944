//! The name that stands before everything that is hashed, so that no hash can be taken for another's.

/// The tag of a format family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag(pub(crate) &'static str);

/// The tag of every log that this program writes or reads.
pub(crate) const PLUMBLINE: Tag = Tag("plumbline");

/// The tag of the published example values.
#[cfg(test)]
pub(crate) const EXAMPLE: Tag = Tag("example.org");
