//! The pages: each file holds address, reading, form and HTML of one.

pub mod cells;
pub mod me;
pub mod naming;
pub mod readiness;
pub mod soa;
pub mod start;
