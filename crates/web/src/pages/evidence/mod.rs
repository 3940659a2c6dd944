//! Evidence: a file comes in, and goes out again as it came.

pub mod add;
pub mod file;
