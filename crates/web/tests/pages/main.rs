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
mod frame;
mod hand;
mod hostile;
mod import;
mod kept;
mod once;
mod passkeys;
mod readiness;
mod records;
mod risks;
mod seen;
mod soa;
mod steps;
mod templates;
mod walk;
mod walks;
mod work;
