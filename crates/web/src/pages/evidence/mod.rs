//! Evidence: what comes in and waits, one piece of it, and its file that goes out as it came.

pub mod add;
pub mod dropped;
pub mod file;
pub mod inbox;
pub mod item;
mod proposed;
