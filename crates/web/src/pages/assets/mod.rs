//! Assets: systems, information and devices, in a grid.

pub mod cell;
pub mod list;
mod row;

/// The entry in the rail.
const HERE: &str = "/assets";
