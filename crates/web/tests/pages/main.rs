//! One request through the router, on books in memory.

mod accounts;
mod api;
mod assets;
mod browser;
mod chromium;
mod day_one;
mod engagement;
mod evidence;
mod exports;
mod feed;
mod frame;
mod hand;
mod import;
mod kept;
mod once;
mod passkeys;
mod pictures;
mod planning;
mod readiness;
mod records;
mod risks;
mod soa;
mod steps;
mod walk;
mod work;
