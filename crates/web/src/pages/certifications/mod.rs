//! Certifications: the dates, the conditions of the body, its audits and what they found, and what comes next.

mod audits;
pub mod certification;
mod conditions;
mod dates;
mod next;
