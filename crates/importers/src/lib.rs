//! Outside files in: bytes to operations and diagnostics.

pub mod archive;
pub mod ciso_assistant;
pub mod csv;
pub mod header;
pub mod headings;
pub mod json;
pub mod limits;
pub mod map;
pub mod markdown;
pub mod open;
pub mod plan;
pub mod problem;
pub mod sheet;
pub mod values;
pub mod xlsx;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod registers_tests;

pub use limits::Limits;
pub use open::{Source, open};
pub use problem::{Place, Problem, Problems};
pub use sheet::{Cell, Column, Row, Sheet, Value, Workbook};
