//! Audits: what the pages of their records show beside their fields.

pub mod coverage;
mod independence;
