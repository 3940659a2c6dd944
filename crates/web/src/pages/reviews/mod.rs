//! Management reviews: what lies on the table, who came, what was decided.

mod agenda;
mod decisions;
pub mod papers;
pub mod review;
