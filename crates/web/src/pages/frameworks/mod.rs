//! Other frameworks on the same controls: what is met, in part, not, and by which edges.

pub mod framework;
pub mod list;

/// The address.
const HERE: &str = "/frameworks";
