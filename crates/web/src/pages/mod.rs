//! The pages: each file holds address, reading, form and HTML of one.

pub mod assets;
pub mod cells;
pub mod exports;
pub mod me;
pub mod naming;
pub mod readiness;
pub mod risks;
pub mod soa;
pub mod start;
