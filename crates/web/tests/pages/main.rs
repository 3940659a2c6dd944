//! One request through the router, on books in memory.

mod assets;
mod browser;
mod chromium;
mod day_one;
mod evidence;
mod exports;
mod frame;
mod import;
mod kept;
mod readiness;
mod records;
mod risks;
mod soa;
mod walk;
mod work;
