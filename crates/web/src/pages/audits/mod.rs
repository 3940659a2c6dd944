//! Audits: the page of one, and what the pages of their records show beside their fields.

pub mod audit;
mod checklist;
pub mod coverage;
mod independence;
pub mod programme;
