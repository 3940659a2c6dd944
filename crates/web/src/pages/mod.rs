//! The pages: each file holds address, reading, form and HTML of one.

pub mod me;
pub mod start;
