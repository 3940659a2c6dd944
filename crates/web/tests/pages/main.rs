//! One request through the router, on books in memory.

mod browser;
mod evidence;
mod frame;
mod records;
