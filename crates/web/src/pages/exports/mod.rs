//! Exports: the statement and every register as files, each with the digest of its bytes.

pub mod archive;
pub mod file;
pub mod list;

/// The entry in the rail.
const HERE: &str = "/exports";
